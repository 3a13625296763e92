from dataclasses import replace
from datetime import date

import psycopg
import pytest

from huji.places import queries, search
from huji.places.acts import ChangeAddress, EnterAddresses, NewAddress, change_address, enter_addresses
from huji.places.addresses import Parts, accept
from huji.places.models import INNER
from huji.standards import Refused

OPENED = date(2017, 1, 1)
COMMUNITY, VILLAGE = "211102002005", "211122101200"
FLAT = Parts(COMMUNITY, road="向阳路", number="12", compound="丽景花园", building="2", unit="1", room="201")


def test_a_town_address_is_printed_in_the_order_of_the_law():
    assert FLAT.text() == "辽宁省盘锦市双台子区向阳路12号丽景花园2幢1单元201室"


def test_a_village_address_names_town_village_group_and_number():
    assert Parts(VILLAGE, group="3", number="15").text() == "辽宁省盘锦市盘山县沙岭镇三河村3组15号"


def test_an_address_bears_the_names_its_divisions_had_on_the_day():
    of_dawa = Parts("211121004001", road="中心路", number="8")
    assert of_dawa.text(date(2016, 3, 19)) == "辽宁省盘锦市大洼县中心路8号"
    assert replace(of_dawa, division="211104004001").text() == "辽宁省盘锦市大洼区中心路8号"


def test_parts_are_stored_bare_and_half_width():
    written = Parts(
        COMMUNITY, road=" 向阳路 ", number="１２号", building="3号楼", unit="1单元", room="501 室"
    )
    assert accept(written) == Parts(COMMUNITY, road="向阳路", number="12", building="3", unit="1", room="501")


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (Parts(COMMUNITY, road="向阳路"), "address.number"),
        (Parts(COMMUNITY, room="501"), "address.where"),
        (Parts(COMMUNITY, road="路" * 41, number="1"), "address.length"),
        (Parts(COMMUNITY), "address.number"),
    ],
)
def test_what_is_no_address_is_refused(parts, fault):
    with pytest.raises(Refused) as refused:
        accept(parts)
    assert refused.value.code == fault


def test_an_address_is_found_by_its_parts_and_by_its_id(flats):
    found = queries.find(replace(FLAT, room="201室"), OPENED)
    assert found.id == flats[6]
    assert queries.address(flats[6]) == found
    assert found.accepts_registration


def test_an_address_that_does_not_exist_is_refused_with_the_nearest_ones(flats):
    with pytest.raises(Refused) as refused:
        queries.find(replace(FLAT, room="203"), OPENED)
    assert refused.value.code == "address.unknown"
    assert refused.value.hint.zh.startswith("相近的地址：向阳路12号丽景花园2幢1单元202室")
    with pytest.raises(Refused) as refused:
        queries.find(Parts("211102002007", road="无名路", number="1"), OPENED)
    assert "请核对" in refused.value.hint.zh


def test_no_two_addresses_are_alike_even_where_parts_are_absent(flats, by, database):
    with pytest.raises(Refused) as refused:
        enter_addresses(EnterAddresses([NewAddress(Parts(VILLAGE, group="3", number="15"))], OPENED), by)
    assert refused.value.code == "address.on_file"
    assert "三河村3组15号" in refused.value.text.zh
    with (
        psycopg.connect(database.owner_url) as owner,
        pytest.raises(psycopg.errors.UniqueViolation),
    ):
        owner.execute(
            'insert into places_address (division, "group", number, local, since, entry)'
            " values (%s, '3', '15', '另写', '2017-01-01', 1)",
            [VILLAGE],
        )


def test_addresses_are_entered_all_or_none(flats, by):
    good, bad = Parts(COMMUNITY, road="新路", number="1"), Parts("211102002999", road="新路", number="2")
    with pytest.raises(Refused, match="no community or village"):
        enter_addresses(EnterAddresses([NewAddress(good), NewAddress(bad)], OPENED), by)
    with pytest.raises(Refused):
        queries.find(good, OPENED)


def test_an_address_that_has_ended_is_not_found_but_stays_on_file(flats, by):
    change_address(ChangeAddress(flats[6], accepts_registration=True, until=date(2020, 1, 1)), by)
    assert queries.find(FLAT, date(2019, 12, 31)).id == flats[6]
    with pytest.raises(Refused) as refused:
        queries.find(FLAT, date(2020, 1, 1))
    assert refused.value.code == "address.ended"
    assert queries.address(flats[6]).until == date(2020, 1, 1)


def test_an_address_can_be_closed_to_registration(flats, by):
    change_address(ChangeAddress(flats[0], accepts_registration=False), by)
    assert not queries.address(flats[0]).accepts_registration


def test_typing_the_beginning_finds_addresses_in_bounds(flats):
    def locals_of(text: str, **more: object) -> list[str]:
        return [a.parts.local for a in search.begins(text, OPENED, **more).addresses]

    assert len(locals_of("向阳路12号")) == 8
    assert locals_of("辽宁省盘锦市双台子区向阳路12号丽景花园2幢1单元201") == [
        "向阳路12号丽景花园2幢1单元201室"
    ]
    assert len(locals_of("旌旗社区向阳路 12 号丽景花园 2 幢")) == 4
    assert locals_of("沙岭镇三河村3组") == ["3组15号"]
    assert locals_of("三河村") == ["3组15号"]
    assert locals_of("盘山县向阳路") == []
    assert locals_of("向") == []
    assert locals_of("向阳路", within="2111220") == []
    bounded = search.begins("向阳路", OPENED, limit=3)
    assert (len(bounded.addresses), bounded.more) == (3, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("丽景花园", 8),
        ("丽景花园 2 幢", 4),
        ("双台子区丽景花园2幢1单元201室", 1),
        ("丽景花园2幢1单元201", 1),
        ("旌旗社区丽景花园2幢1单元201", 1),
        ("向阳路12号2幢1单元201", 1),
        ("向阳路12号2幢", 4),
        ("盘山县丽景花园", 0),
        ("花园", 0),
        ("丽_花园", 0),
    ],
)
def test_an_address_is_found_by_its_compound_or_without_it(flats, text, found):
    hits = search.begins(text, OPENED)
    assert len(hits.addresses) == found
    assert [a.id for a in hits.whole] == ([flats[6]] if found == 1 else [])


def test_what_begins_with_the_road_comes_before_what_begins_with_the_compound(flats, by):
    road = NewAddress(Parts(COMMUNITY, road="丽景花园路", number="1"))
    (other,) = enter_addresses(EnterAddresses([road], OPENED), by)
    assert [a.id for a in search.begins("丽景花园", OPENED, limit=3).addresses] == [other, *flats[:2]]
    assert search.begins("丽景花园", OPENED, limit=3).more


def test_finding_by_the_compound_reads_an_index(flats, database):
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("set enable_seqscan = off")
        owner.execute("set enable_bitmapscan = off")
        plan = owner.execute(
            "explain select id from places_address where compound is not null"
            f" and ({INNER})::text like '丽景花园%'"
        ).fetchall()
    told = "\n".join(line for (line,) in plan)
    assert "places_address_inner" in told
    assert "Index Cond" in told


def test_typed_wildcards_mean_themselves(flats):
    assert search.begins("%%%", OPENED).addresses == ()
    assert search.begins("向_路", OPENED).addresses == ()


def test_the_application_cannot_rewrite_an_address(flats, database):
    with psycopg.connect(database.app_url, options="-c role=huji_writer") as writer:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            writer.execute("update places_address set room = '9'")
        writer.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            writer.execute("delete from places_address")
    with psycopg.connect(database.app_url, options="-c role=huji_web") as web:
        assert web.execute("select count(*) from places_address").fetchone() == (9,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("update places_address set accepts_registration = false")
