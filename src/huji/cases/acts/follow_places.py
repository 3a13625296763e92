"""Open cases go along when their place comes under another office."""

from functools import cache

from huji import ledger
from huji.cases.models import CaseFile
from huji.cases.values import Kind, State
from huji.places import queries as places
from huji.places.acts import Authority
from huji.register import queries as register
from huji.runtime.db import writing

_OPEN = [state.value for state in State if not state.closed]


def follow_places(by: Authority) -> int:
    """Bring every open case to the office that keeps its address by now, or the applicant who leaves.

    Called after a change of places, in a transaction of its own: a case is locked before the ledger's chain,
    as in every step. Doing it again changes nothing more. Its permit stays as it was issued and is used at
    the new office. Returns how many cases went; each pair of offices is one entry.
    """
    with writing():
        goes: dict[tuple[int, int], list[str]] = {}
        seen = register.within_act()

        @cache
        def keeper(division: str) -> int | None:
            office = places.office_of(division, by.on)
            return office.id if office else None

        files = list(CaseFile.objects.select_for_update().filter(state__in=_OPEN).order_by("number"))
        addresses = places.addresses({file.address for file in files if file.address is not None})
        for file in files:
            office = None
            if file.kind == Kind.TO_OUTSIDE.value:
                who = register.person(file.person, seen) if file.person is not None else None
                office = who.standing.office if who else None
            elif file.address in addresses:
                office = keeper(addresses[file.address].division)
            if office is not None and office != file.office:
                goes.setdefault((file.office, office), []).append(file.number)
        for (old, new), numbers in goes.items():
            CaseFile.objects.filter(pk__in=numbers).update(office=new)
            ledger.write(new, "cases_follow", {**by.as_body(), "from": old, "cases": numbers}, [old])
    return sum(map(len, goes.values()))
