"""What is missing is asked for once, and fully; the clock stops meanwhile."""

from datetime import date

import psycopg
import pytest
from tests.cases.city import CITY_ROUTE, City
from tests.cases.test_procedure import steal

from huji.cases import acts
from huji.cases.values import Done, State
from huji.standards import Refused

PARTLY = {"employment.lawful_stable": True, "dwelling.lawful": True, "dwelling.tenure": "rented"}


@pytest.fixture
def asked(city: City) -> Done:
    """Zhao's case, in which proof of insurance was asked for."""
    return ask(city, city.accepted(values=PARTLY))


def ask(city: City, done: Done) -> Done:
    (answer,) = city.sql("select convert_from(answer, 'UTF8')::jsonb -> 'missing' from case_file")[0]
    statement = acts.RequestCompletion(done.case, done.version, tuple(answer), note="请一并补交")
    return acts.request_completion(statement, city.by())


def received(city: City, done: Done, on: date | None = None) -> Done:
    by = city.by(on=on) if on else city.by()
    return acts.receive_completion(acts.ReceiveCompletion(done.case, done.version), by)


def test_the_notice_lists_what_is_missing_and_the_clock_stops(city: City, asked: Done) -> None:
    assert asked.state is State.COMPLETION_REQUESTED
    assert len(asked.papers) == 1
    assert city.sql("select due, days_left from case_file") == [(None, 3)]


def test_a_request_that_leaves_out_a_missing_fact_is_refused(city: City) -> None:
    done = city.accepted(values={"employment.lawful_stable": True})
    statement = acts.RequestCompletion(done.case, done.version, ("insurance.urban_participant",))
    with pytest.raises(Refused) as refused:
        acts.request_completion(statement, city.by())
    assert refused.value.code == "not_fully_asked"
    assert "住所" in refused.value.text.zh


def test_an_empty_request_is_refused(city: City) -> None:
    done = city.accepted()
    with pytest.raises(Refused) as refused:
        acts.request_completion(acts.RequestCompletion(done.case, done.version), city.by())
    assert refused.value.code == "nothing_asked"


def test_a_second_request_is_refused(city: City, asked: Done) -> None:
    done = received(city, asked)
    with pytest.raises(Refused) as refused:
        ask(city, done)
    assert refused.value.code == "completion_asked_before"
    assert city.state(done.case) == "accepted"


def test_a_second_request_by_sql_violates_a_constraint(city: City, asked: Done) -> None:
    done = received(city, asked)
    with pytest.raises(psycopg.errors.UniqueViolation, match="case_completion_once"):
        steal(city, done, "request_completion", "accepted", "completion_requested", "counter", "counter")


def test_a_forged_reopening_is_refused_by_the_database(city: City, asked: Done) -> None:
    done = received(city, asked)
    for forged in (1, 10**6, city.sql("select max(id) from case_step")[0][0]):
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            steal(
                city, done, "request_completion", "accepted", "completion_requested", "counter", "counter",
                reopening=forged,
            )  # fmt: skip


def test_a_supervisor_allows_one_more_and_no_further(city: City, asked: Done) -> None:
    done = received(city, asked)
    reopen = acts.ReopenCompletion(done.case, done.version, "首次告知遗漏社保材料")
    done = acts.reopen_completion(reopen, city.by("supervise"))
    with pytest.raises(Refused) as refused:
        acts.reopen_completion(
            acts.ReopenCompletion(done.case, done.version, "再准许一次补正"), city.by("supervise")
        )
    assert refused.value.code == "not_asked_yet"
    done = received(city, ask(city, done))
    with pytest.raises(Refused) as refused:
        ask(city, done)
    assert refused.value.code == "completion_asked_before"


def test_the_reviewer_may_ask_too_but_not_after_the_counter_has(city: City, asked: Done) -> None:
    done = city.told(received(city, asked), values=CITY_ROUTE)
    done = city.in_review(done)
    statement = acts.RequestCompletion(done.case, done.version, note="请补交租赁合同")
    with pytest.raises(Refused) as refused:
        acts.request_completion(statement, city.by("review"))
    assert refused.value.code == "completion_asked_before"


def test_the_clock_goes_on_with_the_days_that_were_left(city: City, asked: Done) -> None:
    # 2026-09-01, a Tuesday, with 3 working days left; brought on Friday 09-11, so due the Wednesday after.
    received(city, asked, date(2026, 9, 11))
    assert city.sql("select due, days_left from case_file") == [(date(2026, 9, 16), None)]
