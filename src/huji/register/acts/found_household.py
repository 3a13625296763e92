"""Founding a household (立户、分户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register.acts.values import (
    Acting,
    CollectiveSort,
    Done,
    HouseholdKind,
    Mover,
    Succession,
)


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A household at a standard address; a family one with its first members, a collective one also empty."""

    address: int
    effective: date
    members: tuple[Mover, ...] = ()
    kind: HouseholdKind = HouseholdKind.FAMILY
    sort: CollectiveSort | None = None
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    minor_ground: str = ""


def found_household(statement: FoundHousehold, by: Acting) -> Done:
    """Found a household and move its first members into it (Regulations of 1958, art. 5, 19)."""
    raise NotImplementedError
