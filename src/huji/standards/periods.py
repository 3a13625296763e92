"""Periods of days, ages and terms.

A period is half-open: it holds its first day and not its end, so that periods meet without a gap. An empty
period would escape every check of overlap, so none can be made.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huji.standards.words import Refused, Text


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`; `end` None means for ever.

    Raises `Refused` for a period without a day.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise Refused(
                "period.empty",
                Text(
                    f"期间 {self.start} 至 {self.end} 没有一天。",
                    f"The period {self.start} to {self.end} holds no day.",
                ),
            )

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two share a day."""
        return self.intersection(other) is not None

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days of both, or None."""
        start = max(self.start, other.start)
        end = min((p.end for p in (self, other) if p.end is not None), default=None)
        return None if end is not None and end <= start else Period(start, end)

    def before(self, day: date) -> "Period | None":
        """Return the part before `day`, or None."""
        if day <= self.start:
            return None
        return Period(self.start, day if self.end is None else min(day, self.end))

    def since(self, day: date) -> "Period | None":
        """Return the part from `day` on, or None."""
        if self.end is not None and self.end <= day:
            return None
        return Period(max(day, self.start), self.end)

    @property
    def days(self) -> int | None:
        """The number of days, None if endless."""
        return None if self.end is None else (self.end - self.start).days

    def __str__(self) -> str:
        return f"[{self.start}, {self.end or '…'})"


def gaps(periods: Iterable[Period], span: Period) -> tuple[Period, ...]:
    """Return the days of `span` that none of `periods` holds."""
    found: list[Period] = []
    free: Period | None = span
    for period in sorted(periods, key=lambda p: p.start):
        if free is None:
            break
        if gap := free.before(period.start):
            found.append(gap)
        free = None if period.end is None else free.since(period.end)
    return (*found, free) if free else tuple(found)


def overlaps(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return the shared days of neighbouring periods, in order."""
    found: list[Period] = []
    longest: Period | None = None
    for period in sorted(periods, key=lambda p: p.start):
        if longest and (shared := longest.intersection(period)):
            found.append(shared)
        if longest is None or (longest.end is not None and (period.end is None or period.end > longest.end)):
            longest = period
    return tuple(found)


def tiles(periods: Iterable[Period], span: Period) -> bool:
    """Return whether the periods cover `span` exactly: no gap, no overlap, nothing outside."""
    ordered = sorted(periods, key=lambda p: p.start)
    if not ordered or gaps(ordered, span) or overlaps(ordered):
        return False
    return ordered[0].start == span.start and ordered[-1].end == span.end


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later; where there is none, the month's last day.

    Civil Code, art. 202: a term of months ends on the matching day, failing which on the last of the month.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(born: date, on: date) -> int:
    """Return the completed years of life on a day, 0 on the day of birth.

    A year is completed on the birthday; for those born on 29 February, in common years on 1 March: the day
    before is the last of that year of life (Civil Code, art. 202, 203). Raises `Refused` if `on` lies before
    the birth.
    """
    if on < born:
        raise Refused(
            "period.before_birth",
            Text(f"{on} 早于出生日期 {born}。", f"{on} lies before the birth date {born}."),
        )
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
