"""A row whose registration is undone waits again, is registered anew as the same person, and counts once."""

import psycopg
import pytest
from tests.quality.test_quarantine import (
    TODAY,
    browser,
    converted,
    corrected,
    officers,
    register,
    wrong_digit,
)

from huji.officers.models import Officer
from huji.quality.quarantine import acts, queries
from huji.quality.quarantine.values import State
from huji.register import acts as civil
from huji.register.acts.values import Done
from huji.runtime.db import set_area
from huji.standards import Refused

__all__ = ["converted", "officers"]


def propose(row: int, officers: list[Officer]) -> None:
    acts.propose(1, row, corrected(row), acts.By(officers[0].pk, TODAY))


def undo(done: Done, officers: list[Officer]) -> Done:
    by = civil.Acting(officers[1].pk, officers[1].office or 0, TODAY, "条例第十七条")
    return civil.undo(civil.Undo(done.entry, "认错了人"), by)


def test_a_row_undone_waits_again_and_is_registered_as_the_same_person(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row, left = wrong_digit(converted), queries.counts().left
    propose(row, officers)
    first = register(row, officers[1])
    undone = undo(first, officers)
    found = queries.held(1, row)
    assert found is not None
    assert (found.state, found.undone, found.person) == (State.OPEN, first.entry, None)
    assert queries.counts().left == left
    page = browser(officers[0]).get(f"/counter/quarantine/1/{row}/").content.decode()
    assert f"第 {first.entry} 号登记" in page
    set_area("*")
    undo(undone, officers)
    found = queries.held(1, row)
    assert found is not None
    assert (found.state, found.entry, found.undone) == (State.REGISTERED, first.entry, None)
    assert [found.person] == list(first.persons)
    undo(first, officers)
    propose(row, officers)
    second = register(row, officers[1])
    assert second.persons == first.persons
    assert queries.counts().left == left - 1
    assert converted.execute(
        "select count(*) from archive_old_kind where person = any (%s)", [list(first.persons)]
    ).fetchone() == (1,)


def test_a_row_worked_on_since_is_not_registered_by_an_undoing_of_the_undoing(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    propose(row, officers)
    undone = undo(register(row, officers[1]), officers)
    acts.set_aside(1, row, "查无此人", acts.By(officers[0].pk, TODAY))
    with pytest.raises(Refused) as refused:
        undo(undone, officers)
    assert refused.value.code == "register.row_worked_on"
    found = queries.held(1, row)
    assert found is not None
    assert (found.state, found.undone) == (State.SET_ASIDE, None)


def test_nobody_opens_a_registered_row_by_hand(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    propose(row, officers)
    register(row, officers[1])
    with pytest.raises(psycopg.errors.CheckViolation):
        converted.execute(
            "update quarantine_row set state = 'open', undone = entry, person = null, entry = null"
            " where row = %s",
            [row],
        )
