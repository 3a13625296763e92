"""Registration of a birth (出生登记), in all its kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import (
    amending,
    checks,
    fitting,
    kindred,
    looking,
    newcomers,
    numbering,
    parentage,
    siblings,
)
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import Holding, Move, cursor, draw, enter, hold, perform
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import HEAD, Acting, CollectiveSort, Done, Particulars, Tie
from huji.standards import Text, code_tables

IN_TIME = 31
"""Days within which a birth is to be reported: a month (art. 7)."""
FOSTERING = (CollectiveSort.UNIT, CollectiveSort.COMMUNITY)
"""Collective households a foundling may go to: the institution's, or its community's (Nanjing 22, 31, 33)."""
OF_A_PARENT = (code_tables.KinGroup.CHILD, code_tables.KinGroup.OTHER_RELATIVE)
"""What a child is to a head who is its parent; 97 says no more than that it is a relative."""


class BirthKind(StrEnum):
    """What kind of birth is registered; each has its own evidence."""

    ORDINARY = "ordinary"
    LATE = "late"
    ABROAD = "abroad"
    CROSS_BORDER_MARRIAGE = "cross_border_marriage"
    DIED_BEFORE_ENTRY = "died_before_entry"
    FOUNDLING = "foundling"


PROVEN = frozenset({BirthKind.LATE, BirthKind.ABROAD, BirthKind.CROSS_BORDER_MARRIAGE, BirthKind.FOUNDLING})
"""Kinds whose evidence the statement names; an ordinary birth has its certificate."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A child, its parents, and the household it is registered with from `effective` on.

    `division` is the six-digit county code the citizen number begins with. Between birth and `effective` the
    child was unregistered (late reporting is no ground for refusal: 国办发〔2015〕96号). `died` is given when
    the child died before being reported: both registrations are one entry (art. 9). A foundling has no
    parents and is registered with an institution's or a community's collective household. Of a cross-border
    marriage one parent is in no register: `other_parent` says in words who. `kind` None is what the other
    fields say it is. `elders` are children of the head whose place among them this birth changes, by person,
    with what they are from now on. `findings`: what was found out where another child of the mother was born
    within 28 weeks.
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
    kind: BirthKind | None = None
    evidence: str = ""
    other_parent: str = ""
    elders: Mapping[int, str] = field(default_factory=dict)
    findings: str = ""


def birth(statement: Birth, by: Acting) -> Done:
    """Register a birth and assign the citizen number; `Done.numbers` holds it.

    Regulations of 1958, art. 7 and 9; Nanjing rule art. 23 to 31; 国办发〔2015〕96号; GB 11643.
    Raises Refused (`register.*`, or the name's fault).
    """
    return perform(lambda: _birth(statement, by), by)


def _birth(statement: Birth, by: Acting) -> Done:
    _days_fit(statement, by)
    kind = _kind(statement)
    child = newcomers.accepted(statement.child)
    parents = [parent for parent in (statement.mother, statement.father) if parent is not None]
    if parents:
        checks.each_once(parents)
    holding = hold([], [statement.household], others=[*parents, *statement.elders])
    # The household is the child's from its first registered day, which lies before death where it died early.
    first = min(statement.effective, statement.died or statement.effective)
    house = checks.house(holding, statement.household, by, first)
    checks.relations([statement.relation], collective=house.kind == "collective")
    if statement.relation == HEAD:
        raise refusals.minor_head(child.name)
    parentage.fit(statement.mother, statement.father, statement.born, holding)
    parentage.spaced(statement.mother, statement.born, statement.findings)
    _belongs(statement, holding, house.kind)
    if (head := looking.head_of(statement.household)) in parents:
        siblings.only_child(statement.relation, head, statement.born)
    moves = _elders(statement, holding, head)
    if house.kind == "family":
        _related(statement, child, parents, moves)

    number = numbering.first(statement.division, statement.born, child.sex, by)
    [person] = draw("person_id_seq")
    life = _life(statement, by, first, kind)
    entry = enter(
        "birth",
        replace(statement, child=child, kind=kind),
        by,
        moves,
        entered=[Entered(person, statement.born, number, child, life)],
        stated=Timelines(
            ties=kindred.begun((person, parent, Tie.PARENT, statement.born) for parent in parents)
        ),
    )
    household = None if statement.died else statement.household
    return Done(entry, (person,), household, (number,))


def _elders(statement: Birth, holding: Holding, head: int | None) -> list[Move]:
    """Return what the head's only children become; refuse anybody else, and another relation than theirs."""
    if not statement.elders:
        return []
    own = siblings.elders(head, statement.born, statement.child.sex)
    moves = []
    for person, relation in statement.elders.items():
        held = checks.of(holding, person)
        if statement.died or held.household != statement.household or own.get(person) != relation:
            raise refusals.refuse(
                "elders",
                f"{checks.name_of(person)}的与户主关系不能随这次出生改变。",
                f"What {checks.name_of(person)} is to the head does not change with this birth.",
            )
        since = checks.from_day(held, statement.effective)
        moves.append(Move(person, since, "registered", held.office, held.household, relation))
    return moves


def _kind(statement: Birth) -> BirthKind:
    """Return what kind of birth it is; refuse one that the other fields contradict, or without evidence."""
    parents = (statement.mother, statement.father)
    late = (statement.effective - statement.born).days > IN_TIME
    if statement.kind is None:
        if statement.died:
            return BirthKind.DIED_BEFORE_ENTRY
        return (
            BirthKind.FOUNDLING if parents == (None, None) else BirthKind.LATE if late else BirthKind.ORDINARY
        )
    kind = statement.kind
    if (statement.died is not None) != (kind is BirthKind.DIED_BEFORE_ENTRY):
        raise refusals.refuse(
            "died",
            "出生后未登记即死亡的，须写明死亡日期；其他情形不写。",
            "The day of death is stated of a child that died before being registered, and of no other.",
        )
    if (parents == (None, None)) != (kind is BirthKind.FOUNDLING):
        raise refusals.refuse(
            "parents",
            "弃婴不写父母；其他情形至少写明父母一方。",
            "A foundling has no parents on record; of any other child at least one parent is stated.",
        )
    if kind is BirthKind.CROSS_BORDER_MARRIAGE and (
        None not in parents or not statement.other_parent.strip()
    ):
        raise refusals.refuse(
            "other_parent",
            "边民涉外婚姻所生子女，须写明未在户籍的一方（姓名、国籍）。",
            "Of a cross-border marriage one parent is in the register; say who the other is.",
        )
    if kind in PROVEN:
        amending.evidence(statement.evidence)
    return kind


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
    if statement.died is None:
        parentage.lived(statement.born, statement.effective)
    newcomers.certified(statement.child.birth_certificate_on, statement.born, by.on)


def _related(statement: Birth, child: Particulars, parents: Sequence[int], moves: Sequence[Move]) -> None:
    """Refuse what no child born now can be to the head of the household."""
    anew = {move.person: move.relation or "" for move in moves}
    there = [
        replace(one, relation=anew.get(one.person, one.relation))
        for one in fitting.members(statement.household)
        if statement.died is None or one.relation == HEAD
    ]
    newborn = fitting.Related(0, statement.born, child.sex, statement.relation, child.name)
    fitting.fit([newborn], there, statement.effective)
    head = next((one.person for one in there if one.relation == HEAD), None)
    if head in parents and code_tables.kin_group(statement.relation) not in OF_A_PARENT:
        label = code_tables.RELATION.label(statement.relation)
        raise refusals.refuse(
            "relation_kin",
            f"户主是{child.name}的父亲或者母亲，不能登记为“{label.zh}”。",
            f"The head is a parent of {child.name}, who is not entered as “{label.en}”.",
        )


def _belongs(statement: Birth, holding: Holding, kind: str) -> None:
    """Refuse a household of strangers: a child follows a (grand)parent, a foundling an institution."""
    parents = [holding.persons[p] for p in (statement.mother, statement.father) if p is not None]
    if not parents:
        if kind == "family" or looking.sort_of(statement.household) not in FOSTERING:
            raise refusals.refuse(
                "foundling",
                "没有父母的婴儿应随收养机构的集体户登记，不能登记到家庭户、学生集体户或者人才集体户。",
                "A child without known parents is registered with an institution's collective household, not"
                " with a family, a school or a talent centre.",
                Text(
                    "请从社会福利机构的单位集体户或者社区（村）托管户打开出生登记。",
                    "Open the birth on the children's institution's household or on that of the community.",
                ),
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


def _life(statement: Birth, by: Acting, first: date, kind: BirthKind) -> list[Period]:
    born, office = statement.born, by.office
    before = "abroad" if kind is BirthKind.ABROAD else "born_unregistered"
    after = statement.died + timedelta(days=1) if statement.died else None
    life = [Period(born, first, "unregistered", office, cause=before)] if first > born else []
    life.append(Period(first, after, "registered", office, statement.household, statement.relation))
    if after:
        life.append(Period(after, None, "ended", office, cause="death"))
    return life
