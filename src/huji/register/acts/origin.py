"""Where people in transit belong at the household they left: which relation they have there again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huji.register.acts import fitting
from huji.register.acts.performing import cursor
from huji.register.acts.succession import Family
from huji.register.acts.values import HEAD
from huji.standards import periods

ADULT = 18


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody was registered as last: household, its kind, the relation, and the head then."""

    person: int
    born: date
    household: int
    kind: str
    relation: str
    head: int | None


def left(persons: Iterable[int]) -> dict[int, Left]:
    """Return, by person, the registration last held, for those who had one."""
    rows = cursor().execute(
        "select distinct on (s.person) s.person, p.born, s.household, h.kind, s.relation,"
        "  (select t.person from standing t where t.household = s.household and t.relation = '02'"
        "     and upper_inf(t.known) and t.valid @> (upper(s.valid) - 1))"
        " from standing s join person p on p.id = s.person join household h on h.id = s.household"
        " where s.person = any (%s::bigint[]) and upper_inf(s.known) and s.kind = 'registered'"
        " order by s.person, s.valid desc",
        [list(persons)],
    )
    return {row[0]: Left(*row) for row in rows.fetchall()}


def relations(returning: Mapping[int, Left], day: date) -> dict[int, str]:
    """Return what each is to the head of the household left, from a day on.

    Under the head of then the relation is that of then, unless somebody else is the head's spouse or eldest
    son by now; under another, what kinship shows. In a household that nobody is left in, who headed it does
    so again, else the eldest of age, else the eldest: nobody stays unregistered because only children return
    (Nanjing rule art. 10 leaves room for it).
    """
    found: dict[int, str] = {}
    for household in sorted({one.household for one in returning.values()}):
        group = [one for one in returning.values() if one.household == household]
        if group[0].kind == "collective":
            found |= {one.person: "99" for one in group}
            continue
        head = _head_on(household, day)
        if head is None:
            head = min(group, key=lambda one: (*_fitness(one, day), one.born, one.person)).person
            found[head] = HEAD
        others = [one for one in group if one.person != head]
        family = Family.of([head, *(one.person for one in others)]) if others else Family()
        taken = {one.relation for one in fitting.members(household)} if others else set()
        for one in others:
            same = one.head == head and one.relation != HEAD and not fitting.only_one(one.relation) & taken
            found[one.person] = one.relation if same else family.relation(one.person, head)
    return found


def _fitness(one: Left, day: date) -> tuple[bool, bool]:
    return one.relation != HEAD, periods.age_on(one.born, day) < ADULT


def _head_on(household: int, day: date) -> int | None:
    row = cursor().execute(
        "select person from standing where household = %s and relation = %s and upper_inf(known)"
        " and valid @> %s::date",
        [household, HEAD, day],
    ).fetchone()  # fmt: skip
    return int(row[0]) if row else None
