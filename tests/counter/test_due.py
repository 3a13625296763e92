"""What runs out is on one page, with those it concerns, and looking is logged."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.counter.test_reading import looks

from huji.register import acts

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


def gone(city: City, name: str, certificate: str, on: date) -> None:
    by = acts.Acting(1, city.where(name)[3], on, "测试")
    acts.move_out(acts.MoveOut((city.people[name],), on, certificate, "沈阳市"), by)


def test_lapsed_certificates_come_first_and_looking_is_logged(
    city: City, sign_in: Callable[..., Client]
) -> None:
    gone(city, "王秀英", "QY-OLD", TODAY - timedelta(days=40))
    client = sign_in("counter")
    where = reverse("counter:due")
    assert "查阅用途" in client.get(where).content.decode()
    page = client.get(where, {"purpose": "handle_case"}).content.decode()
    assert "过期 11 天" in page
    assert "QY-OLD" in page
    assert "王秀英" in page
    assert "迁移途中人员 in transit" in str(looks(city, "王秀英"))


def test_who_is_still_on_the_way_is_listed_apart(city: City, sign_in: Callable[..., Client]) -> None:
    gone(city, "王秀英", "QY-NEW", TODAY - timedelta(days=4))
    page = sign_in("counter").get(reverse("counter:due"), {"purpose": "handle_case"}).content.decode()
    assert "没有过期的迁移证" in page
    assert page.index("QY-NEW") > page.index("在迁移途中")


def test_another_area_is_not_shown(city: City, sign_in: Callable[..., Client]) -> None:
    gone(city, "王秀英", "QY-OLD", TODAY - timedelta(days=40))
    other = city.sql(
        "select username from officers_officer where role = 'counter' and office <> %s",
        [city.where("王秀英")[3]],
    )
    assert other
    for (username,) in other:
        page = sign_in(username).get(reverse("counter:due"), {"purpose": "handle_case"}).content.decode()
        assert "QY-OLD" not in page
