from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from huji.places import divisions, queries, search
from huji.places.acts import (
    AssignArea,
    ChangePlaces,
    EnterAddresses,
    NewAddress,
    RecordDwelling,
    Rule,
    assign_area,
    change_places,
    enter_addresses,
    record_dwelling,
)
from huji.places.addresses import Parts
from huji.standards import Refused

OPENED = date(2017, 1, 1)
DAY = date(2020, 7, 1)
COMMUNITY, VILLAGE = "211102002005", "211122101200"


@pytest.fixture
def order(by):
    """The authority of an order that came in force on the day."""
    return replace(by, on=DAY, basis="盘政发〔2020〕7号")


def change(order, *rules, since=DAY, corrected=False):
    numbered = [replace(rule, line=line) for line, rule in enumerate(rules, 2)]
    return change_places(ChangePlaces(since, numbered, corrected), order)


def text(address, *when):
    return queries.reading(address, *when).text


def test_nothing_changes_before_anything_was_on_file(flats, order):
    rule = Rule(0, VILLAGE, to_division="211122101001", name="三河社区居委会", area="town")
    with pytest.raises(Refused) as refused:
        change(order, rule, since=date(1949, 10, 1))
    assert refused.value.code == "places.before_beginning"
    assert str(OPENED) in refused.value.text.zh
    assert change(order, rule, since=OPENED).communities == 1


def test_a_village_becomes_a_community_and_its_addresses_follow(flats, order, station):
    farm = flats[8]
    done = change(order, Rule(0, VILLAGE, to_division="211122101001", name="三河社区居委会", area="town"))
    assert (done.addresses, done.communities) == (1, 1)
    assert text(farm) == "辽宁省盘锦市盘山县沙岭镇三河社区3组15号"
    assert text(farm, date(2020, 6, 30)) == "辽宁省盘锦市盘山县沙岭镇三河村3组15号"
    assert text(farm, DAY, done.entry - 1) == "辽宁省盘锦市盘山县沙岭镇三河村3组15号"
    assert queries.address(farm).text == text(farm)
    assert queries.office_of("211122101001", DAY).id == station
    assert queries.office_of(VILLAGE, DAY) is None
    assert queries.office_of(VILLAGE, date(2020, 6, 30)).id == station
    assert queries.area_of("211122101001", DAY) == "town"
    assert divisions.book().lookup(VILLAGE, DAY) is None
    assert divisions.book().successor(VILLAGE, DAY).name == "三河社区居委会"


def test_a_county_becomes_a_district_with_all_its_towns_and_villages(by, station):
    assign_area(AssignArea(station, ["211121004"], date(2015, 1, 1)), replace(by, on=date(2015, 1, 1)))
    parts = [Parts("211121004001", road="中心路", number=str(n)) for n in range(1, 4)]
    houses = enter_addresses(EnterAddresses([NewAddress(p) for p in parts], date(2015, 1, 1)), by)
    day = date(2016, 3, 20)
    done = change(by, Rule(0, "211121", to_division="211104"), since=day)
    assert done.addresses == 3
    assert text(houses[0]) == "辽宁省盘锦市大洼区中心路1号"
    assert text(houses[0], date(2016, 3, 19)) == "辽宁省盘锦市大洼县中心路1号"
    assert queries.address(houses[2]).division == "211104004001"
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from places_division")
        assert cursor.fetchone() == (0,), "the standards know this change"
    assert queries.office_of("211104004001", day).id == station


def test_a_county_unknown_to_the_standards_becomes_a_district(flats, order):
    change(order, Rule(0, "211122", to_division="211105", name="盘山区"))
    assert text(flats[8]) == "辽宁省盘锦市盘山区沙岭镇三河村3组15号"
    assert text(flats[8], date(2020, 6, 30)) == "辽宁省盘锦市盘山县沙岭镇三河村3组15号"
    book = divisions.book()
    assert book.lookup("211122101", DAY) is None
    assert book.successor("211122101200", DAY).code == "211105101200"
    assert len(book.villages("211105", DAY)) == len(book.villages("211122", date(2020, 6, 30)))
    assert queries.area_of("211105101200", DAY) is None, "to be stated: a district's villages lie otherwise"


def test_a_street_is_renamed_and_its_houses_renumbered_at_once(flats, order):
    done = change(
        order,
        Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "朝阳路"}),
        Rule(0, COMMUNITY, {"road": "向阳路", "number": "12"}, to={"number": "36"}),
    )
    assert done.addresses == 8
    assert text(flats[0]) == "辽宁省盘锦市双台子区朝阳路36号丽景花园1幢1单元101室"
    assert text(flats[0], date(2019, 1, 1)) == "辽宁省盘锦市双台子区向阳路12号丽景花园1幢1单元101室"


def test_two_houses_exchange_their_numbers(flats, order):
    block = {"road": "向阳路", "building": "1"}
    other = {"road": "向阳路", "building": "2"}
    change(
        order,
        Rule(0, COMMUNITY, block, to={"building": "2"}),
        Rule(0, COMMUNITY, other, to={"building": "1"}),
    )
    assert queries.address(flats[0]).parts.building == "2"
    assert queries.address(flats[4]).parts.building == "1"


def test_former_names_are_found_and_lead_to_the_present_ones(flats, order):
    change(order, Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "朝阳路"}))
    found = search.begins("向阳路12号丽景花园1幢", DAY)
    assert [a.id for a in found.addresses] == list(flats[:4])
    assert found.addresses[0].text.startswith("辽宁省盘锦市双台子区朝阳路12号")
    assert found.formerly[flats[0]] == "向阳路12号丽景花园1幢1单元101室"
    old = Parts(
        COMMUNITY, road="向阳路", number="12", compound="丽景花园", building="1", unit="1", room="101"
    )
    assert queries.find(old, date(2019, 1, 1)).id == flats[0]
    with pytest.raises(Refused) as refused:
        queries.find(old, DAY)
    assert "朝阳路12号" in refused.value.hint.zh


def test_the_former_division_is_found_by_its_old_name(flats, order):
    change(order, Rule(0, VILLAGE, to_division="211122101001", name="三河社区居委会"))
    assert [a.id for a in search.begins("三河村3组", DAY).addresses] == [flats[8]]
    assert [a.id for a in search.begins("三河社区3组", DAY).addresses] == [flats[8]]


def test_a_wrong_reading_is_corrected_from_its_beginning_and_both_are_kept(flats, order):
    done = change(order, Rule(0, VILLAGE, {"group": "3"}, to={"number": "51"}), corrected=True)
    assert text(flats[8], OPENED).endswith("3组51号")
    assert text(flats[8], OPENED, done.entry - 1).endswith("3组15号")
    history = queries.address_history(flats[8])
    assert [(r.parts.number, r.superseded) for r in history] == [("15", done.entry), ("51", None)]


def test_villages_merge_into_one_that_keeps_its_name(flats, order, by, station):
    assign_area(AssignArea(station, ["211122101201"], OPENED), by)
    house = enter_addresses(
        EnterAddresses([NewAddress(Parts("211122101201", group="1", number="2"))], OPENED), by
    )
    change(order, Rule(0, "211122101201", to_division=VILLAGE))
    assert queries.address(house[0]).division == VILLAGE
    assert divisions.book().successor("211122101201", DAY).code == VILLAGE
    assert divisions.book().lookup(VILLAGE, DAY).name == "三河村委会"


def test_a_village_is_split_by_groups(flats, order, station):
    rule = Rule(0, VILLAGE, {"group": "3"}, to_division="211122101299", name="三河新村村委会")
    change(order, rule)
    assert text(flats[8]) == "辽宁省盘锦市盘山县沙岭镇三河新村3组15号"
    assert queries.office_of("211122101299", DAY).id == station
    assert queries.office_of(VILLAGE, DAY).id == station


def test_the_old_reading_is_kept_through_several_changes(flats, order):
    road = {"road": "向阳路", "building": "1", "room": "101"}
    change(order, Rule(0, COMMUNITY, road, to={"room": "1"}))
    later = replace(order, on=date(2021, 1, 1))
    change(later, Rule(0, COMMUNITY, {**road, "room": "1"}, to={"room": "2"}), since=date(2021, 1, 1))
    rooms = [queries.reading(flats[0], date(year, 12, 31)).parts.room for year in (2019, 2020, 2021)]
    assert rooms == ["101", "1", "2"]
    with pytest.raises(Refused) as refused:
        change(later, Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "朝阳路"}), since=date(2020, 9, 1))
    assert refused.value.code == "places.changed_later"


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([Rule(0, COMMUNITY, {"road": "无名路"}, to={"road": "新路"})], "places.line"),
        ([Rule(0, COMMUNITY, {"building": "1"}, to={"building": "2"})], "places.alike"),
        ([Rule(0, VILLAGE, {"group": "3"}, to={"number": ""})], "places.no_address"),
        ([Rule(0, VILLAGE, to_division="211122999001", name="某社区")], "places.division"),
        ([Rule(0, VILLAGE, {"group": "3"}, to_division="211122101299")], "places.division"),
        ([Rule(0, "211122101299", to_division="211122101298")], "places.division"),
        ([Rule(0, VILLAGE, to_division="2111221")], "places.line"),
        ([Rule(0, VILLAGE)], "places.line"),
        ([Rule(0, VILLAGE, area="suburb")], "places.line"),
        ([Rule(0, "", to={"road": "新路"})], "places.line"),
        (
            [
                Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "新路"}),
                Rule(0, COMMUNITY, {"compound": "丽景花园"}, to={"road": "老路"}),
            ],
            "places.line",
        ),
        ([], "places.nothing"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_changes(flats, order, rules, code):
    with pytest.raises(Refused) as refused:
        change(order, *rules)
    assert refused.value.code == code
    assert len(queries.address_history(flats[0])) == 1
    assert len(queries.address_history(flats[8])) == 1


def test_a_change_of_a_day_to_come_or_without_an_order_is_refused(flats, order):
    rule = Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "新路"})
    for changed, code in (
        (replace(order, on=date(2020, 6, 30)), "places.future"),
        (replace(order, basis=" "), "places.basis"),
    ):
        with pytest.raises(Refused) as refused:
            change(changed, rule)
        assert refused.value.code == code


def test_what_one_entry_cannot_hold_is_not_laid_to_an_address(flats, order):
    said = Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "新路"})
    with pytest.raises(Refused) as refusal:
        change(replace(order, basis="文" * 400_000), said)
    assert refusal.value.code == "places.too_much"


def test_the_application_can_rewrite_no_reading(flats, order, database):
    change(order, Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "新路"}))
    with psycopg.connect(database.app_url, options="-c role=huji_writer") as writer:
        for statement in (
            "insert into places_reading select * from places_reading",
            "update places_reading set road = 'x'",
            "update places_reading set known = int8range(lower(known), 9)",
            "delete from places_reading",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                writer.execute(statement)
            writer.rollback()
        with pytest.raises(psycopg.errors.CheckViolation):
            writer.execute("select places_work_out('2020-01-01', false, '[]', '[]'), places_read_anew(1)")


def test_the_printed_form_is_the_same_in_the_database_and_in_python(flats, order, database):
    change(order, Rule(0, COMMUNITY, {"road": "向阳路"}, to={"road": "新路", "compound": "", "unit": ""}))
    with psycopg.connect(database.owner_url) as owner:
        written = dict(owner.execute("select id, local from places_address").fetchall())
    assert written == {id_: queries.address(id_).parts.local for id_ in flats}


def test_a_table_of_changes_is_read_and_carried_out(flats, order, tmp_path):
    from huji.cli.places_change import read_rules

    table = tmp_path / "change.csv"
    table.write_text(
        "division,group,to_division,name,to_road,to_group,area\n"
        f"{VILLAGE},,211122101001,三河社区居委会,,,town\n"
        f"{VILLAGE},3,,,三河大街,-,\n",
        "utf-8-sig",
    )
    change_places(ChangePlaces(DAY, read_rules(table)), order)
    assert text(flats[8]) == "辽宁省盘锦市盘山县沙岭镇三河大街15号"


def test_a_table_with_a_strange_column_or_office_is_refused(flats, tmp_path):
    from huji.cli.places_change import read_rules

    for content, code in (
        ("division,colour\n211122101200,red\n", "table.columns"),
        ("division,office\n211122101200,无名派出所\n", "office.unknown"),
    ):
        table = tmp_path / "change.csv"
        table.write_text(content, "utf-8")
        with pytest.raises(Refused) as refused:
            read_rules(table)
        assert refused.value.code == code


def test_the_floor_area_of_a_dwelling_is_kept_on_two_axes(flats, by):
    first = record_dwelling(RecordDwelling(flats[0], Decimal("88.50"), OPENED), by)
    record_dwelling(RecordDwelling(flats[0], Decimal("92.10"), date(2019, 1, 1)), by)
    assert queries.floor_area(flats[0]) == Decimal("92.10")
    assert queries.floor_area(flats[0], date(2018, 1, 1)) == Decimal("88.50")
    assert queries.floor_area(flats[0], date(2019, 1, 1), first) == Decimal("88.50")
    assert queries.floor_areas(flats) == {flats[0]: Decimal("92.10")}
    for area in ("0", "-3", "1.234", "NaN", "1000000"):
        with pytest.raises(Refused):
            record_dwelling(RecordDwelling(flats[0], Decimal(area), OPENED), by)


def test_the_whole_name_of_a_division_is_that_of_the_day(flats, order):
    change(order, Rule(0, "211122", to_division="211105", name="盘山区"))
    book = divisions.book()
    assert book.full_name("211105101", DAY) == "辽宁省盘锦市盘山区沙岭镇"
    assert book.full_name("211122101", date(2020, 6, 30)) == "辽宁省盘锦市盘山县沙岭镇"
    assert book.full_name("211122101", DAY) is None
