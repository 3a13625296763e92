"""Building the demonstration in an empty installation: places, officers, people, cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, connections

from huji.demo import loading
from huji.demo.applications import take_applications
from huji.demo.cast import Cast, choose
from huji.demo.drafting import prepare_draft
from huji.demo.people import City
from huji.demo.rounds import hold_round
from huji.demo.staff import appoint_staff
from huji.officers.roles import Role
from huji.places import queries as places
from huji.runtime.db import set_area


@dataclass(frozen=True, slots=True)
class Built:
    """What a newcomer is told: how many people and cases there are, and who plays in the walk."""

    people: int
    cases: int
    applicant: str
    applicant_number: str
    address: str


def is_built() -> bool:
    """Tell whether there is a register here already."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from officers_officer)")
        return bool(cursor.fetchone()[0])


def build(city: City, today: date, tell: Callable[[str], None]) -> Built:
    """Enter the whole demonstration through the house's own doors; `tell` hears each stage."""
    set_area("*")
    try:
        tell("places")
        placed = loading.enter_places(city)
        crews = appoint_staff(city, placed)
        tell("people")
        opener = crews[4].by_role[Role.SUPERVISE]
        peopled = loading.enter_people(city, placed, opener, station=4)
        gone = loading.enter_departures(city, placed, peopled, opener)
        tell("cases")
        cast = choose(city, placed, today, gone)
        numbers = take_applications(cast, crews, today)
        hold_round(cast, crews[4], today)
        prepare_draft(city, placed, 4, today)
        with connections["owner"].cursor() as cursor:
            # Entered in bulk, all this is not yet in the planner's statistics: pages would be slow at first.
            cursor.execute("analyze")
        return _told(city, placed, cast, len(numbers))
    finally:
        set_area(None)


def _told(city: City, placed: loading.Placed, cast: Cast, cases: int) -> Built:
    who = next(cast.rural_families)
    return Built(len(city.residents), cases, who.name, who.number, str(places.address(next(cast.homes))))
