"""The connection breaks after the commit: the sender cannot know, sends again, and nothing is done twice."""

from collections.abc import Callable
from typing import Any

import django.db
import pytest
from tests.matters.test_procedure import birth
from tests.matters.town import Town

from huji.cases import acts as cases
from huji.matters import acts


@pytest.fixture
def answer_lost(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Do something whose last commit reaches the server, and whose answer does not come back."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    commit = BaseDatabaseWrapper.commit

    def lost(self: BaseDatabaseWrapper) -> None:
        commit(self)
        self.connection.close()
        raise django.db.OperationalError("server closed the connection unexpectedly")

    def do(what: Callable[[], Any]) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(BaseDatabaseWrapper, "commit", lost)
            with pytest.raises(django.db.OperationalError):
                what()
        django.db.connections.close_all()

    return do


def test_a_matter_carried_out_whose_answer_was_lost_is_carried_out_once(
    town: Town, answer_lost: Callable[[Callable[[], Any]], None]
) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"])
    statement = acts.CarryOut(matter=done.matter, version=done.version)
    answer_lost(lambda: acts.carry_out(statement, town.by(token="lost-token")))
    births = town.city.sql("select entry from ledger_entry where act = 'birth'")
    assert len(births) == 1, "the commit reached the server"
    entries = town.city.sql("select count(*) from ledger_entry")
    assert acts.carry_out(statement, town.by(token="lost-token")).repeated
    assert town.city.sql("select count(*) from ledger_entry") == entries


def test_a_case_executed_whose_answer_was_lost_is_executed_once(
    town: Town, answer_lost: Callable[[Callable[[], Any]], None]
) -> None:
    city = town.city
    done = city.approved(city.accepted())
    heirs = {city.households["赵"]: city.people["赵大山"]}
    statement = cases.Execute(done.case, done.version, heirs)
    answer_lost(lambda: cases.execute(statement, city.by(token="lost-token")))
    entries = city.sql("select count(*) from ledger_entry")
    again = cases.execute(statement, city.by(token="lost-token"))
    assert again.case == done.case
    assert city.sql("select count(*) from ledger_entry") == entries
    assert city.sql("select count(*) from ledger_entry where act = 'settle'") == [(1,)]
