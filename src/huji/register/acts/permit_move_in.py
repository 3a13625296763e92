"""The move-in permit (准予迁入证明) for people of another register."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from huji.register import refusals
from huji.register.acts import checks, papers
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.values import Acting, Done
from huji.standards import citizen_number, names

GOOD_FOR_DAYS = 40


@dataclass(frozen=True, slots=True)
class Permitted:
    """One whom the permit names."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class PermitMoveIn:
    """The permit's own number, whom it names, where they may be registered, and the day it was issued."""

    number: str
    people: tuple[Permitted, ...]
    address: int
    issued: date
    household: int | None = None


def permit_move_in(statement: PermitMoveIn, by: Acting) -> Done:
    """Record that a permit was issued; it is good for 40 days from the day of issue, that day included.

    Raises Refused (`register.*`, and what is wrong with a number or a name).
    """
    return perform(lambda: _permit(statement, by), by)


def _permit(statement: PermitMoveIn, by: Acting) -> Done:
    checks.day_has_come(statement.issued, by)
    if not statement.people:
        raise refusals.nobody()
    people = [
        (
            citizen_number.parse(
                one.number, on=statement.issued, demonstration=settings.HUJI_DEMONSTRATION
            ).value,
            names.accept(one.name),
        )
        for one in statement.people
    ]
    if len({number for number, _ in people}) < len(people):
        raise refusals.named_twice(people[0][1])
    if statement.household is None:
        checks.address(statement.address, by, statement.issued)
    else:
        holding = hold([], [statement.household])
        house = checks.house(holding, statement.household, by, statement.issued)
        if house.address != statement.address:
            raise refusals.refuse(
                "address_differs",
                "准迁地址与所迁入户的地址不一致。",
                "The address permitted is not that of the household named.",
            )
    paper = papers.permit(
        by, statement.number, people, statement.address, statement.household,
        issued=statement.issued, expires=statement.issued + timedelta(days=GOOD_FOR_DAYS - 1),
    )  # fmt: skip
    entry = enter("permit_move_in", statement, by, results={"permit": paper})
    papers.keep_permit(entry, paper)
    return Done(entry, (), statement.household)
