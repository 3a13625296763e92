"""The clauses of a pack read from nodes: points, criteria, routes with companions and hosts, prohibitions."""

from collections.abc import Mapping

from huji.policy import source
from huji.policy.conditions import STRUCTURE, Conditions
from huji.policy.entries import Entries, note_of
from huji.policy.expansion import DEEPEST
from huji.policy.pack import Companions, Criterion, Document, Given, Host, Prohibition, Reach, Route
from huji.policy.points.reading import SchemeReader
from huji.policy.reading import NOTHING, Reading
from huji.policy.tree import All, AnyOf, Citation, Condition, Not, Parameter, Reference, Unknown, facts_of
from huji.policy.vocabulary import Scope, Vocabulary
from huji.policy.words import Text

ROUTE = ("id", "title", "article", "to", "when")
ROUTE_OPTIONAL = (
    "document",
    "companions",
    "hosts",
    "evidence",
    "responsible",
    "lead",
    "note",
    "alternatives",
)
PROHIBITION_OPTIONAL = ("document", "unless", "responsible", "note", "alternatives")
CRITERION_OPTIONAL = ("article", "document", "evidence", "note", "alternatives")
COMPANION_KEYS = ("relations", "and_so_on", "when", "by_relation", "note", "alternatives")
_ALWAYS = Unknown("", NOTHING, None, NOTHING)


class Clauses:
    """A reader of clauses over one vocabulary, one document and its parameters.

    The points scheme and the criteria are read at once: every other clause may name them.
    """

    def __init__(
        self,
        reading: Reading,
        vocabulary: Vocabulary,
        document: Document,
        parameters: Mapping[str, Given],
        criteria: source.Mapping | None,
        points: source.Mapping | None = None,
    ) -> None:
        self.reading = reading
        self.vocabulary = vocabulary
        self.entries = Entries(reading, vocabulary, document)
        titles: dict[str, Text] = {}
        for key, part in criteria.items.items() if criteria else ():
            title = part.items.get("title") if isinstance(part, source.Mapping) else None
            titles[key] = reading.text(title, f"criteria.{key}.title")
        resolved = {key: Parameter(key, given.value) for key, given in parameters.items()}
        self.conditions = Conditions(reading, vocabulary.facts, titles, resolved)
        scheme = SchemeReader(self.entries, self.conditions)
        self.points = scheme.read(points) if points is not None else None
        self.conditions.totals = self.points.totals if self.points else {}
        self.criteria = self._criteria(criteria)
        self.trees = {key: criterion.condition for key, criterion in self.criteria.items()}
        self.looped = self._refuse_loops(criteria.line if criteria else 1)
        """Whether criteria cannot be followed."""
        if self.points is not None and not self.looped:
            self.looped = scheme.check(self.points, self.trees)

    def route(self, node: source.Node, index: int, areas: tuple[str, ...]) -> Route:
        """Return the route of a node, the `index`th of the pack."""
        reading = self.reading
        entry, id_ = self._clause(node, "routes", index, ROUTE, ROUTE_OPTIONAL)
        cites = self.entries.cites(entry)
        what = f"routes.{id_}"
        return Route(
            id=id_,
            title=reading.text(entry.items.get("title"), f"{what}.title"),
            cites=cites,
            to=self._reach(entry.items.get("to"), f"{what}.to", areas),
            when=self._when(entry, "when", f"{what}/when", cites, companions=False) or _ALWAYS,
            companions=self._companions(entry.items.get("companions"), what, cites),
            hosts=tuple(
                self._host(host, f"{what}/hosts.{place}", cites)
                for place, host in enumerate(self.reading.parts(entry, "hosts", what))
            ),
            evidence=self.entries.evidence(entry, what),
            responsible=reading.strings(entry.items.get("responsible"), f"{what}.responsible"),
            lead=reading.flag(entry.items.get("lead"), f"{what}.lead"),
            note=note_of(self.reading, entry),
        )

    def prohibition(self, node: source.Node, index: int, areas: tuple[str, ...]) -> Prohibition:
        """Return the prohibition of a node, the `index`th of the pack."""
        reading = self.reading
        entry, id_ = self._clause(node, "prohibitions", index, ROUTE, PROHIBITION_OPTIONAL)
        cites = self.entries.cites(entry)
        what = f"prohibitions.{id_}"
        return Prohibition(
            id=id_,
            title=reading.text(entry.items.get("title"), f"{what}.title"),
            cites=cites,
            to=self._reach(entry.items.get("to"), f"{what}.to", areas),
            when=self._when(entry, "when", f"{what}/when", cites, companions=False) or _ALWAYS,
            unless=self._when(entry, "unless", f"{what}/unless", cites, companions=False),
            responsible=reading.strings(entry.items.get("responsible"), f"{what}.responsible"),
            note=note_of(self.reading, entry),
        )

    def _companions(self, node: source.Node | None, what: str, cites: Citation) -> Companions | None:
        if node is None:
            return None
        what = f"{what}/companions"
        entry = self.reading.mapping(node, what)
        if entry is None:
            return None
        self.reading.keys(entry, what, ("relations",), COMPANION_KEYS)
        by_relation: dict[str, Condition] = {}
        table = entry.items.get("by_relation")
        relations = self.reading.closed(
            entry.items.get("relations"), f"{what}.relations", self.vocabulary.relations
        )
        pairs = self.reading.mapping(table, f"{what}.by_relation") if table is not None else None
        for relation, part in pairs.items.items() if pairs else ():
            if relation not in relations:
                self.reading.one_of(
                    source.Scalar(part.line, relation, relation, True), f"{what}.by_relation", relations
                )
            condition = self.conditions.read(part, f"{what}/by_relation.{relation}", cites)
            by_relation[relation] = condition
        return Companions(
            relations=relations,
            and_so_on=self.reading.flag(entry.items.get("and_so_on"), f"{what}.and_so_on"),
            when=self._when(entry, "when", f"{what}/when", cites, companions=True),
            by_relation=by_relation,
            note=note_of(self.reading, entry),
        )

    def _host(self, node: source.Node, what: str, cites: Citation) -> Host:
        hosts = self.vocabulary.hosts
        if isinstance(node, source.Scalar):
            return Host(self.reading.one_of(node, what, hosts))
        entry = self.reading.mapping(node, what)
        if entry is None:
            return Host("")
        self.reading.keys(entry, what, ("host",), ("when", "article", "document", "note", "alternatives"))
        own = self.entries.cites(entry) if "article" in entry.items else cites
        return Host(
            host=self.reading.one_of(entry.items.get("host"), f"{what}.host", hosts),
            when=self._when(entry, "when", f"{what}/when", own, companions=False),
            cites=own,
            note=note_of(self.reading, entry),
        )

    def _when(
        self, entry: source.Mapping, key: str, id_: str, cites: Citation, *, companions: bool
    ) -> Condition | None:
        node = entry.items.get(key)
        if node is None:
            return None
        condition = self.conditions.read(node, id_, cites)
        if not companions and not self.looped:
            for name in facts_of(condition, self.trees):
                if self.vocabulary.facts[name].scope is Scope.COMPANION:
                    self.reading.fault(
                        node,
                        "companion-fact",
                        f"“{name}”是随迁人的事实，只能用于 companions 的条件",
                        f'"{name}" is a fact of a companion: only conditions of companions may read it',
                    )
        return condition

    def _criteria(self, mapping: source.Mapping | None) -> dict[str, Criterion]:
        found: dict[str, Criterion] = {}
        if mapping is None:
            return found
        for key, node in mapping.items.items():
            what = f"criteria.{key}"
            entry = self.reading.mapping(node, what)
            if entry is None:  # what names it is read on, so that every fault is told
                found[key] = Criterion(key, NOTHING, Unknown(what, NOTHING, None, NOTHING), None)
                continue
            keys = [name for name in entry.items if name not in ("title", *CRITERION_OPTIONAL)]
            if "title" not in entry.items:
                self.reading.fault(
                    entry, "missing-key", f"“{what}”缺少“title”", f'"{what}" lacks the key "title"'
                )
            cites = self.entries.cites(entry) if "article" in entry.items else None
            condition: Condition | None = None
            if len(keys) == 1:
                part, line = entry.items[keys[0]], entry.lines[keys[0]]
                condition = self.conditions.keyed(keys[0], part, line, what, cites)
            else:
                said = "、".join(keys) or "没有"
                self.reading.fault(
                    node,
                    "not-a-condition",
                    f"“{what}”应恰有一个条件键（{'、'.join(STRUCTURE)} 或一个事实），这里是：{said}",
                    f'"{what}" has exactly one condition key ({", ".join(STRUCTURE)} or a fact), '
                    f"not: {', '.join(keys) or 'none'}",
                )
            condition = condition or Unknown(what, NOTHING, cites, NOTHING)
            title = self.conditions.criteria[key]
            found[key] = Criterion(
                key, title, condition, cites, self.entries.evidence(entry, what), note_of(self.reading, entry)
            )
        return found

    def _refuse_loops(self, top: int) -> bool:
        """Note criteria that refer to themselves or grow beyond bounds; return whether there are any."""
        done: dict[str, None] = {}
        looped = False

        def names(node: Condition) -> list[str]:
            if isinstance(node, Reference):
                return [node.criterion]
            if isinstance(node, All | AnyOf):
                return [name for part in node.parts for name in names(part)]
            return names(node.part) if isinstance(node, Not) else []

        def visit(name: str, path: tuple[str, ...]) -> None:
            nonlocal looped
            if name in path:
                ring = " → ".join([*path[path.index(name) :], name])
                line = self.conditions.lines.get(f"criteria.{name}", top)
                self.reading.fault(
                    line, "loop", f"条件循环引用：{ring}", f"criteria refer to themselves: {ring}"
                )
                looped = True
            elif len(path) > DEEPEST:
                self.conditions.refuse_expansion(self.conditions.lines.get(f"criteria.{name}", top))
                looped = True
                done[name] = None
            elif name not in done and name in self.trees:
                for other in names(self.trees[name]):
                    visit(other, (*path, name))
                done[name] = None

        for name in self.trees:
            visit(name, ())
        beyond = None if looped else self.conditions.expansion.settle(done, self.trees)
        if beyond is not None:
            self.conditions.refuse_expansion(self.conditions.lines.get(f"criteria.{beyond}", top))
        return looped or beyond is not None

    def _clause(
        self, node: source.Node, key: str, index: int, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> tuple[source.Mapping, str]:
        entry = self.reading.mapping(node, f"{key}.{index}")
        if entry is None:
            return source.Mapping(node.line, {}), ""
        id_ = self.reading.string(entry.items.get("id"), f"{key}.{index}.id")
        self.reading.keys(entry, f"{key}.{id_ or index}", required, optional)
        return entry, id_

    def _reach(self, node: source.Node | None, what: str, areas: tuple[str, ...]) -> Reach:
        entry = self.reading.mapping(node, what) if node is not None else None
        if entry is None:
            return Reach(())
        self.reading.keys(entry, what, ("area",), ("divisions", "except_divisions"))
        return Reach(
            self.reading.closed(entry.items.get("area"), f"{what}.area", areas),
            self.reading.divisions(entry.items.get("divisions"), f"{what}.divisions"),
            self.reading.divisions(entry.items.get("except_divisions"), f"{what}.except_divisions"),
        )
