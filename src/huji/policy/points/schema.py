"""The JSON Schema of a points scheme within a pack."""

from typing import Any

from huji.policy.conditions import OPERATORS
from huji.policy.points.scheme import Kind, Ties
from huji.policy.schema_parts import list_of, noted, object_of, ref
from huji.policy.vocabulary import FORBIDDEN, Fact, Scope, Type, Vocabulary


def points_definitions(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the definitions that a scheme, its scores and a total compared need."""
    cited = {"article": ref("name"), "document": ref("name")}
    papers = list_of({"enum": list(vocabulary.evidence)})
    text = {"type": "string"}
    number = {"type": "number"}
    counts = {"enum": [fact.name for fact in _scored(vocabulary, Type.INTEGER, Type.NUMBER)]}
    return {
        "points": object_of(
            {
                "article": ref("name"),
                "indicators": list_of(ref("indicator")),
                "totals": {"type": "object", "additionalProperties": ref("total")},
            },
            {"document": ref("name"), "selection": ref("selection"), **noted()},
        ),
        "indicator": object_of(
            {"id": text, "title": ref("text"), "score": ref("score")},
            {
                **cited,
                "group": text,
                "responsible": list_of(text),
                "evidence": {"oneOf": [papers, list_of(papers, least=0)]},
                **noted(),
            },
        ),
        "total": object_of(
            {"title": ref("text")},
            {
                **cited,
                "groups": list_of(text),
                "indicators": list_of(text),
                "times": {"type": "number", "minimum": 0},
                "when": ref("condition"),
                "floor": number,
                "cap": number,
                "standard": number,
                **noted(),
            },
        ),
        "selection": object_of(
            {"kind": {"enum": [*Kind]}, "article": ref("name")},
            {
                "document": ref("name"),
                "total": text,
                "at_least": number,
                "quota": {"type": "integer", "minimum": 0},
                "rank": list_of(ref("rank_key")),
                "ties": {"enum": [*Ties]},
                "windows": list_of(object_of({"from": ref("month_day"), "to": ref("month_day")})),
                **noted(),
            },
        ),
        "month_day": {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"},
        "rank_key": {
            "oneOf": [
                object_of({by: one}, {"order": {"enum": ["descending", "ascending"]}})
                for by, one in (("total", text), ("fact", counts), ("applied", {"const": True}))
            ]
        },
        "total_compared": {
            "oneOf": [
                object_of({"of": text, op.value: {"oneOf": [number, object_of({"parameter": text})]}})
                for op in OPERATORS[Type.NUMBER]
            ]
        },
        "quantity": {
            "oneOf": [
                counts,
                {"type": "number", "minimum": 0},
                object_of({"least_of": list_of(ref("quantity"))}),
                object_of({"from": ref("quantity"), "minus": ref("quantity")}),
            ]
        },
        "score": {"oneOf": _scores(vocabulary)},
    }


def _scores(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    number = {"type": "number"}
    modifiers = {"cap": number, "floor": number, "unless": ref("condition"), "title": ref("text")}
    codes = {
        fact.name: {
            "type": "object",
            "description": f"{fact.title.zh} / {fact.title.en}",
            "properties": dict.fromkeys(fact.values, number),
            "additionalProperties": False,
            "minProperties": 1,
        }
        for fact in _scored(vocabulary, Type.CODE)
    }
    options = {
        "type": "object",
        "properties": codes,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    step = object_of({"at_least": {"type": "number", "minimum": 0}, "points": number})
    parts = list_of(ref("score"))
    forms: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"options": options}, {}),
        (
            {"per": ref("quantity"), "points": number},
            {"unit": {"type": "number", "exclusiveMinimum": 0}, "whole": {"type": "boolean"}},
        ),
        ({"steps": ref("quantity"), "from": list_of(step)}, {}),
        ({"best_of": parts}, {}),
        ({"sum": parts}, {}),
        ({"times": {"type": "number", "minimum": 0}, "when": ref("condition"), "of": ref("score")}, {}),
        ({"unknown": ref("text")}, {}),
        ({"points": number, "when": ref("condition")}, {}),
    ]
    return [object_of(needed, {**own, **modifiers}) for needed, own in forms]


def _scored(vocabulary: Vocabulary, *types: Type) -> list[Fact]:
    return [
        fact
        for fact in vocabulary.facts.values()
        if fact.type in types and fact.scope is not Scope.COMPANION and fact.name not in FORBIDDEN
    ]
