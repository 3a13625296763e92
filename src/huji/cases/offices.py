"""Who reviews an office's decisions: the government, and the court of the county it lies in."""

from datetime import date

from huji.places import divisions
from huji.places import queries as places


def reconsideration(office: int, on: date) -> str:
    """Return the government that reviews its decisions (Administrative Reconsideration Law, art. 24)."""
    return f"{_seat(office, on)}人民政府"


def court(office: int, on: date) -> str:
    """Return the court of first instance (Administrative Litigation Law, art. 14, 18)."""
    return f"{_seat(office, on)}人民法院"


def _seat(office: int, on: date) -> str:
    return divisions.book().full_name(_county(office, on), on) or "本级"


def _county(office: int, on: date) -> str:
    return next(iter(places.area_of_office(office, on)), "")[:6]
