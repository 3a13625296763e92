"""A pack read from its YAML file, with every fault named by line."""

import datetime as dt

from huji.policy import source
from huji.policy.clauses import Clauses
from huji.policy.entries import note_of
from huji.policy.faults import Faulty
from huji.policy.pack import Article, Document, Given, Pack, Prohibition, Route, Status
from huji.policy.reading import Reading
from huji.policy.vocabulary import Vocabulary, digest

TOP = ("policy", "title", "document", "applies_to", "areas", "in_force", "superior", "routes", "articles")
TOP_OPTIONAL = ("parameters", "points", "criteria", "prohibitions", "note", "alternatives")


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
        self.clauses = Clauses(
            reading,
            vocabulary,
            self.document,
            self.parameters,
            self._mapping("criteria"),
            self._mapping("points"),
        )
        self.criteria = self.clauses.criteria

    def read(self) -> Pack:
        reading, items = self.reading, self.items
        reading.keys(self.top, "pack", TOP, TOP_OPTIONAL)
        areas = self.reading.closed(items.get("areas"), "areas", self.vocabulary.areas)
        routes = tuple(
            self.clauses.route(node, index, areas) for index, node in enumerate(self._list("routes"))
        )
        prohibitions = tuple(
            self.clauses.prohibition(node, index, areas)
            for index, node in enumerate(self._list("prohibitions"))
        )
        start, end = self._in_force()
        superior = items.get("superior")
        has_superior = isinstance(superior, source.Scalar) and superior.value is not None
        self._refuse_repeated_ids()
        if not areas and not reading.faults and (routes or prohibitions):
            reading.fault(
                items["areas"],
                "nowhere",
                "“areas”为空，途径和禁令无处适用",
                '"areas" is empty: routes and prohibitions would apply nowhere',
            )
        return Pack(
            policy=reading.string(items.get("policy"), "policy"),
            title=reading.text(items.get("title"), "title"),
            document=self.document,
            applies_to=self.reading.divisions(items.get("applies_to"), "applies_to"),
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
            note=note_of(self.reading, self.top),
            points=self.clauses.points,
            lines=self._lines(),
        )

    def _lines(self) -> dict[str, int]:
        points = self.items.get("points")
        scheme = points.items if isinstance(points, source.Mapping) else {}
        found: dict[str, int] = dict(self.top.lines)
        for table in (self.items.get("criteria"), points, scheme.get("totals")):
            found.update(table.lines if isinstance(table, source.Mapping) else {})
        for part in (self.items.get("routes"), self.items.get("prohibitions"), scheme.get("indicators")):
            for node in part.items if isinstance(part, source.Sequence) else ():
                id_ = node.items.get("id") if isinstance(node, source.Mapping) else None
                if isinstance(id_, source.Scalar):
                    found[id_.raw] = id_.line
        return found

    def _refuse_repeated_ids(self) -> None:
        points = self.clauses.points
        seen: set[str] = {*self.criteria, *(points.ids if points else ())}
        for key in ("routes", "prohibitions"):
            for node in self._list(key):
                part = node.items.get("id") if isinstance(node, source.Mapping) else None
                if isinstance(part, source.Scalar):
                    if part.raw in seen:
                        self.reading.fault(
                            part, "repeated-id", f"标识“{part.raw}”重复", f'the id "{part.raw}" is repeated'
                        )
                    seen.add(part.raw)

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
            *(self.clauses.points.ids if self.clauses.points else ()),
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
            # The id that a repeated one stands in place of is missed here: that fault is told already.
            repeated = any(fault.code == "repeated-id" for fault in self.reading.faults)
            by = (
                self.reading.strings(entry.items.get("as"), f"{what}.as")
                if repeated
                else self.reading.closed(entry.items.get("as"), f"{what}.as", tuple(ids))
            )
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
