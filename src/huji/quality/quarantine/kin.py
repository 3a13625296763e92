"""Ties of a person taken over from the quarantine, as the conversion makes them, stated by the row or others.

Those others were taken over, or registered from the quarantine, and name this one as a relative. `bonds` and
`corrected` look at every office's people: call them as the writer.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from huji.quality.quarantine.values import Proposal, Row
from huji.register.acts.values import KinTie, Tie

SEX = {"father": "1", "mother": "2"}


@dataclass(frozen=True, slots=True)
class Bond:
    """A relative of the person: `role` father, mother, spouse or child; `tie` None where it is not certain.

    `number` is the relative's as the row states it, "" of one whom only another row tells of: `told_by`.
    """

    role: str
    number: str
    tie: KinTie | None
    flag: str = ""
    told_by: int | None = None


def ties(found: Row, said: Proposal) -> tuple[tuple[KinTie, ...], tuple[str, ...]]:
    """Return the ties that are made with the act, and the conversion's flags for those that are not."""
    all_ = bonds(found, said)
    flags = {one.flag for one in all_ if one.flag}
    return tuple(one.tie for one in all_ if one.tie), tuple(sorted(flags))


def bonds(found: Row, said: Proposal) -> tuple[Bond, ...]:
    """Return every relative whom the row states or others imply, and whether the tie is certain.

    Who is named must be registered and fit; a child has no other parent of that sex. A marriage is one where
    both name each other. Others may name the person by the number as it stood, where nobody else had it.
    """
    names = [said.number, *_stood(found, said.number)]
    made = [
        _parent(said, role, number)
        for role, number in (("father", said.father), ("mother", said.mother))
        if number
    ]
    if said.spouse:
        made.append(_marriage(found.conversion, said, names))
    if role := next((role for role, sex in SEX.items() if sex == said.sex), ""):
        made.extend(_child(said, role, *child) for child in _naming(found.conversion, role, names))
    return tuple(made)


def named_by(found: Row) -> list[tuple[str, int]]:
    """Return who names the number as it stood, of the rows taken over: (father, mother or spouse; row)."""
    return _rows(
        "select role, row from conversion_relative where conversion = %s and number = %s order by row",
        [found.conversion, found.number],
    )


def corrected(conversion: int, number: str) -> str:
    """Return the number by which a relative was registered who was in quarantine under this one, or it."""
    found = _rows(
        "select state, proposal ->> 'number' from quarantine_row where conversion = %s and number = %s"
        " limit 2",
        [conversion, number],
    )
    alone = len(found) == 1 and found[0][0] == "registered" and _bearer(number) is None
    return str(found[0][1]) if alone else number


def spouse_naming(found: Row) -> str:
    """Return the number of the one person of the area who names this one as spouse, "" without one."""
    rows = _rows(
        "select n.number from conversion_relative r join citizen_number n on n.person = r.person"
        " and upper_inf(n.known) and upper_inf(n.valid)"
        " where r.conversion = %s and r.role = 'spouse' and r.number = %s limit 2",
        [found.conversion, found.number],
    )
    return str(rows[0][0]) if len(rows) == 1 else ""


def _stood(found: Row, number: str) -> list[str]:
    """Return the number as it stood in the old register, where it was another and nobody else's."""
    if not found.number or found.number == number or _bearer(found.number) is not None:
        return []
    [(count,)] = _rows(
        "select count(*) from quarantine_row where conversion = %s and number = %s",
        [found.conversion, found.number],
    )
    return [found.number] if count == 1 else []


def _parent(said: Proposal, role: str, number: str) -> Bond:
    relative = _bearer(number)
    if relative is None:
        return Bond(role, number, None, "relative_unknown")
    _, sex, born = relative
    if sex != SEX[role] or born >= said.born:
        return Bond(role, number, None, "relative_unfit")
    return Bond(role, number, KinTie(said.number, number, Tie.PARENT, said.born))


def _marriage(conversion: int, said: Proposal, names: list[str]) -> Bond:
    relative = _bearer(said.spouse)
    if relative is None:
        return Bond("spouse", said.spouse, None, "relative_unknown")
    if said.spouse == said.number:
        return Bond("spouse", said.spouse, None, "relative_unfit")
    person, _, born = relative
    named = _rows(
        "select 1 from quarantine_row where person = %s and proposal ->> 'spouse' = any (%s)"
        " union all select 1 from conversion_relative where conversion = %s and person = %s"
        " and role = 'spouse' and number = any (%s)",
        [person, names, conversion, person, names],
    )
    if not named:
        return Bond("spouse", said.spouse, None, "spouse_one_sided")
    if _tied(person, "spouse"):
        return Bond("spouse", said.spouse, None, "relative_tied")
    [(on,)] = _rows('select "on" from conversion where id = %s', [conversion])
    since = max(on, born, said.born)  # that it holds is known since the conversion
    return Bond("spouse", said.spouse, KinTie(said.number, said.spouse, Tie.SPOUSE, since))


def _child(said: Proposal, role: str, row: int, person: int, number: str, born: date) -> Bond:
    if born <= said.born:
        return Bond("child", "", None, "relative_unfit", row)
    if _tied(person, "parent", SEX[role]):
        return Bond("child", "", None, "relative_tied", row)
    return Bond("child", "", KinTie(number, said.number, Tie.PARENT, born), "", row)


def _naming(conversion: int, role: str, names: list[str]) -> list[tuple[int, int, str, date]]:
    """Return those registered who name one of the numbers as `role`: row, person, number, birth."""
    return _rows(
        "select t.row, p.id, n.number, p.born from ("
        "  select row, person from conversion_relative where conversion = %(of)s and role = %(role)s"
        "     and number = any (%(names)s)"
        "  union select row, person from quarantine_row where conversion = %(of)s and state = 'registered'"
        "     and proposal ->> %(role)s = any (%(names)s)) t"
        " join person p on p.id = t.person"
        " join citizen_number n on n.person = p.id and upper_inf(n.known) and upper_inf(n.valid)"
        " order by t.row",
        {"of": conversion, "role": role, "names": names},
    )


def _tied(person: int, kind: str, sex: str = "") -> bool:
    """Return whether a person has a spouse, or a parent of that sex, by what is believed now."""
    return bool(
        _rows(
            "select 1 from kinship k join particulars i on i.person = k.relative and upper_inf(i.known)"
            " and upper_inf(i.valid) where k.person = %s and k.kind = %s and upper_inf(k.known)"
            " and upper_inf(k.valid) and (%s = '' or i.sex = %s)",
            [person, kind, sex, sex],
        )
    )


def _bearer(number: str) -> tuple[int, str, date] | None:
    found = _rows(
        "select n.person, i.sex, p.born from citizen_number n join person p on p.id = n.person"
        " join particulars i on i.person = n.person and upper_inf(i.known) and upper_inf(i.valid)"
        " where n.number = %s and upper_inf(n.known) and upper_inf(n.valid)",
        [number],
    )
    return found[0] if found else None


def _rows(query: str, values: list[Any] | dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
