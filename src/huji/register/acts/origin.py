"""Where people in transit belong: at which household they left, with which relation to its head."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huji.register import bounds
from huji.register.acts import checks, fitting
from huji.register.acts.performing import Held, Holding, cursor
from huji.register.acts.succession import Family
from huji.register.acts.values import HEAD, Acting
from huji.register.transit import IN_TRANSIT, LEFT_ON
from huji.standards import periods

ADULT = 18


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody was registered as on leaving: household, its kind, the relation, and the head then."""

    person: int
    born: date
    household: int
    kind: str
    relation: str
    head: int | None


def left(persons: Iterable[int]) -> dict[int, Left]:
    """Return, by person, the registration that each had on leaving, for those who had one.

    It is the one held of the day of leaving until the leaving was entered: one who came and left on one day
    was in that household on no day, and belongs there all the same. Else the last one held.
    """
    rows = cursor().execute(
        "with gone as (select t.person, lower(t.valid) as day, lower(t.known) as entry,"
        "    row_number() over (partition by t.person order by lower(t.known) desc) as back"
        "   from standing s join standing t on t.person = s.person and t.kind = 'in_transit'"
        f"    and lower(t.valid) >= {LEFT_ON}"
        "   join ledger_entry e on e.entry = lower(t.known) and e.act = 'move_out'"
        f" where s.person = any (%(who)s::bigint[]) and {IN_TRANSIT}"
        "    and not exists (select from register_undone(array[e.entry])))"
        " select distinct on (s.person) s.person, p.born, s.household, h.kind, s.relation,"
        "  (select t.person from standing t where t.household = s.household and t.relation = '02'"
        "     and upper_inf(t.known)"
        "     and t.valid @> greatest(lower(s.valid), coalesce(upper(s.valid), g.day) - 1))"
        " from standing s join person p on p.id = s.person join household h on h.id = s.household"
        " left join gone g on g.person = s.person and g.back = 1"
        " where s.person = any (%(who)s::bigint[]) and s.kind = 'registered'"
        "   and (upper_inf(s.known) or (s.valid @> g.day and s.known @> g.entry - 1))"
        " order by s.person, (s.valid @> g.day and s.known @> g.entry - 1) is true desc, s.valid desc",
        {"who": list(persons)},
    )
    return {row[0]: Left(*row) for row in rows.fetchall()}


def own_office(held: Held, household: int | None, holding: Holding, by: Acting) -> None:
    """Refuse an office that neither waits for somebody in transit nor keeps the household left.

    The two are one, but for who came and left on one day where either household is another office's since.
    """
    house = holding.houses.get(household or 0)
    if house is None or house.office != by.office:
        checks.own_office(held, by)


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
            same = one.head == head and one.relation != HEAD and not bounds.only_one(one.relation) & taken
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
