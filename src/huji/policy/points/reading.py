"""A points scheme read from the node of a pack, with every fault named by line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huji.policy import source
from huji.policy.conditions import Conditions
from huji.policy.entries import Entries, note_of
from huji.policy.points.interval import scale
from huji.policy.points.numbers import points
from huji.policy.points.scheme import Indicator, Scheme, Tally
from huji.policy.points.score_reading import ScoreReader
from huji.policy.points.scores import Score, Sum, Times, conditions_of
from huji.policy.points.selecting import read_selection
from huji.policy.points.wording import several_words
from huji.policy.tree import All, AnyOf, Citation, Condition, Not, Reference, Total, facts_of

SCHEME = ("article", "indicators", "totals")
SCHEME_OPTIONAL = ("document", "selection", "note", "alternatives")
INDICATOR = ("id", "title", "score")
INDICATOR_OPTIONAL = ("article", "document", "group", "responsible", "evidence", "note", "alternatives")
TOTAL_OPTIONAL = (
    "article",
    "document",
    "groups",
    "indicators",
    "times",
    "when",
    "floor",
    "cap",
    "standard",
    "note",
    "alternatives",
)
FINEST = 10**10
"""The finest scale of a total: with the largest points it still fits the whole numbers of every engine."""


class SchemeReader:
    """A reader of the scheme of one pack; its conditions may read what the pack's may, but no totals."""

    def __init__(self, entries: Entries, conditions: Conditions) -> None:
        self.entries = entries
        self.reading = entries.reading
        self.conditions = conditions
        self.scores = ScoreReader(entries.reading, conditions)

    def read(self, top: source.Mapping) -> Scheme:
        """Return the scheme of a node; faults are noted."""
        reading = self.reading
        reading.keys(top, "points", SCHEME, SCHEME_OPTIONAL)
        cites = self.entries.cites(top)
        parts = reading.parts(top, "indicators", "points")
        indicators = tuple(self._indicator(node, index, cites) for index, node in enumerate(parts))
        self._refuse_repeated(top, parts, indicators)
        totals: dict[str, Tally] = {}
        node = top.items.get("totals")
        table = reading.mapping(node, "points.totals") if node is not None else None
        for name, part in table.items.items() if table else ():
            tally = self._tally(name, part, indicators, cites)
            if tally is not None:
                totals[name] = tally
        chosen = top.items.get("selection")
        return Scheme(
            cites=cites,
            indicators=indicators,
            totals=totals,
            selection=read_selection(self.entries, chosen, totals) if chosen is not None else None,
            note=note_of(reading, top),
        )

    def check(self, scheme: Scheme, criteria: Mapping[str, Condition]) -> bool:
        """Note what only shows once the criteria are read; return whether a total depends on itself."""
        circles = False
        for condition in self._conditions(scheme):
            line = self.conditions.lines.get(condition.id, 0)
            for name in _named(condition, criteria):
                if _reads_total(criteria[name]):
                    self.reading.fault(
                        line,
                        "loop",
                        f"计分依据的条件“{name}”又以总积分为条件，构成循环",
                        f'points depend on the criterion "{name}", which reads a total of points in turn',
                    )
                    circles = True
        if circles:
            return True
        for condition in self._conditions(scheme):
            for fact in facts_of(condition, criteria):
                self.scores.refuse_companion(fact, self.conditions.lines.get(condition.id, 0))
        return False

    def _conditions(self, scheme: Scheme) -> Iterator[Condition]:
        for indicator in scheme.indicators:
            yield from conditions_of(indicator.score)
        for tally in scheme.totals.values():
            yield from (rule.when for rule in tally.rules if isinstance(rule, Times))

    def _indicator(self, node: source.Node, index: int, default: Citation) -> Indicator:
        reading = self.reading
        entry = reading.mapping(node, f"points.indicators.{index}")
        if entry is None:
            entry = source.Mapping(node.line, {})
        id_ = reading.string(entry.items.get("id"), f"points.indicators.{index}.id")
        what = f"points.{id_ or index}"
        reading.keys(entry, what, INDICATOR, INDICATOR_OPTIONAL)
        cites = self._cites(entry, default)
        self.conditions.lines[what] = entry.line
        group = entry.items.get("group")
        title = reading.text(entry.items.get("title"), f"{what}.title")
        return Indicator(
            id=id_,
            title=title,
            cites=cites,
            score=self.scores.read(entry.items.get("score"), f"{what}/score", cites),
            group=reading.string(group, f"{what}.group") if group is not None else None,
            responsible=reading.strings(entry.items.get("responsible"), f"{what}.responsible"),
            evidence=self.entries.evidence(entry, what),
            note=note_of(reading, entry),
        )

    def _tally(
        self, name: str, node: source.Node, indicators: tuple[Indicator, ...], default: Citation
    ) -> Tally | None:
        what = f"totals.{name}"
        reading = self.reading
        entry = reading.mapping(node, what)
        if entry is None:
            return None
        reading.keys(entry, what, ("title",), TOTAL_OPTIONAL)
        self.conditions.lines[what] = entry.line
        cites = self._cites(entry, default)
        items = entry.items
        groups = {one.group for one in indicators if one.group}
        ids = [one.id for one in indicators]
        named = set(reading.closed(items.get("groups"), f"{what}.groups", sorted(groups)))
        single = set(reading.closed(items.get("indicators"), f"{what}.indicators", ids))
        all_ = "groups" not in items and "indicators" not in items
        chosen = tuple(one for one in indicators if all_ or one.group in named or one.id in single)
        title = reading.text(items.get("title"), f"{what}.title")
        words = several_words("sum", [one.title for one in chosen])
        score: Score = Sum(what, words, cites, tuple(one.score for one in chosen))
        score = self.scores.total(score, entry, what, cites)
        if scale(score) > FINEST:
            reading.fault(
                entry,
                "too-fine",
                f"“{what}”的分值过细，无法精确相加；请按整数单位计分（whole: true）",
                f'the points of "{what}" are too fine to be added exactly; count whole units (whole: true)',
            )
        standard = items.get("standard")
        return Tally(
            id=name,
            title=title,
            cites=cites,
            indicators=chosen,
            score=score,
            standard=points(reading, standard, f"{what}.standard") if standard is not None else None,
            note=note_of(reading, entry),
        )

    def _cites(self, entry: source.Mapping, default: Citation) -> Citation:
        """Return what an entry cites; where it names no article, what the scheme cites."""
        if "article" in entry.items:
            return self.entries.cites(entry)
        return (
            replace(default, document=self.entries.cites(entry).document)
            if "document" in entry.items
            else default
        )

    def _refuse_repeated(
        self, top: source.Mapping, parts: tuple[source.Node, ...], indicators: tuple[Indicator, ...]
    ) -> None:
        seen: set[str] = set()
        totals = top.items.get("totals")
        names = set(totals.items) if isinstance(totals, source.Mapping) else set()
        for node, indicator in zip(parts, indicators, strict=True):
            if indicator.id and (indicator.id in seen or indicator.id in names):
                self.reading.fault(
                    node,
                    "repeated-id",
                    f"标识“{indicator.id}”重复",
                    f'the id "{indicator.id}" is repeated',
                )
            seen.add(indicator.id)


def _named(condition: Condition, criteria: Mapping[str, Condition]) -> Iterator[str]:
    """Yield the criteria a condition names, those they name in turn too; totals are not looked into."""
    seen: set[str] = set()
    stack = [condition]
    while stack:
        node = stack.pop()
        if isinstance(node, All | AnyOf):
            stack.extend(node.parts)
        elif isinstance(node, Not):
            stack.append(node.part)
        elif isinstance(node, Reference) and node.criterion in criteria and node.criterion not in seen:
            seen.add(node.criterion)
            yield node.criterion
            stack.append(criteria[node.criterion])


def _reads_total(node: Condition) -> bool:
    if isinstance(node, All | AnyOf):
        return any(_reads_total(part) for part in node.parts)
    return isinstance(node, Total) or (isinstance(node, Not) and _reads_total(node.part))
