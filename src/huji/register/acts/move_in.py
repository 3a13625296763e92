"""Moving in from another register (市外迁入)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register.acts.values import (
    Acting,
    Certificate,
    Done,
    KinTie,
    Mover,
    Newcomer,
    NewHousehold,
    Succession,
)


@dataclass(frozen=True, slots=True)
class MoveIn:
    """People with one migration certificate, and the household they go to.

    `members` are newcomers by citizen number, or movers whom this register already holds as registered
    elsewhere. `permit` is the number of the permit this city issued; None where the law asks for none
    (admitted students, soldiers discharged, …), said by `by.basis`. `kin` are ties the papers prove.
    """

    members: tuple[Newcomer | Mover, ...]
    into: int | NewHousehold
    effective: date
    certificate: Certificate
    permit: str | None = None
    kin: tuple[KinTie, ...] = ()
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def move_in(statement: MoveIn, by: Acting) -> Done:
    """Register people of another register; the unknown are entered as elsewhere from birth to arrival (art. 13)."""
    raise NotImplementedError
