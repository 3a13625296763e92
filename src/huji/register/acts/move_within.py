"""Moving within the city to a dwelling of one's own (市内迁移)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from huji.register import refusals
from huji.register.acts import apart, relations
from huji.register.acts.performing import hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import Acting, Done, Mover, NewHousehold, Succession
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class MoveWithin:
    """Who moves, into which family household (by id, or a new one), and by what right they live there.

    An empty relation is filled with what kinship shows. `dwelling` names the title or tenancy.
    `apart_ground` says why spouses or minors may be parted.
    """

    members: tuple[Mover, ...]
    into: int | NewHousehold
    dwelling: str
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    apart_ground: str = ""


def move_within(statement: MoveWithin, by: Acting) -> Done:
    """Register people at another dwelling of the city, at the office gone to and without papers.

    Regulations of 1958, art. 10, 13; Nanjing rule art. 12, 70, 72, 73, 78. Raises Refused (`register.*`).
    """
    return perform(lambda: _move(statement, by), by)


def _move(statement: MoveWithin, by: Acting) -> Done:
    into, persons = statement.into, [mover.person for mover in statement.members]
    holding = hold(persons, [into] if isinstance(into, int) else [], since=statement.effective)
    house = into if isinstance(into, NewHousehold) else holding.houses.get(into)
    if house is not None and house.kind == "collective":
        raise refusals.refuse(
            "into_collective",
            "迁入集体户请按集体户落户办理。",
            "To enter a collective household is an act of its own.",
            Text("请选择“集体户落户”。", "Choose entering a collective household."),
        )
    if not statement.dwelling.strip():
        raise refusals.refuse(
            "dwelling_needed",
            "请写明在迁入地合法稳定住所的依据。",
            "Say by what right they live in the dwelling gone to.",
        )
    apart.together(persons, statement.effective, statement.apart_ground)
    members = relations.filled(statement.members, into)
    inner = Settle(members, into, statement.effective, statement.successors)
    return come(inner, by, "move_within", replace(statement, members=members))
