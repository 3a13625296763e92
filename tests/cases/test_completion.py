"""What is missing is asked for once, and fully; the clock stops meanwhile."""

import json
from datetime import date
from typing import Any

import psycopg
import pytest
from tests.cases.city import CITY_ROUTE, City
from tests.cases.test_procedure import steal

from huji.cases import acts, queries
from huji.cases.values import Destination, Done, Kind, Outside, State
from huji.runtime.db import set_area
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


def request(city: City, done: Done, *facts: str, officer: str = "counter", note: str = "") -> Done:
    statement = acts.RequestCompletion(done.case, done.version, facts, note=note)
    return acts.request_completion(statement, city.by(officer))


def ways(city: City, done: Done) -> dict[str, list[str]]:
    """Return what is missing by way, as the page is told; what is needed always under a star."""
    set_area("*")
    found = queries.completion(city.officers["counter"], done.case)
    return {way.id + "*" * way.always: [fact.name for fact in way.facts] for way in found}


def notice(city: City, done: Done) -> Any:
    (content,) = city.sql("select content from documents_paper where number = %s", [done.papers[0]])[0]
    return json.loads(content)


def test_a_tenant_who_lacks_the_insurance_paper_is_asked_for_that_alone(city: City) -> None:
    done = city.accepted(values=PARTLY)
    assert next(iter(ways(city, done).items())) == (
        "city-employment-and-dwelling",
        ["insurance.urban_participant"],
    )
    done = request(city, done, "insurance.urban_participant")
    assert done.state is State.COMPLETION_REQUESTED
    paper = notice(city, done)
    assert paper["way"]["zh"] == "城区凭就业和住所落户（盘政发〔2015〕53号（五））"
    assert [item["papers"][0]["zh"] for item in paper["items"]] == ["社会保险参保缴费凭证"]


def test_each_way_has_its_title_its_article_and_the_papers_that_prove_what_it_misses(city: City) -> None:
    done = city.accepted(values=PARTLY)
    set_area("*")
    found = queries.completion(city.officers["counter"], done.case)
    assert [(way.title.zh, way.article, way.always) for way in found] == [
        ("城区凭就业和住所落户", "盘政发〔2015〕53号（五）", False),
        ("投资落户", "盘政发〔2015〕53号（七）", False),
        ("引进人才落户", "盘政发〔2015〕53号（六）", False),
    ]
    (insurance,) = found[0].facts
    assert [paper.title.zh for paper in insurance.papers] == ["社会保险参保缴费凭证"]
    assert insurance.people == ()


def test_a_refused_request_names_the_way_it_comes_nearest_to(city: City) -> None:
    done = city.accepted(values=PARTLY)
    invests = ["business.invests", "business.legal_representative", "business.fixed_premises"]
    with pytest.raises(Refused) as refused:
        request(city, done, *invests, "business.licence", "business.tax_paid_years")
    assert refused.value.code == "not_fully_asked"
    text = refused.value.text.zh
    assert "城区凭就业和住所落户" in text  # one left out as well, and before the investor's in nearness
    assert "学历" not in text


def test_a_request_that_serves_several_ways_names_none_and_cites_the_article_of_each_item(city: City) -> None:
    done = city.accepted(values=PARTLY)
    asked = [name for names in ways(city, done).values() for name in names]
    paper = notice(city, request(city, done, *dict.fromkeys(asked)))
    assert paper["way"] == {"zh": "", "en": ""}
    assert paper["items"][0]["basis"] == "盘政发〔2015〕53号（五）"
    assert paper["items"][-1]["basis"] == "盘政发〔2015〕53号（六）"


def test_a_companions_missing_fact_belongs_to_the_ways_that_take_companions(city: City) -> None:
    city.family("钱", 3, 2, ("钱多多", "2", "1987-01-01", "02", "20"))
    done = city.accepted(city.companion("钱多多", "sibling"), values=PARTLY)
    found = ways(city, done)
    assert "companion.lives_together" in found["city-employment-and-dwelling"]
    assert "companion.lives_together" not in found["graduate-hired"]
    with pytest.raises(Refused) as refused:
        request(city, done, "insurance.urban_participant")
    assert "共同居住" in refused.value.text.zh
    done = request(city, done, "insurance.urban_participant", "companion.lives_together")
    assert notice(city, done)["items"][1]["what"]["zh"].startswith("钱多多：")


def test_with_a_way_open_already_only_the_companions_are_asked_about(city: City) -> None:
    city.family("钱", 3, 2, ("钱多多", "2", "1987-01-01", "02", "20"))
    done = city.accepted(city.companion("钱多多", "sibling"))
    assert ways(city, done) == {"city-employment-and-dwelling*": ["companion.lives_together"]}
    with pytest.raises(Refused) as refused:
        request(city, done, note="请补交租赁合同")
    assert refused.value.code == "not_fully_asked"
    assert request(city, done, "companion.lives_together").state is State.COMPLETION_REQUESTED


def test_a_live_prohibition_is_asked_about_whichever_way_is_pursued(city: City) -> None:
    city.numbers["周海"] = city.number(date(1988, 1, 2), "1")
    where, other = Destination(120), Outside("沈阳市铁西区", "210106")
    done = city.draft("周海", kind=Kind.FROM_OUTSIDE, destination=where, outside=other, officer="village")
    facts = city.given("周海", {"hukou.registered": True})
    done = acts.record_facts(acts.RecordFacts(done.case, done.version, facts), city.by("village"))
    done = acts.accept(acts.Accept(done.case, done.version), city.by("village"))
    found = ways(city, done)
    assert next(iter(found)) == "urban-to-rural*"
    assert "hukou.area" in found["urban-to-rural*"]
    # What an earlier rule would ask that nobody has published is no way to pursue.
    assert set(found) == {"urban-to-rural*", "rural-mutual-reliance", "unemployed-graduate-return"}
    with pytest.raises(Refused) as refused:
        request(city, done, *found["rural-mutual-reliance"], officer="village")
    assert refused.value.code == "not_fully_asked"
    both = dict.fromkeys([*found["urban-to-rural*"], *found["rural-mutual-reliance"]])
    assert request(city, done, *both, officer="village").state is State.COMPLETION_REQUESTED


def test_what_is_missing_is_shown_to_the_own_area_alone_and_logged(city: City) -> None:
    done = city.accepted(values=PARTLY)
    set_area([3])
    with pytest.raises(Refused) as refused:
        queries.completion(city.officers["counter"], done.case)
    assert refused.value.code == "no_such_case"
    ways(city, done)
    assert city.sql("select persons from access_line order by id desc limit 1") == [
        ([city.people["赵铁柱"]],)
    ]


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
