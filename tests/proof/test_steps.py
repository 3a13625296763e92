"""A client killed before and after the commit; `make faults` does all steps, acts and victims."""

from pathlib import Path

import pytest
from tests.proof import steps
from tests.proof.oracle import Oracle

pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize("step", ["committing", "committed"])
def test_an_act_whose_process_is_killed_is_there_once_when_it_was_committed_else_not_at_all(
    database, server, tmp_path, monkeypatch, step
):
    from django.conf import settings

    monkeypatch.setenv("HUJI_PROOF_TRAPS", str(tmp_path))
    steps.prepare(database.owner_url)
    home = Path(settings.HUJI_HOME)
    heard = steps.strike(database.owner_url, home, tmp_path, ("settle", step, "client"), lambda: None)
    assert not heard, "a killed process acknowledges nothing"


def test_every_named_act_is_one_of_the_town(database):
    steps.prepare(database.owner_url)
    oracle = Oracle(database.owner_url, Path("."))
    assert tuple(steps.statements(steps.Town(oracle.owner))) == steps.ACTS
    oracle.close()
