"""Entering a collective household (迁入集体户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import apart, checks, looking
from huji.register.acts.performing import Held, cursor, hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import Acting, Done, Mover, Succession
from huji.standards import Text


class CollectiveGround(StrEnum):
    """Why one enters: admitted to a school, employed by a unit, kept by a talent centre, nowhere to go."""

    ADMITTED = "admitted"
    EMPLOYED = "employed"
    TALENT = "talent"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class EnterCollective:
    """Who enters which collective household, on which ground, shown by which paper.

    `home_lost` says how people of a family household lost the right to live there (sold, demolished,
    divorced): without it only a school takes people out of one. `kin_ground` says why those with family in a
    family household of the city do not join them, where the ground is that there is nobody to join.
    """

    persons: tuple[int, ...]
    household: int
    ground: CollectiveGround
    evidence: str
    effective: date
    home_lost: str = ""
    kin_ground: str = ""
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def enter_collective(statement: EnterCollective, by: Acting) -> Done:
    """Register people in a collective household of the fitting sort.

    Nanjing rule art. 14, 17, 21, 22, 76, 77, 90. Raises Refused (`register.*`).
    """
    return perform(lambda: _enter(statement, by), by)


def _enter(statement: EnterCollective, by: Acting) -> Done:
    which, day, persons = statement.household, statement.effective, list(statement.persons)
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons, [which], since=day)
    house = checks.house(holding, which, by, day)
    sort = looking.sort_of(which)
    if house.kind != "collective" or sort != SORT[statement.ground]:
        raise refusals.refuse(
            "collective_sort",
            f"{which:09} 号户不是可以凭此理由落户的集体户。",
            f"Household {which:09} is not the kind of collective household that this ground opens.",
        )
    if not statement.evidence.strip():
        raise refusals.refuse(
            "evidence_needed", "请写明所凭的证明。", "Name the paper that shows the ground."
        )
    for person in persons:
        held = checks.of(holding, person)
        checks.registered(held, day)
        _may_leave_family(held, statement)
        if statement.ground in (CollectiveGround.TALENT, CollectiveGround.NOWHERE):
            _nobody_to_join(person, persons, statement.kin_ground)
    if statement.ground != CollectiveGround.ADMITTED:
        apart.together(persons, day, statement.home_lost)
    movers = tuple(Mover(person, "99") for person in persons)
    # Whom another school admits has done with the former one.
    over = statement.ground == CollectiveGround.ADMITTED
    inner = Settle(movers, which, day, statement.successors)
    return come(inner, by, "enter_collective", statement, studies_over=over)


def _may_leave_family(held: Held, statement: EnterCollective) -> None:
    """Refuse one of a family household, unless a student or one who lost the home (art. 76 no. 4, 77, 90)."""
    if held.household_kind != "family" or statement.ground == CollectiveGround.ADMITTED:
        return
    if not statement.home_lost.strip():
        raise refusals.refuse(
            "has_family_household",
            f"{checks.name_of(held.person)}登记在家庭户，不得迁至集体户。",
            f"{checks.name_of(held.person)} is of a family household and may not enter a collective one.",
            Text(
                "因房屋转移、离婚、拆迁等失去住所的，请写明依据。",
                "If the home was lost (sold, divorce, demolition), state how.",
            ),
        )


def _nobody_to_join(person: int, coming: list[int], ground: str) -> None:
    """Refuse where spouse, parent or child of age has a family household here (art. 21 no. 1, 77)."""
    if ground.strip():
        return
    row = cursor().execute(
        "select r.id from kinship k"
        " join person r on r.id = case k.person when %(who)s then k.relative else k.person end"
        " join standing s on s.person = r.id and upper_inf(s.known) and upper_inf(s.valid)"
        " join household h on h.id = s.household and h.kind = 'family'"
        " where %(who)s in (k.person, k.relative) and upper_inf(k.known) and upper_inf(k.valid)"
        "   and r.id <> all (%(coming)s::bigint[])"
        "   and s.household is distinct from (select household from standing"
        "     where person = %(who)s and upper_inf(known) and upper_inf(valid))"
        " order by r.id limit 1",
        {"who": person, "coming": coming},
    ).fetchone()  # fmt: skip
    if row:
        one, other = checks.name_of(person), checks.name_of(row[0])
        raise refusals.refuse(
            "has_kin_to_join",
            f"{one}可以投靠有家庭户口的{other}，不应落集体户。",
            f"{one} can join {other}, who has a family household, and does not enter a collective one.",
            Text("不能投靠的，请写明原因。", "If joining is not possible, state why."),
        )


SORT = {
    CollectiveGround.ADMITTED: "school",
    CollectiveGround.EMPLOYED: "unit",
    CollectiveGround.TALENT: "talent_centre",
    CollectiveGround.NOWHERE: "community",
}
