"""Entering an application to a round."""

from dataclasses import dataclass

from django.conf import settings

from huji.register import queries as register
from huji.rounds.refusals import outside_the_days, wrong
from huji.rounds.rows import query
from huji.rounds.turn import Turn, Write, insert, take
from huji.rounds.values import By, Done
from huji.standards import Text, citizen_number, names


@dataclass(frozen=True, slots=True)
class Apply:
    """Who applies, to which part of the place ("" the whole), and the case whose facts are used, if any."""

    round: str
    number: str
    name: str
    part: str = ""
    case: str | None = None


def apply(statement: Apply, by: By) -> Done:
    """Enter the application under the next number of the list; `Done.result` is its id.

    Refuses `outside_the_days`, `wrong_part`, `applied_already`, and what number and name refuse.
    """

    def work(turn: Turn) -> Write:
        found = turn.round
        if not found.opens <= turn.on <= found.closes:
            raise outside_the_days(found.opens, found.closes)
        if found.quotas is not None and statement.part not in found.quotas:
            raise wrong(
                Text(
                    f"本轮次没有“{statement.part}”这一部分的名额。",
                    f"The round has no quota for “{statement.part}”.",
                ),
                "wrong_part",
            )
        number = citizen_number.parse(
            statement.number, on=turn.on, demonstration=settings.HUJI_DEMONSTRATION
        ).value
        person = register.person(number, register.within_act(), valid_on=turn.on)
        held = person.particulars.name if person is not None and person.particulars else None
        name = held or names.accept(statement.name)
        ((place,),) = query(
            "select coalesce(max(place), 0) + 1 from round_application where round = %s", [found.number]
        )
        turn.data.update(place=place, number=number, part=statement.part, case=statement.case)

        def write(entry: int) -> int:
            return int(
                insert(
                    "round_application",
                    {
                        "round": found.number,
                        "place": place,
                        "number": number,
                        "name": name,
                        "person": person.id if person is not None else None,
                        "part": statement.part,
                        "case": statement.case,
                        "day": turn.on,
                        "office": turn.officer.office,
                        "officer": turn.officer.id,
                        "entry": entry,
                    },
                    returning="id",
                )
            )

        return write

    return take("apply", statement, by, work)
