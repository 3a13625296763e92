"""A round through the pages: opened, applied to, scored, published, objected to, answered, settled."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.standards import citizen_number

SignIn = Callable[..., Client]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


def token(name: str) -> str:
    return f"a-form-of-{name}"


def number(sequence: int = 801) -> str:
    seventeen = f"99110219850101{sequence}"
    return seventeen + citizen_number.check_digit(seventeen)


def opened(sign_in: SignIn) -> str:
    """Open a round of Tianjin's scheme, the one whose end is not known, and return its number."""
    answer = sign_in("approve").post(
        reverse("counter:round-open"),
        {
            "policy": "tianjin-2013",
            "division": "120103",
            "area": "city_proper",
            "opens": str(TODAY),
            "closes": str(TODAY),
            "quota": "1",
            "objection_days": "5",
            "basis": "测试用的公告",
            "token": token("opening"),
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"].rstrip("/").rpartition("/")[2])


def applied(sign_in: SignIn, round_: str, sequence: int = 801) -> str:
    answer = sign_in("counter").post(
        reverse("counter:round-apply", args=[round_]),
        {"case": "", "number": number(sequence), "name": "赵申请", "token": token(f"applying-{sequence}")},
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def closed(city: City, since: int = 1) -> None:
    """Let the last day of application be past."""
    city.sql(
        "update round set opens = %s, closes = %s",
        [TODAY - timedelta(days=30), TODAY - timedelta(days=since)],
    )


def answered_all(client: Client, page: str) -> None:
    """Answer every question of the application as a modest applicant would."""
    for _ in range(12):
        html = client.get(page).content.decode()
        asked = re.findall(r'name="asked" value="([^"]+)"', html)
        if not asked:
            return
        fields: dict[str, object] = {
            "asked": asked,
            "token": re.findall(r'name="token" value="([^"]+)"', html)[0],
        }
        for one in asked:
            prefix = one.replace("/", "-").replace(".", "_")
            control = re.search(rf'<(input|select)[^>]*name="{prefix}-value"[^>]*>', html)
            assert control, one
            options = re.findall(rf'name="{prefix}-value" value="([^"]*)"', html)
            value = (
                "no" if "no" in options else "none" if "none" in options else options[0] if options else "0"
            )
            if control[1] == "select":
                value = "none"
            fields |= {f"{prefix}-value": value, f"{prefix}-source": "attested", f"{prefix}-note": "当面核实"}
        answer = client.post(page, fields)
        assert answer.status_code == 302, answer.content.decode()
    raise AssertionError(f"the questions do not end: {asked}")


@pytest.fixture
def settled(city: City, sign_in: SignIn) -> tuple[str, str]:
    """A round with one applicant, taken through every step; its number and the application's page."""
    round_ = opened(sign_in)
    page = applied(sign_in, round_)
    answered_all(sign_in("counter"), page)
    answer = sign_in("review").post(
        reverse("counter:round-score", args=[round_]), {"token": token("scoring")}
    )
    assert answer.status_code == 302
    closed(city)
    whole = reverse("counter:round", args=[round_])
    approve = sign_in("approve")
    version = re.findall(r'name="version" value="(\d+)"', approve.get(whole).content.decode())[0]
    publish = {"version": version, "token": token("publishing")}
    approve.post(reverse("counter:round-publish", args=[round_]), publish)
    objection = {"indicator": "age", "words": "年龄算错了", "token": token("objecting")}
    answer = sign_in("counter").post(page + "objection/", objection)
    assert answer.status_code == 302, answer.content.decode()
    ((id_,),) = city.sql("select id from round_objection")
    reply = {"corrected": "no", "reason": "年龄按申请那天计算，无误", "token": token("answering")}
    assert sign_in("review").post(f"{page}objection/{id_}/", reply).status_code == 302
    city.sql(
        "update round set listed = %s, objections_until = %s", [TODAY - timedelta(7), TODAY - timedelta(1)]
    )
    ((now,),) = city.sql("select version from round")
    settle = {"version": now, "token": token("settling"), "ties": "", "basis": ""}
    answer = approve.post(reverse("counter:round-settle", args=[round_]), settle)
    assert answer.status_code == 302, answer.content.decode()
    return round_, page


def test_the_whole_round_goes_through_the_pages(
    city: City, sign_in: SignIn, settled: tuple[str, str]
) -> None:
    round_, page = settled
    assert city.sql("select rank, admitted from round_place") == [(1, True)]
    for officer in ("counter", "review", "approve", "supervise"):
        client = sign_in(officer)
        assert round_ in client.get(reverse("counter:rounds")).content.decode()
        assert "取得资格" in client.get(reverse("counter:round", args=[round_])).content.decode()
        html = client.get(page).content.decode()
        assert "年龄按申请那天计算，无误" in html
        assert "总分：" in html
    english = sign_in("review")
    english.cookies["huji_language"] = "en"
    html = english.get(page).content.decode()
    assert "Scarce occupation" in html
    assert not re.search(r"<h[123][^>]*>[^<]*[一-龥]", re.sub("赵申请", "", html))


def test_the_list_is_public_and_masked(settled: tuple[str, str]) -> None:
    round_, _ = settled
    anybody = Client()
    assert round_ in anybody.get(reverse("portal:rounds")).content.decode()
    for kind in ("provisional", "result"):
        html = anybody.get(reverse("portal:round-list", args=[round_, kind])).content.decode()
        assert "赵**" in html
        assert "赵申请" not in html
        assert number() not in html
    assert anybody.get(reverse("portal:round-list", args=[round_, "secret"])).status_code == 404
    assert anybody.get(reverse("portal:round-list", args=["2000-01", "result"])).status_code == 404


def test_every_fault_of_a_form_has_its_sentence(city: City, sign_in: SignIn) -> None:
    round_ = opened(sign_in)
    approve = sign_in("approve")
    wrong = {"policy": "zhongshan-2014", "division": "120103", "area": "town", "opens": "x", "quota": "abc"}
    html = approve.post(reverse("counter:round-open"), wrong).content.decode()
    for sentence in ("日期不对", "请一行写一个部分和名额", "依据的文件：请填写这一项"):
        assert sentence in html
    place = {
        "policy": "zhongshan-2014",
        "division": "120103",
        "area": "town",
        "opens": str(TODAY),
        "closes": str(TODAY),
        "quota": "石岐 120\n小榄 80",
        "objection_days": "5",
        "basis": "测试用的公告",
        "token": token("elsewhere"),
    }
    assert "不适用于" in approve.post(reverse("counter:round-open"), place).content.decode()
    counter = sign_in("counter")
    apply = reverse("counter:round-apply", args=[round_])
    assert "或者填写案件编号" in counter.post(apply, {"case": "", "number": "", "name": ""}).content.decode()
    nobodys = {"case": "2026-002-99999", "token": token("no")}
    assert "没有案件" in counter.post(apply, nobodys).content.decode()
    page = applied(sign_in, round_)
    again = {"case": "", "number": number(), "name": "赵申请", "token": token("again")}
    assert "每人每轮次只受理一份" in counter.post(apply, again).content.decode()
    assert sign_in("approve").get(page + "withdraw/").status_code == 403
    assert counter.post(page + "withdraw/", {"reason": ""}).status_code == 200
    assert counter.get(reverse("counter:round", args=["2000-99"])).status_code == 404


def test_an_application_by_a_case_takes_the_case_s_applicant(city: City, sign_in: SignIn) -> None:
    round_ = opened(sign_in)
    done = city.draft(on=TODAY)
    answer = sign_in("counter").post(
        reverse("counter:round-apply", args=[round_]), {"case": done.case, "token": token("by-case")}
    )
    assert answer.status_code == 302, answer.content.decode()
    html = sign_in("review").get(answer.headers["Location"]).content.decode()
    assert "赵铁柱" in html
    assert done.case in html
    assert 'name="asked"' not in html


def test_pages_of_a_round_log_whom_they_show(city: City, sign_in: SignIn) -> None:
    round_ = opened(sign_in)
    done = city.draft(on=TODAY)
    sign_in("counter").post(
        reverse("counter:round-apply", args=[round_]), {"case": done.case, "token": token("by-case")}
    )
    person = city.people["赵铁柱"]
    seen = "select count(*) from access_line where %s = any (persons) and what like '积分轮次%%'"
    before = city.sql(seen, [person])[0][0]
    sign_in("review").get(reverse("counter:round", args=[round_]))
    assert city.sql(seen, [person])[0][0] == before + 1
