"""The numbers of a draft's text that a form can change: thresholds and parameters, each on its line."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huji.policy import Faulty, Text, Vocabulary, source
from huji.policy.wording import UNITS
from huji.rulebook.checking import NAME

_COMPARED = {
    "at_least": Text("不少于", "at least"),
    "at_most": Text("不超过", "at most"),
    "above": Text("高于", "above"),
    "below": Text("低于", "below"),
}
_MOST = 200
_WRITTEN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text writes it: its words, unit, line (from 1), and where on the line it stands."""

    title: Text
    unit: Text
    line: int
    start: int
    raw: str

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"number-{self.line}-{self.start}"


def numbers(text: str, vocabulary: Vocabulary) -> tuple[Number, ...]:
    """Return the numbers of a text in its order; none of one that cannot be read."""
    try:
        node = source.read(text, NAME)
    except Faulty:
        return ()
    rows, met = text.split("\n"), Counter[tuple[int, str, str]]()
    found: dict[int, Number] = {}
    for key, title, unit, scalar in _scalars(node, vocabulary):
        if id(scalar) in found:  # met again through an alias
            continue
        place = (scalar.line, key, scalar.raw)
        row = rows[scalar.line - 1] if scalar.line <= len(rows) else ""
        matches = list(re.finditer(rf"\b{key}[\"']?\s*:\s*({re.escape(scalar.raw)})(?![\w.])", row))
        if met[place] < len(matches):
            found[id(scalar)] = Number(title, unit, scalar.line, matches[met[place]].start(1), scalar.raw)
        met[place] += 1
    return tuple(sorted(found.values(), key=lambda one: (one.line, one.start)))[:_MOST]


def moved(text: str, known: Sequence[Number], typed: Mapping[str, str]) -> tuple[str, tuple[Number, ...]]:
    """Return the text with the numbers typed in, and those where no number was typed (left as they were)."""
    rows, wrong = text.split("\n"), []
    for one in reversed(known):  # from the end of a line on, so that the places before stay right
        value = typed.get(one.field, one.raw).strip()
        if value == one.raw:
            continue
        if not _WRITTEN.fullmatch(value):
            wrong.append(one)
            continue
        row = rows[one.line - 1]
        rows[one.line - 1] = row[: one.start] + value + row[one.start + len(one.raw) :]
    return "\n".join(rows), tuple(reversed(wrong))


Found = tuple[str, Text, Text, source.Scalar]


def _scalars(node: source.Node, vocabulary: Vocabulary, name: str = "") -> Iterator[Found]:
    if isinstance(node, source.Sequence):
        for part in node.items:
            yield from _scalars(part, vocabulary, name)
    elif isinstance(node, source.Mapping):
        for key, part in node.items.items():
            if isinstance(part, source.Scalar):
                if key in _COMPARED and _is_number(part):
                    yield key, *_leaf(name, key, vocabulary), part
                elif key == "value" and "title" in node.items and _is_number(part):
                    yield key, *_parameter(name, node), part
            else:
                yield from _scalars(part, vocabulary, key)


def _is_number(scalar: source.Scalar) -> bool:
    value = scalar.value
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _leaf(name: str, key: str, vocabulary: Vocabulary) -> tuple[Text, Text]:
    fact, op = vocabulary.facts.get(name), _COMPARED[key]
    title = fact.title if fact else Text(name, name)
    unit = UNITS.get(fact.unit or "", Text("", "")) if fact else Text("", "")
    return Text(f"{title.zh}{op.zh}", f"{title.en}: {op.en}"), unit


def _parameter(name: str, node: source.Mapping) -> tuple[Text, Text]:
    title, unit = node.items["title"], node.items.get("unit")
    said = {}
    if isinstance(title, source.Mapping):
        said = {key: part.raw for key, part in title.items.items() if isinstance(part, source.Scalar)}
    code = unit.raw if isinstance(unit, source.Scalar) else ""
    return Text(said.get("zh", name), said.get("en", name)), UNITS.get(code, Text(code, code))
