"""Ties of a person taken over from the quarantine, as the conversion makes them."""

from datetime import date
from typing import Any

from django.db import connection

from huji.quality.quarantine.values import Proposal
from huji.register.acts.values import KinTie, Tie


def ties(conversion: int, said: Proposal) -> tuple[tuple[KinTie, ...], tuple[str, ...]]:
    """Return the ties that are made, and the conversion's flags for those that are not.

    Who is named must be registered and fit. A marriage is one where both name each other: the other's row
    came from the quarantine and names this number, or was flagged for naming somebody not taken over.
    """
    made: list[KinTie] = []
    flags: set[str] = set()
    for number, sex in ((said.father, "1"), (said.mother, "2")):
        if number and (flag := _parent(number, sex, said.born)):
            flags.add(flag)
        elif number:
            made.append(KinTie(said.number, number, Tie.PARENT, said.born))
    if said.spouse:
        on, flag = _marriage(conversion, said)
        if flag:
            flags.add(flag)
        else:
            made.append(KinTie(said.number, said.spouse, Tie.SPOUSE, on))
    for child, born in _children(conversion, said):
        made.append(KinTie(child, said.number, Tie.PARENT, born))
    return tuple(made), tuple(sorted(flags))


def _parent(number: str, sex: str, born: date) -> str:
    found = _bearer(number)
    if found is None:
        return "relative_unknown"
    _, of_sex, of_born = found
    return "relative_unfit" if of_sex != sex or of_born >= born else ""


def _marriage(conversion: int, said: Proposal) -> tuple[date, str]:
    """Return since when a marriage is known to hold, or the flag that says why none is made."""
    found = _bearer(said.spouse)
    if found is None:
        return said.born, "relative_unknown"
    person, _, born = found
    if said.spouse == said.number:
        return said.born, "relative_unfit"
    (on,) = _rows('select "on" from conversion where id = %s', [conversion])[0]
    named = _rows(
        "select proposal ->> 'spouse' = %s from quarantine_row where person = %s"
        " union all select 'relative_unknown' = any (reasons) from conversion_row where person = %s",
        [said.number, person, person],
    )
    tied = _rows(
        "select 1 from kinship where person = %s and kind = 'spouse' and upper_inf(known)"
        " and upper_inf(valid)",
        [person],
    )
    both = any(one for (one,) in named) and not tied
    return max(on, born, said.born), "" if both else "spouse_one_sided"


def _children(conversion: int, said: Proposal) -> list[tuple[str, date]]:
    """Return those registered from the quarantine who name this number as a fitting parent."""
    if said.sex not in ("1", "2"):
        return []
    role = "father" if said.sex == "1" else "mother"
    return _rows(
        "select n.number, p.born from quarantine_row q join person p on p.id = q.person"
        " join citizen_number n on n.person = p.id and upper_inf(n.known) and upper_inf(n.valid)"
        f" where q.conversion = %s and q.state = 'registered' and q.proposal ->> '{role}' = %s"
        " and p.born > %s",
        [conversion, said.number, said.born],
    )


def _bearer(number: str) -> tuple[int, str, date] | None:
    found = _rows(
        "select n.person, i.sex, p.born from citizen_number n join person p on p.id = n.person"
        " join particulars i on i.person = n.person and upper_inf(i.known) and upper_inf(i.valid)"
        " where n.number = %s and upper_inf(n.known) and upper_inf(n.valid)",
        [number],
    )
    return found[0] if found else None


def _rows(query: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
