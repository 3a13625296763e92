"""Places are changed on a page: told first, then carried out; only where the whole city is looked after."""

import re
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.cases.test_from_outside import permit as issued_permit
from tests.matters.town import Town

from huji.cases import acts as cases
from huji.matters import acts as matters
from huji.officers.acts import Appoint, appoint
from huji.officers.roles import Role
from huji.places import queries
from huji.places.acts import Authority

SignIn = Callable[..., Client]
ORDER = Authority(None, 0, date(2026, 12, 1), "盘政发〔2026〕7号")


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


def test_the_operator_begins_at_the_places_and_is_led_nowhere_forbidden(city: City, sign_in: SignIn) -> None:
    appoint(Appoint("operate", "运维", Role.OPERATE, None, "Long-enough-1"), "test")
    client = sign_in("operate")
    page = client.get(reverse("counter:places"))
    assert page.status_code == 200
    for link in re.findall(r'href="(/(?!static)[^"#?]*)"', page.content.decode()):
        assert client.get(link).status_code in (200, 302), link
    refused = client.get(reverse("counter:queue"))
    assert refused.status_code == 403
    assert f'href="{reverse("counter:places")}"' in refused.content.decode()


def test_a_former_name_typed_at_the_counter_offers_the_present_one(city: City, sign_in: SignIn) -> None:
    [(local,)] = city.sql("select local from places_address where id = 1")
    sign_in("supervise").post(reverse("counter:places"), asked(city, carry="1"))
    offered = sign_in("counter").get(reverse("counter:addresses"), {"address": local}).content.decode()
    assert "朝阳路" in offered
    assert f'label="{local} → ' in offered

    from huji.counter.forms.addresses import AddressField

    assert AddressField().clean(local) == 1


def test_open_cases_and_matters_follow_to_the_office_that_keeps_the_place_and_are_seen_whole(
    city: City, sign_in: SignIn
) -> None:
    town = Town(city)
    permit = issued_permit(city)
    draft = city.draft("赵铁柱")
    matter = town.opened(
        "death", {"reported": "family", "died": "2026-08-01", "proof": "community"}, person="王秀英"
    )
    closed = town.step(
        "withdraw",
        town.opened(
            "change_head",
            {"head": city.people["王秀英"], "reason": "agreed"},
            household=city.households["李"],
        ),
        reason="不办了",
    )
    [(division,)] = city.sql("select division from places_address where id = 10")
    [(village,)] = city.sql("select office from officers_officer where username = 'village'")
    [(home,)] = city.sql(
        "select a.division from household_address h join places_address a on a.id = h.address"
        " where h.household = %s",
        [city.households["李"]],
    )
    name = queries.office(village).name
    moved = "\n".join(f"{code},{name}" for code in sorted({division, home}))
    form = asked(city, table=f"division,office\n{moved}\n")
    seen = sign_in("village").get(reverse("counter:case", args=[permit.case]))
    assert seen.status_code == 404
    sign_in("supervise").post(reverse("counter:places"), {**form, "carry": "1"})
    offices = dict(city.sql("select number, office from case_file"))
    assert (offices[permit.case], offices[draft.case]) == (village, village)
    assert town.row(matter.matter, "office") == village
    assert town.row(closed.matter, "office") != village
    page = sign_in("village").get(reverse("counter:case", args=[permit.case]))
    assert page.status_code == 200
    assert permit.papers[-1] in page.content.decode()
    before = city.sql("select count(*) from ledger_entry")
    assert cases.follow_places(ORDER) + matters.follow_places(ORDER) == 0
    assert city.sql("select count(*) from ledger_entry") == before
    certificate = ("沈铁迁字001", "沈阳市公安局铁西分局", date(2026, 9, 1), date(2026, 9, 30))
    arrivals = tuple(cases.Arrival(city.numbers[who], who) for who in ("周海", "吴兰"))
    settled = cases.present_certificate(
        cases.PresentCertificate(permit.case, permit.version, *certificate, arrivals), city.by("village")
    )
    assert city.state(settled.case) == "settled"
