"""Several processes at once, and a few faults among them: the quick of `make prove` and `make faults`."""

from pathlib import Path

import pytest
from tests.proof import at_once, faults, installation, machine
from tests.proof.oracle import Oracle

pytestmark = pytest.mark.timeout(300)


def test_acts_of_several_processes_at_once_leave_what_their_order_in_the_ledger_tells(database, monkeypatch):
    from django.conf import settings

    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    machine.begun(database.owner_url, 12)
    tally, done, refused = at_once.crowd(database.owner_url, 20261122, 3, 90)
    oracle = Oracle(database.owner_url, Path(settings.HUJI_HOME))
    oracle.assert_modelled()
    oracle.assert_sound()
    assert oracle.assert_acknowledged(done, refused) == 0
    oracle.close()
    assert tally.done.total() == len(done) > 40


@pytest.mark.faults
def test_whatever_is_killed_no_act_acknowledged_is_lost_and_none_is_half_there():
    told = installation.elsewhere("tests.proof.faults", "--rounds", "5", "--machines", "2", "--quick")
    assert "no act lost, doubled or half there" in told, told
    assert all(kind in told for kind in faults.KINDS if "worker" not in kind), told
