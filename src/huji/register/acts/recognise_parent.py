"""Recognition of a parent (认领、亲子关系确认)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, kindred, marital
from huji.register.acts.parents import Parents
from huji.register.acts.performing import Held, cursor, enter, hold, perform
from huji.register.acts.timelines import Pair, TiePeriod, Timelines
from huji.register.acts.values import Acting, Done
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
    art. 1073); the one recognised holds the days of that one.
    """

    child: int
    parent: int
    proof: ParentProof
    document: str
    instead_of: int | None = None


def recognise_parent(statement: RecogniseParent, by: Acting) -> Done:
    """Hold somebody to be the parent since the child's birth; the registration stays as it is.

    Nobody is so on days on which others are by adoption.
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
    parents = Parents.of(child)
    stated: dict[Pair, list[TiePeriod]] = {}
    if statement.instead_of is not None:
        sexes = marital.sexes([parent.person, statement.instead_of])
        if not parents.by_birth(statement.instead_of) or sexes.get(statement.instead_of) != sexes.get(
            parent.person
        ):
            raise refusals.refuse(
                "not_the_parent",
                f"户籍登记中{checks.name_of(statement.instead_of)}不是{checks.name_of(child.person)}的这一方生父母。",
                f"The register does not hold {checks.name_of(statement.instead_of)} to be that parent by"
                " birth.",
            )
        stated[parents.pair(statement.instead_of)] = []
    if parent.person in parents.days:
        raise refusals.refuse(
            "parent_already",
            f"{checks.name_of(parent.person)}已登记为{checks.name_of(child.person)}的父母。",
            f"{checks.name_of(parent.person)} is held to be the parent already.",
        )
    _place_free(child, parent, statement.instead_of)
    stated[parents.pair(parent.person)] = (
        _days(parent.person, parents)
        if statement.instead_of is None
        else list(parents.days[statement.instead_of])
    )
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


def _days(parent: int, parents: Parents) -> list[TiePeriod]:
    """Return the days of a parent by birth of whom nothing was known: those on which nobody else adopted.

    An adoption by the spouse leaves one the parent (Civil Code, art. 1111). After one that ended, one is the
    parent again as the other parent is; where no other lost the child, of a minor, by law (art. 1117).
    """
    days: list[TiePeriod] = []
    since: date | None = parents.born
    for adopted, ended in _adoptions(parent, parents):
        if since is not None:
            days.append(TiePeriod(since, adopted))
        since = ended if ended is not None and _restored(parents, adopted, ended) else None
        if since is None:
            return days
    return [*days, TiePeriod(since, None)] if since is not None else days


def _adoptions(parent: int, parents: Parents) -> list[TiePeriod]:
    """Return the days of adoptions by others than the parent's spouse of then."""
    own = [
        who
        for who, known in parents.days.items()
        if not parents.by_birth(who) and parent in kindred.spouses_on([who], known[0].since, perhaps=True)
    ]
    return parents.adoptions(but=own)


def _restored(parents: Parents, adopted: date, ended: date) -> bool:
    """Whether parents by birth are the parents again after an adoption, as far as the register tells."""
    births = [known for who, known in parents.days.items() if parents.by_birth(who)]
    if any(period.since == ended for known in births for period in known):
        return True
    cut = any(period.until == adopted for known in births for period in known)
    return not cut and periods.age_on(parents.born, ended) < checks.ADULT


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
