"""Building the demonstration in an empty installation: places, officers, people, business, cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection, connections

from huji.demo import loading
from huji.demo.applications import take_applications
from huji.demo.cast import CITY_PROPER, choose
from huji.demo.drafting import prepare_draft
from huji.demo.matters import take_matters
from huji.demo.people import City
from huji.demo.rounds import hold_round
from huji.demo.staff import appoint_staff
from huji.demo.taking_over import take_over
from huji.officers.roles import Role
from huji.places import queries as places
from huji.runtime.db import set_area


@dataclass(frozen=True, slots=True)
class Built:
    """What a newcomer is told: how much there is, who plays in the walk, and whose history is a long one.

    `held` are the rows of the old register that wait in quarantine.
    """

    people: int
    cases: int
    matters: int
    held: int
    applicant: str
    applicant_number: str
    address: str
    changed: str
    changed_number: str


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
        came = take_over(city, placed, CITY_PROPER, settings.HUJI_HOME)
        opener = crews[CITY_PROPER].by_role[Role.SUPERVISE]
        peopled = loading.enter_people(came.rest, placed, opener, station=CITY_PROPER)
        gone = loading.enter_departures(came.rest, placed, peopled, opener)
        tell("cases")
        cast = choose(city, placed, today, gone | came.keys)
        numbers = take_applications(cast, crews, today)
        who, address = next(cast.rural_families), str(places.address(next(cast.homes)))
        taken = take_matters(cast, peopled, crews[CITY_PROPER], today)
        hold_round(cast, crews[CITY_PROPER], today)
        prepare_draft(city, placed, CITY_PROPER, today)
        with connections["owner"].cursor() as cursor:
            # Entered in bulk, all this is not yet in the planner's statistics: pages would be slow at first.
            cursor.execute("analyze")
        return Built(
            people=len(came.rest.residents) + came.registered,
            cases=len(numbers),
            matters=len(taken.matters),
            held=came.held,
            applicant=who.name,
            applicant_number=who.number,
            address=address,
            changed=taken.changed.name,
            changed_number=taken.changed.number,
        )
    finally:
        set_area(None)
