"""`huji policy show`: one policy, clause by clause."""

from collections.abc import Iterable, Iterator
from typing import Any

import click

from huji.cli.policy.at_hand import FORMAT, HELP, HOME, LANG, named, print_json, vocabulary
from huji.cli.policy.listing import header
from huji.policy.citing import article
from huji.policy.facets import Line, outline
from huji.policy.pack import Note, Prohibition, Route
from huji.policy.points import Scheme, Selection
from huji.policy.points.explaining import plain
from huji.policy.points.scores import BestOf, Score, Sum
from huji.policy.tree import Citation
from huji.policy.words import Text


@click.command("show", context_settings=HELP)
@click.argument("pack")
@HOME
@FORMAT
@LANG
def command(pack: str, form: str, lang: str) -> None:
    """Show one policy: its routes and prohibitions, where they are open, its scheme of points, readings.

    \b
    Example:
      huji policy show panjin-2015
    """
    found = named(pack)
    words = vocabulary()
    clauses: list[Route | Prohibition] = [*found.routes, *found.prohibitions]
    if form == "json":
        described = [
            {
                "id": one.id,
                "title": one.title.as_dict(),
                "basis": one.cites.as_dict(),
                "areas": list(one.to.areas),
                "divisions": list(one.to.divisions),
                "except_divisions": list(one.to.except_divisions),
                "when": one.when.words.as_dict(),
                **_noted(one.note),
            }
            for one in clauses
        ]
        points = _scheme(found.points) if found.points else None
        print_json({**header(found), "clauses": described, "points": points})
        return
    zh = lang == "zh"
    click.echo(_bracketed(found.title.in_language(lang), found.policy, lang))
    click.echo(f"{found.document.name}  {found.in_force_from} – {found.in_force_to or ''}  {found.digest}")
    for heading, several in (
        (Text("途径", "Routes"), found.routes),
        (Text("禁止", "Prohibitions"), found.prohibitions),
    ):
        if several:
            click.echo(f"\n{heading.in_language(lang)}")
        for one in several:
            areas = ("、" if zh else ", ").join(words.areas[area].in_language(lang) for area in one.to.areas)
            places = " ".join([*one.to.divisions, *(f"−{code}" for code in one.to.except_divisions)])
            click.echo(f"\n{_head(one.id, one.title, one.cites, lang)}  {areas} {places}".rstrip())
            _say(outline(one.when), one.note, lang)
            if isinstance(one, Prohibition) and one.unless is not None:
                click.echo("  除非：" if zh else "  Unless:")
                _say(outline(one.unless, 1), None, lang)
    if found.points is not None:
        click.echo("\n积分" if zh else "\nPoints")
        for id_, title, cites, score, note in _points(found.points):
            click.echo(f"\n{_head(id_, title, cites, lang)}")
            _say(_score(score), note, lang)


def _head(id_: str, title: Text, cites: Citation, lang: str) -> str:
    cited = article(cites.article).in_language(lang)
    return f"{id_} · {title.in_language(lang)}  " + (f"〔{cited}〕" if lang == "zh" else f"[{cited}]")


def _bracketed(text: str, more: str, lang: str) -> str:
    return f"{text}（{more}）" if lang == "zh" else f"{text} ({more})"


def _score(score: Score, depth: int = 0) -> Iterator[Line]:
    """Yield a score line by line; one of several parts without a title is told part by part."""
    if isinstance(score, Sum | BestOf) and score.words.zh.startswith(("以下取最高一项：", "以下相加：")):
        best = isinstance(score, BestOf)
        yield Line(
            depth, Text("以下取最高一项：", "The best of:") if best else Text("以下相加：", "Together:")
        )
        for part in score.parts:
            yield from _score(part, depth + 1)
    else:
        yield Line(depth, score.words)


def _say(lines: Iterable[Line], note: Note | None, lang: str) -> None:
    colon = "：" if lang == "zh" else ": "
    for line in lines:
        click.echo(f"  {'  ' * line.depth}{line.text.in_language(lang)}")
    if note:
        click.echo(f"  {'解释' if lang == 'zh' else 'Reading'}{colon}{note.text.in_language(lang)}")
        for other in note.alternatives:
            click.echo(f"  {'另一种读法' if lang == 'zh' else 'Alternative'}{colon}{other.in_language(lang)}")


def _points(scheme: Scheme) -> Iterator[tuple[str, Text, Citation, Score, Note | None]]:
    """Yield the indicators and totals with what they say."""
    for one in scheme.indicators:
        yield one.id, one.title, one.cites, one.score, one.note
    for total in scheme.totals.values():
        yield total.id, total.title, total.cites, total.score, total.note


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "basis": scheme.cites.as_dict(),
        "indicators": [
            {
                "id": one.id,
                "title": one.title.as_dict(),
                "basis": one.cites.as_dict(),
                "group": one.group,
                "score": one.score.words.as_dict(),
                "responsible": list(one.responsible),
                **_noted(one.note),
            }
            for one in scheme.indicators
        ],
        "totals": [
            {
                "id": one.id,
                "title": one.title.as_dict(),
                "basis": one.cites.as_dict(),
                "indicators": [indicator.id for indicator in one.indicators],
                "standard": None if one.standard is None else plain(one.standard),
                "score": one.score.words.as_dict(),
                **_noted(one.note),
            }
            for one in scheme.totals.values()
        ],
        "selection": _selection(scheme.selection) if scheme.selection else None,
    }


def _selection(one: Selection) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "basis": one.cites.as_dict(),
        "total": one.total,
        "at_least": None if one.at_least is None else plain(one.at_least),
        "quota": one.quota,
        "rank": [
            {"by": key.by.value, "name": key.name, "order": "descending" if key.descending else "ascending"}
            for key in one.rank
        ],
        "ties": one.ties.value if one.ties else None,
        "windows": [
            {"from": "{:02}-{:02}".format(*window.opens), "to": "{:02}-{:02}".format(*window.closes)}
            for window in one.windows
        ],
        **_noted(one.note),
    }


def _noted(note: Note | None) -> dict[str, Any]:
    return {
        "note": note.text.as_dict() if note else None,
        "alternatives": [text.as_dict() for text in note.alternatives] if note else [],
    }
