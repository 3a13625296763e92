"""The demonstration's officers: at three stations one for each step, one who supervises, one who operates."""

import secrets
from dataclasses import dataclass

from huji.demo.loading import Placed
from huji.demo.people import City
from huji.officers.acts import Appoint, appoint
from huji.officers.roles import Role

ORDERED_BY = "huji.demo"
STATIONS = (4, 8, 12)  # keys of the city: in the city proper, in a county town, in the countryside
_STEPS = (Role.COUNTER, Role.REVIEW, Role.APPROVE, Role.SUPERVISE)


@dataclass(frozen=True, slots=True)
class Crew:
    """The officers' account ids of one station, by role."""

    office: int
    by_role: dict[Role, int]


def appoint_staff(city: City, placed: Placed) -> dict[int, Crew]:
    """Appoint everyone and return the crews by the station's key.

    Nobody knows the passwords: a demonstration signs its officers in by one click.
    """
    crews = {}
    names = {station.key: station.name.removesuffix("派出所") for station in city.stations}
    for key in STATIONS:
        office = placed.offices[key]
        crews[key] = Crew(
            office,
            {
                role: appointed(f"{role.value}-{key}", f"演示{role.label.zh}员·{names[key]}", role, office)
                for role in _STEPS
            },
        )
    appointed("operate", "演示运维员", Role.OPERATE, None)
    return crews


def appointed(username: str, full_name: str, role: Role, office: int | None) -> int:
    """Appoint an officer whose password nobody knows, and return the account's id."""
    password = secrets.token_urlsafe(24)
    return appoint(Appoint(username, full_name, role, office, password), ORDERED_BY)
