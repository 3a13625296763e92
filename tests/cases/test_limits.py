"""Limits in working days, across holidays; overdue cases are seen."""

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from tests.cases.city import City
from tests.cases.test_from_outside import ELSEWHERE, FAR

from huji.cases import acts, limits, queries
from huji.cases.limits import Stage
from huji.cases.values import Host, Kind
from huji.runtime.db import set_area
from huji.standards import Refused


def due(city: City) -> date:
    found: date = city.sql("select due from case_file")[0][0]
    return found


def test_three_working_days_over_the_national_day_of_2026_end_on_the_eighth(city: City) -> None:
    # 2026-09-28 is a Monday; the holiday is from 10-01 to 10-07.
    city.accepted(on=date(2026, 9, 28))
    assert due(city) == date(2026, 10, 8)


def test_fifteen_working_days_over_the_national_day_count_the_saturday_that_is_worked(city: City) -> None:
    city.numbers["周海"] = city.number(date(1988, 1, 2), "1")
    monday = date(2026, 9, 28)
    done = city.draft("周海", kind=Kind.FROM_OUTSIDE, outside=ELSEWHERE, on=monday)
    done = city.told(done, "周海", FAR, monday)
    done = acts.accept(acts.Accept(done.case, done.version), city.by(on=monday))
    # 29, 30, then 8, 9, Saturday 10 (worked for the holiday), 12 to 16, 19 to 23 October.
    assert due(city) == date(2026, 10, 23)
    done = city.in_review(done, date(2026, 10, 12))
    assert due(city) == date(2026, 11, 2)
    done = city.reviewed(done, on=date(2026, 10, 13))
    acts.approve(acts.Approve(done.case, done.version), city.by("approve", date(2026, 10, 14)))
    assert due(city) == date(2026, 10, 19)


def test_a_move_within_the_city_has_one_limit_for_all_its_stages(city: City) -> None:
    done = city.accepted(on=date(2026, 9, 1))
    city.in_review(done, date(2026, 9, 3))
    assert due(city) == date(2026, 9, 4)


def test_a_case_past_its_limit_is_overdue_and_one_that_waits_for_the_applicant_is_not(city: City) -> None:
    done = city.accepted(on=date(2026, 9, 1))
    set_area([2])
    officer = city.officers["counter"]
    assert queries.queue(officer, date(2026, 9, 4), overdue=True) == ()
    (line,) = queries.queue(officer, date(2026, 9, 7), overdue=True)
    assert (line.number, line.overdue) == (done.case, True)
    assert queries.counts(officer, date(2026, 9, 7)).overdue == 1
    statement = acts.RequestCompletion(done.case, done.version, note="请补交租赁合同")
    acts.request_completion(statement, city.by(on=date(2026, 9, 7)))
    assert queries.queue(officer, date(2026, 9, 30), overdue=True) == ()
    assert city.sql("select days_left from case_file") == [(0,)]


def test_a_request_that_nobody_answered_by_its_last_day_is_late(city: City) -> None:
    done = city.accepted(on=date(2026, 9, 1))
    statement = acts.RequestCompletion(done.case, done.version, note="请补交租赁合同")
    acts.request_completion(statement, city.by(on=date(2026, 9, 1)))
    set_area([2])
    officer = city.officers["counter"]
    assert queries.counts(officer, date(2026, 10, 1)).overdue == 0
    assert queries.counts(officer, date(2026, 10, 2)).overdue == 1
    (line,) = queries.queue(officer, date(2026, 10, 2), overdue=True)
    assert (line.number, line.overdue) == (done.case, True)
    assert not queries.detail(officer, done.case, date(2026, 10, 1)).overdue
    assert queries.detail(officer, done.case, date(2026, 10, 2)).overdue


def test_a_city_writes_limits_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "limits.yaml"
    own.write_text(
        "rules:\n  - {kinds: [within_city], areas: [rural], whole: 9}\n  - {kinds: [within_city], whole: 1}\n"
    )
    with override_settings(CASE_LIMITS=str(own)):
        assert limits.rule(Kind.WITHIN_CITY, Host.OWN_DWELLING, "rural").total == 9
        assert limits.rule(Kind.WITHIN_CITY, Host.OWN_DWELLING, "town").total == 1
        with pytest.raises(Refused) as refused:
            limits.rule(Kind.FROM_OUTSIDE, None, None)
    assert refused.value.code == "no_limit"


@pytest.mark.parametrize(
    "content",
    [
        "rules:\n  - {kinds: [within_city]}",
        "rules:\n  - {kinds: [within_city], stages: {check: 3}}",
        "rules:\n  - {kinds: [within_city], whole: -1}",
        "rules:\n  - {kinds: [within_city], whole: 3, hosts: [castle]}",
        "rules:\n  - {kinds: [within_city], whole: 3, colour: red}",
        "rules: 3",
        "[",
    ],
)
def test_a_broken_file_of_limits_is_refused(tmp_path: Path, content: str) -> None:
    own = tmp_path / "limits.yaml"
    own.write_text(content)
    with override_settings(CASE_LIMITS=str(own)), pytest.raises(Refused) as refused:
        limits.rule(Kind.WITHIN_CITY, None, None)
    assert refused.value.code == "limits_broken"


def test_the_template_covers_every_kind_of_case() -> None:
    for kind in Kind:
        assert limits.rule(kind, None, None).total > 0
    outside = limits.rule(Kind.FROM_OUTSIDE, Host.OWN_DWELLING, "city_proper")
    assert [outside.stages[stage] for stage in Stage] == [15, 15, 3]
