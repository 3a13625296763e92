"""The vocabulary read from `vocabulary.yaml` and `evidence.yaml`."""

from collections.abc import Mapping

from huji.policy import source
from huji.policy.conditions import Conditions
from huji.policy.faults import Faulty
from huji.policy.reading import Reading
from huji.policy.vocabulary import Fact, Implication, Paper, Scope, Type, Vocabulary, digest
from huji.policy.words import Text

_ENTRY = ("unit", "min", "max", "values", "ordered", "evidence", "source", "monotone", "scope", "note")
_LISTS = ("relations", "hosts", "areas", "outcomes")
SOURCES = (
    "register",
    "applicant",
    "human_resources",
    "housing",
    "civil_affairs",
    "education",
    "health",
    "market_regulation",
    "tax",
    "natural_resources",
    "agriculture",
    "statistics",
    "veterans",
    "public_security",
    "military",
    "finance",
    "medical_insurance",
)


def read_vocabulary(text: str, name: str, evidence_text: str, evidence_name: str) -> Vocabulary:
    """Return the vocabulary of two texts; raise Faulty with every fault of the first text that has any."""
    papers_node = source.read(evidence_text, evidence_name)
    papers = _papers(papers_node, evidence_name)
    node = source.read(text, name)
    reading = Reading(name)
    top = reading.mapping(node, name)
    if top is None:
        raise Faulty(reading.faults)
    facts: dict[str, Fact] = {}
    entries = reading.mapping(top.items["facts"], "facts") if "facts" in top.items else None
    for key, part in entries.items.items() if entries else ():
        facts[key] = _fact(reading, key, part, papers)
    reading.keys(top, "vocabulary", ("facts", "implications", *_LISTS))
    lists = {key: _words(reading, top.items.get(key), key) for key in _LISTS}
    implications = _implications(reading, top.items.get("implications"), facts)
    if reading.faults:
        raise Faulty(reading.faults)
    both = source.from_plain({"vocabulary": node, "evidence": papers_node})
    return Vocabulary(
        facts,
        implications,
        lists["relations"],
        lists["hosts"],
        lists["areas"],
        lists["outcomes"],
        papers,
        digest(both),
    )


def _papers(node: source.Node, name: str) -> dict[str, Paper]:
    reading = Reading(name)
    papers: dict[str, Paper] = {}
    top = reading.mapping(node, name)
    for key, part in top.items.items() if top else ():
        entry = reading.mapping(part, key)
        if entry is None:
            continue
        reading.keys(entry, key, ("zh", "en"), ("issued_by", "note"))
        title = Text(reading.string(entry.items.get("zh"), "zh"), reading.string(entry.items.get("en"), "en"))
        issued_by = entry.items.get("issued_by")
        papers[key] = Paper(key, title, reading.string(issued_by, "issued_by") if issued_by else None)
    if reading.faults:
        raise Faulty(reading.faults)
    return papers


def _fact(reading: Reading, name: str, node: source.Node, papers: Mapping[str, Paper]) -> Fact:
    entry = reading.mapping(node, name)
    if entry is None:
        return Fact(name, Type.BOOLEAN, Text("", ""), Text("", ""))
    reading.keys(entry, name, ("type", "zh", "en", "ask"), _ENTRY)
    items = entry.items
    kind = Type(reading.one_of(items.get("type"), f"{name}.type", [*Type]) or "boolean")
    title = Text(reading.string(items.get("zh"), f"{name}.zh"), reading.string(items.get("en"), f"{name}.en"))
    values = _words(reading, items.get("values"), f"{name}.values")
    if (kind is Type.CODE) != bool(values):
        reading.fault(
            node,
            "values",
            f"“{name}”：只有代码类型才列出取值，且必须列出",
            f'"{name}": a code lists its values, and nothing else does',
        )
    evidence = reading.strings(items.get("evidence"), f"{name}.evidence")
    for paper in evidence:
        if paper not in papers:
            reading.one_of(source.Scalar(node.line, paper, paper, True), f"{name}.evidence", papers)
    low, high = items.get("min"), items.get("max")
    scope = items.get("scope")
    default = Scope.COMPANION if name.startswith("companion.") else Scope.PERSON
    unit = items.get("unit")
    return Fact(
        name=name,
        type=kind,
        title=title,
        ask=reading.text(items.get("ask"), f"{name}.ask"),
        unit=reading.string(unit, f"{name}.unit") if unit else None,
        minimum=(reading.number(low, f"{name}.min") if low else 0) or 0,
        maximum=reading.number(high, f"{name}.max") if high else None,
        values=values,
        ordered=reading.flag(items.get("ordered"), f"{name}.ordered"),
        evidence=evidence,
        source=reading.one_of(items["source"], f"{name}.source", SOURCES)
        if "source" in items
        else "applicant",
        monotone=reading.flag(items.get("monotone"), f"{name}.monotone"),
        scope=Scope(reading.one_of(scope, f"{name}.scope", [*Scope]) or default) if scope else default,
        note=reading.text(items.get("note"), f"{name}.note") if "note" in items else None,
    )


def _words(reading: Reading, node: source.Node | None, what: str) -> dict[str, Text]:
    if node is None:
        return {}
    mapping = reading.mapping(node, what)
    return (
        {key: reading.text(part, f"{what}.{key}") for key, part in mapping.items.items()} if mapping else {}
    )


def _implications(
    reading: Reading, node: source.Node | None, facts: Mapping[str, Fact]
) -> tuple[Implication, ...]:
    if node is None:
        return ()
    conditions = Conditions(reading, facts)
    found: list[Implication] = []
    for index, part in enumerate(reading.sequence(node, "implications")):
        entry = reading.mapping(part, f"implications.{index}")
        if entry is None:
            continue
        reading.keys(entry, f"implications.{index}", ("if", "then", "why"))
        if "if" in entry.items and "then" in entry.items:
            found.append(
                Implication(
                    conditions.read(entry.items["if"], f"implications.{index}/if"),
                    conditions.read(entry.items["then"], f"implications.{index}/then"),
                    reading.text(entry.items.get("why"), f"implications.{index}.why"),
                )
            )
    return tuple(found)
