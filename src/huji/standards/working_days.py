"""Working days of China, for the limits of procedures.

The public holidays and the days worked in their place are decided a year at a time. Past the years that the
calendar knows, weekends alone are counted, and the answer says that it is not certain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a term; `certain` is false if a year on the way has no known holidays."""

    day: date
    certain: bool


def working(day: date) -> bool:
    """Return whether a day is worked, by the official calendar where known, else by the weekend alone."""
    is_workday, first, last = _calendar()
    return is_workday(day) if first <= day.year <= last else day.weekday() < 5


def known(day: date) -> bool:
    """Return whether the holidays of that day's year are known."""
    _, first, last = _calendar()
    return first <= day.year <= last


def limit(start: date, days: int) -> Limit:
    """Return the last day of a term of `days` working days; the day it starts does not count.

    Administrative Licensing Law, art. 82: terms are in working days, without the legal holidays. `days` is
    positive; a term of 0 ends on the day it starts.
    """
    if days < 0:
        raise ValueError(f"a term cannot be {days} working days long")
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= working(day)
    return Limit(day, certain=known(start) and known(day))


def between(start: date, on: date) -> int:
    """Return how many working days lie after `start` up to and with `on`; negative if `on` is earlier."""
    if on < start:
        return -between(on, start)
    return sum(working(start + timedelta(days=n)) for n in range(1, (on - start).days + 1))


@cache
def _calendar() -> tuple[Callable[[date], bool], int, int]:
    """Return the calendar and its first and last year; imported late, since few commands need it."""
    import chinese_calendar

    years = [day.year for day in chinese_calendar.constants.holidays]
    return chinese_calendar.is_workday, min(years), max(years)
