"""Facts and papers by name: whether the vocabulary knows them, and whether a value fits its fact."""

import math

from huji import policy
from huji.facts.values import Value
from huji.policy.vocabulary import Fact, Paper, Type
from huji.standards import Refused, Text

_LASTING = frozenset({"person", "education", "qualification", "award", "birth"})
"""Groups of facts that, once proven, hold for the person and are not asked for again."""
_HELD = frozenset({"points.admitted_in_round"})
"""What a settled round says of a person, whichever application is made with it."""
_PASSING = frozenset({"education.this_years_graduate", "education.enrolled_at_destination"})


def tied(name: str) -> bool:
    """Return whether a fact holds for one case alone, as it speaks of a destination or of the present."""
    return name not in _HELD and (name.partition(".")[0] not in _LASTING or name in _PASSING)


def fact(name: str) -> Fact:
    """Return the vocabulary's entry; refuses `unknown_fact`."""
    found = policy.vocabulary().facts.get(name)
    if found is None:
        raise Refused(
            "unknown_fact", Text(f"没有名为“{name}”的事实。", f"The vocabulary has no fact “{name}”.")
        )
    return found


def paper(key: str) -> Paper:
    """Return the vocabulary's paper; refuses `unknown_evidence`."""
    found = policy.vocabulary().evidence.get(key)
    if found is None:
        raise Refused(
            "unknown_evidence", Text(f"没有名为“{key}”的材料。", f"There is no paper named “{key}”.")
        )
    return found


def fitting(name: str, value: object) -> Value:
    """Return the value as its fact's type has it; refuses `wrong_value`."""
    entry = fact(name)
    if entry.type is Type.BOOLEAN and isinstance(value, bool):
        return value
    if entry.type is Type.CODE and isinstance(value, str) and value in entry.values:
        return value
    if (
        entry.type is Type.DIVISION
        and isinstance(value, str)
        and value.isdigit()
        and len(value) in (6, 9, 12)
    ):
        return value
    if (
        entry.type is Type.INTEGER
        and isinstance(value, int)
        and not isinstance(value, bool)
        and _within(entry, value)
    ):
        return value
    if (
        entry.type is Type.NUMBER
        and isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and _within(entry, value)
    ):
        return int(value) if float(value).is_integer() else float(value)
    raise Refused(
        "wrong_value",
        Text(
            f"“{entry.title.zh}”不能是“{value}”。",
            f"“{entry.title.en}” cannot be “{value}”.",
        ),
        _expected(entry),
    )


def shown(name: str, value: Value) -> Text:
    """Return a value in words, for sentences and sources."""
    entry = fact(name)
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if entry.type is Type.CODE:
        words = entry.values.get(str(value))
        return Text(words.zh, words.en) if words else Text(str(value), str(value))
    return Text(str(value), str(value))


def _within(entry: Fact, value: float) -> bool:
    return entry.minimum <= value and (entry.maximum is None or value <= entry.maximum)


def _expected(entry: Fact) -> Text:
    if entry.type is Type.BOOLEAN:
        return Text("请答是或否。", "Answer yes or no.")
    if entry.type is Type.CODE:
        return Text(
            "可选：" + "、".join(text.zh for text in entry.values.values()) + "。",
            "One of: " + ", ".join(text.en for text in entry.values.values()) + ".",
        )
    if entry.type is Type.DIVISION:
        return Text("请填 6、9 或 12 位区划代码。", "Give a division code of 6, 9 or 12 digits.")
    upper_zh = f"、不大于 {entry.maximum:g}" if entry.maximum is not None else ""
    upper_en = f" and no more than {entry.maximum:g}" if entry.maximum is not None else ""
    whole = entry.type is Type.INTEGER
    return Text(
        f"请填不小于 {entry.minimum:g}{upper_zh}的{'整数' if whole else '数'}。",
        f"Give a {'whole ' if whole else ''}number of at least {entry.minimum:g}{upper_en}.",
    )


def relation(name: str) -> Text:
    """Return the words of a relation of the vocabulary; refuses `unknown_relation`."""
    found = policy.vocabulary().relations.get(name)
    if found is None:
        raise Refused("unknown_relation", Text(f"没有“{name}”这种关系。", f"There is no relation “{name}”."))
    return Text(found.zh, found.en)
