"""One person: particulars, standing, household, kin, every change; as it was on a day, as known on a day."""

from dataclasses import fields
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.cases import queries as cases
from huji.counter import timeline, undoing
from huji.counter.desk import any_desk, today
from huji.counter.naming import address_names, office_names, officer_names
from huji.counter.purpose import PARAMETER, suffix, with_purpose
from huji.counter.views.times import then
from huji.documents import queries as papers
from huji.ledger.access import Purpose
from huji.matters import queries as matters
from huji.officers import queries as officers
from huji.register import queries, telling
from huji.register.histories import ItemBelief
from huji.register.queries import Reader
from huji.register.records import Person
from huji.register.telling.items import TITLES
from huji.standards import Text


@any_desk
@with_purpose
def person(request: HttpRequest, person: int, purpose: Purpose) -> HttpResponse:
    """Show the person; logged with the purpose before anything is read."""
    seen = queries.gate(Reader(request.user, purpose), [person], "人员页")
    at = then(request, seen)
    register, moment = at.register, at.moment
    found = register.person(person)
    if found is None:
        return render(request, "counter/person_unknown.html", at.page() | {"purpose": purpose}, status=404)
    standing = found.standing
    home = register.household(standing.household) if standing.household else None
    kept = queries.kept_here([person])
    beliefs = [*queries.items_history(person, seen), *queries.standings_history(person, seen)] if kept else []
    told = timeline.steps(beliefs)
    relatives = register.kin(person)
    me = officers.officer(request.user.pk) or request.user.pk
    there = timeline.addresses_of(beliefs)
    names = address_names({*there, *([home.address] if home else [])})
    values: dict[str, Any] = at.page() | {
        "found": found,
        "items": _items(
            found, {one.item for one in beliefs if isinstance(one, ItemBelief) and one.superseded}
        ),
        "age": found.age(moment.on or today()),
        "home": home,
        "steps": told,
        "since": register.since({person, *(one.person for one in home.members)} if home else {person}),
        "relatives": relatives,
        "stays": queries.kept_of(person, seen),
        "marks": undoing.of_steps(request, told),
        "duplicates": queries.duplicates_of(person, seen),
        "cases": cases.of_person(me, person, today(), purpose),
        "papers": papers.of_person(person, request.user, purpose),
        "matters": matters.of_person(me, person, today()),
        "purpose": purpose,
        "purpose_field": PARAMETER,
        "suffix": suffix(purpose),
        "offices": office_names(
            [standing.office, *timeline.offices_of(told), *(one.office for one in relatives)]
        ),
        "officers": officer_names(timeline.officers_of(told)),
        "addresses": names,
        "written": address_names([home.address] if home else [], moment.on, register.entry)
        if moment.on or register.entry
        else names,
    }
    return render(request, "counter/person.html", values)


def _items(found: Person, changed: set[str]) -> list[tuple[str, Text, Text, bool]]:
    """Return what is kept of a person in the form's order: item, title, value, whether it ever changed."""
    values = {"number": found.number, "born": found.born}
    if found.particulars:
        values |= {item.name: getattr(found.particulars, item.name) for item in fields(found.particulars)}
    return [
        (item, telling.item_title(item), telling.item_value(item, values[item]), item in changed)
        for item in TITLES
        if values.get(item) or item in changed
    ]


@any_desk
@with_purpose
def history(request: HttpRequest, person: int, purpose: Purpose) -> HttpResponse:
    """Show every value of every item and every standing the register ever held of a person."""
    seen = queries.gate(Reader(request.user, purpose), [person], "登记沿革页")
    found = queries.person(person, seen) if queries.kept_here([person]) else None
    if found is None:
        return render(request, "counter/person_unknown.html", {"past": False}, status=404)
    items, standings = queries.items_history(person, seen), queries.standings_history(person, seen)
    by_item = {item: list(found) for item, found in groupby(items, key=lambda one: one.item)}
    ties = queries.ties_history(person, seen)
    told = timeline.steps([*items, *standings])
    return render(
        request,
        "counter/person_history.html",
        {
            "found": found,
            "changed": [(item, found) for item, found in by_item.items() if len(found) > 1],
            "unchanged": [found[0] for found in by_item.values() if len(found) == 1],
            "standings": standings,
            "ties": ties,
            "origin": min((one.made for one in standings), key=lambda made: made.number, default=None),
            "people": queries.last_names({one.other for one in ties}),
            "marks": undoing.marks(
                request,
                (entry for one in (*items, *standings, *ties) for entry in (one.made, one.superseded)),
            ),
            "purpose": purpose,
            "suffix": suffix(purpose),
            "offices": office_names([*timeline.offices_of(told), *(one.made.office for one in ties)]),
            "officers": officer_names(
                [*timeline.officers_of(told), *(one.made.officer for one in ties if one.made.officer)]
            ),
            "addresses": address_names(timeline.addresses_of(standings)),
        },
    )
