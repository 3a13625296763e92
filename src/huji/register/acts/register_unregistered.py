"""Registering one who has no registration anywhere (无户口人员登记)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings

from huji.places import queries as places
from huji.register import refusals
from huji.register.acts import checks, fitting, kindred, newcomers, parentage, reviving
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import Held, Move, draw, enter, hold, perform
from huji.register.acts.session import cursor
from huji.register.acts.settle import received
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import HEAD, Acting, Done, Mover, NewHousehold, Particulars, Tie
from huji.register.transit import LEFT_ON
from huji.standards import Text, citizen_number, code_tables

LOOK = Text("请先查询此人，再按其现状办理。", "Look that person up, and act on what is held.")


class WhyUnregistered(StrEnum):
    """The eight kinds of 国办发〔2015〕96号, in its order, and those who were resettled or came by themselves
    (Lincang, clauses 12 and 13)."""

    BIRTH_POLICY = "birth_policy"
    NO_BIRTH_CERTIFICATE = "no_birth_certificate"
    ADOPTED_IN_FACT = "adopted_in_fact"
    DECLARED_MISSING = "declared_missing"
    CANCELLED_AFTER_MARRIAGE = "cancelled_after_marriage"
    MIGRATION_LAPSED = "migration_lapsed"
    FOREIGN_PARENT = "foreign_parent"
    OTHER = "other"
    RESETTLED = "resettled"
    SPONTANEOUS = "spontaneous"


@dataclass(frozen=True, slots=True)
class Unknown:
    """One whom the register does not know, with the items as far as they are known.

    `division` is the six-digit county code that a number to be assigned begins with; `number` is one borne
    already. `mother`, `father` are persons of this register; of one adopted in fact, those who adopted, on
    `adopted`: the day of the adoption certificate or, before April 1999, since when the notary found it so;
    None: the day of the registration. `distinct`: why this is none of those in the register with the same
    name, sex and birth date.
    """

    particulars: Particulars
    born: date
    division: str = ""
    number: str = ""
    mother: int | None = None
    father: int | None = None
    distinct: str = ""
    adopted: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterUnregistered:
    """Who is registered where from which day on, and why not before.

    `who` is a person the register knows, as unregistered or in transit on a lapsed certificate, or one
    `Unknown`. `evidence` tells what shows who it is (paternity test, statements, survey); nothing else is
    asked, no fee, no birth permit, no earlier registration.
    """

    who: int | Unknown
    relation: str
    into: int | NewHousehold
    effective: date
    why: WhyUnregistered
    evidence: str = ""


def register_unregistered(statement: RegisterUnregistered, by: Acting) -> Done:
    """Register one who is registered nowhere; `Done.numbers` holds a number assigned.

    国办发〔2015〕96号: every citizen is to be registered, no precondition may be set. What is checked is only
    that nobody is registered twice. Raises Refused (`register.*`).
    """
    return perform(lambda: _register(statement, by), by)


def _register(statement: RegisterUnregistered, by: Acting) -> Done:
    checks.day_has_come(statement.effective, by)
    if isinstance(statement.who, Unknown):
        return _new(statement, statement.who, by)
    return _known(statement, statement.who, by)


def _known(statement: RegisterUnregistered, person: int, by: Acting) -> Done:
    day, into = statement.effective, statement.into
    holding = hold([person], _existing(into))
    held = checks.of(holding, person)
    if held.kind == "in_transit":
        _lapsed(held, by)
    else:
        checks.standing(held, "unregistered", day)
    checks.not_before(held, day)
    received(holding, [Mover(person, statement.relation)], into, by, day)
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    entry = enter(
        "register_unregistered",
        statement,
        by,
        [Move(person, day, "registered", by.office, household, statement.relation)],
        founded=None if isinstance(into, int) else (household, into, day),
        offices=[held.office],
    )
    return Done(entry, (person,), household)


def _new(statement: RegisterUnregistered, who: Unknown, by: Acting) -> Done:
    day, into = statement.effective, statement.into
    if day < who.born:
        raise refusals.refuse(
            "before_birth",
            f"登记日期 {day} 早于出生日期 {who.born}。",
            f"The day of registration {day} lies before the birth, {who.born}.",
        )
    items = newcomers.accepted(who.particulars)
    given = who.number and citizen_number.parse(
        who.number, on=by.on, demonstration=settings.HUJI_DEMONSTRATION
    )
    if given:
        newcomers.number_and_sex_agree(items.sex, str(given.sex))
        if given.born != who.born:
            raise refusals.refuse(
                "born_differs",
                "出生日期与公民身份号码不符。",
                "The birth date is not the one the citizen number says.",
            )
    parents = [parent for parent in (who.mother, who.father) if parent is not None]
    bearer = newcomers.holder(given.value) if given else None
    known = [] if bearer is None else [bearer]
    holding = hold(known, _existing(into), others=parents)
    adopted = _adopted(statement, who, by)
    parentage.fit(who.mother, who.father, who.born, holding, adopted=adopted)
    parentage.lived(who.born, day)
    one = fitting.Related(0, who.born, items.sex, statement.relation, items.name)
    received(holding, [Mover(0, statement.relation)], into, by, day, [one])
    ground = into.minor_ground if isinstance(into, NewHousehold) else ""
    if statement.relation == HEAD:
        checks.adult(0, who.born, day, ground, items.name)
    # One at a time of a name and birth date, so that two counters cannot enter the same person at once.
    cursor().execute(
        "select pg_advisory_xact_lock(4715, hashtext(%s))", [f"{items.name}|{items.sex}|{who.born}"]
    )
    void = reviving.of_number(given.value, holding, LOOK) if given else None
    _nobody_alike(who, items)
    number = given.value if given else _assigned(who, items, by)
    person = void or draw("person_id_seq")[0]
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    office = by.office
    life = [Period(who.born, day, "unregistered", office, cause=str(statement.why))] if day > who.born else []
    life.append(Period(day, None, "registered", office, household, statement.relation))
    new = Entered(person, who.born, number, items, life)
    entry = enter(
        "register_unregistered",
        replace(statement, who=replace(who, particulars=items)),
        by,
        founded=None if isinstance(into, int) else (household, into, day),
        entered=[] if void else [new],
        stated=Timelines(
            **reviving.stated([new] if void else []),
            ties=kindred.begun((person, p, Tie.PARENT, adopted or who.born) for p in parents),
        ),
        offices=[holding.persons[which].office for which in known],
        results={"assigned": not given},
    )
    return Done(entry, (person,), household, () if given else (number,))


def _adopted(statement: RegisterUnregistered, who: Unknown, by: Acting) -> date | None:
    """Return the day since when the parents stated are so by adoption, None where they are so by birth.

    国办发〔2015〕96号, kind 3. A child taken in on the day of birth is theirs from the next day on: what
    begins with the birth is a parent's by birth (docs/decisions/0015).
    """
    if statement.why != WhyUnregistered.ADOPTED_IN_FACT:
        return None
    day = who.adopted or statement.effective
    checks.day_has_come(day, by)
    if day < who.born:
        raise refusals.refuse(
            "adopted_before_birth",
            f"收养日期 {day} 早于出生日期 {who.born}。",
            f"The day of adoption {day} lies before the birth, {who.born}.",
        )
    return max(day, who.born + timedelta(days=1))


def _existing(into: int | NewHousehold) -> list[int]:
    return [into] if isinstance(into, int) else []


def _lapsed(held: Held, by: Acting) -> None:
    """Refuse one in transit whose certificate another register may still accept."""
    row = cursor().execute(
        "select max(c.expires) from migration_certificate c, (select %s::bigint as person) s"
        f" where c.persons @> array[s.person] and c.issued >= {LEFT_ON} and c.void_entry is null",
        [held.person],
    ).fetchone()  # fmt: skip
    expires = row[0] if row else None
    if expires is not None and by.on <= expires:
        name = checks.name_of(held.person)
        zh, en = (
            ("", "still good")
            if refusals.is_stranger(name)
            else (f"在 {expires} 以前", f"good until {expires}")
        )
        raise refusals.refuse(
            "certificate_still_good",
            f"{name}的户口迁移证{zh}仍然有效。",
            f"{name}: the migration certificate is {en}.",
            Text("不再迁出的，凭迁移证办理恢复。", "Who does not go is restored on the certificate."),
        )


def _nobody_alike(who: Unknown, items: Particulars) -> None:
    """Refuse one whom the register seems to know, unless it was found out that they are two."""
    if who.distinct.strip():
        return
    # Who it is, a search tells, and leaves a line; a refusal leaves none, so it tells the office alone.
    row = cursor().execute(
        "select s.office from particulars i join person p on p.id = i.person"
        " join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)"
        " where i.name = %s and i.sex = %s and p.born = %s and upper_inf(i.known)"
        "   and (s.kind <> 'ended' or s.cause in ('death', 'declared_dead')) order by p.id limit 1",
        [items.name, items.sex, who.born],
    ).fetchone()  # fmt: skip
    if row:
        keeper = places.office(row[0]).name
        raise refusals.refuse(
            "known_already",
            f"户籍中已有同名、同性别、同日出生的人，由{keeper}管辖。",
            f"The register has a person of that name, sex and birth date, kept by {keeper}.",
            Text(
                "请先查询核对：是同一人的，按其现状办理；经核查不是同一人的，请写明核查情况。",
                "Look that person up: if it is the same, act on what is held; if not, say how that was found"
                " out.",
            ),
        )


def _assigned(who: Unknown, items: Particulars, by: Acting) -> str:
    stem = citizen_number.prefix_for(who.division, demonstration=settings.HUJI_DEMONSTRATION)
    day = f"{stem}{who.born:%Y%m%d}"
    newcomers.lock_stems([day])
    taken = cursor().execute(
        "select number from citizen_number where number >= %s and number < %s", [day, day + ":"]
    )
    return citizen_number.assign(
        stem,
        who.born,
        code_tables.Sex(items.sex),
        [row[0] for row in taken],
        on=by.on,
        demonstration=settings.HUJI_DEMONSTRATION,
    ).value
