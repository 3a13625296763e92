"""The table of kinds for docs/matters.md, from the declarations.

python -m huji.matters.table        prints it (with DJANGO_SETTINGS_MODULE=huji.runtime.settings)
"""

from collections.abc import Iterator
from datetime import date

from huji.matters.asked import Asked
from huji.matters.kind import Kind
from huji.matters.kinds import kinds
from huji.matters.values import About, Level

HEAD = (
    "| Business | Occasion | Opened on | Who decides | Papers after it | Law |",
    "|---|---|---|---|---|---|",
)
_ABOUT = {About.PERSON: "person", About.HOUSEHOLD: "household", About.NOBODY: "—"}


def rows() -> Iterator[str]:
    """Yield one row of Markdown a kind."""
    for kind in kinds().values():
        asked = list(_cases(kind))
        levels = [level for level in Level if any(kind.level_of(one) is level for one in asked)]
        papers = dict.fromkeys(paper for one in asked for paper in kind.papers_of(one))
        yield (
            f"| `{kind.name}` {kind.title.zh} · {kind.title.en} | {kind.occasion.value}"
            f" | {_ABOUT[kind.about]} | {', '.join(level.value for level in levels)}"
            f" | {', '.join(papers) or '—'} | {kind.basis} |"
        )


def _cases(kind: Kind) -> Iterator[Asked]:
    """Yield the empty answers, and each value of each choice alone."""
    day = date(2026, 1, 1)
    choices = [(one.name, value) for one in kind.fields for value, _ in one.choices]
    for level in Level:  # an undoing follows the level of what is undone
        yield Asked(kind, {"_level": level.value}, day, 0)
    for name, value in choices:
        yield Asked(kind, {name: value}, day, 0)
