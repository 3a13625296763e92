"""Ties of kinship as acts make and end them."""

from collections.abc import Iterable
from datetime import date

from huji.register.acts.performing import cursor
from huji.register.acts.values import Tie


def tie(entry: int, ties: Iterable[tuple[int, int, Tie, date]]) -> None:
    """Enter ties (person, relative, tie, since); a marriage is entered from both sides."""
    rows = {
        row
        for person, relative, kind, since in ties
        for row in (
            [(person, relative, str(kind), since), (relative, person, str(kind), since)]
            if kind == Tie.SPOUSE
            else [(person, relative, str(kind), since)]
        )
    }
    if not rows:
        return
    columns = [list(column) for column in zip(*sorted(rows), strict=True)]
    cursor().execute(
        "insert into kinship (person, relative, kind, valid, known)"
        " select p, r, k, daterange(d, null), int8range(%s, null)"
        " from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::date[]) as t (p, r, k, d)",
        [entry, *columns],
    )


def end_marriage(entry: int, person: int, after: date) -> None:
    """End a person's marriage with the day before `after`, from both sides (Civil Code, art. 1051 ff.)."""
    cursor().execute(
        "with closed as (update kinship set known = int8range(lower(known), %(entry)s)"
        "  where kind = 'spouse' and (person = %(person)s or relative = %(person)s)"
        "    and upper_inf(known) and upper_inf(valid) and lower(valid) < %(after)s returning *)"
        " insert into kinship (person, relative, kind, valid, known)"
        " select person, relative, kind, daterange(lower(valid), %(after)s), int8range(%(entry)s, null)"
        " from closed",
        {"entry": entry, "person": person, "after": after},
    )
