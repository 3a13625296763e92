from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huji.standards import Refused, periods
from huji.standards.periods import Period

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(day=DAYS, back=st.integers(0, 1000))
def test_a_period_without_a_day_cannot_be_made(day, back):
    with pytest.raises(Refused, match="holds no day"):
        Period(day, day - timedelta(days=back))


def test_a_period_holds_its_first_day_and_not_its_end():
    period = Period(date(2020, 1, 1), date(2020, 2, 1))
    assert date(2020, 1, 1) in period
    assert date(2020, 1, 31) in period
    assert date(2020, 2, 1) not in period
    assert date(2019, 12, 31) not in period
    assert date(2999, 1, 1) in Period(date(2020, 1, 1))


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
