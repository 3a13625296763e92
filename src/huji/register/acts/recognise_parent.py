"""Recognition of a parent (认领、亲子关系确认)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, marital, timelines
from huji.register.acts.performing import Held, cursor, enter, hold, perform
from huji.register.acts.timelines import Pair, TiePeriod, Timelines
from huji.register.acts.values import Acting, Done, Tie
from huji.standards import Text, periods

YOUNGEST_PARENT, LONGEST_PREGNANCY = 12, 310


class ParentProof(StrEnum):
    """What shows it: the birth certificate, a test of parentage, a judgement, an older register."""

    BIRTH_CERTIFICATE = "birth_certificate"
    TEST = "test"
    JUDGEMENT = "judgement"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class RecogniseParent:
    """Whose parent somebody is, by birth, and what shows it.

    `instead_of` is one whom the register took for that parent by birth and who never was (Civil Code,
    art. 1073).
    """

    child: int
    parent: int
    proof: ParentProof
    document: str
    instead_of: int | None = None


def recognise_parent(statement: RecogniseParent, by: Acting) -> Done:
    """Hold somebody to be the parent since the child's birth; the registration stays as it is.

    Regulations of 1958, art. 19; 国办发〔2015〕96号, kinds 1, 2 and 7. Raises Refused (`register.*`).
    """
    return perform(lambda: _recognise(statement, by), by)


def _recognise(statement: RecogniseParent, by: Acting) -> Done:
    people = [statement.child, statement.parent]
    if statement.instead_of is not None:
        people.append(statement.instead_of)
    checks.each_once(people)
    holding = hold([], others=people)
    child, parent = (checks.of(holding, person) for person in people[:2])
    checks.own_office(child, by)
    if not statement.document.strip():
        raise refusals.refuse("document_needed", "请写明所凭的证明。", "Name the paper that shows it.")
    _could_be(child, parent)
    known = timelines.ties([child.person])
    stated: dict[Pair, list[TiePeriod]] = {}
    if statement.instead_of is not None:
        never = (child.person, statement.instead_of, str(Tie.PARENT))
        sexes = marital.sexes([parent.person, statement.instead_of])
        by_birth = never in known and known[never][0].since == child.born
        if not by_birth or sexes.get(statement.instead_of) != sexes.get(parent.person):
            raise refusals.refuse(
                "not_the_parent",
                f"户籍登记中{checks.name_of(statement.instead_of)}不是{checks.name_of(child.person)}的这一方生父母。",
                f"The register does not hold {checks.name_of(statement.instead_of)} to be that parent by"
                " birth.",
            )
        stated[never] = []
    pair = (child.person, parent.person, str(Tie.PARENT))
    if pair in known:
        raise refusals.refuse(
            "parent_already",
            f"{checks.name_of(parent.person)}已登记为{checks.name_of(child.person)}的父母。",
            f"{checks.name_of(parent.person)} is held to be the parent already.",
        )
    _place_free(child, parent, statement.instead_of)
    stated[pair] = [TiePeriod(child.born, _adopted(child, parent, known))]
    entry = enter(
        "recognise_parent", statement, by, stated=Timelines(ties=stated),
        offices=[holding.persons[person].office for person in people],
    )  # fmt: skip
    return Done(entry, tuple(people[:2]), child.household)


def _could_be(child: Held, parent: Held) -> None:
    """Refuse one who was a child, or dead, when the child was born."""
    late = timedelta(days=LONGEST_PREGNANCY)
    dead = parent.kind == "ended" and parent.since + late <= child.born
    if dead or child.born <= parent.born or periods.age_on(parent.born, child.born) < YOUNGEST_PARENT:
        name, theirs = checks.name_of(parent.person), checks.name_of(child.person)
        raise refusals.refuse(
            "parent_impossible",
            f"{name}的出生或死亡日期与子女{theirs}的出生日期不合。",
            f"{name} was dead, or not of an age to be the parent, when {theirs} was born.",
        )


def _adopted(child: Held, parent: Held, known: Mapping[Pair, Sequence[TiePeriod]]) -> date | None:
    """Return the day since which an adopter stands in the parent's place (Civil Code, art. 1111)."""
    now = {
        relative: periods[-1].since
        for (person, relative, tie), periods in known.items()
        if (person, tie) == (child.person, str(Tie.PARENT)) and periods[-1].until is None
    }
    adopters = {who: since for who, since in now.items() if since > child.born}
    if len(adopters) == len(now):  # of the parents by birth none is so any more
        return min(adopters.values(), default=None)
    sexes = marital.sexes([parent.person, *adopters])
    return next((day for who, day in adopters.items() if sexes.get(who) == sexes.get(parent.person)), None)


def _place_free(child: Held, parent: Held, instead_of: int | None) -> None:
    """Refuse a second father or mother by birth: who stands there must be found never to have been it."""
    sexes = marital.sexes([parent.person])
    row = cursor().execute(
        "select k.relative from kinship k join particulars i on i.person = k.relative"
        "  and upper_inf(i.known) and upper_inf(i.valid)"
        " where k.person = %s and k.kind = 'parent' and upper_inf(k.known) and lower(k.valid) = %s"
        "   and i.sex = %s and k.relative is distinct from %s order by 1 limit 1",
        [child.person, child.born, sexes.get(parent.person), instead_of],
    ).fetchone()  # fmt: skip
    if row:
        name = checks.name_of(row[0])
        raise refusals.refuse(
            "parent_known",
            f"户籍登记中{name}已是{checks.name_of(child.person)}的父亲或者母亲。",
            f"The register holds {name} to be the father or mother.",
            Text(
                "亲子关系被否认的，请一并写明原登记的父母。",
                "If that was found to be wrong, name the one registered so far.",
            ),
        )
