"""Death between two registers (迁移途中死亡)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from huji.register import refusals
from huji.register.acts import checks, kindred, marital, origin, papers, timelines
from huji.register.acts.lives import continued
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.timelines import Period
from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class DeathInTransit:
    """Who died on which day, on which evidence, between the registers of our certificate that came back."""

    person: int
    died: date
    evidence: str
    certificate: str


def death_in_transit(statement: DeathInTransit, by: Acting) -> Done:
    """Restore a person at the household left for the day of death, and end the registration, in one entry.

    Nanjing rule art. 55, where the register gone to does not take the person in; where it does, it registers
    the arrival with the day of death and then the death. Raises Refused (`register.*`).
    """
    return perform(lambda: _die(statement, by), by)


def _die(statement: DeathInTransit, by: Acting) -> Done:
    person, died = statement.person, statement.died
    checks.day_has_come(died, by)
    left = origin.left([person])
    houses = [one.household for one in left.values()]
    after = died + timedelta(days=1)
    partners = kindred.spouses([person], after)
    holding = hold([person], houses, houses, partners)
    held = checks.of(holding, person)
    checks.standing(held, "in_transit", died)
    origin.own_office(held, houses[0] if houses else None, holding, by)
    papers.own_certificate(statement.certificate, [person])
    if not statement.evidence.strip():
        raise refusals.refuse("evidence_needed", "请写明死亡证明。", "Name the paper that shows the death.")
    if not left:
        raise refusals.not_registered(checks.name_of(person))
    [household] = houses
    checks.house(holding, household, by, by.on)  # where it was on the day of death, the person was of it
    relation = origin.relations(left, died)[person]
    life = continued(
        timelines.lives([person])[person],
        Period(died, after, "registered", by.office, household, relation),
        Period(after, None, "ended", by.office, cause="death"),
    )
    left_behind = marital.widowed(holding, person, after)
    entry = enter(
        "death_in_transit", statement, by,
        stated=replace(left_behind, lives={person: life}),
        offices=[one.office for one in holding.persons.values() if one.person in {person, *partners}],
    )  # fmt: skip
    return Done(entry, (person,))
