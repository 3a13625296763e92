"""The family of one whose row was rejected is registered as the conversion would have it."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from tests.conftest import Database
from tests.quality.changed_source import Row, changed, households
from tests.quality.conversion_source import convert, old_register
from tests.quality.test_quarantine import browser, stamp

from huji.officers.acts import Appoint, appoint
from huji.officers.models import Officer
from huji.officers.roles import Role
from huji.quality.quarantine import queries
from huji.quality.quarantine.values import State
from huji.runtime.db import set_area
from huji.standards import citizen_number

WIFE, FAMILY = "有妻的户", "户主有误的户"


@pytest.fixture
def converted(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """A wife, and the head of another family, with a wrong check digit; all of both are here from of old."""
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    convert(changed(old_register(tmp_path, 400), spoil))
    set_area("*")
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        yield owner


def spoil(rows: list[Row]) -> None:
    married = [
        home for home in households(rows, "家庭户") if {"户主", "妻"} <= {one["与户主关系"] for one in home}
    ]
    one, other = married[:2]
    for home, called, spoilt in ((one, WIFE, "妻"), (other, FAMILY, "户主")):
        for row in home:
            row["户号"], row["何时迁来本址"] = called, "久居"
            if row["与户主关系"] == spoilt:
                number = row["公民身份号码"]
                row["公民身份号码"] = number[:17] + ("1" if number[17] == "0" else "0")


def of(owner: psycopg.Connection, called: str, relation: str = "") -> list[int]:
    """The rows in quarantine of an old household, of one relation or of all others than the head."""
    found = owner.execute(
        "select row from quarantine_row where old_household = %s"
        " and case when %s = '' then understood ->> 'relation' <> '户主'"
        "          else understood ->> 'relation' = %s end"
        " order by row",
        [called, relation, relation],
    ).fetchall()
    assert found
    return [row for (row,) in found]


def browsers(row: int) -> tuple[Client, Client]:
    """Of the counter and the review of the office whose row it is."""
    set_area("*")
    found = queries.held(1, row)
    assert found is not None
    ids = [
        appoint(Appoint(f"{role}{row}", "某", role, found.office, "Long-enough-1"), "test")
        for role in (Role.COUNTER, Role.REVIEW)
    ]
    counter, review = (browser(Officer.objects.get(pk=one)) for one in ids)
    return counter, review


def filled(page: str) -> dict[str, str]:
    """What stands in the form of a page that proposes a correction."""
    form = page.split('value="propose"')[1].split("</form>")[0]
    said = {"step": "propose"}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf' {at}="([^"]*)"', tag) for at in ("name", "value"))
        if name:
            said[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        said[name] = chosen[1] if chosen else ""
    return said


def at(row: int) -> str:
    return f"/counter/quarantine/1/{row}/"


def correct(row: int, counter: Client, **other: str) -> str:
    """Correct the check digit alone, and `other`, of a form as it is filled in; return what is refused."""
    said = filled(counter.get(at(row)).content.decode())
    number = said["number"][:17] + citizen_number.check_digit(said["number"][:17])
    answer = counter.post(at(row) + "work/", said | {"number": number} | other)
    return answer.content.decode() if answer.status_code == 200 else ""


def register(row: int, review: Client) -> None:
    set_area("*")
    review.post(at(row) + "work/", {"step": "register", "read": stamp(row)})
    set_area("*")
    found = queries.held(1, row)
    assert found is not None
    assert found.state is State.REGISTERED


def test_a_wife_here_from_of_old_is_registered_with_her_check_digit_alone_corrected(
    converted: psycopg.Connection,
) -> None:
    """The conversion loads such a row, since her birth or her husband's."""
    [row] = of(converted, WIFE, "妻")
    counter, review = browsers(row)
    assert correct(row, counter) == ""
    register(row, review)
    born, since, first = converted.execute(
        "select p.born, lower(s.valid), (select min(lower(a.valid)) from household_address a"
        " where a.household = s.household) from quarantine_row q join person p on p.id = q.person"
        " join standing s on s.person = p.id and s.kind = 'registered' where q.row = %s",
        [row],
    ).fetchone() or (None,) * 3  # fmt: skip
    assert since == max(born, first)


def test_who_follows_a_head_finds_his_household_filled_in(converted: psycopg.Connection) -> None:
    [head], others = of(converted, FAMILY, "户主"), of(converted, FAMILY)
    counter, review = browsers(head)
    before = counter.get(at(others[0])).content.decode()
    assert filled(before)["household"] == ""
    assert f'href="{at(head)}"' in before
    assert "请先办理户主这一行" in before
    assert "请先办理户主这一行" not in counter.get(at(head)).content.decode()
    assert correct(head, counter) == ""
    register(head, review)
    household = converted.execute(
        "select s.household from quarantine_row q join standing s on s.person = q.person"
        " and s.kind = 'registered' where q.row = %s",
        [head],
    ).fetchone()
    assert household
    number = f"{household[0]:09}"
    assert f"户号 {number}" in counter.get(at(head)).content.decode()
    for row in others:
        page = counter.get(at(row)).content.decode()
        assert filled(page)["household"] == number
        assert f'href="{at(head)}"' in page
        assert "户号已按户主登记的一户填入" in page
        assert correct(row, counter) == ""
        register(row, review)
    together = converted.execute(
        "select count(*) from standing where household = %s and upper_inf(valid) and upper_inf(known)",
        household,
    ).fetchone()
    assert together == (1 + len(others),)


def test_of_two_heads_of_one_household_the_later_waits_for_the_first(converted: psycopg.Connection) -> None:
    [first], [later, *_] = of(converted, FAMILY, "户主"), of(converted, FAMILY)
    converted.execute(
        "update quarantine_row set reasons = reasons || '{two_heads}',"
        """ understood = understood || '{"relation": "户主"}' where row = %s""",
        [later],
    )
    counter, _ = browsers(first)
    own, other = (counter.get(at(row)).content.decode() for row in (first, later))
    assert f'href="{at(later)}"' in own
    assert "请先办理户主这一行" not in own
    assert f'href="{at(first)}"' in other
    assert "请先办理户主这一行" in other


def test_what_is_refused_for_the_day_is_told_beside_it_and_reasons_are_those_of_the_state(
    converted: psycopg.Connection,
) -> None:
    [row] = of(converted, WIFE, "妻")
    counter, _ = browsers(row)
    told = correct(row, counter, since="1900-01-01")
    assert "id_since-error" in told
    assert "id_born-error" in told
    minor = correct(row, counter, relation="42")  # of a granddaughter's age she is not
    assert "id_relation-error" in minor
    assert "也请核对“出生日期”" in minor
    assert correct(row, counter) == ""
    set_area("*")
    assert queries.counts(State.PROPOSED).reasons == {"number_check_digit": 1}
    assert queries.counts(State.REGISTERED).reasons == {}
    page = counter.get("/counter/quarantine/?state=proposed").content.decode()
    assert "户主未能转入" not in page
    assert f'href="{at(row)}"' in page
