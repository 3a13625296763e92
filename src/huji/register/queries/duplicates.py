"""Registrations that were one person's: which stays, which were cancelled for it."""

from huji.register.queries.asking import rows
from huji.register.queries.leave import Reader, Seen, covered

_HOLDS = """
    s.person = d.person and upper_inf(s.known) and upper_inf(s.valid)
    and s.kind = 'ended' and s.cause = 'duplicate'
    and d.entry = (select max(e.entry) from same_person e where e.person = d.person)"""


def kept_of(who: int, by: Reader | Seen) -> int | None:
    """Return the person who stays registered, where `who` was cancelled as a duplicate; else None."""
    covered(by, [who], "重复户口 duplicate")
    found = rows(f"select d.kept from same_person d join standing s on {_HOLDS} where d.person = %s", [who])
    return int(found[0][0]) if found else None


def duplicates_of(who: int, by: Reader | Seen) -> tuple[int, ...]:
    """Return the persons whose registrations were cancelled as duplicates of `who`."""
    covered(by, [who], "重复户口 duplicates")
    found = rows(
        f"select d.person from same_person d join standing s on {_HOLDS} where d.kept = %s order by 1", [who]
    )
    return tuple(row[0] for row in found)
