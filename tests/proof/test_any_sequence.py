"""Whatever is done in whatever order, of all the acts there are: nobody is lost, doubled or half moved.

The long one is `make prove`.
"""

import inspect
import random
from pathlib import Path

import pytest
from tests.proof.machine import MAKERS, Machine, begun
from tests.proof.oracle import Oracle

STEPS = 320


def test_every_act_of_the_register_has_its_maker():
    from huji.register import acts

    verbs = {name for name in acts.__all__ if inspect.isfunction(getattr(acts, name))}
    assert verbs == set(MAKERS)


@pytest.mark.parametrize("seed", [20261122])
def test_no_sequence_of_acts_breaks_the_register(database, seed):
    from django.conf import settings

    begun(database.owner_url)
    oracle = Oracle(database.owner_url, Path(settings.HUJI_HOME))
    machine, now_and_then = Machine(database.owner_url, seed), random.Random(seed)
    accepted = 0
    for _ in range(STEPS):
        before = oracle.digest() if now_and_then.random() < 0.1 else None
        if machine.step():
            accepted += 1
        elif before:
            assert oracle.digest() == before, "a refused act left something"
        assert oracle.entries() == accepted + 1
        if machine.steps % 2 == 0:
            oracle.assert_modelled()
        if machine.steps % 40 == 0:
            oracle.assert_sound()
    machine.close()
    oracle.assert_healthy()
    assert oracle.assert_rebuilt() == accepted + 1
    oracle.close()
    assert len(machine.tally.done) >= len(MAKERS) - 2, machine.tally.table()
    assert accepted < STEPS, "what is refused was tried as well"
