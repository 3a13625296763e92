"""An operator closes in one batch what has run out, in the name of an officer, each case by itself."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from tests.cases.city import VILLAGE_STATION, City
from tests.cases.test_from_outside import permit
from tests.cases.test_to_outside import PERMIT

from huji.cases import acts
from huji.cases.values import Done, Kind
from huji.cli import main
from huji.runtime.db import set_area

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture
def run(city: City, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", city.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", city.owner_url)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["case", "expire", *arguments], catch_exceptions=False)

    yield command
    set_area(None)


def away(city: City, name: str, days_ago: int, officer: str = "counter") -> Done:
    """Let somebody leave the city so many days ago, and be registered nowhere since."""
    day = TODAY - timedelta(days=days_ago)
    outside = replace(PERMIT, issued=day, until=day + timedelta(days=39))
    done = city.draft(name, kind=Kind.TO_OUTSIDE, outside=outside, on=day, officer=officer)
    done = acts.accept(acts.Accept(done.case, done.version), city.by(officer, day))
    done = acts.approve(acts.Approve(done.case, done.version), city.by("approve", day))
    statement = acts.IssueMigrationCertificate(done.case, done.version)
    return acts.issue_migration_certificate(statement, city.by(officer, day))


def told(result: Result) -> dict[str, dict[str, Any]]:
    return {row["case"]: row for row in json.loads(result.stdout)["cases"]}


def test_without_an_officer_what_has_run_out_is_listed_and_nothing_done(city: City, run: Any) -> None:
    late, good = away(city, "张丽华", 30), away(city, "孙桂兰", 29, "village")
    entries = city.sql("select count(*) from ledger_entry")
    result = run("--format", "json")
    assert result.exit_code == 0
    (row,) = told(result).values()
    assert (row["case"], row["paper"]) == (late.case, late.papers[0])
    assert row["expired"] == str(TODAY - timedelta(days=1))
    assert good.case not in result.stdout
    assert "张丽华" not in run().stdout  # no name leaves without a line in the access log
    assert city.sql("select count(*) from ledger_entry") == entries


def test_as_an_officer_each_case_of_the_area_is_closed_by_itself(city: City, run: Any) -> None:
    mine, theirs = away(city, "张丽华", 40), away(city, "孙桂兰", 40, "village")
    result = run("--as", "counter", "--format", "json")
    assert result.exit_code == 0
    assert {case: row["state"] for case, row in told(result).items()} == {mine.case: "restored"}
    assert city.where("张丽华")[1] == city.households["张"]
    assert city.state(theirs.case) == "in_transit"
    assert told(run("--as", "counter", "--format", "json")) == {}
    assert told(run("--as", "supervise", "--format", "json"))[theirs.case]["done"] is True
    officers = city.sql("select officer from case_step where step = 'expire' order by id")
    assert officers == [(city.officers["counter"],), (city.officers["supervise"],)]


def test_one_that_is_refused_is_told_with_its_reason_and_stops_no_other(city: City, run: Any) -> None:
    stuck, other = away(city, "孙桂兰", 41, "village"), away(city, "张丽华", 40)
    city.sql("alter table migration_certificate disable trigger user")
    city.sql("delete from migration_certificate where office = %s", [VILLAGE_STATION])
    result = run("--as", "supervise", "--format", "json")
    assert result.exit_code == 1
    rows = told(result)
    assert rows[stuck.case]["refused"]["code"] == "register.certificate_unknown"
    assert rows[other.case]["state"] == "restored"
    assert city.state(stuck.case) == "in_transit"
    assert "未办理" in run("--as", "supervise").stdout


def test_a_permit_that_has_run_out_lapses(city: City, run: Any) -> None:
    permitted = permit(city)
    city.sql(
        "update case_file set expires = %s where number = %s", [TODAY - timedelta(days=1), permitted.case]
    )
    assert "准迁证已过期" in run("--as", "counter").stdout
    assert city.state(permitted.case) == "expired"


def test_an_officer_who_is_not_there_or_may_not_is_refused(city: City, run: Any) -> None:
    away(city, "张丽华", 40)
    assert run("--as", "nobody").exit_code == 2
    result = run("--as", "review", "--format", "json")
    assert result.exit_code == 1
    (row,) = told(result).values()
    assert row["refused"]["code"] == "not_your_role"
