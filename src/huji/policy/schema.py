"""The published JSON Schema of packs, made from the vocabulary so that editors complete facts and values."""

from typing import Any

from huji.policy.conditions import OPERATORS
from huji.policy.pack import Status
from huji.policy.points.schema import points_definitions
from huji.policy.schema_parts import list_of, noted, nullable, object_of, ref
from huji.policy.vocabulary import FORBIDDEN, Fact, Type, Vocabulary

URL = "https://json-schema.org/draft/2020-12/schema"


def schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a pack over a vocabulary."""
    return {
        "$schema": URL,
        "title": "Huji settlement policy (户籍落户政策包)",
        **object_of(
            {
                "policy": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                "title": ref("text"),
                "document": ref("document"),
                "applies_to": list_of({"type": "string", "pattern": "^[0-9]{0,12}$"}),
                "areas": list_of({"enum": list(vocabulary.areas)}, least=0),
                "in_force": ref("in_force"),
                "superior": {"type": ["string", "null"]},
                "routes": list_of(ref("route"), least=0),
                "articles": list_of(ref("article")),
            },
            {
                "parameters": {"type": "object", "additionalProperties": ref("parameter")},
                "points": ref("points"),
                "criteria": {"type": "object", "additionalProperties": ref("criterion")},
                "prohibitions": list_of(ref("prohibition"), least=0),
                **noted(),
            },
        ),
        "$defs": _definitions(vocabulary),
    }


def _definitions(vocabulary: Vocabulary) -> dict[str, Any]:
    text = object_of({"zh": {"type": "string"}, "en": {"type": "string"}})
    clause = {"id": {"type": "string"}, "title": ref("text"), "article": ref("name"), "to": ref("reach")}
    clause["when"] = ref("condition")
    shared = {"document": ref("name"), "responsible": list_of({"type": "string"}), **noted()}
    papers = list_of({"enum": list(vocabulary.evidence)})
    evidence = {"oneOf": [papers, list_of(papers, least=0)]}
    conditions = _conditions(vocabulary)
    return {
        **points_definitions(vocabulary),
        "text": text,
        "name": {"type": ["string", "integer"]},
        "day": {"type": "string", "format": "date"},
        "document": object_of(
            {
                "number": {"type": ["string", "null"]},
                "issuer": {"type": "string"},
                "issued": nullable(ref("day")),
            },
            {
                "title": {"type": "string"},
                "unknown": {"type": "object", "additionalProperties": ref("text")},
            },
        ),
        "in_force": object_of({"from": ref("day")}, {"to": nullable(ref("day")), **noted()}),
        "reach": object_of(
            {"area": list_of({"enum": list(vocabulary.areas)})},
            {"divisions": list_of(ref("prefix")), "except_divisions": list_of(ref("prefix"))},
        ),
        "prefix": {"type": "string", "pattern": "^[0-9]{2,12}$"},
        "parameter": object_of(
            {"value": {"type": ["number", "string"]}, "title": ref("text")},
            {"unit": {"type": "string"}, "article": ref("name"), "document": ref("name"), **noted()},
        ),
        "criterion": {
            "type": "object",
            "required": ["title"],
            "properties": {
                "title": ref("text"),
                "article": ref("name"),
                "document": ref("name"),
                "evidence": evidence,
                **noted(),
                **conditions,
            },
            "additionalProperties": False,
        },
        "route": object_of(
            clause,
            {
                "companions": ref("companions"),
                "hosts": list_of(ref("host"), least=0),
                "evidence": evidence,
                "lead": {"type": "boolean"},
                **shared,
            },
        ),
        "prohibition": object_of(clause, {"unless": ref("condition"), **shared}),
        "companions": object_of(
            {"relations": list_of({"enum": list(vocabulary.relations)}, least=0)},
            {
                "and_so_on": {"type": "boolean"},
                "when": ref("condition"),
                "by_relation": {
                    "type": "object",
                    "propertyNames": {"enum": list(vocabulary.relations)},
                    "additionalProperties": ref("condition"),
                },
                **noted(),
            },
        ),
        "host": {
            "oneOf": [
                {"enum": list(vocabulary.hosts)},
                object_of(
                    {"host": {"enum": list(vocabulary.hosts)}},
                    {
                        "when": ref("condition"),
                        "article": ref("name"),
                        "document": ref("name"),
                        **noted(),
                    },
                ),
            ]
        },
        "article": object_of(
            {"article": ref("name"), "title": ref("text"), "status": {"enum": [*Status]}},
            {"as": list_of({"type": "string"}), "reason": ref("text"), **noted()},
        ),
        "condition": {
            "oneOf": [
                {"type": "string", "description": "A criterion of this pack (本包的条件名)."},
                {
                    "type": "object",
                    "properties": conditions,
                    "additionalProperties": False,
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ]
        },
        "right": {
            "oneOf": [
                {"type": "number", "minimum": 0},
                object_of({"parameter": {"type": "string"}}),
                object_of({"fact": {"enum": _numbers(vocabulary)}}),
            ]
        },
    }


def _conditions(vocabulary: Vocabulary) -> dict[str, Any]:
    structure = {
        "all": list_of(ref("condition")),
        "any": list_of(ref("condition")),
        "not": ref("condition"),
        "total": ref("total_compared"),
        "unknown": ref("text"),
    }
    facts = {name: _leaf(fact) for name, fact in vocabulary.facts.items() if name not in FORBIDDEN}
    return {**structure, **facts}


def _leaf(fact: Fact) -> dict[str, Any]:
    described = {"description": f"{fact.title.zh} / {fact.title.en}"}
    if fact.type is Type.BOOLEAN:
        return {**described, "type": "boolean"}
    one_key = {
        **described,
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    if fact.type is Type.CODE:
        code: dict[str, Any] = {"enum": list(fact.values)}
        right = {"oneOf": [code, object_of({"parameter": {"type": "string"}})]}
        ways = {"is": right, "in": list_of(code)}
        return {**one_key, "properties": {**ways, "at_least": right} if fact.ordered else ways}
    if fact.type is Type.DIVISION:
        return {**one_key, "properties": {"is": ref("prefix"), "in": list_of(ref("prefix"))}}
    return {**one_key, "properties": {op.value: ref("right") for op in OPERATORS[fact.type]}}


def _numbers(vocabulary: Vocabulary) -> list[str]:
    return [name for name, fact in vocabulary.facts.items() if fact.type in (Type.INTEGER, Type.NUMBER)]
