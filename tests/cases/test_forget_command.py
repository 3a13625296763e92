"""Every night what citizens laid aside and nobody used is forgotten."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from tests.cases.city import City

from huji.cli import main
from huji.prepared import acts as prepared
from huji.runtime.db import set_area

SAID = {"on": "2026-08-01", "place": "211102002005", "area": "city_proper", "values": {}, "along": []}


@pytest.fixture
def forget(city: City, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", city.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", city.owner_url)

    def command() -> dict[str, int]:
        result = CliRunner().invoke(main, ["case", "forget", "--format", "json"], catch_exceptions=False)
        assert result.exit_code == 0
        found: dict[str, int] = json.loads(result.stdout)
        return found

    yield command
    set_area(None)


def test_what_is_past_its_days_goes_and_what_is_not_stays(city: City, forget: Any) -> None:
    fresh = prepared.keep(SAID).code
    prepared.keep(SAID)
    city.sql(
        "update prepared_application set made = made - 31, until = until - 31"
        " where digest = (select min(digest) from prepared_application)"
    )
    assert forget() == {"prepared": 1, "drafts": 0}
    assert forget() == {"prepared": 0, "drafts": 0}
    assert city.sql("select count(*) from prepared_application") == [(1,)]
    assert fresh


def test_a_statement_does_not_outlast_thirty_days_in_a_draft(city: City, forget: Any) -> None:
    old, young = city.draft("赵铁柱"), city.draft("孙桂兰")
    city.sql("update case_file set stated = '{}', opened = current_date")
    city.sql("update case_file set opened = current_date - 31 where number = %s", [old.case])
    assert forget() == {"prepared": 0, "drafts": 1}
    assert city.sql("select number from case_file where stated is not null") == [(young.case,)]
