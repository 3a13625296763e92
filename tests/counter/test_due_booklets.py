"""A booklet that the register has outgrown shows where the household is kept, and one step issues it anew."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.counter.test_papers import sent
from tests.documents.test_due import hand, moved_to_town
from tests.matters.town import Town

from huji.documents import hand_out
from huji.documents.imprint import Issued

SignIn = Callable[..., Client]
PURPOSE = {"purpose": "handle_case"}


@pytest.fixture
def outgrown(city: City) -> Issued:
    """Return the booklet of 赵's household in the village, of which three have moved to town since."""
    issued = hand_out.booklet(city.households["赵"], hand(city))
    moved_to_town(Town(city))
    return issued


def pages(client: Client, city: City, issued: Issued) -> dict[str, str]:
    asked = {
        "due": (reverse("counter:due"), PURPOSE),
        "household": (reverse("counter:household", args=[city.households["赵"]]), PURPOSE),
        "paper": (reverse("counter:paper-about"), {"number": issued.number}),
    }
    return {name: client.get(*one).content.decode() for name, one in asked.items()}


@pytest.mark.parametrize(("lang", "word"), [("zh-hans", "换发户口簿"), ("en", "Issue the booklet anew")])
def test_the_office_of_the_household_sees_it_and_issues_it_anew(
    city: City, sign_in: SignIn, outgrown: Issued, lang: str, word: str
) -> None:
    client = sign_in("village")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    step = f"{reverse('counter:paper-issue')}?household={city.households['赵']}"
    for name, page in pages(client, city, outgrown).items():
        assert outgrown.number in page, name
        assert f'href="{step}"' in page, name
        assert word in page, name
    assert sent(client, step, paper="booklet").status_code == 302
    after = pages(client, city, outgrown)
    assert outgrown.number not in after["due"]
    assert word not in after["household"] + after["paper"]
    assert ("已换发" if lang == "zh-hans" else "replaced") in after["household"]


def test_the_page_of_the_paper_says_what_the_public_check_says_and_since_which_act(
    city: City, sign_in: SignIn, outgrown: Issued
) -> None:
    client = sign_in("village")
    page = client.get(reverse("counter:paper-about"), {"number": outgrown.number}).content.decode()
    asked = {"number": outgrown.number, "code": outgrown.code}
    public = Client().get(reverse("portal:verify"), asked).content.decode()
    [(entry,)] = city.sql("select max(entry) from ledger_entry where act = 'move_within'")
    assert "签发以后登记有变动" in public
    assert "签发以后登记有变动" in page
    assert "有效<" not in page
    assert "市内迁移" in page
    assert f"第 {entry} 号" in page
    assert "胜利派出所" in page
    assert reverse("counter:paper-replace") not in page


def test_nobody_is_named_and_other_offices_see_nothing(city: City, sign_in: SignIn, outgrown: Issued) -> None:
    mine = sign_in("village").get(reverse("counter:due"), PURPOSE).content.decode()
    assert not any(name in mine for name in ("赵铁柱", "赵大山", "孙桂兰"))
    others = sign_in("counter")
    assert outgrown.number not in others.get(reverse("counter:due"), PURPOSE).content.decode()
    about = others.get(reverse("counter:paper-about"), {"number": outgrown.number})
    assert about.status_code == 404


def test_the_bureau_sees_whose_it_is_and_issues_nothing(
    city: City, sign_in: SignIn, outgrown: Issued
) -> None:
    page = sign_in("supervise").get(reverse("counter:due"), {"purpose": "audit"}).content.decode()
    assert outgrown.number in page
    assert reverse("counter:paper-issue") not in page


def test_what_was_is_not_told_as_due(city: City, sign_in: SignIn, outgrown: Issued) -> None:
    where = reverse("counter:household", args=[city.households["赵"]])
    page = sign_in("village").get(where, PURPOSE | {"on": "2026-08-01"}).content.decode()
    assert "换发户口簿" not in page
