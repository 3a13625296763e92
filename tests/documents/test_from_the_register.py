"""Papers filled from the register: what they say, what they rest on, and that they stay what they were."""

import io
import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
from tests.cases.city import COMMUNITY, ON, TOWN_STATION, City
from tests.cases.conftest import city, template
from tests.documents.amending import amend

from huji.ledger.access import Purpose
from huji.standards import Refused

__all__ = ["COMMUNITY", "city", "template"]

AT = datetime(2026, 9, 1, 4, tzinfo=UTC)


class Reader:
    pk, office = 7, TOWN_STATION


@pytest.fixture(autouse=True)
def area(city: City) -> None:
    from huji.runtime.db import set_area

    set_area([TOWN_STATION])


def hand(city: City, on: date = ON) -> Any:
    from huji.documents.hand_out import Hand
    from huji.register.acts import Acting

    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return Hand(Acting(city.officers["counter"], TOWN_STATION, on, "测试"), "民警counter", at)


def words(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def test_a_booklet_has_every_member_in_order_and_says_family_or_collective_only(city: City) -> None:
    from huji.documents import hand_out

    text = words(hand_out.booklet(city.households["李"], hand(city)).pdf)
    assert "家庭户" in text
    assert "农业" not in text
    assert text.index("李建国") < text.index("王秀英")
    assert "1号" in text


def test_a_paper_keeps_the_entry_it_rests_on_and_is_refilled_from_it_after_a_correction(city: City) -> None:
    from huji.documents import filling, hand_out, queries
    from huji.ledger.access import Purpose
    from huji.register.queries import Reader as Asks

    issued = hand_out.booklet(city.households["李"], hand(city))
    [(known, valid_on, content)] = city.sql(
        "select known, valid_on, content from documents_paper where number = %s", [issued.number]
    )
    amend(city, "李建国", "name", "李健国")
    again = queries.reprint(issued.number, Reader(), Purpose.HANDLE_CASE)
    assert again.exact
    assert again.pdf == issued.pdf

    view = filling.View(Asks(Reader(), Purpose.HANDLE_CASE), valid_on, known, "民警counter")
    refilled = filling.booklet(city.households["李"], view).paper
    assert [m.name for m in refilled.members] == [m["name"] for m in json.loads(content)["members"]]  # type: ignore[union-attr]
    now = filling.booklet(city.households["李"], filling.View(Asks(Reader(), Purpose.HANDLE_CASE), ON)).paper
    assert now.members[0].name == "李健国"  # type: ignore[union-attr]


def test_a_new_booklet_makes_the_former_one_void_and_names_it(city: City) -> None:
    from huji.documents import hand_out

    first = hand_out.booklet(city.households["李"], hand(city))
    second = hand_out.booklet(city.households["李"], hand(city))
    assert city.sql("select number, status from documents_paper order by id") == [
        (first.number, "replaced"),
        (second.number, "issued"),
    ]
    assert f"本件替代{first.number}" in words(second.pdf)


def test_changes_and_corrections_stand_on_their_page_with_the_day_and_the_officer(city: City) -> None:
    from huji.documents import hand_out

    amend(city, "王秀英", "education", "20", since="2026-08-01")
    amend(city, "王秀英", "birthplace", "辽宁省锦州市")
    text = words(hand_out.booklet(city.households["李"], hand(city, date(2026, 9, 3))).pdf)
    page = text.split("登记事项变更和更正记载")[1]
    assert "2026年8月1日" in page
    assert "出生地" in page
    assert "2026年9月2日" in page
    assert "民警counter" in page


def test_the_certificate_of_changes_tells_before_and_after(city: City) -> None:
    from huji.documents import hand_out

    with pytest.raises(Refused, match="没有变更或更正"):
        hand_out.change(city.people["李建国"], hand(city))
    amend(city, "李建国", "name", "李健国", since="2026-08-01")
    text = words(hand_out.change(city.people["李建国"], hand(city)).pdf)
    assert "姓名" in text
    assert "李建国" in text
    assert "李健国" in text
    assert "变更" in text


def test_a_former_name_that_follows_from_the_new_one_has_no_line_on_the_certificate(city: City) -> None:
    from huji.documents.filling import certificates
    from huji.documents.filling.view import View
    from huji.register import acts
    from huji.register.queries import within_act
    from huji.runtime.db import writing

    who, by = city.people["李建国"], hand(city).by
    acts.change_items(acts.ChangeItems(who, {"name": "李健国"}, date(2026, 8, 1), "申请"), by)
    with writing():
        paper = certificates.change(who, View(within_act(), by.on)).paper
    assert [one.item.zh for one in paper.amendments] == ["姓名"]


def test_the_registration_form_of_the_dead_says_when_and_why(city: City) -> None:
    from huji.documents import hand_out
    from huji.register import acts

    acts.death(acts.Death(city.people["王秀英"], date(2026, 8, 30), evidence="死亡医学证明"), hand(city).by)
    text = words(hand_out.form(city.people["王秀英"], hand(city)).pdf)
    assert "2026年8月31日因死亡注销户口" in text
    assert "李建国" in text  # the head of the household she was of
    certificate = words(hand_out.cancellation(city.people["王秀英"], hand(city)).pdf)
    assert "因死亡" in certificate
    with pytest.raises(Refused, match="没有注销"):
        hand_out.cancellation(city.people["李建国"], hand(city))


def test_a_birth_is_certified_with_the_parents(city: City) -> None:
    from huji.documents import hand_out
    from huji.register import acts

    born = acts.birth(
        acts.Birth(
            acts.Particulars(name="李小树", sex="1"),
            date(2026, 8, 20),
            city.households["李"],
            "20",
            ON,
            "211102",
            mother=city.people["王秀英"],
            father=city.people["李建国"],
        ),
        hand(city).by,
    )
    text = words(hand_out.birth(born.persons[0], hand(city)).pdf)
    for expected in ("李小树", born.numbers[0], "王秀英", city.numbers["李建国"], "2026年8月20日"):
        assert expected in text
    with pytest.raises(Refused, match="没有此人的出生登记"):
        hand_out.birth(city.people["李建国"], hand(city))


def test_a_rare_character_is_printed_or_named_and_nothing_is_issued(city: City) -> None:
    from huji.documents import fonts, hand_out, render

    amend(city, "李建国", "name", "李𰻝")
    bare = render.Press(fonts.Faces(roots=()))
    to = hand(city)
    with pytest.raises(Refused, match="U\\+30EDD"):
        hand_out.booklet(city.households["李"], type(to)(to.by, to.signed, to.at, bare))
    assert city.sql("select count(*) from documents_paper") == [(0,)]


def test_looking_at_a_filled_paper_without_an_act_leaves_a_line(city: City) -> None:
    from huji.documents import filling
    from huji.register.queries import Reader as Asks

    before = city.sql("select count(*) from access_line")[0][0]
    filling.booklet(city.households["李"], filling.View(Asks(Reader(), Purpose.HANDLE_CASE), ON))
    lines = city.sql("select persons from access_line order by at offset %s", [before])
    assert {who for (persons,) in lines for who in persons} == {city.people["李建国"], city.people["王秀英"]}


def test_a_household_that_moved_and_whose_street_was_renamed_has_both_on_its_page(city: City) -> None:
    from huji.documents import hand_out
    from huji.register import acts

    moved = acts.MoveHousehold(city.households["李"], 20, "不动产权证书", date(2026, 8, 20))
    acts.move_household(moved, hand(city).by)
    city.sql(
        "insert into places_reading (address, valid, known, division, number, local)"
        " values (20, '[1990-01-01,2026-08-25)', '[0,)', %s, '20', '20号'),"
        " (20, '[2026-08-25,)', '[0,)', %s, '88', '88号')",
        [COMMUNITY, COMMUNITY],
    )
    text = words(hand_out.booklet(city.households["李"], hand(city)).pdf)
    page = text.split("住址变动登记")[1].split("常住人口登记卡")[0]
    assert page.index("20号2026年8月20日") < page.index("88号2026年8月25日")
    assert "88号" in text.split("住址变动登记")[0]
    assert "由" in text.split("何时何因由何地迁来本址")[1]


def test_a_form_tells_a_move_from_a_cancellation(city: City) -> None:
    from huji.documents import hand_out
    from huji.register import acts

    left = acts.MoveOut((city.people["张丽华"],), ON, "盘迁001", "大连市中山区")
    acts.move_out(left, hand(city).by)
    text = words(hand_out.form(city.people["张丽华"], hand(city)).pdf)
    assert "2026年9月1日迁往大连市中山区" in text
    assert "注销户口2026" not in text
    abroad = acts.Cancel(city.people["王秀英"], acts.CancelGround.SETTLED_ABROAD, ON, "护照、定居证明")
    acts.cancel(abroad, hand(city).by)
    text = words(hand_out.form(city.people["王秀英"], hand(city)).pdf)
    assert "2026年9月1日因出国（境）定居注销户口" in text
