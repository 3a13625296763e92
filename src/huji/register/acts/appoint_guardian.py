"""Entering a guardian (监护人)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, looking, marital, timelines
from huji.register.acts.performing import Held, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done
from huji.standards import periods


class GuardianGround(StrEnum):
    """Why one has a guardian: a minor, an adult without capacity, an agreement made beforehand."""

    MINOR = "minor"
    INCAPACITY = "incapacity"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian: a person of this register by id, else a name (also of an institution); and the relation."""

    who: int | str
    relation: str


@dataclass(frozen=True, slots=True)
class AppointGuardian:
    """Who guards whom from which day on, shown by what. No guardians: nobody does any longer."""

    ward: int
    guardians: tuple[Guardian, ...]
    ground: GuardianGround
    document: str
    effective: date


def appoint_guardian(statement: AppointGuardian, by: Acting) -> Done:
    """Enter the guardians in the ward's registration form; nobody's registration changes.

    Civil Code, art. 27, 28, 31, 33, 39; 公通字[1995]91号. Raises Refused (`register.*`).
    """
    return perform(lambda: _appoint(statement, by), by)


def _appoint(statement: AppointGuardian, by: Acting) -> Done:
    day = statement.effective
    checks.day_has_come(day, by)
    known = [guardian.who for guardian in statement.guardians if isinstance(guardian.who, int)]
    checks.each_once([statement.ward, *known])
    holding = hold([], others=[statement.ward, *known])
    ward = checks.of(holding, statement.ward)
    checks.own_office(ward, by)
    marital.alive_on(ward, day)
    _needs_one(statement, ward)
    names = [_named(guardian, holding.persons, day) for guardian in statement.guardians]
    relations = [guardian.relation.strip() for guardian in statement.guardians]
    first, second = (*zip(names, relations, strict=True), ("", ""), ("", ""))[:2]
    items = timelines.items([ward.person])
    stated = marital.from_day(
        items[ward.person], day,
        guardian=first[0], guardianship=first[1], second_guardian=second[0], second_guardianship=second[1],
    )  # fmt: skip
    entry = enter(
        "appoint_guardian", statement, by, stated=Timelines(items={ward.person: stated}),
        offices=[holding.persons[person].office for person in (ward.person, *known)],
    )  # fmt: skip
    return Done(entry, (ward.person,), ward.household)


def _needs_one(statement: AppointGuardian, ward: Held) -> None:
    if len(statement.guardians) > 2:
        raise refusals.refuse("guardians", "监护人最多登记两人。", "The form has room for two guardians.")
    if not statement.document.strip():
        raise refusals.refuse("document_needed", "请写明所凭的证明。", "Name the paper that shows it.")
    minor = periods.age_on(ward.born, statement.effective) < checks.ADULT
    if statement.guardians and minor != (statement.ground == GuardianGround.MINOR):
        raise refusals.refuse(
            "guardian_ground",
            f"监护理由与{checks.name_of(ward.person)}的年龄不符。",
            f"The ground of guardianship does not fit the age of {checks.name_of(ward.person)}.",
        )


def _named(guardian: Guardian, held: Mapping[int, Held], day: date) -> str:
    """Return a guardian's name; refuse one who cannot be a guardian then."""
    if isinstance(guardian.who, str):
        if not guardian.who.strip():
            raise refusals.nobody()
        return guardian.who.strip()
    if guardian.who not in held:
        raise refusals.unknown_person(guardian.who)
    one = held[guardian.who]
    marital.alive_on(one, day)
    if periods.age_on(one.born, day) < checks.ADULT:
        raise refusals.refuse(
            "minor_guardian",
            f"{checks.name_of(one.person)}未满十八周岁，不能担任监护人。",
            f"{checks.name_of(one.person)} is under eighteen and cannot be a guardian.",
        )
    return looking.name_of(one.person)
