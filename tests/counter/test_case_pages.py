"""The pages of a case: what may be done, why the law says so, and the papers that come of it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import CITY_ROUTE, City

from huji.cases.values import Done, Kind, Outside

SignIn = Callable[..., Client]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
SHENYANG = Outside(
    "沈阳市公安局", "210102", "沈准0001", TODAY - timedelta(days=3), TODAY + timedelta(days=30)
)


def page(client: Client, name: str, done: Done) -> str:
    return client.get(reverse(f"counter:{name}", args=[done.case])).content.decode()


def act(client: Client, name: str, done: Done, **fields: Any) -> Any:
    """Send the form of a step as its page draws it, with fields filled in."""
    where = reverse(f"counter:{name}", args=[done.case])
    drawn = client.get(where).content.decode()
    hidden = dict(re.findall(r'name="(version|token)" value="([^"]+)"', drawn))
    return client.post(where, {**hidden, **fields}, follow=True)


def test_each_role_is_offered_its_own_steps(city: City, sign_in: SignIn) -> None:
    done = city.accepted(on=TODAY)
    offered = {who: page(sign_in(who), "case", done) for who in ("counter", "review", "supervise")}
    assert "移送审核" in offered["counter"]
    assert "移送审核" not in offered["review"]
    assert "准许再次补正" in offered["supervise"]
    assert "撤回" not in offered["supervise"]


def test_the_reasons_lead_to_the_policy_that_gave_them(city: City, sign_in: SignIn) -> None:
    client = sign_in("review")
    shown = page(client, "decision", city.accepted(on=TODAY))
    where = re.search(r'href="(/drafting/packs/[0-9a-f]{64}/)"', shown)
    assert where is not None
    assert "盘锦市户籍制度改革意见" in client.get(where[1]).content.decode()


def test_the_reasons_show_marks_articles_notes_and_sources(city: City, sign_in: SignIn) -> None:
    values = {**CITY_ROUTE, "insurance.urban_participant": False}
    shown = page(sign_in("counter"), "decision", city.accepted(on=TODAY, values=values))
    assert "盘政发〔2015〕53号 第五条" in shown
    assert "✗" in shown
    assert "✓" in shown
    assert "?" in shown
    assert "来源：" in shown
    assert "当面核实" in shown
    assert "释义" in shown or 'class="note"' in shown


def test_the_reasons_are_told_in_english(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    client.cookies["huji_language"] = "en"
    shown = page(client, "decision", city.accepted(on=TODAY))
    assert "City proper, by employment and dwelling" in shown
    assert "Proposal: eligible" in shown


def test_a_refusal_needs_its_reason_and_ends_in_a_notice(city: City, sign_in: SignIn) -> None:
    done = city.reviewed(city.in_review(city.accepted(on=TODAY), on=TODAY), on=TODAY)
    client = sign_in("approve")
    assert "写明理由" in act(client, "refuse", done).content.decode()
    settled = act(client, "refuse", done, reason="租赁合同系伪造，已移交查处").content.decode()
    assert "不予批准" in settled
    notice = re.findall(r'href="(/counter/papers/\?number=[^"]+)"', settled)[-1].replace("&amp;", "&")
    answer = client.get(notice)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_paper_of_another_office_is_not_shown(city: City, sign_in: SignIn) -> None:
    number = city.accepted(on=TODAY).papers[0]
    answer = sign_in("village").get(reverse("counter:paper"), {"number": number})
    assert answer.status_code == 404
    assert b"%PDF" not in answer.content


def test_a_case_of_another_office_is_not_shown(city: City, sign_in: SignIn) -> None:
    done = city.accepted(on=TODAY)
    answer = sign_in("village").get(reverse("counter:case", args=[done.case]))
    assert answer.status_code == 404
    assert "赵铁柱" not in answer.content.decode()


def test_an_empty_request_for_completion_is_not_sent(city: City, sign_in: SignIn) -> None:
    done = city.accepted(on=TODAY)
    client = sign_in("counter")
    assert "一次说全" in act(client, "request_completion", done).content.decode()
    after = act(client, "request_completion", done, note="请补交租赁合同原件").content.decode()
    assert "待补正" in after


def test_who_accepted_does_not_review(city: City, sign_in: SignIn) -> None:
    done = city.in_review(city.accepted(on=TODAY), on=TODAY)
    city.sql("update officers_officer set role = 'review' where username = 'counter'")
    shown = act(sign_in("counter"), "review", done, recommend="approve").content.decode()
    assert "须由不同的人办理" in shown


def test_the_head_who_leaves_names_who_follows(city: City, sign_in: SignIn) -> None:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse"), on=TODAY), on=TODAY)
    client = sign_in("counter")
    form = page(client, "execute", done)
    assert "由谁任户主" in form
    assert "赵大山" in form
    assert "赵小宝" not in form.split("</form>")[2]
    assert "请指定新户主。" in act(client, "execute", done).content.decode()
    settled = act(client, "execute", done, head0=str(city.people["赵大山"])).content.decode()
    assert "已落户" in settled
    assert "居民户口簿" in settled


@pytest.mark.parametrize("show", ["waiting", "late", "all", "expired_papers", "draft", "no such state"])
def test_the_queue_opens_in_every_way(city: City, sign_in: SignIn, show: str) -> None:
    city.accepted()
    answer = sign_in("counter").get(reverse("counter:queue"), {"show": show})
    assert answer.status_code == 200


def test_what_is_late_is_seen_to_be_late(city: City, sign_in: SignIn) -> None:
    city.accepted()
    assert "已超期" in sign_in("counter").get(reverse("counter:queue"), {"show": "late"}).content.decode()


def test_from_outside_a_permit_then_the_certificate(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    fields = {
        "kind": "from_outside",
        "number": city.number(datetime(1990, 4, 5, tzinfo=ZoneInfo("Asia/Shanghai")).date(), "2"),
        "name": "钱小燕",
        "address": "12号",
        "place": "辽宁省沈阳市公安局",
        "division": "210102",
        "token": "outside-00001",
    }
    where = client.post(reverse("counter:new"), fields)["Location"]
    assert where.endswith("/application/")
    assert "钱小燕" in client.get(where).content.decode()


def test_an_applicant_of_another_office_is_known_by_the_case_alone(city: City, sign_in: SignIn) -> None:
    done = city.accepted(city.companion("孙桂兰", "spouse"), on=TODAY)
    shown = page(sign_in("counter"), "case", done)
    assert f"/counter/persons/{city.people['赵铁柱']}/" not in shown
    assert f"/counter/persons/{city.people['孙桂兰']}/" not in shown
    assert "户口登记在沙岭派出所" in shown
    known = shown.split("本案所知的情况")[1].split("</section>")[0]
    assert "现户口所在地区划" in known
    assert "常住户口登记" in known


def test_an_applicant_of_the_own_office_is_linked(city: City, sign_in: SignIn) -> None:
    done = city.draft("李建国", kind=Kind.TO_OUTSIDE, outside=SHENYANG, on=TODAY)
    shown = page(sign_in("counter"), "case", done)
    assert f"/counter/persons/{city.people['李建国']}/" in shown
    assert "本案所知的情况" not in shown
    assert "凭对方的准予迁入证明办理" in shown
