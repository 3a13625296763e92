"""The published JSON Schema of packs, made from the vocabulary so that editors complete facts and values."""

from typing import Any

from huji.policy.conditions import OPERATORS
from huji.policy.pack import Status
from huji.policy.vocabulary import FORBIDDEN, Fact, Type, Vocabulary

URL = "https://json-schema.org/draft/2020-12/schema"


def schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a pack over a vocabulary."""
    return {
        "$schema": URL,
        "title": "Huji settlement policy (户籍落户政策包)",
        **_object(
            {
                "policy": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                "title": _ref("text"),
                "document": _ref("document"),
                "applies_to": _list({"type": "string", "pattern": "^[0-9]{0,12}$"}),
                "areas": _list({"enum": list(vocabulary.areas)}),
                "in_force": _ref("in_force"),
                "superior": {"type": ["string", "null"]},
                "routes": _list(_ref("route"), least=0),
                "articles": _list(_ref("article")),
            },
            {
                "parameters": {"type": "object", "additionalProperties": _ref("parameter")},
                "criteria": {"type": "object", "additionalProperties": _ref("criterion")},
                "prohibitions": _list(_ref("prohibition"), least=0),
                **_noted(),
            },
        ),
        "$defs": _definitions(vocabulary),
    }


def _definitions(vocabulary: Vocabulary) -> dict[str, Any]:
    text = _object({"zh": {"type": "string"}, "en": {"type": "string"}})
    clause = {"id": {"type": "string"}, "title": _ref("text"), "article": _ref("name"), "to": _ref("reach")}
    clause["when"] = _ref("condition")
    shared = {"document": _ref("name"), "responsible": _list({"type": "string"}), **_noted()}
    papers = _list({"enum": list(vocabulary.evidence)})
    evidence = {"oneOf": [papers, _list(papers, least=0)]}
    conditions = _conditions(vocabulary)
    return {
        "text": text,
        "name": {"type": ["string", "integer"]},
        "day": {"type": "string", "format": "date"},
        "document": _object(
            {
                "number": {"type": ["string", "null"]},
                "issuer": {"type": "string"},
                "issued": _nullable(_ref("day")),
            },
            {
                "title": {"type": "string"},
                "unknown": {"type": "object", "additionalProperties": _ref("text")},
            },
        ),
        "in_force": _object({"from": _ref("day")}, {"to": _nullable(_ref("day")), **_noted()}),
        "reach": _object(
            {"area": _list({"enum": list(vocabulary.areas)})},
            {"divisions": _list(_ref("prefix")), "except_divisions": _list(_ref("prefix"))},
        ),
        "prefix": {"type": "string", "pattern": "^[0-9]{2,12}$"},
        "parameter": _object(
            {"value": {"type": ["number", "string"]}, "title": _ref("text")},
            {"unit": {"type": "string"}, "article": _ref("name"), "document": _ref("name"), **_noted()},
        ),
        "criterion": {
            "type": "object",
            "required": ["title"],
            "properties": {
                "title": _ref("text"),
                "article": _ref("name"),
                "document": _ref("name"),
                "evidence": evidence,
                **_noted(),
                **conditions,
            },
            "additionalProperties": False,
        },
        "route": _object(
            clause,
            {
                "companions": _ref("companions"),
                "hosts": _list(_ref("host"), least=0),
                "evidence": evidence,
                "lead": {"type": "boolean"},
                **shared,
            },
        ),
        "prohibition": _object(clause, {"unless": _ref("condition"), **shared}),
        "companions": _object(
            {"relations": _list({"enum": list(vocabulary.relations)}, least=0)},
            {
                "and_so_on": {"type": "boolean"},
                "when": _ref("condition"),
                "by_relation": {
                    "type": "object",
                    "propertyNames": {"enum": list(vocabulary.relations)},
                    "additionalProperties": _ref("condition"),
                },
                **_noted(),
            },
        ),
        "host": {
            "oneOf": [
                {"enum": list(vocabulary.hosts)},
                _object(
                    {"host": {"enum": list(vocabulary.hosts)}},
                    {
                        "when": _ref("condition"),
                        "article": _ref("name"),
                        "document": _ref("name"),
                        **_noted(),
                    },
                ),
            ]
        },
        "article": _object(
            {"article": _ref("name"), "title": _ref("text"), "status": {"enum": [*Status]}},
            {"as": _list({"type": "string"}), "reason": _ref("text"), **_noted()},
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
                _object({"parameter": {"type": "string"}}),
                _object({"fact": {"enum": _numbers(vocabulary)}}),
            ]
        },
    }


def _conditions(vocabulary: Vocabulary) -> dict[str, Any]:
    structure = {
        "all": _list(_ref("condition")),
        "any": _list(_ref("condition")),
        "not": _ref("condition"),
        "unknown": _ref("text"),
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
        right = {"oneOf": [code, _object({"parameter": {"type": "string"}})]}
        ways = {"is": right, "in": _list(code)}
        return {**one_key, "properties": {**ways, "at_least": right} if fact.ordered else ways}
    if fact.type is Type.DIVISION:
        return {**one_key, "properties": {"is": _ref("prefix"), "in": _list(_ref("prefix"))}}
    return {**one_key, "properties": {op.value: _ref("right") for op in OPERATORS[fact.type]}}


def _numbers(vocabulary: Vocabulary) -> list[str]:
    return [name for name, fact in vocabulary.facts.items() if fact.type in (Type.INTEGER, Type.NUMBER)]


def _noted() -> dict[str, Any]:
    return {"note": _ref("text"), "alternatives": _list(_ref("text"))}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _nullable(one: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [one, {"type": "null"}]}


def _list(of: dict[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }
