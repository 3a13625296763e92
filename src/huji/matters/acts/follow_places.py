"""Open matters go along when their place comes under another office."""

from huji import ledger
from huji.matters.acts import undoing
from huji.matters.models import MatterRow
from huji.matters.turn import asked_of
from huji.matters.values import About, State
from huji.places.acts import Authority
from huji.register import queries as register
from huji.runtime.db import writing
from huji.standards import Refused

_OPEN = [state.value for state in State if not state.closed]


def follow_places(by: Authority) -> int:
    """Bring every open matter to the office whose business it is by now, as it was found when opened.

    Called after a change of places, in a transaction of its own: a matter is locked before the ledger's
    chain, as in every step. Doing it again changes nothing more. Returns how many matters went; each pair of
    offices is one entry.
    """
    with writing():
        goes: dict[tuple[int, int], list[str]] = {}
        found = MatterRow.objects.filter(state__in=_OPEN)
        for file in found.select_for_update().order_by("number"):
            office = _office(file, by)
            if office is not None and office != file.office:
                goes.setdefault((file.office, office), []).append(file.number)
        for (old, new), numbers in goes.items():
            MatterRow.objects.filter(pk__in=numbers).update(office=new)
            ledger.write(new, "matters_follow", {**by.as_body(), "from": old, "matters": numbers}, [old])
    return sum(map(len, goes.values()))


def _office(file: MatterRow, by: Authority) -> int | None:
    asked, seen = asked_of(file, by.on), register.within_act()
    if (entry := asked.whole("_entry")) is not None:
        try:
            return undoing.of_entry(entry, stays=file.office).office
        except Refused:
            return None
    if asked.kind.office is not None:
        try:
            if office := asked.kind.office(asked):
                return office
        except Refused:  # what was asked is no longer so: told when the matter is gone on with
            return None
    if asked.kind.about is About.PERSON and file.person is not None:
        who = register.person(file.person, seen)
        return who.standing.office if who else None
    if asked.kind.about is About.HOUSEHOLD and file.household is not None:
        home = register.household(file.household, seen)
        return home.office if home else None
    return None
