"""Correcting or changing what one member is to the head of the household (与户主关系更正、变更)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from huji.register import refusals
from huji.register.acts import amending, checks, fitting, followed, looking, siblings, timelines
from huji.register.acts.performing import Held, enter, hold, perform
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import HEAD, Acting, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class CorrectRelation:
    """Who is what to the head (GB/T 4761), on which evidence: always (`since` None, a correction), or from a
    day on (a change).

    What is corrected is the relation held now, over all days under the present head.
    """

    person: int
    relation: str
    evidence: str
    since: date | None = None


def correct_relation(statement: CorrectRelation, by: Acting) -> Done:
    """Believe that a member of a family household is otherwise related to its head; the others stay.

    Regulations of 1958, art. 17; Nanjing rule art. 100, 115, 137. Raises Refused (`register.*`).
    """
    return perform(lambda: _correct(statement, by), by)


def _correct(statement: CorrectRelation, by: Acting) -> Done:
    person, relation, since = statement.person, statement.relation, statement.since
    amending.evidence(statement.evidence)
    checks.day_has_come(since or by.on, by)
    held = checks.of(hold([person], looking.homes_of(person)), person)
    checks.own_office(held, by)
    checks.registered(held, since or by.on)
    _of_a_family(held, relation)
    home = {one.person: one for one in fitting.members(held.household or 0)}
    head = next((one for one in home.values() if one.relation == HEAD), None)
    if head is None or person not in home:
        raise refusals.BUSY
    headed = followed.standing_since(head.person)
    if since is not None and since < headed:
        raise refusals.before_last_change(checks.name_of(head.person), since, headed)
    day = since or max(followed.standing_since(person), headed)
    one = replace(home.pop(person), relation=relation)
    fitting.fit([one], list(home.values()), day)
    fitting.akin(one, head)
    siblings.only_child(relation, head.person, held.born, person)
    life = otherwise(timelines.lives([person])[person], relation, day)
    entry = enter(
        "correct_relation", statement, by, stated=Timelines(lives={person: life}), offices=[held.office]
    )
    return Done(entry, (person,), held.household)


def otherwise(life: Sequence[Period], relation: str, day: date) -> list[Period]:
    """Return a life that ends in a household, with another relation there from a day on.

    What was held apart by the relation alone is one period.
    """
    periods: list[Period] = []
    for period in life:
        if period.until is not None and period.until <= day:
            periods.append(period)
            continue
        if period.since < day:
            periods.append(period._replace(until=day))
        now = period._replace(since=max(period.since, day), relation=relation)
        if periods and periods[-1][2:] == now[2:]:
            periods[-1] = periods[-1]._replace(until=now.until)
        else:
            periods.append(now)
    return periods


def _of_a_family(held: Held, relation: str) -> None:
    """Refuse one of a collective household, the head, one who is to be it, and the relation held already."""
    collective = held.household_kind == "collective"
    checks.relations([relation], collective=collective)
    if HEAD in (held.relation, relation):
        raise refusals.refuse(
            "head_of_other_act",
            "户主由“变更户主”办理，各成员与户主关系随之重新登记。",
            "Who heads a household is changed by an act of its own, with what everybody is to the head.",
            Text("请改办变更户主。", "Change the head of household instead."),
        )
    if collective:
        raise refusals.collective_relation()
    if relation == held.relation:
        raise refusals.refuse(
            "nothing_changes", "所填内容与现有登记相同。", "The register holds this already."
        )
