"""A published list of a round, long as a big city's."""

import re
from datetime import date

import pytest
from django.test import Client

from huji.portal import rounds
from huji.rounds.queries import Published


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {
            "no": no,
            "name": "赵**",
            "part": None,
            "total": "60",
            "standing": "qualified",
            "rank": no,
            "admitted": no < 5,
        }
        for no in range(1, 451)
    ]
    content = {"title": {"zh": "积分", "en": "Points"}, "document": "", "basis": "", "rows": rows}
    found = Published("2026-01", "result", date(2026, 1, 2), "sha256:0", content)
    monkeypatch.setattr(rounds.queries, "published_list", lambda number, kind: found)


def numbers(html: str) -> list[str]:
    return re.findall(r'<th scope="row" class="digits">(\d+)</th>', html)


@pytest.mark.usefixtures("long")
def test_a_long_list_is_shown_a_page_at_a_time() -> None:
    first = numbers(Client().get("/rounds/2026-01/result/").content.decode())
    third = numbers(Client().get("/rounds/2026-01/result/?page=3").content.decode())
    assert (first[0], first[-1], third[0], third[-1]) == ("1", "200", "401", "450")
    assert numbers(Client().get("/rounds/2026-01/result/?page=x").content.decode()) == first
    assert numbers(Client().get("/rounds/2026-01/result/?page=99").content.decode()) == third


@pytest.mark.usefixtures("long")
def test_a_receipt_s_number_opens_its_page() -> None:
    html = Client().get("/rounds/2026-01/result/?no=333").content.decode()
    assert "333" in numbers(html)
    assert 'id="sought"' in html
    missed = Client().get("/rounds/2026-01/result/?no=451").content.decode()
    assert "名单上没有这个序号" in missed
    assert numbers(missed)[0] == "1"
