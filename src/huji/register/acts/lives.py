"""A life as a value: its periods cut and continued."""

from collections.abc import Sequence

from huji.register.acts.timelines import Period


def continued(life: Sequence[Period], *after: Period) -> list[Period]:
    """Return a life up to the first of `after`, and then `after`."""
    day = after[0].since
    kept = [
        period._replace(until=day) if period.until is None or period.until > day else period
        for period in life
        if period.since < day
    ]
    return [*kept, *after]
