"""What each clause of a pack says, part by part and line by line, in both languages.

For readers who lay a pack beside its document, and for telling two versions of a policy apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huji.policy.pack import Companions, Criterion, Host, Note, Pack, Prohibition, Reach, Route
from huji.policy.points.scheme import Indicator, Selection, Tally
from huji.policy.points.scores import Score
from huji.policy.points.spelling import spelled
from huji.policy.tree import All, AnyOf, Citation, Condition, Not
from huji.policy.vocabulary import Vocabulary
from huji.policy.wording import UNITS
from huji.policy.words import Text

KINDS = {
    "pack": Text("政策", "Policy"),
    "parameter": Text("参数", "Parameter"),
    "criterion": Text("条件", "Criterion"),
    "route": Text("途径", "Route"),
    "prohibition": Text("禁令", "Prohibition"),
    "indicator": Text("积分指标", "Indicator"),
    "total": Text("总分", "Total"),
    "selection": Text("入围", "Selection"),
    "article": Text("文件条文", "Article"),
}
"""The kinds of clauses, in the order a pack is told."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its depth (0 the outermost) and its words."""

    depth: int
    text: Text


@dataclass(frozen=True, slots=True)
class Facet:
    """One part of a clause under its name: conditions, companions, papers, …"""

    name: str
    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by kind (a key of `KINDS`) and id: title, citation, parts, and how it was read."""

    kind: str
    id: str
    title: Text
    cites: Citation | None
    facets: tuple[Facet, ...]
    note: Note | None = None


def clauses(pack: Pack, vocabulary: Vocabulary) -> tuple[Clause, ...]:
    """Return everything a pack says: itself, then its clauses kind by kind, each in the pack's order."""
    return tuple(_Saying(pack, vocabulary).clauses())


def outline(condition: Condition, depth: int = 0) -> Iterator[Line]:
    """Yield a condition line by line; a criterion is one line, by its title."""
    if isinstance(condition, All | AnyOf) and len(condition.parts) > 1:
        head = Text("以下全部：", "All of:") if isinstance(condition, All) else Text("以下任一：", "Any of:")
        yield Line(depth, head)
        for part in condition.parts:
            yield from outline(part, depth + 1)
    elif isinstance(condition, All | AnyOf):
        yield from outline(condition.parts[0], depth)
    elif isinstance(condition, Not):
        yield Line(depth, Text("并非：", "Not:"))
        yield from outline(condition.part, depth + 1)
    else:
        yield Line(depth, condition.words)


class _Saying:
    def __init__(self, pack: Pack, vocabulary: Vocabulary) -> None:
        self.pack = pack
        self.vocabulary = vocabulary

    def clauses(self) -> Iterator[Clause]:
        pack = self.pack
        yield Clause("pack", pack.policy, pack.title, None, tuple(_kept(self._pack())), pack.note)
        for given in pack.parameters.values():
            unit = UNITS.get(given.unit or "", Text(given.unit or "", given.unit or ""))
            value = Text(f"{given.value} {unit.zh}".strip(), f"{given.value} {unit.en}".strip())
            cites = Citation(pack.document.name, given.article) if given.article else None
            yield Clause("parameter", given.name, given.title, cites, (_facet("value", value),))
        for criterion in pack.criteria.values():
            yield self._criterion(criterion)
        for route in pack.routes:
            facets = tuple(_kept(self._route(route)))
            yield Clause("route", route.id, route.title, route.cites, facets, route.note)
        for ban in pack.prohibitions:
            facets = tuple(_kept(self._prohibition(ban)))
            yield Clause("prohibition", ban.id, ban.title, ban.cites, facets, ban.note)
        if pack.points is not None:
            if (selection := pack.points.selection) is not None:
                facets = tuple(_kept(_selection(selection)))
                title = Text("入围办法", "Selection")
                yield Clause("selection", "selection", title, selection.cites, facets, selection.note)
            for indicator in pack.points.indicators:
                yield self._indicator(indicator)
            for total in pack.points.totals.values():
                yield self._total(total)
        for article in pack.articles:
            yield Clause(
                "article",
                article.article,
                article.title,
                None,
                tuple(
                    _kept(
                        (
                            _facet("status", Text(*_STATUS[article.status.value])),
                            _facet("as", *(Text(name, name) for name in article.by)),
                            _facet("reason", *([article.reason] if article.reason else [])),
                        )
                    )
                ),
            )

    def _pack(self) -> Iterator[Facet]:
        pack, document = self.pack, self.pack.document
        named = _plain(document.number, document.title, document.issuer, document.issued)
        yield _facet("document", *named, *document.unknown.values())
        yield _facet("applies_to", *_plain(*pack.applies_to))
        yield _facet("areas", *self._words(pack.areas, self.vocabulary.areas))
        yield _facet("in_force", *_plain(f"{pack.in_force_from} – {pack.in_force_to or ''}".strip()))
        yield _facet("superior", *_plain(pack.superior))

    def _criterion(self, criterion: Criterion) -> Clause:
        facets = _kept((_conditions("when", criterion.condition), self._papers(criterion.evidence)))
        return Clause(
            "criterion", criterion.id, criterion.title, criterion.cites, tuple(facets), criterion.note
        )

    def _route(self, route: Route) -> Iterator[Facet]:
        yield self._reach(route.to)
        yield _conditions("when", route.when)
        yield Facet("companions", FACETS["companions"], tuple(self._companions(route.companions)))
        yield _facet("companions_note", *_said(route.companions.note if route.companions else None))
        yield Facet("hosts", FACETS["hosts"], tuple(self._hosts(route.hosts)))
        yield _facet("hosts_note", *(text for host in route.hosts for text in _said(host.note)))
        yield self._papers(route.evidence)
        yield _facet("responsible", *_plain(*route.responsible))
        if route.lead:
            yield _facet("lead", *_plain(*route.responsible[:1]))

    def _prohibition(self, ban: Prohibition) -> Iterator[Facet]:
        yield self._reach(ban.to)
        yield _conditions("when", ban.when)
        if ban.unless is not None:
            yield _conditions("unless", ban.unless)
        yield _facet("responsible", *_plain(*ban.responsible))

    def _indicator(self, indicator: Indicator) -> Clause:
        facets = _kept(
            (
                Facet("score", FACETS["score"], tuple(self._score(indicator.score))),
                _facet("group", *_plain(indicator.group)),
                self._papers(indicator.evidence),
                _facet("responsible", *_plain(*indicator.responsible)),
            )
        )
        return Clause(
            "indicator", indicator.id, indicator.title, indicator.cites, tuple(facets), indicator.note
        )

    def _score(self, score: Score) -> Iterator[Line]:
        """Yield the words of a score, and under its titles what it says without them."""
        form = spelled(score, self.vocabulary)
        yield Line(0, score.words)
        if form != score.words:
            yield Line(1, form)

    def _total(self, total: Tally) -> Clause:
        standard = None if total.standard is None else f"{float(total.standard):g}"
        facets = _kept(
            (
                _facet("of", *(one.title for one in total.indicators)),
                _facet("rules", *(rule.words for rule in total.rules[-1:])),
                _facet("standard", *_plain(standard)),
            )
        )
        return Clause("total", total.id, total.title, total.cites, tuple(facets), total.note)

    def _reach(self, reach: Reach) -> Facet:
        within = _plain(*reach.divisions)
        without = (Text(f"除 {code}", f"except {code}") for code in reach.except_divisions)
        return _facet("to", *self._words(reach.areas, self.vocabulary.areas), *within, *without)

    def _companions(self, companions: Companions | None) -> Iterator[Line]:
        if companions is None:
            return
        for named in self._words(companions.relations, self.vocabulary.relations):
            yield Line(0, named)
        if companions.and_so_on:
            yield Line(0, Text("“等”：其他亲属由民警酌定", "“and others”: other kin as the officer sees fit"))
        if companions.when is not None:
            yield from outline(companions.when)
        for relation, condition in companions.by_relation.items():
            title = self.vocabulary.relations.get(relation, Text(relation, relation))
            yield Line(0, Text(f"{title.zh}：", f"{title.en}:"))
            yield from outline(condition, 1)

    def _hosts(self, hosts: Iterable[Host]) -> Iterator[Line]:
        for host in hosts:
            yield Line(0, self.vocabulary.hosts.get(host.host, Text(host.host, host.host)))
            if host.when is not None:
                yield from outline(host.when, 1)

    def _papers(self, evidence: Iterable[tuple[str, ...]]) -> Facet:
        known = self.vocabulary.evidence
        lines = []
        for any_of in evidence:
            titles = [known[key].title if key in known else Text(key, key) for key in any_of]
            lines.append(
                Text("、".join(one.zh for one in titles), " or ".join(one.en for one in titles))
                if len(titles) == 1
                else Text(
                    "任一：" + "、".join(one.zh for one in titles),
                    "Any one of: " + ", ".join(one.en for one in titles),
                )
            )
        return _facet("evidence", *lines)

    def _words(self, codes: Iterable[str], known: Mapping[str, Text]) -> list[Text]:
        return [known.get(code, Text(code, code)) for code in codes]


FACETS = {
    "document": Text("文件", "Document"),
    "applies_to": Text("适用地域（区划代码）", "Places (division codes)"),
    "areas": Text("地域类型", "Kinds of area"),
    "in_force": Text("施行日期", "Days in force"),
    "superior": Text("上级政策", "Superior policy"),
    "value": Text("数值", "Value"),
    "to": Text("迁入地", "Destination"),
    "when": Text("条件", "Conditions"),
    "unless": Text("例外", "Exceptions"),
    "companions": Text("随迁", "Companions"),
    "companions_note": Text("随迁的释义", "Reading of companions"),
    "hosts": Text("落入何户", "Household"),
    "hosts_note": Text("落户去向的释义", "Reading of households"),
    "evidence": Text("材料", "Papers"),
    "responsible": Text("责任单位", "Responsible"),
    "lead": Text("牵头单位", "Lead"),
    "score": Text("分值", "Points"),
    "group": Text("组", "Group"),
    "of": Text("由以下相加", "Sum of"),
    "rules": Text("上下限", "Bounds"),
    "standard": Text("标准分", "Standard"),
    "by": Text("方式", "By"),
    "rank": Text("排序", "Ranked by"),
    "ties": Text("并列", "Ties"),
    "windows": Text("申请时段", "Periods"),
    "status": Text("编码情况", "What became of it"),
    "as": Text("对应条款", "Encoded as"),
    "reason": Text("理由", "Reason"),
}
_STATUS = {
    "encoded": ("已编码", "encoded"),
    "not_settlement": ("与落户无关", "not about settlement"),
    "not_encodable": ("无法编码", "not encodable"),
}


def _facet(name: str, *lines: Text) -> Facet:
    return Facet(name, FACETS[name], tuple(Line(0, line) for line in lines))


def _conditions(name: str, condition: Condition) -> Facet:
    return Facet(name, FACETS[name], tuple(outline(condition)))


def _plain(*values: object) -> list[Text]:
    return [Text(str(value), str(value)) for value in values if value is not None]


def _said(note: Note | None) -> tuple[Text, ...]:
    return (note.text, *note.alternatives) if note is not None else ()


def _selection(selection: Selection) -> Iterator[Facet]:
    least = None if selection.at_least is None else f"≥ {float(selection.at_least):g}"
    yield _facet("by", *_plain(selection.kind.value, least, selection.quota))
    arrows = (f"{key.by.value} {key.name} {'↓' if key.descending else '↑'}" for key in selection.rank)
    yield _facet("rank", *_plain(*arrows))
    yield _facet("ties", *_plain(selection.ties.value if selection.ties else None))
    days = ("{:02}-{:02} – {:02}-{:02}".format(*one.opens, *one.closes) for one in selection.windows)
    yield _facet("windows", *_plain(*days))


def _kept(facets: Iterable[Facet]) -> Iterator[Facet]:
    return (facet for facet in facets if facet.lines)
