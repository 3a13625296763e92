"""The whole history of a person's items and standings, and of a household's members and seats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from huji.register.acts.values import Particulars
from huji.register.histories import Entry, ItemBelief, Seat, StandingBelief, TieBelief, Value
from huji.register.kinship import KinRelation
from huji.register.queries.asking import rows
from huji.register.queries.entries import told
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.records import Kind, Standing

ITEMS = ("number", "born", *(item.name for item in fields(Particulars)))
"""Everything kept of a person that is not a standing, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stored belief: days [`since`, `until`), entries [`made`, `superseded`), and its values."""

    since: date
    until: date | None
    made: int
    superseded: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One value over one period, as long as exactly that was believed."""

    value: Value
    since: date
    until: date | None
    made: int
    superseded: int | None


def runs(stored: Iterable[Row], which: int = 0) -> tuple[Run, ...]:
    """Return the beliefs of one column: neighbouring days and unconcerned entries with one value are one run.

    A wide row is written anew when any of its items changes; of the other items nothing changed, and nothing
    is told. Ordered by the entry that made them, then by day.
    """
    beliefs = list(stored)
    moments = sorted({row.made for row in beliefs} | {row.superseded for row in beliefs if row.superseded})
    found: list[Run] = []
    open_: dict[tuple[Value, date, date | None], int] = {}
    for moment in moments:
        now = _timeline(
            [r for r in beliefs if r.made <= moment and (r.superseded is None or moment < r.superseded)],
            which,
        )
        for key in [key for key in open_ if key not in now]:
            found.append(Run(*key, open_.pop(key), moment))
        for key in now:
            open_.setdefault(key, moment)
    found += [Run(*key, made, None) for key, made in open_.items()]
    return tuple(sorted(found, key=lambda run: (run.made, run.since)))


def _timeline(stored: list[Row], which: int) -> list[tuple[Value, date, date | None]]:
    joined: list[tuple[Value, date, date | None]] = []
    for row in sorted(stored, key=lambda row: row.since):
        value = row.values[which]
        if joined and joined[-1][0] == value and joined[-1][2] == row.since:
            joined[-1] = (value, joined[-1][1], row.until)
        else:
            joined.append((value, row.since, row.until))
    return joined


def items_history(who: int, by: Reader | Seen) -> tuple[ItemBelief, ...]:
    """Return every value every item of the form ever had, as far as the reader's area held it.

    By item in the form's order, then in the order of entry. An item that never had a value is left out.
    """
    covered(by, [who], "登记事项沿革 items")
    periods = "lower(valid), upper(valid), lower(known), upper(known)"
    items = ITEMS[2:]
    wide = _stored(f"select {periods}, {', '.join(items)} from particulars where person = %s", who)
    numbers = _stored(f"select {periods}, number from citizen_number where person = %s", who)
    births = _stored(
        "select f.born, null, lower(f.known), upper(f.known), f.born"
        " from former_birth f where f.person = %(who)s"
        " union all select p.born, null, coalesce(p.born_entry, p.created_entry), null, p.born"
        " from person p where p.id = %(who)s and (select bool_or(upper_inf(k.valid)"
        "   and k.known && int8range(coalesce(p.born_entry, p.created_entry), null))"
        "  from standing k where k.person = %(who)s::bigint)",
        {"who": who},
    )
    columns = {"number": runs(numbers), "born": _births(births)}
    columns |= {item: runs(wide, place) for place, item in enumerate(items)}
    entries = told(
        (e for found in columns.values() for run in found for e in (run.made, run.superseded)), by, who
    )
    return tuple(
        ItemBelief(item, run.value, run.since, run.until, entries[run.made], _entry(entries, run.superseded))
        for item, found in columns.items()
        if any(run.value not in ("", None) for run in found)
        for run in found
    )


def standings_history(who: int, by: Reader | Seen) -> tuple[StandingBelief, ...]:
    """Return every standing ever held of a person, in the order of entry, as far as the reader may see."""
    covered(by, [who], "户口登记历史 history")
    # An index over ranges finds no number of another width than its column's.
    return _standings("s.person = %s::bigint", who, by, who)


def ties_history(who: int, by: Reader | Seen) -> tuple[TieBelief, ...]:
    """Return every tie to a parent, child or spouse ever held, in the order of entry.

    A tie is shown where the reader's area holds the one of whom it is registered: the child of a parent.
    """
    found = rows(
        "select case person when %(who)s then relative else person end,"
        "       case when kind = 'spouse' then 'spouse' when person = %(who)s then 'parent' else 'child' end,"
        "       lower(valid), upper(valid), lower(known), upper(known)"
        " from kinship where person = %(who)s or (relative = %(who)s and kind = 'parent')"
        " order by lower(known), lower(valid), 1",
        {"who": who},
    )
    covered(by, {who, *(row[0] for row in found)}, "亲属关系沿革 ties")
    entries = told((entry for row in found for entry in row[-2:]), by, who)
    return tuple(
        TieBelief(other, KinRelation(relation), since, until, entries[made], _entry(entries, superseded))
        for other, relation, since, until, made, superseded in found
    )


def members_history(household: int, by: Reader | Seen) -> tuple[StandingBelief, ...]:
    """Return every membership of a household ever held, in the order of entry."""
    found = _standings("s.household = %s", household, by)
    covered(by, {one.person for one in found}, "户成员沿革 members")
    return found


def seats_history(household: int, by: Reader | Seen) -> tuple[Seat, ...]:
    """Return where a household was, and under which office, as ever held."""
    return _seats("household = %s", household, by)


def households_history(address: int, by: Reader | Seen) -> tuple[Seat, ...]:
    """Return the reader's households that were ever held to be at an address."""
    return _seats("address = %s::int", address, by)


def _standings(
    where: str, what: int, by: Reader | Seen, who: int | None = None
) -> tuple[StandingBelief, ...]:
    found = rows(
        "select s.person, s.kind::text, lower(s.valid), upper(s.valid), s.office, s.household, s.relation,"
        "       (select a.address from household_address a where a.household = s.household"
        "           and a.valid @> lower(s.valid) and a.known @> lower(s.known)),"
        "       s.cause, lower(s.known), upper(s.known)"
        f" from standing s where {where} order by lower(s.known), lower(s.valid), s.person",
        [what],
    )
    entries = told((entry for row in found for entry in row[-2:]), by, who)
    return tuple(
        StandingBelief(
            person,
            Standing(Kind(kind), *standing),
            entries[made],
            _entry(entries, superseded),
        )
        for person, kind, *standing, made, superseded in found
    )


def _seats(where: str, what: int, by: Reader | Seen) -> tuple[Seat, ...]:
    found = rows(
        "select household, address, office, lower(valid), upper(valid), lower(known), upper(known)"
        f" from household_address where {where} order by lower(known), lower(valid), household",
        [what],
    )
    entries = told((entry for row in found for entry in row[-2:]), by)
    return tuple(
        Seat(house, at, office, since, until, entries[made], _entry(entries, ended))
        for house, at, office, since, until, made, ended in found
    )


def _stored(query: str, values: Any) -> list[Row]:
    found = rows(query, values if isinstance(values, dict) else [values])
    return [
        Row(since, until, made, superseded, tuple(values))
        for since, until, made, superseded, *values in found
    ]


def _births(stored: list[Row]) -> tuple[Run, ...]:
    """A birth date was never otherwise: each belief of it is one run."""
    ordered = sorted(stored, key=lambda row: row.made)
    return tuple(Run(row.values[0], row.since, None, row.made, row.superseded) for row in ordered)


def _entry(entries: Mapping[int, Entry], number: int | None) -> Entry | None:
    return entries[number] if number is not None else None
