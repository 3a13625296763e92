"""Registration of a birth (出生登记)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings

from huji.register import refusals
from huji.register.acts import checks, kindred, newcomers
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import Holding, cursor, draw, enter, hold, perform
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import HEAD, Acting, Done, Particulars, Tie
from huji.standards import citizen_number, code_tables, periods

MOTHERS_AGE, FATHERS_AGE = (12, 61), (12, 91)
LONGEST_PREGNANCY = 310
SEX_OF = {"mother": "2", "father": "1"}


@dataclass(frozen=True, slots=True)
class Birth:
    """A child, its parents, and the household it is registered with from `effective` on.

    `division` is the six-digit county code the citizen number begins with. Between birth and `effective` the
    child was unregistered (late reporting is no ground for refusal: 国办发〔2015〕96号). `died` is given when
    the child died before being reported: both registrations are one entry (art. 9). A foundling has no
    parents and is registered with a collective household.
    """

    child: Particulars
    born: date
    household: int
    relation: str
    effective: date
    division: str
    mother: int | None = None
    father: int | None = None
    died: date | None = None


def birth(statement: Birth, by: Acting) -> Done:
    """Register a birth and assign the citizen number; `Done.numbers` holds it.

    Regulations of 1958, art. 7 and 9; GB 11643. Raises Refused (`register.*`, or the name's fault).
    """
    return perform(lambda: _birth(statement, by))


def _birth(statement: Birth, by: Acting) -> Done:
    _days_fit(statement, by)
    child = newcomers.accepted(statement.child)
    parents = [parent for parent in (statement.mother, statement.father) if parent is not None]
    if parents:
        checks.each_once(parents)
    holding = hold([], [statement.household], others=parents)
    # The household is the child's from its first registered day, which lies before death where it died early.
    first = min(statement.effective, statement.died or statement.effective)
    house = checks.house(holding, statement.household, by, first)
    checks.relations([statement.relation], collective=house.kind == "collective")
    if statement.relation == HEAD:
        raise refusals.minor_head(child.name)
    _parents_fit(statement, holding)
    _belongs(statement, holding, house.kind)

    stem = citizen_number.prefix_for(statement.division, demonstration=settings.HUJI_DEMONSTRATION)
    newcomers.lock_stems([f"{stem}{statement.born:%Y%m%d}"])
    number = citizen_number.assign(
        stem,
        statement.born,
        code_tables.Sex(child.sex),
        _taken(f"{stem}{statement.born:%Y%m%d}"),
        on=by.on,
        demonstration=settings.HUJI_DEMONSTRATION,
    ).value
    [person] = draw("person_id_seq")
    life = _life(statement, by, first)
    entry = enter(
        "birth",
        replace(statement, child=child),
        by,
        entered=[Entered(person, statement.born, number, child, life)],
        stated=Timelines(
            ties=kindred.begun((person, parent, Tie.PARENT, statement.born) for parent in parents)
        ),
    )
    household = None if statement.died else statement.household
    return Done(entry, (person,), household, (number,))


def _days_fit(statement: Birth, by: Acting) -> None:
    if statement.born > by.on:
        raise refusals.refuse(
            "future_birth",
            f"出生日期 {statement.born} 还没有到。",
            f"The birth date {statement.born} lies in the future.",
        )
    checks.day_has_come(statement.effective, by)
    checks.day_has_come(statement.died or statement.born, by)
    if statement.effective < statement.born or (statement.died or statement.born) < statement.born:
        raise refusals.refuse(
            "before_birth",
            f"登记日期或死亡日期早于出生日期 {statement.born}。",
            f"The day of registration or of death lies before the birth, {statement.born}.",
        )


def _parents_fit(statement: Birth, holding: Holding) -> None:
    """Refuse parents who cannot be: dead (a father longer than a pregnancy), of the wrong age or sex."""
    for parent, role in ((statement.mother, "mother"), (statement.father, "father")):
        if parent is None:
            continue
        held = checks.of(holding, parent)
        name = checks.name_of(parent)
        if role == "mother":
            plausible = range(*MOTHERS_AGE)
            grace = timedelta(0)
        else:
            plausible = range(*FATHERS_AGE)
            grace = timedelta(days=LONGEST_PREGNANCY)
        if held.kind == "ended" and statement.born >= held.since + grace:
            raise refusals.refuse(
                f"{role}_dead",
                f"{name}在 {statement.born} 以前已死亡，不能是其父母。",
                f"{name} had died before {statement.born} and cannot be the {role}.",
            )
        too_early = statement.born < held.born
        if too_early or periods.age_on(held.born, statement.born) not in plausible:
            raise refusals.refuse(
                f"{role}_age",
                f"{name}的出生日期与子女出生日期 {statement.born} 不合。",
                f"{name}'s age on {statement.born} is not a {role}'s.",
            )
        if (_sex(parent) or SEX_OF[role]) != SEX_OF[role]:
            raise refusals.refuse(
                f"{role}_sex",
                f"{name}的性别与所填父母身份不符。",
                f"{name} is not of the sex of a {role}.",
            )


def _belongs(statement: Birth, holding: Holding, kind: str) -> None:
    """Refuse a household of strangers: a child follows a (grand)parent, a foundling an institution."""
    parents = [holding.persons[p] for p in (statement.mother, statement.father) if p is not None]
    if not parents:
        if kind == "family":
            raise refusals.refuse(
                "foundling",
                "没有父母的婴儿应随收养机构的集体户登记。",
                "A child without known parents is registered with an institution's collective household.",
            )
        return
    if any(parent.household == statement.household for parent in parents):
        return
    row = cursor().execute(
        "select exists (select from kinship k join standing s on s.person = k.relative"
        "   and upper_inf(s.known) and s.household = %s"
        "  where k.person = any (%s::bigint[]) and k.kind = 'parent' and upper_inf(k.known))",
        [statement.household, [parent.person for parent in parents]],
    ).fetchone()  # fmt: skip
    if not (row and row[0]):
        raise refusals.refuse(
            "no_parent_here",
            "该户没有婴儿的父母或祖父母、外祖父母。",
            "Neither a parent nor a grandparent of the child is of that household.",
        )


def _life(statement: Birth, by: Acting, first: date) -> list[Period]:
    born, office = statement.born, by.office
    after = statement.died + timedelta(days=1) if statement.died else None
    life = [Period(born, first, "unregistered", office, cause="born_unregistered")] if first > born else []
    life.append(Period(first, after, "registered", office, statement.household, statement.relation))
    if after:
        life.append(Period(after, None, "ended", office, cause="death"))
    return life


def _taken(stem: str) -> list[str]:
    rows = cursor().execute(
        "select number from citizen_number where number >= %s and number < %s", [stem, stem + ":"]
    )
    return [row[0] for row in rows]


def _sex(person: int) -> str | None:
    row = cursor().execute(
        "select sex from particulars where person = %s and upper_inf(known) and upper_inf(valid)", [person]
    ).fetchone()  # fmt: skip
    return row[0] if row else None
