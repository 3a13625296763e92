"""Asking for completion by the route the applicant pursues: all it lacks, and nothing else."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.cases.city import City
from tests.counter.test_case_pages import SignIn, act, page

from huji.cases.values import Done

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
PARTLY = {"employment.lawful_stable": True, "dwelling.lawful": True, "dwelling.tenure": "rented"}
TENANT = "city-employment-and-dwelling"


@pytest.fixture
def done(city: City) -> Done:
    return city.accepted(on=TODAY, values=PARTLY)


def notice(city: City) -> Any:
    (content,) = city.sql("select content from documents_paper where kind = 'completion'")[0]
    return json.loads(content)


def test_each_route_stands_with_what_it_lacks_and_the_papers_that_prove_it(
    city: City, sign_in: SignIn, done: Done
) -> None:
    form = page(sign_in("counter"), "request_completion", done).split('method="post" class="sheet"')[1]
    routes = form.split('class="govuk-checkboxes__item way"')[1:]
    assert len(routes) == 3
    assert "城区凭就业和住所落户" in routes[0]
    assert "盘政发〔2015〕53号 第五条" in routes[0]
    assert "社会保险参保缴费凭证" in routes[0]
    assert "毕业" not in routes[0]
    assert "checked" not in form


def test_the_route_must_be_chosen(city: City, sign_in: SignIn, done: Done) -> None:
    shown = act(sign_in("counter"), "request_completion", done, note="请补交").content.decode()
    assert "请选择申请人走哪条途径。" in shown
    assert 'href="#id_routes_0"' in shown
    assert city.state(done.case) == "accepted"


def test_a_tenant_is_asked_for_the_tenants_facts_alone_and_the_notice_says_which_route(
    city: City, sign_in: SignIn, done: Done
) -> None:
    after = act(sign_in("counter"), "request_completion", done, routes=TENANT).content.decode()
    assert "待补正" in after
    paper = notice(city)
    assert "城区凭就业和住所落户" in paper["way"]["zh"]
    assert len(paper["items"]) == 1
    assert "社会保险" in paper["items"][0]["what"]["zh"]


def test_an_applicant_who_pursues_two_routes_is_asked_for_both(
    city: City, sign_in: SignIn, done: Done
) -> None:
    client = sign_in("counter")
    offered = page(client, "request_completion", done).split('name="routes" value="')[1:]
    two = [one.split('"')[0] for one in offered[:2]]
    act(client, "request_completion", done, routes=two)
    words = " ".join(item["what"]["zh"] for item in notice(city)["items"])
    assert "社会保险" in words
    assert "企业" in words
    assert "毕业" not in words


def test_a_route_that_is_not_open_is_refused(city: City, sign_in: SignIn, done: Done) -> None:
    shown = act(sign_in("counter"), "request_completion", done, routes="rural-mutual-reliance")
    assert "govuk-error-summary" in shown.content.decode()
    assert city.state(done.case) == "accepted"
