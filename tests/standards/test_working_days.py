from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huji.standards import working_days

STARTS = st.dates(date(2005, 1, 1), date(2040, 12, 31))


def test_a_term_steps_over_national_day_and_counts_the_days_worked_in_its_place():
    # 2024: rest 1 to 7 October, worked on Sunday 29 September and Saturday 12 October
    assert working_days.limit(date(2024, 9, 27), 1).day == date(2024, 9, 29)
    assert working_days.limit(date(2024, 9, 30), 5).day == date(2024, 10, 12)
    assert working_days.limit(date(2024, 9, 30), 5).certain


def test_past_the_known_years_weekends_alone_count_and_it_is_said():
    far = working_days.limit(date(2039, 9, 30), 3)
    assert (far.day, far.certain) == (date(2039, 10, 5), False)
    assert not working_days.known(date(2039, 1, 1))


def test_a_term_of_no_days_ends_on_the_day_it_starts():
    assert working_days.limit(date(2024, 6, 8), 0).day == date(2024, 6, 8)


def test_a_term_cannot_be_negative():
    with pytest.raises(ValueError, match="-1"):
        working_days.limit(date(2024, 6, 8), -1)


@given(start=STARTS, days=st.integers(1, 60))
def test_the_last_day_of_a_term_is_worked_and_the_term_holds_that_many(start, days):
    end = working_days.limit(start, days)
    assert working_days.working(end.day)
    assert working_days.between(start, end.day) == days
    assert working_days.between(end.day, start) == -days
    assert working_days.between(start, end.day - timedelta(days=1)) == days - 1
