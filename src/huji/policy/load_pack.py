"""A pack read from its YAML file, with every fault named by line."""

import datetime as dt
from collections.abc import Mapping

from huji.policy import source
from huji.policy.conditions import STRUCTURE, Conditions
from huji.policy.faults import Faulty
from huji.policy.pack import (
    Article,
    Companions,
    Criterion,
    Document,
    Given,
    Host,
    Note,
    Pack,
    Prohibition,
    Reach,
    Route,
    Status,
)
from huji.policy.reading import NOTHING, Reading
from huji.policy.tree import All, AnyOf, Citation, Condition, Not, Parameter, Reference, Unknown, facts_of
from huji.policy.vocabulary import Scope, Vocabulary, digest
from huji.policy.words import Text

TOP = ("policy", "title", "document", "applies_to", "areas", "in_force", "superior", "routes", "articles")
TOP_OPTIONAL = ("parameters", "criteria", "prohibitions", "note", "alternatives")
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


def read_pack(text: str, name: str, vocabulary: Vocabulary) -> Pack:
    """Return the pack a YAML text says; raise Faulty with all its faults, under the file's `name`."""
    node = source.read(text, name)
    reading = Reading(name)
    top = reading.mapping(node, name)
    if top is None:
        raise Faulty(reading.faults)
    pack = _PackReader(reading, vocabulary, top).read()
    if reading.faults:
        raise Faulty(reading.faults)
    return pack


class _PackReader:
    def __init__(self, reading: Reading, vocabulary: Vocabulary, top: source.Mapping) -> None:
        self.reading = reading
        self.vocabulary = vocabulary
        self.top = top
        self.items = top.items
        self.parameters = self._parameters()
        self.document = self._document()
        criteria = self._mapping("criteria")
        titles: dict[str, Text] = {}
        for key, part in criteria.items.items() if criteria else ():
            title = part.items.get("title") if isinstance(part, source.Mapping) else None
            titles[key] = reading.text(title, f"criteria.{key}.title")
        resolved = {key: Parameter(key, given.value) for key, given in self.parameters.items()}
        self.conditions = Conditions(reading, vocabulary.facts, titles, resolved)
        self.criteria = self._criteria(criteria)
        self.trees = {key: criterion.condition for key, criterion in self.criteria.items()}
        self.looped = self._refuse_loops()

    def read(self) -> Pack:
        reading, items = self.reading, self.items
        reading.keys(self.top, "pack", TOP, TOP_OPTIONAL)
        areas = self._closed(items.get("areas"), "areas", self.vocabulary.areas)
        routes = tuple(self._route(node, index, areas) for index, node in enumerate(self._list("routes")))
        prohibitions = tuple(
            self._prohibition(node, index, areas) for index, node in enumerate(self._list("prohibitions"))
        )
        start, end = self._in_force()
        superior = items.get("superior")
        has_superior = isinstance(superior, source.Scalar) and superior.value is not None
        self._refuse_repeated_ids()
        return Pack(
            policy=reading.string(items.get("policy"), "policy"),
            title=reading.text(items.get("title"), "title"),
            document=self.document,
            applies_to=self._divisions(items.get("applies_to"), "applies_to"),
            areas=areas,
            in_force_from=start,
            in_force_to=end,
            superior=reading.string(superior, "superior") if has_superior else None,
            parameters=self.parameters,
            criteria=self.criteria,
            routes=routes,
            prohibitions=prohibitions,
            articles=self._articles(routes, prohibitions),
            digest=digest(self.top),
            file=reading.name,
            note=self._note(self.top),
        )

    def _route(self, node: source.Node, index: int, areas: tuple[str, ...]) -> Route:
        reading = self.reading
        entry, id_ = self._clause(node, "routes", index, ROUTE, ROUTE_OPTIONAL)
        cites = self._cites(entry)
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
                for place, host in enumerate(self._parts(entry, "hosts", what))
            ),
            evidence=self._evidence(entry, what),
            responsible=reading.strings(entry.items.get("responsible"), f"{what}.responsible"),
            lead=reading.flag(entry.items.get("lead"), f"{what}.lead"),
            note=self._note(entry),
        )

    def _prohibition(self, node: source.Node, index: int, areas: tuple[str, ...]) -> Prohibition:
        reading = self.reading
        entry, id_ = self._clause(node, "prohibitions", index, ROUTE, PROHIBITION_OPTIONAL)
        cites = self._cites(entry)
        what = f"prohibitions.{id_}"
        return Prohibition(
            id=id_,
            title=reading.text(entry.items.get("title"), f"{what}.title"),
            cites=cites,
            to=self._reach(entry.items.get("to"), f"{what}.to", areas),
            when=self._when(entry, "when", f"{what}/when", cites, companions=False) or _ALWAYS,
            unless=self._when(entry, "unless", f"{what}/unless", cites, companions=False),
            responsible=reading.strings(entry.items.get("responsible"), f"{what}.responsible"),
            note=self._note(entry),
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
        relations = self._closed(entry.items.get("relations"), f"{what}.relations", self.vocabulary.relations)
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
            note=self._note(entry),
        )

    def _host(self, node: source.Node, what: str, cites: Citation) -> Host:
        hosts = self.vocabulary.hosts
        if isinstance(node, source.Scalar):
            return Host(self.reading.one_of(node, what, hosts))
        entry = self.reading.mapping(node, what)
        if entry is None:
            return Host("")
        self.reading.keys(entry, what, ("host",), ("when", "article", "document", "note", "alternatives"))
        own = self._cites(entry) if "article" in entry.items else cites
        return Host(
            host=self.reading.one_of(entry.items.get("host"), f"{what}.host", hosts),
            when=self._when(entry, "when", f"{what}/when", own, companions=False),
            cites=own,
            note=self._note(entry),
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
            if entry is None:
                continue
            keys = [name for name in entry.items if name not in ("title", *CRITERION_OPTIONAL)]
            if "title" not in entry.items:
                self.reading.fault(
                    entry, "missing-key", f"“{what}”缺少“title”", f'"{what}" lacks the key "title"'
                )
            cites = self._cites(entry) if "article" in entry.items else None
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
                key, title, condition, cites, self._evidence(entry, what), self._note(entry)
            )
        return found

    def _refuse_loops(self) -> bool:
        """Note criteria that refer to themselves; return whether there are any."""
        done: set[str] = set()
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
                line = self.conditions.lines.get(f"criteria.{name}", self.top.line)
                self.reading.fault(
                    line, "loop", f"条件循环引用：{ring}", f"criteria refer to themselves: {ring}"
                )
                looped = True
            elif name not in done and name in self.trees:
                for other in names(self.trees[name]):
                    visit(other, (*path, name))
                done.add(name)

        for name in self.trees:
            visit(name, ())
        return looped

    def _refuse_repeated_ids(self) -> None:
        seen: set[str] = set(self.criteria)
        for key in ("routes", "prohibitions"):
            for node in self._list(key):
                part = node.items.get("id") if isinstance(node, source.Mapping) else None
                if isinstance(part, source.Scalar):
                    if part.raw in seen:
                        self.reading.fault(
                            part, "repeated-id", f"标识“{part.raw}”重复", f'the id "{part.raw}" is repeated'
                        )
                    seen.add(part.raw)

    def _clause(
        self, node: source.Node, key: str, index: int, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> tuple[source.Mapping, str]:
        entry = self.reading.mapping(node, f"{key}.{index}")
        if entry is None:
            return source.Mapping(node.line, {}), ""
        id_ = self.reading.string(entry.items.get("id"), f"{key}.{index}.id")
        self.reading.keys(entry, f"{key}.{id_ or index}", required, optional)
        return entry, id_

    def _cites(self, entry: source.Mapping) -> Citation:
        document = entry.items.get("document")
        name = self.reading.string(document, "document") if document is not None else self.document.name
        return Citation(name, self.reading.string(entry.items.get("article"), "article"))

    def _reach(self, node: source.Node | None, what: str, areas: tuple[str, ...]) -> Reach:
        entry = self.reading.mapping(node, what) if node is not None else None
        if entry is None:
            return Reach(())
        self.reading.keys(entry, what, ("area",), ("divisions", "except_divisions"))
        return Reach(
            self._closed(entry.items.get("area"), f"{what}.area", areas),
            self._divisions(entry.items.get("divisions"), f"{what}.divisions"),
            self._divisions(entry.items.get("except_divisions"), f"{what}.except_divisions"),
        )

    def _divisions(self, node: source.Node | None, what: str) -> tuple[str, ...]:
        found: list[str] = []
        for part in self.reading.sequence(node, what) if node is not None else ():
            if (
                isinstance(part, source.Scalar)
                and isinstance(part.value, str)
                and (not part.raw or part.raw.isdigit())
            ):
                found.append(part.raw)
            else:
                self.reading.fault(
                    part,
                    "not-a-division",
                    f'“{what}”的区划代码要加引号，如 "2111"',
                    f'"{what}": a division is written in quotes, such as "2111"',
                )
        return tuple(found)

    def _evidence(self, entry: source.Mapping, what: str) -> tuple[tuple[str, ...], ...]:
        parts = self._parts(entry, "evidence", what)
        if parts and all(isinstance(part, source.Scalar) for part in parts):
            return (
                tuple(
                    self.reading.one_of(part, f"{what}.evidence", self.vocabulary.evidence) for part in parts
                ),
            )
        return tuple(self._closed(part, f"{what}.evidence", self.vocabulary.evidence) for part in parts)

    def _closed(
        self, node: source.Node | None, what: str, right: Mapping[str, object] | tuple[str, ...]
    ) -> tuple[str, ...]:
        if node is None:
            return ()
        return tuple(self.reading.one_of(part, what, right) for part in self.reading.sequence(node, what))

    def _parts(self, entry: source.Mapping, key: str, what: str) -> tuple[source.Node, ...]:
        node = entry.items.get(key)
        return self.reading.sequence(node, f"{what}.{key}") if node is not None else ()

    def _list(self, key: str) -> tuple[source.Node, ...]:
        node = self.items.get(key)
        return node.items if isinstance(node, source.Sequence) else self._not_a_list(node, key)

    def _not_a_list(self, node: source.Node | None, key: str) -> tuple[source.Node, ...]:
        if node is not None and not any(
            fault.line == node.line and key in fault.text.en for fault in self.reading.faults
        ):
            self.reading.sequence(node, key)
        return ()

    def _mapping(self, key: str) -> source.Mapping | None:
        node = self.items.get(key)
        return self.reading.mapping(node, key) if node is not None else None

    def _note(self, entry: source.Mapping) -> Note | None:
        node, others = entry.items.get("note"), entry.items.get("alternatives")
        if node is None and others is None:
            return None
        parts = self.reading.sequence(others, "alternatives") if others is not None else ()
        return Note(
            self.reading.text(node, "note"), tuple(self.reading.text(part, "alternatives") for part in parts)
        )

    def _parameters(self) -> dict[str, Given]:
        found: dict[str, Given] = {}
        mapping = self._mapping("parameters")
        for key, node in mapping.items.items() if mapping else ():
            what = f"parameters.{key}"
            entry = self.reading.mapping(node, what)
            if entry is None:
                continue
            self.reading.keys(
                entry, what, ("value", "title"), ("unit", "article", "document", "note", "alternatives")
            )
            part = entry.items.get("value")
            value: str | int | float | None = None
            if isinstance(part, source.Scalar) and isinstance(part.value, str):
                value = part.value
            elif part is not None:
                value = self.reading.number(part, f"{what}.value")
            unit, article = entry.items.get("unit"), entry.items.get("article")
            found[key] = Given(
                name=key,
                value=value if value is not None else 0,
                unit=self.reading.string(unit, f"{what}.unit") if unit else None,
                title=self.reading.text(entry.items.get("title"), f"{what}.title"),
                article=self.reading.string(article, f"{what}.article") if article else None,
            )
        return found

    def _document(self) -> Document:
        nothing = Document(None, None, "", None)
        entry = self._mapping("document")
        if entry is None:
            return nothing
        reading, items = self.reading, entry.items
        reading.keys(entry, "document", ("number", "issuer", "issued"), ("title", "unknown"))
        said = {
            key: reading.string(part, f"document.{key}")
            for key in ("number", "title", "issuer")
            if isinstance(part := items.get(key), source.Scalar) and part.value is not None
        }
        reasons = reading.mapping(items["unknown"], "document.unknown") if "unknown" in items else None
        unknown = (
            {key: reading.text(part, f"document.unknown.{key}") for key, part in reasons.items.items()}
            if reasons
            else {}
        )
        issued = reading.date(items.get("issued"), "document.issued")
        for key, value in (("number", said.get("number")), ("issued", issued)):
            if key in items and value is None and key not in unknown:
                reading.fault(
                    items[key],
                    "no-reason",
                    f"“document.{key}”不详时，须在 unknown.{key} 说明原因",
                    f'where "document.{key}" is not known, unknown.{key} must say why',
                )
        return Document(said.get("number"), said.get("title"), said.get("issuer", ""), issued, unknown)

    def _in_force(self) -> tuple[dt.date, dt.date | None]:
        entry = self._mapping("in_force")
        if entry is None:
            return dt.date.max, None
        self.reading.keys(entry, "in_force", ("from",), ("to", "note", "alternatives"))
        start = self.reading.date(entry.items.get("from"), "in_force.from")
        end = self.reading.date(entry.items.get("to"), "in_force.to")
        if start and end and end < start:
            self.reading.fault(
                entry, "in-force", "“in_force”的截止日早于起始日", '"in_force" ends before it begins'
            )
        if start is None and "from" in entry.items:
            self.reading.fault(
                entry.items["from"], "in-force", "“in_force.from”必须是日期", '"in_force.from" must be a date'
            )
        return start or dt.date.max, end

    def _articles(
        self, routes: tuple[Route, ...], prohibitions: tuple[Prohibition, ...]
    ) -> tuple[Article, ...]:
        ids = [
            *(route.id for route in routes),
            *(one.id for one in prohibitions),
            *self.criteria,
            *self.parameters,
        ]
        found: list[Article] = []
        for index, node in enumerate(self._list("articles")):
            what = f"articles.{index}"
            entry = self.reading.mapping(node, what)
            if entry is None:
                continue
            self.reading.keys(
                entry, what, ("article", "title", "status"), ("as", "reason", "note", "alternatives")
            )
            status = self.reading.one_of(entry.items.get("status"), f"{what}.status", [*Status])
            by = self._closed(entry.items.get("as"), f"{what}.as", tuple(ids))
            reason = (
                self.reading.text(entry.items["reason"], f"{what}.reason")
                if "reason" in entry.items
                else None
            )
            needed = (
                {Status.ENCODED: ("as", by), Status.NOT_ENCODABLE: ("reason", reason)}.get(Status(status))
                if status
                else None
            )
            if needed and not needed[1]:
                self.reading.fault(
                    node,
                    "missing-key",
                    f"“{what}”的状态是 {status}，须写明“{needed[0]}”",
                    f'"{what}" is {status} and must have "{needed[0]}"',
                )
            if status:
                article = self.reading.string(entry.items.get("article"), f"{what}.article")
                title = self.reading.text(entry.items.get("title"), f"{what}.title")
                found.append(Article(article, title, Status(status), by, reason))
        return tuple(found)
