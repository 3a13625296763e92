"""One person as held on a day, and every standing ever held."""

from collections.abc import Iterable
from datetime import date, datetime

from huji.register.acts.timelines import ITEMS
from huji.register.acts.values import Particulars
from huji.register.queries.asking import born, held, known, on, rows
from huji.register.queries.held_then import HeldThen, held_then
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.records import Change, Kind, Person, Standing


def person(
    who: int | str, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> Person | None:
    """Return a person by id or citizen number as held on a day; None when not in the reader's area.

    `valid_on` None is the last standing, at the last seat of its household; `known_at` is a ledger entry or
    an instant, None is now. An office that kept the person once reads what it held last of such a day.
    Raises Refused `register.too_young` when an open act could still change what was known then.
    """
    entry = known(known_at)
    found = person_of(who) if isinstance(who, str) else who
    if found is None:
        return None
    covered(by, [found], "户口登记 person")
    hits = rows(
        f"""
        select p.id, {born("p")}, n.number, {", ".join("i." + item for item in ITEMS)},
               s.kind::text, lower(s.valid), upper(s.valid), s.office, s.household, s.relation,
               (select a.address from household_address a where a.household = s.household
                   and {on("a")} and {held("a")}), s.cause,
               (select lower(e.valid) - 1 from standing e
                 where e.person = p.id and e.kind = 'ended' and {held("e")})
          from person p
          join standing s on s.person = p.id and {on("s")} and {held("s")}
          left join citizen_number n on n.person = p.id and {on("n")} and {held("n")}
          left join particulars i on i.person = p.id and {on("i")} and {held("i")}
         where p.id = %(who)s::bigint""",
        {"who": found, "day": valid_on, "known": entry},
    )
    if not hits:
        return None
    which, born_on, number, *rest = hits[0]
    items, (kind, since, until, office, household_id, relation, address, cause, died) = rest[:-9], rest[-9:]
    particulars = Particulars(**dict(zip(ITEMS, items, strict=True))) if items[0] is not None else None
    if number is None or particulars is None:
        then = held_then([which], valid_on, entry).get(which, HeldThen())
        number, particulars, born_on = number or then.number, particulars or then.items, then.born or born_on
    return Person(
        which,
        born_on,
        number or "",
        particulars,
        Standing(Kind(kind), since, until, office, household_id, relation, address, cause),
        died,
    )


def kept_here(persons: Iterable[int]) -> frozenset[int]:
    """Return those of `persons` whom the reader's area keeps now; nothing of them is read, so no line."""
    hits = rows(
        "select person from standing"
        " where person = any (%s::bigint[]) and upper_inf(known) and upper_inf(valid)",
        [list(persons)],
    )
    return frozenset(row[0] for row in hits)


def history(who: int, by: Reader | Seen) -> tuple[Change, ...]:
    """Return everything the register ever held of a person's standing, in the order it was entered."""
    covered(by, [who], "户口登记历史 history")
    return tuple(
        Change(
            entry, act, recorded, at_office, officer, on_day, basis, case,
            Standing(Kind(kind), *standing),
            superseded,
        )
        for (
            entry, act, recorded, at_office, officer, on_day, basis, case, kind, *standing, superseded,
        ) in rows(
            "select entry, act, recorded, at_office, officer, on_day, basis, case_number, kind, since, until,"
            " kept_by, household, relation, address, cause, superseded from register_history(%s)", [who]
        )
    )  # fmt: skip


def person_of(number: str) -> int | None:
    hits = rows("select person from citizen_number where number = %s limit 1", [number])
    return int(hits[0][0]) if hits else None
