"""Places are changed on a page: told first, then carried out; only where the whole city is looked after."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.places import queries

SignIn = Callable[..., Client]


def table(city: City) -> str:
    [(division, number)] = city.sql("select division, number from places_address where id = 1")
    return f"division,number,to_road\n{division},{number},朝阳路\n"


def asked(city: City, **more: str) -> dict[str, str]:
    return {"since": "2026-08-01", "basis": "盘政发〔2026〕7号", "table": table(city), **more}


def test_a_change_is_told_before_it_is_carried_out(city: City, sign_in: SignIn) -> None:
    client = sign_in("supervise")
    before = queries.address(1).text
    told = client.post(reverse("counter:places"), asked(city)).content.decode()
    assert "将变更 1 个地址" in told
    assert "朝阳路" in told
    assert queries.address(1).text == before
    client.post(reverse("counter:places"), asked(city, carry="1"))
    assert "朝阳路" in queries.address(1).text
    assert len(queries.address_history(1)) == 3
    assert "盘政发" not in client.get(reverse("counter:places")).content.decode()


def test_what_is_wrong_stands_beside_its_field(city: City, sign_in: SignIn) -> None:
    client = sign_in("supervise")
    strange = client.post(reverse("counter:places"), asked(city, table="division,colour\n1,2"))
    assert "不认识的列" in strange.content.decode()
    future = client.post(reverse("counter:places"), asked(city, since="2099-01-01"))
    assert "还没有到" in future.content.decode()


def test_a_counter_officer_may_not_change_places(city: City, sign_in: SignIn) -> None:
    assert sign_in("counter").get(reverse("counter:places")).status_code in (302, 403)


def test_a_former_name_typed_at_the_counter_offers_the_present_one(city: City, sign_in: SignIn) -> None:
    [(local,)] = city.sql("select local from places_address where id = 1")
    sign_in("supervise").post(reverse("counter:places"), asked(city, carry="1"))
    offered = sign_in("counter").get(reverse("counter:addresses"), {"address": local}).content.decode()
    assert "朝阳路" in offered
    assert f'label="{local} → ' in offered

    from huji.counter.forms.addresses import AddressField

    assert AddressField().clean(local) == 1
