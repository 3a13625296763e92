"""The end of an adoption (解除收养关系)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, marital
from huji.register.acts.parents import Parents
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class EndAdoption:
    """Whose adoption ended, towards whom, on which day, by which certificate or judgement.

    `restored` are parents by birth who are the parents again: of a minor by law, of an adult by agreement,
    and only where nobody is left who adopted.
    """

    child: int
    adopters: tuple[int, ...]
    ended: date
    document: str
    restored: tuple[int, ...] = ()


def end_adoption(statement: EndAdoption, by: Acting) -> Done:
    """End the kinship that an adoption made; the registration stays as it is.

    A parent by birth, restored or not, is none whose adoption ends. An adoption known to be later stays.
    Civil Code, art. 1114 to 1117; Regulations of 1958, art. 19. Raises Refused (`register.*`).
    """
    return perform(lambda: _end(statement, by), by)


def _end(statement: EndAdoption, by: Acting) -> Done:
    child, day = statement.child, statement.ended
    people = [child, *statement.adopters, *statement.restored]
    checks.day_has_come(day, by)
    if not statement.adopters:
        raise refusals.nobody()
    checks.each_once(people)
    holding = hold([], others=people)
    held = [checks.of(holding, person) for person in people]
    checks.own_office(held[0], by)
    marital.alive_on(held[0], day)
    if not statement.document.strip():
        raise refusals.refuse(
            "document_needed", "请写明解除收养的文书。", "Name the paper that ended the adoption."
        )
    parents = Parents.of(held[0])
    before = parents.on(day)
    for adopter in statement.adopters:
        if adopter not in parents.adopted_on(day) or before[adopter] == day:
            raise refusals.refuse(
                "not_adopted",
                f"户籍登记中{checks.name_of(adopter)}在 {day} 不是{checks.name_of(child)}的养父母。",
                f"The register does not hold {checks.name_of(adopter)} to be an adoptive parent on {day}.",
            )
    for parent in statement.restored:
        if not parents.by_birth(parent) or parent in before:
            raise refusals.refuse(
                "no_former_parent",
                f"{checks.name_of(parent)}不是{checks.name_of(child)}被收养以前的父母。",
                f"{checks.name_of(parent)} was not a parent before the adoption.",
            )
    left = parents.adopted_on(day) - {*statement.adopters}
    if statement.restored and left:
        raise _still_adopted(child, left, day)
    ties = parents.otherwise(day, {*before, *statement.restored} - {*statement.adopters})
    entry = enter(
        "end_adoption", statement, by, stated=Timelines(ties=ties), offices=[one.office for one in held]
    )
    return Done(entry, tuple(people), held[0].household)


def _still_adopted(child: int, left: Iterable[int], day: date) -> Exception:
    who = checks.names(sorted(left)).values()
    return refusals.refuse(
        "still_adopted",
        f"{'、'.join(who)}在 {day} 仍是{checks.name_of(child)}的养父母，不能恢复与生父母的关系。",
        f"{', '.join(who)} remains an adoptive parent on {day}; no parent by birth is restored.",
        Text(
            "收养关系全部解除的，请一并写明另一养父母。",
            "Where the whole adoption ended, name the other adoptive parent too.",
        ),
    )
