from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huji.standards import Refused, periods
from huji.standards.periods import Period

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30) | st.none())
ORIGIN = date(2020, 1, 1)


def days(period: Period, upto: int = 120) -> set[int]:
    return {n for n in range(upto) if ORIGIN + timedelta(days=n) in period}


def period(start: int, length: int | None) -> Period:
    first = ORIGIN + timedelta(days=start)
    return Period(first, None if length is None else first + timedelta(days=length))


PERIODS = SPANS.map(lambda span: period(*span))


@given(day=DAYS, back=st.integers(0, 1000))
def test_a_period_without_a_day_cannot_be_made(day, back):
    with pytest.raises(Refused, match="holds no day"):
        Period(day, day - timedelta(days=back))


@given(a=PERIODS, b=PERIODS)
def test_the_intersection_holds_the_days_of_both(a, b):
    both = a.intersection(b)
    assert (days(both) if both else set()) == days(a) & days(b)
    assert a.overlaps(b) == bool(both)


@given(whole=PERIODS, cut=st.integers(0, 100))
def test_a_day_cuts_a_period_in_two_that_meet(whole, cut):
    day = ORIGIN + timedelta(days=cut)
    parts = [part for part in (whole.before(day), whole.since(day)) if part]
    assert periods.tiles(parts, whole)


@given(found=st.lists(PERIODS, max_size=5), span=PERIODS)
def test_gaps_are_the_days_that_no_period_holds(found, span):
    covered = set().union(*(days(p) for p in found)) if found else set()
    free = periods.gaps(found, span)
    assert set().union(*(days(p) for p in free)) == days(span) - covered
    assert not periods.overlaps(free)


@given(found=st.lists(PERIODS, max_size=5))
def test_overlaps_are_found_exactly_when_a_day_is_held_twice(found):
    held = [n for p in found for n in days(p)]
    assert bool(periods.overlaps(found)) == (len(held) != len(set(held)))


@given(found=st.lists(PERIODS, min_size=1, max_size=4), span=PERIODS)
def test_tiles_hold_each_day_of_the_span_once_and_no_other(found, span):
    held = sorted(n for p in found for n in days(p))
    assert periods.tiles(found, span) == (held == sorted(days(span)))


@given(born=DAYS, later=st.integers(0, 40000))
def test_age_grows_by_one_on_each_birthday_and_on_no_other_day(born, later):
    on = born + timedelta(days=later)
    birthday = (on.month, on.day) == (born.month, born.day) or (
        (born.month, born.day) == (2, 29) and (on.month, on.day) == (3, 1) and on.year % 4 != 0
    )
    if later and on.year not in (1900, 2100, 2200):
        grown = periods.age_on(born, on) - periods.age_on(born, on - timedelta(days=1))
        assert grown == (1 if birthday else 0)


def test_one_born_on_29_february_ages_on_1_march_of_a_common_year():
    born = date(2004, 2, 29)
    assert periods.age_on(born, date(2022, 2, 28)) == 17
    assert periods.age_on(born, date(2022, 3, 1)) == 18
    assert periods.age_on(born, date(2024, 2, 29)) == 20


def test_nobody_has_an_age_before_birth():
    with pytest.raises(Refused, match="before the birth date"):
        periods.age_on(date(2020, 1, 2), date(2020, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_term_of_months_ends_on_the_matching_day_or_the_months_last(day, months, end):
    assert periods.add_months(day, months) == end
