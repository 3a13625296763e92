"""Reading the register. Every look at a person passes the gate, which logs it before any data leaves.

    reader = Reader(officer, purpose)
    seen = gate(reader, [person_id], "户口详情")     one line for a whole page; or pass `reader` itself
    person(number_or_id, seen) · household(id, seen) · history · kin · search_by_…
    as_of(valid_on, known_at, seen) -> .person · .household · .address · .kin · .since, all of one point of
                                       both times
    items_history · standings_history · ties_history of a person, members_history · seats_history of a
    household, households_history of an address: everything ever held, with the acts
told · undone: entries with their sentences, and those of them that were undone, by which

Inside an act or a case verb, where the ledger entry itself is the record, pass `within_act()`.
"""

from huji.register.queries.as_of import AsOf, as_of
from huji.register.queries.asking import entry_at
from huji.register.queries.beliefs import (
    households_history,
    items_history,
    members_history,
    seats_history,
    standings_history,
    ties_history,
)
from huji.register.queries.due import Transit, permits_lapsed, transits
from huji.register.queries.duplicates import duplicates_of, kept_of
from huji.register.queries.entries import last_names, told
from huji.register.queries.households import (
    MEMBERS_SHOWN,
    booklet_order,
    heads_of_now,
    household,
    households_at,
)
from huji.register.queries.leave import Reader, Seen, gate, within_act
from huji.register.queries.people import history, kept_here, person
from huji.register.queries.relatives import kin
from huji.register.queries.searching import (
    NAMES_SHOWN,
    PEOPLE_SHOWN,
    search_by_address,
    search_by_name,
    search_by_number,
    whereabouts,
)
from huji.register.queries.staying import unbroken_since
from huji.register.queries.undone import Undone, undone

__all__ = [
    "MEMBERS_SHOWN", "NAMES_SHOWN", "PEOPLE_SHOWN", "AsOf", "Reader", "Seen", "Transit", "Undone", "as_of",
    "booklet_order", "duplicates_of", "entry_at", "gate", "heads_of_now", "history", "household",
    "households_at", "households_history", "items_history", "kept_here", "kept_of", "kin", "last_names",
    "members_history", "permits_lapsed", "person", "search_by_address", "search_by_name", "search_by_number",
    "seats_history", "standings_history", "ties_history", "told", "transits", "unbroken_since", "undone",
    "whereabouts", "within_act",
]  # fmt: skip
