"""Scans of a matter's papers at the counter."""

import re
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.counter.test_facts import png
from tests.matters.town import Town

SignIn = Callable[..., Client]


def test_a_scan_is_taken_in_shown_again_and_the_look_logged(city: City, sign_in: SignIn) -> None:
    town, client = Town(city), sign_in("counter")
    values = {"reported": "family", "died": "2026-08-01", "proof": "community"}
    done = town.opened("death", values, person="王秀英")
    page = client.get(reverse("counter:matter", args=[done.matter])).content.decode()
    where = reverse("counter:matter-attach_evidence", args=[done.matter])
    assert where in page
    form = client.get(where).content.decode()
    fields = dict(re.findall(r'name="(version|token)" value="([^"]+)"', form))
    key = town.shown("death").popitem()[0]
    sent = {**fields, "key": key, "file": SimpleUploadedFile("死亡证明.png", png())}
    page = client.post(where, sent, follow=True).content.decode()
    assert "材料已收取。" in page
    (scan,) = re.findall(rf'href="({where}\d+/)"', page)
    answer = client.get(scan)
    assert answer.content == png()
    assert "sandbox" in answer["Content-Security-Policy"]
    looked = "select count(*) from access_line where what like '业务材料%%' and %s = any (persons)"
    assert city.sql(looked, [city.people["王秀英"]]) == [(1,)]
    assert scan in client.get(reverse("counter:matter", args=[done.matter])).content.decode()
    assert sign_in("village").get(scan).status_code == 404
