"""The example a draft from nothing begins with: each part of a pack once, for the installation's place."""

from datetime import date, timedelta
from pathlib import Path
from string import Template

_EXAMPLE = Path(__file__).with_name("blank.yaml")


def blank(territory: frozenset[str], on: date) -> str:
    """Return the example for a city of the installation, in force a month from a day."""
    place = min(territory, default="0000")
    return Template(_EXAMPLE.read_text("utf-8")).substitute(
        name=f"city-{place}-{on.year}", place=place, issued=on, start=on + timedelta(days=30)
    )
