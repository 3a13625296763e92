"""A decision can be computed again from what its case keeps, and shows when it was tampered with."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cases.city import City

from huji import policy
from huji.cases import kept
from huji.cases.replay import replay
from huji.cases.values import Done
from huji.runtime.db import set_area
from huji.standards import Refused


@pytest.fixture
def decided(city: City) -> Done:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse")))
    set_area("*")
    return done


def test_the_decision_is_the_same_byte_for_byte(city: City, decided: Done) -> None:
    found = replay(decided.case)
    assert found is not None
    assert found.equal
    assert found.kept == found.computed
    assert json.loads(found.kept)["granted_by"] == "city-employment-and-dwelling"


def test_a_later_change_of_the_packs_does_not_touch_it(
    city: City, decided: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> Any:
        raise AssertionError("the packs of the installation are not asked")

    monkeypatch.setattr(policy, "packs", gone)
    monkeypatch.setattr(policy, "vocabulary", gone)
    for cached in (kept._library, kept._vocabulary, kept._pack):
        cached.cache_clear()
    found = replay(decided.case)
    assert found is not None
    assert found.equal


@pytest.mark.parametrize(
    ("attack", "sign"),
    [
        (
            "update case_file set answer = convert_to(replace(convert_from(answer, 'UTF8'),"
            ' \'"outcome":"eligible"\', \'"outcome":"ineligible"\'), \'UTF8\')',
            "answer",
        ),
        (
            "update case_file set facts = convert_to(replace(convert_from(facts, 'UTF8'),"
            " '\"rented\"', '\"none\"'), 'UTF8')",
            "facts",
        ),
        ("update case_file set proposal = 'ineligible'", "case says"),
    ],
)
def test_tampering_by_the_owner_is_found(city: City, decided: Done, attack: str, sign: str) -> None:
    city.sql("alter table case_file disable trigger guard")
    city.sql(attack)
    found = replay(decided.case)
    assert found is not None
    assert not found.equal
    assert any(sign in difference.en for difference in found.differences)


def test_what_is_kept_is_what_its_digest_says(city: City, decided: Done) -> None:
    kinds = dict(city.sql("select what, count(*) from case_kept group by what"))
    assert kinds["vocabulary"] == kinds["evidence"] == kinds["zones"] == 1
    assert kinds["pack"] >= 7
    with pytest.raises(Exception, match="case_kept"):
        city.sql("update case_kept set content = 'x' where what = 'zones'")


def test_a_case_that_was_never_accepted_has_nothing_to_replay(city: City) -> None:
    done = city.draft()
    set_area("*")
    assert replay("2026-002-99999") is None
    with pytest.raises(Refused) as refused:
        replay(done.case)
    assert refused.value.code == "nothing_decided"


def command(city: City, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"DATABASE_URL": city.app_url, "DATABASE_OWNER_URL": city.owner_url}
    return subprocess.run(
        [Path(sys.executable).with_name("huji"), "case", "replay", *arguments],
        capture_output=True, text=True, env=environment, check=False, timeout=60,
    )  # fmt: skip


def test_the_command_tells_by_its_exit_status(city: City, decided: Done) -> None:
    same = command(city, decided.case, "--format", "json")
    assert (same.returncode, same.stderr) == (0, "")
    assert json.loads(same.stdout)["equal"] is True
    assert command(city, "2026-002-99999").returncode == 2
    city.sql("alter table case_file disable trigger guard")
    city.sql("update case_file set proposal = 'ineligible'")
    differs = command(city, decided.case)
    assert differs.returncode == 1
    assert "ineligible" in differs.stdout
