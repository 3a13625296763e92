"""What an entry is about that might be undone: its act, whom it concerned, which offices keep them now."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from huji.register import refusals
from huji.register.acts.followed import residents
from huji.register.acts.session import cursor

NEVER = frozenset({"open_register", "convert_register", "roll_back_conversion", "change_places"})
"""Acts over a whole register, which are put right by acts of their own."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """An entry that might be undone: act and office, the matter or case it was made in, whom it concerned.

    `keepers` are the offices that keep those people now, or kept them last.
    """

    entry: int
    act: str
    office: int
    case: str | None
    persons: tuple[int, ...]
    keepers: frozenset[int]


def undoable(entry: int) -> Undoable:
    """Look at an entry as the writer, before it is undone; nothing is locked.

    Raises Refused: `register.unknown_entry`, `register.never_undone`, `register.nothing_to_undo`.
    """
    act, office, _, body = entry_of(entry)
    persons, _ = concerned(body)
    persons |= kin_of(entry, persons)
    if not persons:  # a household moved under one office: whoever lives in it
        persons = residents(row[0] for row in body["results"].get("seats", []))
    rows = cursor().execute(
        "select distinct office from standing"
        " where person = any (%s::bigint[]) and upper_inf(known) and upper_inf(valid)",
        [sorted(persons)],
    )
    keepers = frozenset(row[0] for row in rows.fetchall())
    return Undoable(entry, act, office, body.get("case"), tuple(sorted(persons)), keepers)


def entry_of(which: int) -> tuple[str, int, list[int], dict[str, Any]]:
    """Return act, office, offices concerned and body of an entry; refuses as `undoable` does."""
    row = (
        cursor().execute("select act, office, offices, body from register_entry_body(%s)", [which]).fetchone()
    )
    if row is None:
        raise refusals.refuse(
            "unknown_entry", f"台账中没有第 {which} 号登记。", f"The ledger has no entry {which}."
        )
    act, office, offices, body = row
    if act in NEVER:
        raise refusals.refuse(
            "never_undone",
            f"第 {which} 号登记涉及整个户籍库，不能撤销。",
            f"Entry {which} concerns the register as a whole and is not undone.",
        )
    held = json.loads(body)
    if not isinstance(held.get("results"), dict) or not isinstance(held.get("statement"), dict):
        raise nothing(which)
    return act, office, offices, held


def concerned(body: dict[str, Any]) -> tuple[set[int], set[int]]:
    """Return the persons and households that an entry's results name."""
    results = body["results"]
    persons = {one["id"] for one in results.get("persons", [])}
    for key in ("standings", "lives", "items", "numbers", "born"):
        persons |= {row[0] for row in results.get(key, [])}
    persons |= {who for tie in results.get("ties", []) for who in tie[:2]}
    households = {row[0] for row in results.get("seats", [])}
    if "household" in results:
        households.add(results["household"]["id"])
    return persons, households


def kin_of(undone: int, persons: Iterable[int]) -> set[int]:
    """Return those whose ties the entry made or ended."""
    rows = cursor().execute(
        "select person, relative from kinship where (person = any (%(who)s::bigint[])"
        " or relative = any (%(who)s::bigint[])) and %(entry)s in (lower(known), upper(known))",
        {"who": list(persons), "entry": undone},
    )
    return {who for row in rows for who in row}


def standing(which: int) -> None:
    """Refuse an entry that was undone by one that holds: what it made so, others made so since."""
    row = cursor().execute("select undone_by from register_undone(%s::bigint[])", [[which]]).fetchone()
    if row is not None:
        raise refusals.refuse(
            "undone_already",
            f"第 {which} 号登记已由第 {row[0]} 号登记撤销。",
            f"Entry {which} is undone already, by entry {row[0]}.",
        )


def nothing(which: int) -> Exception:
    """An entry that registered nothing."""
    return refusals.refuse(
        "nothing_to_undo",
        f"第 {which} 号不是户籍登记，没有可撤销的内容。",
        f"Entry {which} registered nothing that could be undone.",
    )
