"""Booklets after the register has moved on: replaced, void, or said to be out of date."""

from datetime import date
from typing import Any

import pytest
from tests.cases.city import ON, TOWN_STATION, City
from tests.cases.conftest import city, template
from tests.cases.test_to_outside import PERMIT
from tests.documents.amending import amend
from tests.documents.test_from_the_register import hand

from huji.cases import acts
from huji.cases.values import Kind

__all__ = ["city", "template"]


def check(city: City, number: str, on: date = ON) -> Any:
    from huji.documents.queries import verify

    [(code,)] = city.sql("select code from documents_paper where number = %s", [number])
    return verify(number, code, on)


def away(city: City, name: str, successors: Any = None) -> Any:
    done = city.draft(name, kind=Kind.TO_OUTSIDE, outside=PERMIT)
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = acts.approve(acts.Approve(done.case, done.version), city.by("approve"))
    statement = acts.IssueMigrationCertificate(done.case, done.version, successors or {})
    return acts.issue_migration_certificate(statement, city.by())


def test_the_booklet_of_a_household_that_moved_away_whole_is_void(city: City) -> None:
    from huji.documents import hand_out

    booklet = hand_out.booklet(city.households["张"], hand(city))
    assert check(city, booklet.number).good
    away(city, "张丽华")
    found = check(city, booklet.number)
    assert (found.status, found.state.zh, found.good) == ("cancelled", "已作废", False)


def test_a_household_that_stays_behind_gets_a_booklet_in_place_of_its_former_one(city: City) -> None:
    from huji.documents import hand_out

    former = hand_out.booklet(city.households["李"], hand(city))
    done = away(city, "李建国", {city.households["李"]: city.people["王秀英"]})
    [(number, household)] = city.sql(
        "select number, household from documents_paper where kind = 'booklet' and status = 'issued'"
    )
    assert (number in done.papers, household) == (True, city.households["李"])
    assert check(city, former.number).status == "replaced"
    assert check(city, number).good


def test_whoever_comes_back_is_in_the_booklet_again(city: City) -> None:
    gone = away(city, "李建国", {city.households["李"]: city.people["王秀英"]})
    done = acts.withdraw(acts.Withdraw(gone.case, gone.version, "放弃迁移"), city.by())
    [(number, status)] = city.sql(
        "select number, status from documents_paper where kind = 'booklet' order by id desc limit 1"
    )
    assert (number in done.papers, status) == (True, "issued")
    assert check(city, number).good


def test_a_booklet_of_which_the_register_tells_otherwise_says_so_and_nobody_is_named(city: City) -> None:
    from huji.documents import hand_out
    from huji.register import acts as register

    booklet = hand_out.booklet(city.households["李"], hand(city))
    own = hand_out.member_booklet(city.households["李"], city.people["李建国"], hand(city))
    amend(city, "王秀英", "education", "20", since="2026-08-01")
    found, other = check(city, booklet.number), check(city, own.number)
    assert (found.status, found.outdated, found.good) == ("issued", True, False)
    assert "登记有变动" in found.state.zh
    assert "王" not in found.state.zh
    assert other.good
    register.change_head(
        register.ChangeHead(city.households["李"], register.Succession(city.people["王秀英"]), ON, "协商"),
        register.Acting(city.officers["counter"], TOWN_STATION, ON, "测试"),
    )
    assert check(city, own.number).outdated


def test_a_booklet_issued_anew_is_of_now(city: City) -> None:
    from huji.documents import hand_out

    hand_out.booklet(city.households["李"], hand(city))
    amend(city, "王秀英", "education", "20", since="2026-08-01")
    assert check(city, hand_out.booklet(city.households["李"], hand(city)).number).good


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_public_page_says_that_the_register_has_changed(city: City, lang: str) -> None:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from huji.documents import hand_out

    booklet = hand_out.booklet(city.households["李"], hand(city))
    amend(city, "王秀英", "education", "20", since="2026-08-01")
    asked = {"number": booklet.number, "code": booklet.code}
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = {"zh": "zh-hans"}.get(lang, lang)
    page = client.get(reverse("portal:verify"), asked).content.decode()
    assert ("签发以后登记有变动" if lang == "zh" else "he register has changed since") in page
    assert "verdict--ineligible" in page
