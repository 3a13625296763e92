"""What a round keeps is enough to reckon it again, and an altered figure shows."""

import json

import pytest
from click.testing import CliRunner
from tests.cases.city import City
from tests.rounds.town import Town

from huji.cli import main
from huji.rounds.replay import replay
from huji.runtime.db import set_area
from huji.standards import Refused


def test_a_settled_round_comes_out_the_same_and_an_altered_one_does_not(city: City) -> None:
    town = Town(city)
    town.open()
    first, second, third = (town.apply(insurance__medical_years=years) for years in (9, 8.25, 7))
    town.listed()
    town.settle()
    set_area("*")
    assert replay(town.round).equal
    assert replay(town.round).scores == 3
    city.sql("update round_score set total = 999 where application = %s", [second])
    city.sql("update round_place set admitted = not admitted where application in (%s, %s)", [first, third])
    found = replay(town.round)
    assert (found.differing, found.places_differ) == ((2,), (1, 3))
    with pytest.raises(Refused):
        replay("1999-01")


def test_the_command_says_so_to_people_and_machines(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", city.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", city.owner_url)
    town = Town(city)
    town.open()
    town.apply()
    town.listed()

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["round", "replay", *words], catch_exceptions=False)
        return result.exit_code, result.output

    status, said = run(town.round)
    assert status == 0
    assert "all scores (1) are the same" in said
    city.sql("update round_score set low = 1, total = 1")
    status, said = run(town.round, "--format", "json")
    assert status == 1
    assert json.loads(said)["differing"] == [1]
    assert run("1999-01")[0] == 2
    set_area(None)
