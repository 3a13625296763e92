"""Restoring at the household left those who set out for another city and are registered nowhere yet."""

from huji.cases import household, papers, relations
from huji.cases.household import Goer
from huji.cases.models import CaseStep
from huji.cases.turn import Turn
from huji.register import acts as register
from huji.register import queries
from huji.register.records import Household
from huji.standards import Refused, Text
from huji.standards.citizen_number import CitizenNumber


def restore(turn: Turn, reason: register.ReturnReason, because: str) -> None:
    """Register at the origin whoever is still in transit, with a booklet, and make the certificate void.

    Who has died on the way is not restored; with nobody left no act is done (国办发〔2015〕96号). Nor is one
    where the leaving itself was undone: they are registered at the origin already.
    """
    going = household.in_transit(turn)
    if going:
        done = register.return_to_origin(
            register.ReturnToOrigin(_returning(turn, going), turn.on, turn.file.paper or "", reason),
            turn.acting("国办发〔2015〕96号"),
        )
        turn.data["act"] = done.entry
    papers.void(turn, because)
    if going:
        papers.booklets_anew(turn, household.homes(turn))
    turn.change(expires=None)


def _returning(turn: Turn, going: tuple[Goer, ...]) -> tuple[register.Mover, ...]:
    """Return who comes back, each with the relation to whoever heads the household left by now.

    What was left is what was held of the day of leaving until the act was entered: of one who came on that
    very day nothing else tells it.
    """
    left = CaseStep.objects.filter(case=turn.file, step="issue_migration_certificate").latest("id")
    seen, day, before_it = queries.within_act(), left.day, int(left.data["act"]) - 1
    before: dict[str, str] = {}
    home: Household | None = None
    for goer in going:
        person = queries.person(household.known(goer), seen, day, before_it)
        if person is None or person.standing.household is None or person.standing.relation is None:
            raise Refused(
                "origin_unknown",
                Text(f"查不到{goer.name}迁出前的户。", f"The household {goer.name} left cannot be found."),
            )
        before[goer.number] = person.standing.relation
        home = queries.household(person.standing.household, seen)
        old = queries.household(person.standing.household, seen, day, before_it)
        heads = [one.head.person for one in (home, old) if one is not None and one.head is not None]
        if home is not None and len(set(heads)) == 2:
            before[goer.number] = household.to_head(home, goer, turn)
    if home is not None and home.kind == "family" and home.head is None:
        before = _headed(going, before)
    return tuple(register.Mover(household.known(goer), before[goer.number]) for goer in going)


def _headed(going: tuple[Goer, ...], before: dict[str, str]) -> dict[str, str]:
    """Return the relations in a household that stands empty: the old head's, else with a new head."""
    if relations.HEAD in before.values():
        return before
    oldest = min(going, key=lambda goer: CitizenNumber(goer.number).born)
    others = {goer.number: relations.OTHER_RELATIVE for goer in going}
    return {**others, oldest.number: relations.HEAD}
