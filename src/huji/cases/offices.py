"""The office that acts, as papers name it: its short mark, who reviews its decisions, which court."""

from datetime import date

from django.conf import settings

from huji.documents.imprint import Issuer
from huji.places import queries as places
from huji.standards import divisions


def issuer(office: int, on: date) -> Issuer:
    """Return the office as the issuer of papers; its mark joins the first characters of city and county."""
    kept = places.office(office)
    county = _county(office, on)
    names = [
        division.name[0]
        for division in divisions.ancestry(county, on)
        if division.level in ("city", "county")
    ]
    return Issuer(
        name=kept.name,
        name_en=f"Registration office No. {office}",
        mark="".join(names) or "户",
        page=f"{settings.HUJI_PUBLIC_URL}/verify/",
        telephone=kept.phone,
        demonstration=settings.HUJI_DEMONSTRATION,
    )


def reconsideration(office: int, on: date) -> str:
    """Return the government that reviews its decisions (Administrative Reconsideration Law, art. 24)."""
    return f"{_seat(office, on)}人民政府"


def court(office: int, on: date) -> str:
    """Return the court of first instance (Administrative Litigation Law, art. 14, 18)."""
    return f"{_seat(office, on)}人民法院"


def _seat(office: int, on: date) -> str:
    return divisions.full_name(_county(office, on), on) or "本级"


def _county(office: int, on: date) -> str:
    return next(iter(places.area_of_office(office, on)), "")[:6]
