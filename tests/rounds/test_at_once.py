"""Two officers at once, and a process killed in the middle: once, whole, or not at all."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connections
from tests.cases.city import City
from tests.rounds.town import OPENS, SETTLED, Town

from huji.rounds import acts
from huji.standards import Refused


@pytest.fixture
def town(city: City) -> Town:
    town = Town(city)
    town.open()
    return town


def at_once(*doing) -> list[str]:  # type: ignore[no-untyped-def]
    """Let them act at the same moment, each with a connection of its own; tell what came of each."""
    gate, said = threading.Barrier(len(doing)), [""] * len(doing)

    def act(index: int) -> None:
        try:
            gate.wait(10)
            doing[index]()
            said[index] = "done"
        except Refused as refused:
            said[index] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(index,)) for index in range(len(doing))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(said)


def test_settled_twice_at_once_a_round_is_settled_once(town: Town) -> None:
    town.apply()
    town.apply(insurance__medical_years=9)
    town.listed()
    statement = acts.Settle(town.round, town.version)
    both = [town.by("approve", SETTLED), town.by("approve", SETTLED)]
    said = at_once(*(lambda by=by: acts.settle(statement, by) for by in both))
    assert said in (["changed_meanwhile", "done"], ["done", "not_now"])
    assert town.city.sql("select count(*) from round_step where step = 'settle'") == [(1,)]
    assert town.city.sql("select count(*) from fact where name = 'points.admitted_in_round'") == [(2,)]


def test_one_person_entered_twice_at_once_stands_in_the_round_once(town: Town) -> None:
    one = town.apply()
    number = town.numbers[one]
    acts.withdraw(acts.Withdraw(town.round, one, "重新登记"), town.by("counter", OPENS))
    statement = acts.Apply(town.round, number, "赵申请")
    both = [town.by("counter", OPENS), town.by("village", OPENS)]
    said = at_once(*(lambda by=by: acts.apply(statement, by) for by in both))
    assert said == ["applied_already", "done"]


def test_an_objection_answered_twice_at_once_has_one_answer(town: Town) -> None:
    one = town.apply()
    done = town.listed()
    assert done
    objection = acts.object_to(
        acts.ObjectTo(town.round, one, "tax", "请核对纳税"), town.by("counter", SETTLED.replace(day=16))
    ).result
    said = acts.Answer(town.round, objection or 0, False, "已核对，无误")
    both = [town.by("review", SETTLED.replace(day=17)) for _ in range(2)]
    assert at_once(*(lambda by=by: acts.answer(said, by) for by in both)) == ["done", "no_such_objection"]


DYING = """
import os, signal, sys
import django
django.setup()
from datetime import date
from huji.rounds import acts
from huji.facts import acts as facts
from huji.rounds.values import By
facts.record = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
number, version, officer, on, token = sys.argv[1:]
acts.settle(acts.Settle(number, int(version)), By(int(officer), date.fromisoformat(on), token))
"""
"""A process that dies when everything but the applicants' fact is written."""


def test_a_process_killed_in_the_middle_of_settling_leaves_nothing(town: Town) -> None:
    town.apply()
    town.listed()
    statement, by = acts.Settle(town.round, town.version), town.by("approve", SETTLED)
    everything = _everything(town)
    said = [town.round, str(statement.version), str(by.officer), str(by.on), by.token]
    here = {**os.environ, "DATABASE_URL": town.city.app_url}
    dead = subprocess.run([sys.executable, "-c", DYING, *said], env=here, check=False, timeout=60)
    assert dead.returncode == -signal.SIGKILL
    assert _everything(town) == everything
    assert acts.settle(statement, by).result == 1
    assert town.city.sql("select state from round") == [("settled",)]


def _everything(town: Town) -> list[object]:
    tables = ("round", "round_step", "round_place", "round_list", "round_receipt", "fact", "ledger_entry")
    return [town.city.sql(f"select * from {table} order by 1") for table in tables]
