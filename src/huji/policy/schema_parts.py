"""The small parts a JSON Schema is put together from."""

from typing import Any

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """Return a reference to one of the schema's own definitions."""
    return {"$ref": f"#/$defs/{name}"}


def nullable(one: Schema) -> Schema:
    """Return a schema that also accepts null."""
    return {"oneOf": [one, {"type": "null"}]}


def list_of(one: Schema, least: int = 1) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": one, "minItems": least}


def object_of(required: Schema, optional: Schema | None = None) -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def noted() -> Schema:
    """Return the keys of an interpretation note."""
    return {"note": ref("text"), "alternatives": list_of(ref("text"))}
