"""Periods of days, and ages.

A period is half-open: it holds its first day and not its end, so that periods meet without a gap. An empty
period would escape every check of overlap, so none can be made.
"""

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

    def __str__(self) -> str:
        return f"[{self.start}, {self.end or '…'})"


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
