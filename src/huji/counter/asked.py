"""What a matter asks, in words: each answer beside its question."""

from datetime import date
from typing import Any

from huji.counter.naming import address_names
from huji.matters.asked import Asked
from huji.matters.kind import Field
from huji.matters.scene import Scene
from huji.register import queries as register
from huji.register.queries import Reader
from huji.standards import Text
from huji.web.saying import day, joined, say

_OF_OTHERS = Text("其他派出所管辖的人员", "a person kept by another office")


def asked_lines(asked: Asked, scene: Scene | None, reader: Reader) -> list[tuple[str, str]]:
    """Return (question, answer) in the form's order; the people in them are looked up, logged."""
    names = {one.person: one.name for one in scene.members} if scene else {}
    lines = []
    for field in asked.kind.fields:
        value = asked.values.get(field.name)
        if value in (None, "", [], False):
            continue
        lines.append((say(field.label), _words(field, value, names, reader)))
    return lines


def _words(field: Field, value: Any, names: dict[int, str], reader: Reader) -> str:
    match field.type:
        case "choice":
            return say(dict(field.choices).get(str(value), str(value)))
        case "code":
            return say(field.table.label(str(value))) if field.table and value in field.table else str(value)
        case "day":
            return day(date.fromisoformat(str(value)))
        case "flag":
            return "✓"
        case "household":
            return f"{int(value):09}"
        case "address":
            return address_names([int(value)]).get(int(value), str(value))
        case "member":
            return _name(int(value), names, reader)
        case "members":
            return joined(_name(int(one), names, reader) for one in value)
        case "person":
            found = register.search_by_number(str(value), reader)
            known = found.found[0].name if found.found else ""
            return f"{known} {value}".strip()
    return str(value)


def _name(person: int, names: dict[int, str], reader: Reader) -> str:
    if person in names:
        return names[person]
    found = register.person(person, reader)
    return found.name if found and found.name else say(_OF_OTHERS)
