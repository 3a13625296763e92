"""The vocabulary: every fact a policy may ask of a person, with its type, its question and its proof.

The same names serve packs, case files, the counter's form and the columns of a population table.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from huji.policy import source
from huji.policy.tree import Condition
from huji.policy.words import Text

FORBIDDEN = frozenset({"land.gave_up_rights"})
"""Facts no condition may read: nobody may be made to give up rights in land in order to settle."""


class Type(StrEnum):
    """The type of a fact's values."""

    BOOLEAN = "boolean"
    CODE = "code"
    INTEGER = "integer"
    NUMBER = "number"
    DIVISION = "division"


class Scope(StrEnum):
    """Of whom or what a fact is told."""

    PERSON = "person"
    DWELLING = "dwelling"
    COMPANION = "companion"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry: name, type, range or values, label, question, the papers that prove it, who supplies it.

    `minimum` is never below 0; `values` are in order where `ordered`; `monotone` says that more never hurts.
    """

    name: str
    type: Type
    title: Text
    ask: Text
    unit: str | None = None
    minimum: float = 0
    maximum: float | None = None
    values: Mapping[str, Text] = field(default_factory=dict)
    ordered: bool = False
    evidence: tuple[str, ...] = ()
    source: str = "applicant"
    monotone: bool = False
    scope: Scope = Scope.PERSON
    note: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON-ready data, for forms and machines."""
        entry: dict[str, Any] = {"fact": self.name, "type": self.type.value, "title": self.title.as_dict()}
        entry["ask"] = self.ask.as_dict()
        if self.unit:
            entry["unit"] = self.unit
        if self.values:
            entry["values"] = {code: text.as_dict() for code, text in self.values.items()}
            entry["ordered"] = self.ordered
        if self.type in (Type.INTEGER, Type.NUMBER):
            entry["min"], entry["max"] = self.minimum, self.maximum
        entry["evidence"] = list(self.evidence)
        entry["source"] = self.source
        entry["monotone"] = self.monotone
        entry["scope"] = self.scope.value
        return entry


@dataclass(frozen=True, slots=True)
class Implication:
    """What no person can contradict: where `condition` is true, `then` is."""

    condition: Condition
    then: Condition
    why: Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that proves a fact, and the role of the body that issues it."""

    name: str
    title: Text
    issued_by: str | None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All facts by name, what they imply, and the closed lists of relations, hosts, areas and papers."""

    facts: Mapping[str, Fact]
    implications: tuple[Implication, ...]
    relations: Mapping[str, Text]
    hosts: Mapping[str, Text]
    areas: Mapping[str, Text]
    outcomes: Mapping[str, Text]
    evidence: Mapping[str, Paper]
    digest: str

    def __getitem__(self, name: str) -> Fact:
        return self.facts[name]

    @cached_property
    def applicant(self) -> tuple[str, ...]:
        """Names of the facts told of the applicant, the dwelling and the place."""
        return tuple(name for name, fact in self.facts.items() if fact.scope is not Scope.COMPANION)

    @cached_property
    def companion(self) -> tuple[str, ...]:
        """Names of the facts told of one companion."""
        return tuple(name for name, fact in self.facts.items() if fact.scope is Scope.COMPANION)


def digest(node: source.Node) -> str:
    """Return `sha256:` and the digest of a file's content; comments, spacing and key order do not touch it.

    The content is written as canonical JSON: keys sorted, lists in order, days as YYYY-MM-DD, whole numbers
    without a fraction, UTF-8, no spaces.
    """
    text = json.dumps(content(node), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def content(node: source.Node) -> Any:
    """Return a node's content as plain JSON data."""
    if isinstance(node, source.Mapping):
        return {key: content(part) for key, part in node.items.items()}
    if isinstance(node, source.Sequence):
        return [content(part) for part in node.items]
    value = node.value
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value.isoformat()
