"""One application as the engine takes it, and its reading from a case file."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from huji.policy import source
from huji.policy.faults import Fault, Faulty, nearest, suggestion
from huji.policy.reading import Reading
from huji.policy.tree import Value
from huji.policy.vocabulary import Fact, Scope, Type, Vocabulary
from huji.policy.words import Text

DIVISION_DIGITS = (6, 9, 12)


@dataclass(frozen=True, slots=True)
class Companion:
    """One person who would come along: the relation to the applicant, and the facts known (`companion.*`)."""

    relation: str
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One application: day of acceptance, destination, facts known; unknown facts are absent.

    `division` has 6, 9 or 12 digits; `area` may be None with 12, where the zone table gives it. `policy` asks
    for a pack other than the one selected. `lines` tells where a case file says what, for faults.
    """

    date: dt.date
    division: str
    area: str | None = None
    applicant: Mapping[str, Value] = field(default_factory=dict)
    companions: tuple[Companion, ...] = ()
    policy: str | None = None
    file: str = "case"
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def read_case(text: str, name: str, vocabulary: Vocabulary) -> tuple[Case, tuple[Fault, ...]]:
    """Return the case a YAML or JSON text says with the faults found; raise Faulty where it has no structure.

    A case returned with faults carries what could be read, so that its place and policy can be checked too.
    """
    return read_node(source.read(text, name), name, vocabulary)


def case_of(data: Mapping[str, object], vocabulary: Vocabulary, name: str = "case") -> Case:
    """Return the case of plain data in the shape of a case file; raise Faulty with every fault."""
    case, faults = read_node(source.from_plain(data), name, vocabulary)
    if faults:
        raise Faulty(faults)
    return case


def check_values(case: Case, vocabulary: Vocabulary) -> list[Fault]:
    """Return the faults of a case made in code: names, types, ranges and relations."""
    reading = Reading(case.file)
    _check(reading, case.applicant, vocabulary, companion=False)
    for companion in case.companions:
        if companion.relation not in vocabulary.relations:
            _unknown_relation(reading, 0, companion.relation, vocabulary)
        _check(reading, companion.facts, vocabulary, companion=True)
    return reading.faults


def _check(reading: Reading, facts: Mapping[str, Value], vocabulary: Vocabulary, *, companion: bool) -> None:
    entries = vocabulary.facts
    for name, value in facts.items():
        fact = entries.get(name)
        if fact is None or (fact.scope is Scope.COMPANION) is not companion or not _fits(fact, value):
            node = source.from_plain(value)
            read_facts(reading, source.Mapping(0, {name: node}, {name: 0}), vocabulary, companion=companion)


def _fits(fact: Fact, value: object) -> bool:
    kind = fact.type
    if kind is Type.BOOLEAN:
        return value is True or value is False
    if kind is Type.CODE:
        return value in fact.values
    if kind is Type.DIVISION:
        return isinstance(value, str) and is_division(value)
    if isinstance(value, bool) or not isinstance(value, int if kind is Type.INTEGER else int | float):
        return False
    assert isinstance(value, int | float)
    high = math.inf if fact.maximum is None else fact.maximum
    return fact.minimum <= value <= min(high, 1e300)


def is_division(code: str) -> bool:
    """Return whether a code has the form of a division at or below the county: 6, 9 or 12 digits."""
    return len(code) in DIVISION_DIGITS and code.isascii() and code.isdigit()


def read_node(node: source.Node, name: str, vocabulary: Vocabulary) -> tuple[Case, tuple[Fault, ...]]:
    """Return the case of a file's node with the faults found; raise Faulty where it has no structure."""
    reading = Reading(name)
    top = reading.mapping(node, "case")
    if top is None:
        raise Faulty(reading.faults)
    items = top.items
    reading.keys(top, "case", ("date", "destination"), ("policy", "applicant", "companions"))
    lines = {"case": top.line, **{key: part.line for key, part in items.items()}}
    date = reading.date(items.get("date"), "date")
    if "date" in items and _is_null(items["date"]):
        reading.fault(items["date"], "missing-date", "缺少受理日期", "the date of acceptance is missing")
    lines["date-faulty"] = 0 if date else 1
    division, area = "", None
    if "destination" in items and (place := reading.mapping(items["destination"], "destination")) is not None:
        reading.keys(place, "destination", ("division",), ("area",))
        lines.update({key: part.line for key, part in place.items.items()})
        division = _division(reading, place.items.get("division"), "destination.division")
        stated = place.items.get("area")
        if stated is not None and not _is_null(stated):
            area = reading.one_of(stated, "destination.area", vocabulary.areas) or None
            lines["area-faulty"] = 0 if area else 1
    policy = items.get("policy")
    named = reading.string(policy, "policy") if policy is not None and not _is_null(policy) else None
    applicant = _facts(reading, items.get("applicant"), "applicant", vocabulary, companion=False)
    companions = _companions(reading, items.get("companions"), vocabulary)
    case = Case(date or dt.date.min, division, area, applicant, companions, named, name, lines)
    return case, tuple(reading.faults)


def _is_null(node: source.Node) -> bool:
    return isinstance(node, source.Scalar) and node.value is None


def _division(reading: Reading, node: source.Node | None, what: str) -> str:
    if node is None:
        return ""
    if isinstance(node, source.Scalar):
        if isinstance(node.value, str) and is_division(node.value):
            return node.value
        if not isinstance(node.value, str) and is_division(node.raw):
            reading.fault(
                node,
                "not-a-text",
                f'“{what}”是数字，区划代码要加引号："{node.raw}"',
                f'"{what}" is a number; write the division in quotes: "{node.raw}"',
            )
            return ""
    shown = node.raw if isinstance(node, source.Scalar) else "…"
    reading.fault(
        node,
        "not-a-division",
        f"“{what}”应是 6、9 或 12 位的区划代码（加引号），不能是“{shown}”",
        f'"{what}" must be a division code of 6, 9 or 12 digits in quotes, not "{shown}"',
    )
    return ""


def _companions(reading: Reading, node: source.Node | None, vocabulary: Vocabulary) -> tuple[Companion, ...]:
    found: list[Companion] = []
    if node is None or _is_null(node):
        return ()
    for index, part in enumerate(reading.sequence(node, "companions")):
        what = f"companions.{index}"
        entry = reading.mapping(part, what)
        if entry is None:
            continue
        reading.keys(entry, what, ("relation",), ("facts",))
        relation = entry.items.get("relation")
        word = relation.raw if isinstance(relation, source.Scalar) else ""
        if relation is not None and word not in vocabulary.relations:
            _unknown_relation(reading, relation.line, word, vocabulary)
        facts = _facts(reading, entry.items.get("facts"), f"{what}.facts", vocabulary, companion=True)
        found.append(Companion(word, facts))
    return tuple(found)


def _unknown_relation(reading: Reading, line: int, word: str, vocabulary: Vocabulary) -> None:
    relations = vocabulary.relations
    near = suggestion(word, relations)
    reading.fault(
        line,
        "unknown-relation",
        f"词汇表中没有关系“{word}”，可用：{'、'.join(relations)}{near.zh}",
        f'the vocabulary has no relation "{word}"; it is one of {", ".join(relations)}{near.en}',
    )


def _facts(
    reading: Reading, node: source.Node | None, what: str, vocabulary: Vocabulary, *, companion: bool
) -> dict[str, Value]:
    if node is None or _is_null(node):
        return {}
    mapping = reading.mapping(node, what)
    return read_facts(reading, mapping, vocabulary, companion=companion) if mapping else {}


def read_facts(
    reading: Reading, mapping: source.Mapping, vocabulary: Vocabulary, *, companion: bool
) -> dict[str, Value]:
    """Return the known facts of a mapping of names to values, noting every fault; null is unknown."""
    own = vocabulary.companion if companion else vocabulary.applicant
    found: dict[str, Value] = {}
    for name, node in mapping.items.items():
        fact = vocabulary.facts.get(name)
        line = mapping.lines.get(name, node.line)
        if fact is None:
            near = nearest(name, own)
            reading.fault(
                line,
                "unknown-fact",
                f"词汇表中没有事实“{name}”" + (f"；是否指“{near}”？" if near else ""),
                f'the vocabulary has no fact "{name}"' + (f'; did you mean "{near}"?' if near else ""),
            )
        elif (fact.scope is Scope.COMPANION) is not companion:
            where = (
                Text("随迁人（companions）", "a companion")
                if not companion
                else Text("申请人（applicant）", "the applicant")
            )
            reading.fault(
                line,
                "misplaced-fact",
                f"“{name}”是{where.zh}的事实，写错了位置",
                f'"{name}" is a fact of {where.en} and stands in the wrong place',
            )
        elif not _is_null(node):
            value = _value(reading, fact, node)
            if value is not None:
                found[name] = value
    return found


def _value(reading: Reading, fact: Fact, node: source.Node) -> Value | None:
    name = fact.name
    if not isinstance(node, source.Scalar):
        reading.fault(node, "wrong-type", f"“{name}”应是一个值", f'"{name}" must be one value')
        return None
    value = node.value
    if fact.type is Type.BOOLEAN:
        if isinstance(value, bool):
            return value
        reading.fault(
            node,
            "wrong-type",
            f"“{name}”应是 true 或 false（不加引号），不能是“{node.raw}”",
            f'"{name}" must be true or false without quotes, not "{node.raw}"',
        )
        return None
    if fact.type is Type.CODE:
        if node.raw in fact.values and (isinstance(value, str) or node.plain):
            return node.raw
        near = suggestion(node.raw, fact.values)
        reading.fault(
            node,
            "not-listed",
            f"“{name}”不能是“{node.raw}”，可用：{'、'.join(fact.values)}{near.zh}",
            f'"{name}" cannot be "{node.raw}"; it is one of {", ".join(fact.values)}{near.en}',
        )
        return None
    if fact.type is Type.DIVISION:
        return _division(reading, node, name) or None
    return _number(reading, fact, node)


def _number(reading: Reading, fact: Fact, node: source.Scalar) -> Value | None:
    name, value = fact.name, node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        unquote = "（不加引号）" if isinstance(value, str) and not node.plain else ""
        unquote_en = " without quotes" if unquote else ""
        reading.fault(
            node,
            "wrong-type",
            f"“{name}”应是数字{unquote}，不能是“{node.raw}”",
            f'"{name}" must be a number{unquote_en}, not "{node.raw}"',
        )
        return None
    if value < 0:
        reading.fault(
            node, "negative", f"“{name}”不能是负数：{node.raw}", f'"{name}" must not be negative: {node.raw}'
        )
        return None
    if fact.type is Type.INTEGER:
        if value != int(value):
            reading.fault(
                node,
                "not-whole",
                f"“{name}”应是整数，不能是 {node.raw}",
                f'"{name}" must be a whole number, not {node.raw}',
            )
            return None
        value = int(value)
    high = math.inf if fact.maximum is None else fact.maximum
    if not fact.minimum <= value <= high:
        upper = "" if fact.maximum is None else f"{fact.maximum}"
        reading.fault(
            node,
            "out-of-range",
            f"“{name}”应在 {fact.minimum} 与 {upper or '∞'} 之间：{node.raw}",
            f'"{name}" must lie between {fact.minimum} and {upper or "∞"}: {node.raw}',
        )
        return None
    return value
