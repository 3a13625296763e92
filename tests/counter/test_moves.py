"""Moves into and out of the city, through the pages: permit, certificate, receipt, expiry, withdrawal."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.cases.test_from_outside import FAR
from tests.counter.test_case_pages import act, page

from huji.cases import acts
from huji.cases.values import Done, Kind, Outside

SignIn = Callable[..., Client]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
CHINESE = re.compile("[\u4e00-\u9fff]")


def day(after: int) -> str:
    return (TODAY + timedelta(days=after)).isoformat()


def begin(client: Client, **fields: str) -> Any:
    return client.post(reverse("counter:new"), fields)


def outsider(city: City) -> dict[str, str]:
    """Return the first form of Zhou, who is registered in another city."""
    city.numbers["周海"] = city.number(date(1988, 1, 2), "1")
    return {
        "kind": "from_outside",
        "number": city.numbers["周海"],
        "name": "周海",
        "address": "10号",
        "place": "沈阳市铁西区",
        "division": "210106",
    }


def leaver(city: City, **changes: str) -> dict[str, str]:
    """Return the first form of Zhang, who leaves for Shenyang."""
    fields = {"kind": "to_outside", "number": city.numbers["张丽华"], "name": "张丽华", "division": "210106"}
    fields |= {"place": "沈阳市铁西区", "permit": "沈准0001", "issued": day(-3), "until": day(30)}
    return {**fields, **changes}


def done(city: City, answer: Any) -> Done:
    """Return the case as it now stands."""
    number = re.findall(
        r"/cases/([\d-]+)/", answer["Location"] if "Location" in answer else answer.request["PATH_INFO"]
    )[0]
    (version,) = city.sql("select version from case_file where number = %s", [number])[0]
    return Done(number, version, city.state(number), ())  # type: ignore[arg-type]


def permitted(city: City, sign_in: SignIn) -> Done:
    """Take Zhou's application through the pages to its permit."""
    client = sign_in("counter")
    case = done(city, begin(client, **outsider(city)))
    city.told(case, "周海", FAR, on=TODAY)
    act(client, "accept", case)
    act(client, "send_to_review", case)
    act(sign_in("review"), "review", case, recommend="approve")
    act(sign_in("approve"), "approve", case)
    shown = act(client, "issue_move_in_permit", case).content.decode()
    assert "准予迁入证明" in shown
    assert city.state(case.case) == "permit_issued"
    return case


CERTIFICATE = {
    "certificate": "沈铁迁字001",
    "issuer": "沈阳市公安局铁西分局",
    "issued": day(0),
    "until": day(29),
    "ethnic0": "01",
}


def test_from_outside_the_pages_lead_from_intake_to_booklet(city: City, sign_in: SignIn) -> None:
    case = permitted(city, sign_in)
    shown = act(sign_in("counter"), "present_certificate", case, **CERTIFICATE).content.decode()
    assert "已落户" in shown
    assert "居民户口簿" in shown


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"certificate": ""}, "certificate", "请填写这一项"),
        ({"issued": "2016-02-30"}, "issued", "日期不对"),
        ({"issued": day(1)}, "issued", "签发日期在今天之后"),
        ({"until": day(-1)}, "until", "到期"),
        ({"ethnic0": ""}, "ethnic0", "请填写这一项"),
    ],
)
def test_a_fault_in_the_certificate_stands_beside_its_field(
    city: City, sign_in: SignIn, changes: dict[str, str], field: str, sentence: str
) -> None:
    case = permitted(city, sign_in)
    shown = act(
        sign_in("counter"), "present_certificate", case, **{**CERTIFICATE, **changes}
    ).content.decode()
    beside = shown.split(f'id="id_{field}-error"')[1].split("</p>")[0]
    assert sentence in beside
    assert f'href="#id_{field}"' in shown
    assert 'value="沈阳市公安局铁西分局"' in shown


def test_a_permit_still_good_is_not_offered_to_be_closed(city: City, sign_in: SignIn) -> None:
    case = permitted(city, sign_in)
    where = reverse("counter:expire", args=[case.case])
    assert where not in page(sign_in("counter"), "case", case)


def test_a_permit_that_ran_out_is_closed_and_issued_anew(city: City, sign_in: SignIn) -> None:
    case = permitted(city, sign_in)
    city.sql("update case_file set expires = %s where number = %s", [TODAY - timedelta(days=1), case.case])
    client = sign_in("counter")
    assert reverse("counter:expire", args=[case.case]) in page(client, "case", case)
    listed = client.get(reverse("counter:queue"), {"show": "expired_papers"}).content.decode()
    assert case.case in listed
    act(client, "expire", case)
    assert city.state(case.case) == "expired"
    act(client, "issue_move_in_permit", case)
    assert city.state(case.case) == "permit_issued"


def test_a_permit_is_given_back_by_withdrawing_in_so_many_words(city: City, sign_in: SignIn) -> None:
    case = permitted(city, sign_in)
    client = sign_in("counter")
    shown = act(client, "withdraw", case, reason="好").content.decode()
    assert "写明理由" in shown.split('id="id_reason-error"')[1].split("</p>")[0]
    act(client, "withdraw", case, reason="申请人当面要求撤回")
    assert city.state(case.case) == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"permit": ""}, "permit"),
        ({"until": ""}, "until"),
        ({"until": day(-9)}, "until"),
        ({"division": "000000"}, "division"),
        ({"number": ""}, "number"),
    ],
)
def test_a_fault_in_leaving_stands_beside_its_field(
    city: City, sign_in: SignIn, changes: dict[str, str], field: str
) -> None:
    shown = begin(sign_in("counter"), **leaver(city, **changes)).content.decode()
    assert f'id="id_{field}-error"' in shown
    assert 'value="沈阳市铁西区"' in shown


def left(city: City, sign_in: SignIn) -> Done:
    """Take Zhang's leaving through the pages to her migration certificate."""
    client = sign_in("counter")
    case = done(city, begin(client, **leaver(city)))
    act(client, "accept", case)
    act(sign_in("approve"), "approve", case)
    shown = act(client, "issue_migration_certificate", case).content.decode()
    assert "户口迁移证" in shown
    assert city.where("张丽华")[0] == "in_transit"
    return case


def test_to_outside_the_pages_lead_to_the_receipt(city: City, sign_in: SignIn) -> None:
    case = left(city, sign_in)
    client = sign_in("counter")
    wrong = act(
        client, "confirm_arrival", case, receipt="沈阳入户回执1号", registered=day(9)
    ).content.decode()
    assert 'id="id_registered-error"' in wrong
    shown = act(
        client, "confirm_arrival", case, receipt="沈阳入户回执1号", registered=day(0)
    ).content.decode()
    assert "已在外市落户" in shown
    assert city.where("张丽华")[0] == "elsewhere"


def test_a_certificate_that_ran_out_restores_her_at_her_origin(city: City, sign_in: SignIn) -> None:
    then = TODAY - timedelta(days=45)
    shenyang = Outside("沈阳市铁西区", "210106", "沈准0001", then, then + timedelta(days=40))
    case = city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=shenyang, on=then)
    case = acts.accept(acts.Accept(case.case, case.version), city.by(on=then))
    case = acts.approve(acts.Approve(case.case, case.version), city.by("approve", then))
    statement = acts.IssueMigrationCertificate(case.case, case.version)
    case = acts.issue_migration_certificate(statement, city.by(on=then))
    client = sign_in("supervise")
    assert case.case in client.get(reverse("counter:queue"), {"show": "expired_papers"}).content.decode()
    shown = act(client, "expire", case).content.decode()
    assert "已恢复原户口" in shown
    assert city.where("张丽华")[0] == "registered"


def test_a_supervisor_allows_one_more_request_with_a_reason(city: City, sign_in: SignIn) -> None:
    case = city.accepted(on=TODAY)
    client = sign_in("counter")
    act(client, "request_completion", case, note="请补交租赁合同原件")
    act(client, "receive_completion", case)
    again = act(client, "request_completion", case, note="还要补交参保证明").content.decode()
    assert "补正只能一次性告知" in again
    assert "写明理由" in act(sign_in("supervise"), "reopen_completion", case, reason="漏").content.decode()
    act(sign_in("supervise"), "reopen_completion", case, reason="材料清单有误，漏列一项")
    act(client, "request_completion", case, note="还要补交参保证明")
    assert city.state(case.case) == "completion_requested"


def test_a_companion_who_stays_behind_after_all_is_left_out_for_a_reason(city: City, sign_in: SignIn) -> None:
    case = city.approved(city.accepted(city.companion("赵小宝", "child"), on=TODAY), on=TODAY)
    client = sign_in("counter")
    assert "有人不再随迁" in page(client, "execute", case)
    fields = dict(re.findall(r'name="(head\d)" value="(\d+)"', page(client, "execute", case)))
    wrong = act(client, "execute", case, stays0="不", **fields).content.decode()
    assert "须写明理由" in wrong
    act(client, "execute", case, stays0="孩子随祖父生活", **fields)
    assert city.where("赵铁柱")[3] == 2
    assert city.where("赵小宝")[3] == 3


def test_a_refusal_about_a_companion_stands_in_its_row(city: City, sign_in: SignIn) -> None:
    draft = city.draft(on=TODAY)
    fields = {"address": "10号", "host": "own_dwelling", "companions": "2"}
    for index, name in enumerate(("孙桂兰", "孙桂兰")):
        fields |= {
            f"c{index}-number": city.numbers[name],
            f"c{index}-name": name,
            f"c{index}-relation": "spouse",
        }
    shown = act(sign_in("counter"), "application", draft, **fields).content.decode()
    assert "出现了两次" in shown.split('id="id_c0-number-error"')[1].split("</p>")[0]


@pytest.mark.parametrize(
    "name", ["case", "accept", "application", "facts", "evidence", "withdraw", "decision"]
)
def test_in_english_only_names_addresses_and_documents_are_chinese(
    city: City, sign_in: SignIn, name: str
) -> None:
    draft = city.told(city.draft(on=TODAY), on=TODAY)
    client = sign_in("counter")
    client.cookies["huji_language"] = "en"
    shown = page(client, name, draft).split("<main")[1].split("</main>")[0]
    shown = re.sub(r"<[^>]+>", " ", shown)
    kept = r"赵铁柱|\S*[省市]\S*|\S*派出所|盘政发〔2015〕53号|当面核实"
    (officer,) = city.sql("select full_name from officers_officer where username = 'counter'")[0]
    assert CHINESE.findall(re.sub(f"{kept}|{officer}", "", shown)) == []
