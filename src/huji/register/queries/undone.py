"""Which entries were undone, and by which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huji.register.queries.asking import rows


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry that undid one, at which office; day and matter where the reader's office was concerned."""

    entry: int
    by: int
    office: int
    on: date | None
    matter: str | None


def undone(entries: Iterable[int]) -> Mapping[int, Undone]:
    """Return, of these entries, those that are undone and stayed so, by number. Nobody is named."""
    wanted = sorted(set(entries))
    if not wanted:
        return {}
    found = rows("select * from register_undone(%s::bigint[])", [wanted])
    return {row[0]: Undone(*row) for row in found}
