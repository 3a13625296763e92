"""Since when a household is at its address: a community that came under another office has not moved."""

from datetime import date

import pytest
from tests.register.conftest import SINCE
from tests.register.test_undone_under_any_change import change

from huji.ledger.access import Purpose
from huji.runtime.db import set_area

MOVED = date(2026, 11, 1)


class Two:
    pk, office = 7, 2


def at_two(household, day=None):
    """Return the household as office 2 sees it."""
    from huji.register import queries

    set_area([2])
    return queries.household(household, queries.Reader(Two(), Purpose.HANDLE_CASE), day)


@pytest.mark.parametrize("day", [None, date(2026, 11, 10)])
def test_under_the_new_office_it_is_there_as_long_as_it_was(town, acts, li, day):
    town.sql("update places_address set road = '甲路', local = '甲路' || number || '号' where id <= 20")
    change(acts, "one", MOVED)
    found = at_two(li, day)
    assert (found.office, found.since) == (2, SINCE)
    assert at_two(li, date(2026, 10, 20)) is None


def test_of_a_household_that_was_never_theirs_an_office_learns_no_day(town, acts, li):
    from huji.register.queries.asking import rows

    set_area([2])
    assert at_two(li) is None
    asked = "select register_seated_since(%s, 1, daterange(%s, null), null)"
    assert rows(asked, [li, SINCE]) == [(None,)]
    set_area([1])
    assert rows(asked, [li, SINCE]) == [(SINCE,)]
