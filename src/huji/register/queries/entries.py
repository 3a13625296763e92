"""Entries told: the act, who, when, on what ground, and its sentence, as far as the reader may know."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from huji.places import queries as places
from huji.register import telling
from huji.register.histories import Entry
from huji.register.queries.asking import rows
from huji.register.queries.leave import Reader, Seen, covered

log = logging.getLogger(__name__)


def told(entries: Iterable[int | None], by: Reader | Seen, who: int | None = None) -> Mapping[int, Entry]:
    """Return entries by number, with their sentences.

    `who` is the person whose history asks: an office that keeps the person now learns officer, day and ground
    of everything entered of that person. The whole sentence takes that the act concerned the reader's office
    too. Those whom sentences name are logged as looked at.
    """
    wanted = sorted({entry for entry in entries if entry is not None})
    if not wanted:
        return {}
    found = rows("select * from register_told(%s, %s::bigint[])", [who, wanted])
    bodies: dict[int, tuple[str, Mapping[str, Any]]] = {
        row[0]: (row[1], _readable(row[0], row[1], json.loads(row[8])) if row[8] else {}) for row in found
    }
    names = _names(telling.mentions(bodies.values()), by)
    return {
        entry: Entry(
            entry, act, recorded, office, telling.sentence(*bodies[entry], names), officer, on, basis, case
        )
        for entry, act, recorded, office, officer, on, basis, case, _ in found
    }


def _readable(entry: int, act: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a body that a sentence can be made of; of one of an older shape nothing: its title tells it."""
    try:
        telling.mentions([(act, body)])
    except (AttributeError, LookupError, TypeError, ValueError) as fault:
        log.warning("entry %s, %s, has no sentence: %s", entry, act, type(fault).__name__)
        return {}
    return body


def last_names(persons: Iterable[int]) -> dict[int, str]:
    """Return names as last held where the reader's area may see them, by id. The caller leaves the line."""
    wanted = list(persons)
    return dict(
        rows(
            "select distinct on (person) person, name from particulars where person = any (%s::bigint[])"
            " order by person, upper(known) desc nulls first, valid desc",
            [wanted],
        )
        if wanted
        else []
    )


def _names(wanted: telling.Mentions, by: Reader | Seen) -> telling.Names:
    """Name what sentences mention: people as last held where this reader may see them, places as now."""
    persons = last_names(wanted.persons)
    bearing = (
        rows(
            "select distinct on (n.number) n.number, i.person, i.name"
            " from citizen_number n join particulars i on i.person = n.person"
            " where n.number = any (%s::text[])"
            " order by n.number, upper(i.known) desc nulls first, i.valid desc",
            [list(wanted.numbers)],
        )
        if wanted.numbers
        else []
    )
    covered(by, [*persons, *(person for _, person, _ in bearing)], "登记沿革 entries")
    return telling.Names(
        persons,
        {id_: one.text for id_, one in places.addresses(set(wanted.addresses)).items()},
        {office.id: office.name for office in places.offices()} if wanted.offices else {},
        {number: name for number, _, name in bearing},
    )
