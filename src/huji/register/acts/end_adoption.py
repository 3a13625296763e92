"""The end of an adoption (解除收养关系)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, kindred, marital, timelines
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Tie


@dataclass(frozen=True, slots=True)
class EndAdoption:
    """Whose adoption ended, towards whom, on which day, by which certificate or judgement.

    `restored` are former parents who are the parents again: of a minor by law, of an adult by agreement.
    """

    child: int
    adopters: tuple[int, ...]
    ended: date
    document: str
    restored: tuple[int, ...] = ()


def end_adoption(statement: EndAdoption, by: Acting) -> Done:
    """End the kinship that an adoption made; the registration stays as it is.

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
    known = timelines.ties([child])
    ties = kindred.ended(((child, adopter, str(Tie.PARENT)) for adopter in statement.adopters), day)
    born = held[0].born
    for adopter in statement.adopters:
        pair = (child, adopter, str(Tie.PARENT))
        if pair not in ties or known[pair][-1].since == born:
            raise refusals.refuse(
                "not_adopted",
                f"户籍登记中{checks.name_of(adopter)}在 {day} 不是{checks.name_of(child)}的养父母。",
                f"The register does not hold {checks.name_of(adopter)} to be an adoptive parent on {day}.",
            )
    for parent in statement.restored:
        before = known.get((child, parent, str(Tie.PARENT)))
        if not before or before[-1].until is None or before[-1].until > day:
            raise refusals.refuse(
                "no_former_parent",
                f"{checks.name_of(parent)}不是{checks.name_of(child)}被收养以前的父母。",
                f"{checks.name_of(parent)} was not a parent before the adoption.",
            )
    ties |= kindred.begun((child, parent, Tie.PARENT, day) for parent in statement.restored)
    entry = enter(
        "end_adoption", statement, by, stated=Timelines(ties=ties), offices=[one.office for one in held]
    )
    return Done(entry, tuple(people), held[0].household)
