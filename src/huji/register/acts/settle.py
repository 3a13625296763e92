"""Settling within the city (市内迁移、落户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register.acts.values import Acting, Done, Mover, NewHousehold, Succession


@dataclass(frozen=True, slots=True)
class Settle:
    """An applicant (first) with companions, and the household they go to: an existing one by id, or a new one.

    `successors` names, for each old household whose head leaves others behind, who heads it from then on.
    """

    members: tuple[Mover, ...]
    into: int | NewHousehold
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def settle(statement: Settle, by: Acting) -> Done:
    """Register all of them in the household gone to and nowhere else, whole or not at all (art. 6, 10, 13)."""
    raise NotImplementedError
