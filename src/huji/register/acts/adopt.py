"""Registration of an adoption (收养登记后的变更)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, fitting, kindred, looking, marital, timelines
from huji.register.acts.performing import Held, Holding, Move, enter, hold, perform
from huji.register.acts.timelines import Pair, TiePeriod, Timelines
from huji.register.acts.values import HEAD, Acting, Done, Mover, Tie
from huji.standards import periods

ADOPTED = {"1": "27", "2": "37"}
"""Adopted son, adopted daughter of the head (GB/T 4761), by sex."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Which child, by one adopter or a couple, since the day of the adoption certificate.

    `into` is the adopters' household, where the child is registered from `effective` on; None leaves the
    registration as it is. An empty `relation` is adopted child where an adopter heads it, else 97.
    """

    child: int
    adopters: tuple[int, ...]
    adopted: date
    certificate: str
    into: int | None = None
    relation: str = ""
    effective: date | None = None


def adopt(statement: Adopt, by: Acting) -> Done:
    """Make the adopters the parents; the parents so far are so no longer, but for an adopter's spouse.

    Civil Code, art. 1103, 1105, 1111; Regulations of 1958, art. 19; Nanjing rule art. 30, 34. An adopted
    child that nobody had registered is registered so. Raises Refused (`register.*`).
    """
    return perform(lambda: _adopt(statement, by), by)


def _adopt(statement: Adopt, by: Acting) -> Done:
    child, adopters, day = statement.child, list(statement.adopters), statement.adopted
    checks.day_has_come(day, by)
    if not 1 <= len(adopters) <= 2:
        raise refusals.refuse("adopters", "收养人应为一人或者夫妻二人。", "One person or a couple adopts.")
    checks.each_once([child, *adopters])
    so_far = [relative for (_, relative, _), _ in _parents(child)]
    into = [] if statement.into is None else [statement.into]
    holding = hold([child], into, others=[*adopters, *so_far])
    held = [checks.of(holding, person) for person in (child, *adopters)]
    own = _keeps(held[1:], by) or held[0].office == by.office
    if not own:
        checks.own_office(held[0], by)
    _fit(held[0], held[1:], day, statement.certificate)

    keep = {*adopters, *kindred.spouses(adopters)} if len(adopters) == 1 else set(adopters)
    ending = [pair for pair, _ in _parents(child) if pair[1] not in keep]
    made = [
        (child, adopter, Tie.PARENT, day)
        for adopter in adopters
        if not any(pair[1] == adopter for pair, _ in _parents(child))
    ]
    if not made:
        raise refusals.refuse(
            "adopted_already",
            "收养人已登记为该子女的父母。",
            "The adopters are held to be the parents already.",
        )
    ties = kindred.ended(ending, day) | kindred.begun(made)
    moves = _moved(statement, holding, by)
    entry = enter(
        "adopt", statement, by, moves, stated=Timelines(ties=ties), offices=[one.office for one in held]
    )
    household = statement.into if moves else held[0].household
    return Done(entry, (child, *adopters), household)


def _fit(child: Held, adopters: list[Held], day: date, certificate: str) -> None:
    """Refuse what no certificate can say: an adult child, dead or minor adopters, two who are no couple."""
    if not certificate.strip():
        raise refusals.refuse(
            "certificate_needed",
            "请填写收养登记证的字号。",
            "Enter the number of the adoption certificate.",
        )
    for one in (child, *adopters):
        marital.alive_on(one, day)
    if periods.age_on(child.born, day) >= checks.ADULT:
        raise refusals.refuse(
            "adult_adopted",
            f"{checks.name_of(child.person)}在 {day} 已满十八周岁，不能被收养。",
            f"{checks.name_of(child.person)} was eighteen on {day}; only minors are adopted (art. 1093).",
        )
    for one in adopters:
        checks.adult(one.person, one.born, day, "")
        if one.born >= child.born:
            raise refusals.refuse(
                "younger_than_child",
                f"{checks.name_of(one.person)}比被收养人年轻。",
                f"{checks.name_of(one.person)} is younger than the child.",
            )
    if len(adopters) > 1 and adopters[1].person not in kindred.spouses([adopters[0].person]):
        raise refusals.refuse(
            "not_a_couple",
            "户籍登记中两名收养人不是夫妻。",
            "The register does not hold the two adopters to be married.",
        )


def _moved(statement: Adopt, holding: Holding, by: Acting) -> list[Move]:
    """Return the move by which the child comes into the adopters' household."""
    if statement.into is None:
        return []
    child, day = holding.persons[statement.child], statement.effective or statement.adopted
    checks.day_has_come(day, by)
    house = checks.house(holding, statement.into, by, day)
    if child.kind not in ("registered", "unregistered"):
        checks.registered(child, day)
    checks.not_before(child, day)
    if child.household == house.id:
        return []
    members = [h.person for h in holding.persons.values() if h.household == house.id]
    if not set(members) & set(statement.adopters):
        raise refusals.not_of_household(checks.name_of(statement.adopters[0]), house.id)
    relation = statement.relation or _relation(statement, house.id, house.kind)
    checks.relations([relation], collective=house.kind == "collective")
    if relation == HEAD:
        raise refusals.minor_head(checks.name_of(child.person))
    checks.headed(house, day)
    if house.kind == "family":
        fitting.come(holding, [Mover(child.person, relation)], house.id, day)
    left = [h for h in holding.persons.values() if h.household == child.household and h is not child]
    if child.relation == HEAD and child.household_kind == "family" and left:
        raise refusals.successor_needed(child.household or 0, len(left))
    return [Move(child.person, day, "registered", house.office, house.id, relation)]


def _relation(statement: Adopt, household: int, kind: str) -> str:
    if kind == "collective":
        return "99"
    head = looking.head_of(household)
    if head not in {*statement.adopters, *kindred.spouses(statement.adopters)}:
        return "97"
    return ADOPTED.get(marital.sexes([statement.child]).get(statement.child, ""), "97")


def _keeps(adopters: Iterable[Held], by: Acting) -> bool:
    return any(one.office == by.office for one in adopters)


def _parents(child: int) -> list[tuple[Pair, list[TiePeriod]]]:
    """Return the ties to those who are the child's parents now."""
    return [
        (pair, known)
        for pair, known in timelines.ties([child]).items()
        if pair[0] == child and pair[2] == Tie.PARENT and known[-1].until is None
    ]
