"""One answer as it is typed or carried: read into a value of its fact, or refused with a sentence."""

import math
import re
import unicodedata
from collections.abc import Mapping

from huji.policy import Fact, Text
from huji.policy.vocabulary import Type
from huji.portal.check.where import held

Value = bool | int | float | str
UNSURE = "?"
PLAUSIBLE: Mapping[str, float] = {
    "years": 100, "months": 1200, "m2": 10_000, "CNY": 100_000_000, "persons": 100_000_000
}  # fmt: skip
"""The most that is believed of a unit: more is a slip of the hand, told at once."""
LARGEST = 1_000_000_000
OLDEST = 130


class TypedError(ValueError):
    """An answer that is no value of its fact; `text` says what is."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def field_value(value: Value | None) -> str:
    """Return a value as a field carries it."""
    if value is None:
        return UNSURE
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_value(fact: Fact, typed: str) -> Value:
    """Return the value of a fact that was typed, chosen or carried; raise TypedError with a sentence."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if fact.type is Type.BOOLEAN:
        if text not in ("yes", "no"):
            raise TypedError(Text("请选择“是”或者“否”。", "Choose yes or no."))
        return text == "yes"
    if fact.type is Type.CODE:
        if text not in fact.values:
            raise TypedError(Text("请选择一项。", "Choose one of the answers."))
        return text
    if fact.type is Type.DIVISION:
        if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", text) or not held().history(text):
            raise TypedError(
                Text(
                    "请填写六位行政区划代码，例如 210102。",
                    "Give a division code of six digits, such as 210102.",
                )
            )
        return text
    return _number(fact, text)


def most_of(fact: Fact) -> float:
    """Return the most that is believed of a number."""
    if fact.maximum is not None:
        return fact.maximum
    return OLDEST if fact.name.endswith(".age") else PLAUSIBLE.get(fact.unit or "", LARGEST)


def _number(fact: Fact, text: str) -> int | float:
    plain = re.sub(r"[\s,，、]", "", text)
    if not plain:
        raise TypedError(Text("请填写数字。", "Give a number."))
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", plain, re.ASCII):
        raise TypedError(Text("请填写数字，例如 3 或者 2.5。", "Give a number, such as 3 or 2.5."))
    value = float(plain)
    if fact.type is Type.INTEGER and not value.is_integer():
        raise TypedError(Text("请填写整数。", "Give a whole number."))
    most = most_of(fact)
    if not math.isfinite(value) or value < fact.minimum or value > most:
        raise TypedError(
            Text(
                f"请填写 {fact.minimum:g} 到 {most:,.0f} 之间的数，并核对单位。",
                f"Give a number from {fact.minimum:g} to {most:,.0f}, and check the unit.",
            )
        )
    return int(value) if value.is_integer() else value
