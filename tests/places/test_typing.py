"""How people really type an address, and the index by which each is found."""

from datetime import date

import psycopg
import pytest

from huji.places import search
from huji.places.acts import EnterAddresses, NewAddress, enter_addresses
from huji.places.addresses import Parts
from huji.places.models import ROAD_AND_COMPOUND
from huji.places.spelling import Spelling, spellings

OPENED = date(2017, 1, 1)
COMMUNITY = "211102002005"


@pytest.fixture
def harmony(by, station) -> dict[str, int]:
    """A compound of two buildings with units, beside a house without them and a number of two parts."""
    flats = [
        Parts(COMMUNITY, "胜利路", "150", "和谐小区", None, building, unit, room)
        for building in ("1", "2")
        for unit in ("1", "2")
        for room in ("601", "602")
    ]
    others = [
        Parts(COMMUNITY, "胜利路", "151", None, None, "A", None, "101"),
        Parts(COMMUNITY, "胜利路", "12-1", None, None, None, None, "301"),
        Parts(COMMUNITY, "新民街", "8之2", None, None, None, None, "201"),
        Parts(COMMUNITY, "新民街", "9", None, None, "3", "2", "401"),
    ]
    ids = enter_addresses(EnterAddresses([NewAddress(p) for p in (*flats, *others)], OPENED), by)
    return {parts.local: id_ for parts, id_ in zip((*flats, *others), ids, strict=True)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("胜利路和谐小区", 8),
        ("胜利路和谐", 8),
        ("双台子区胜利路和谐小区2幢", 4),
        ("胜利路和谐小区1幢2单元601室", 1),
        ("胜利路和谐小区1幢2单元6", 2),
        ("胜利路和平小区", 0),
        ("胜利路谐小区", 0),
    ],
)
def test_road_and_compound_find_an_address_without_the_number(harmony, text, found):
    assert len(search.begins(text, OPENED).addresses) == found


@pytest.mark.parametrize(
    "text",
    [
        "胜利路和谐小区1幢2单元601",
        "胜利路１５０号和谐小区１幢２单元６０１室",
        "胜利路150号和谐小区1栋2单元601",
        "胜利路150号和谐小区1号楼2单元601室",
        "和谐小区1号楼2单元601号",
        "和谐小区1#2单元601",
        "和谐小区1座2门601",
        "和谐小区一号楼二单元六〇一室",
        "胜利路一百五十号和谐小区一栋二单元601室",
        "胜利路150和谐小区1幢2单元601",
        "和谐小区1-2-601",
        "胜利路和谐小区1-2-601",
        "胜利路150号和谐小区-1-2-601",
        "胜利路150号-1-2-601",
        "胜利路150-1-2-601",
        "和谐小区1—2—601室",
        "和谐小区 1 2 601",
        "和谐小区1幢2-601",
        "和谐小区1幢2单元6层601",
        "旌旗社区 胜利路 和谐小区 1栋 2单元 601",
    ],
)
def test_one_flat_is_found_however_it_is_typed(harmony, text):
    found = search.begins(text, OPENED)
    assert [a.id for a in found.addresses] == [harmony["胜利路150号和谐小区1幢2单元601室"]]
    assert found.whole == found.addresses


@pytest.mark.parametrize(
    "text", ["和谐小区1幢601室", "胜利路150号和谐小区1栋601", "胜利路和谐小区1-601", "胜利路150号1-601"]
)
def test_without_the_unit_the_flats_of_all_units_are_offered(harmony, text):
    found = search.begins(text, OPENED)
    assert [a.parts.unit for a in found.addresses] == ["1", "2"]
    assert found.whole == found.addresses


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("胜利路151-A-101", "胜利路151号A幢101室"),
        ("胜利路151号a座101", "胜利路151号A幢101室"),
        ("胜利路12之1号301", "胜利路12-1号301室"),
        ("新民街8-2号", "新民街8之2号201室"),
        ("新民街9号3幢401", "新民街9号3幢2单元401室"),
        ("新民街9-3-401", "新民街9号3幢2单元401室"),
    ],
)
def test_numbers_of_two_parts_and_houses_without_a_compound_are_found(harmony, text, local):
    assert [a.id for a in search.begins(text, OPENED).addresses] == [harmony[local]]


def test_an_address_is_first_sought_as_it_was_typed(harmony, by):
    tower = NewAddress(Parts(COMMUNITY, "胜利路", "150", "和谐小区3座", None, "1", None, "1"))
    (odd,) = enter_addresses(EnterAddresses([tower], OPENED), by)
    assert [a.id for a in search.begins("和谐小区3座", OPENED).addresses] == [odd]
    assert spellings("胜利路150号")[0] == Spelling("胜利路150号")


@pytest.mark.parametrize("text", ["", "-", "号", "1-2-3-4-5", "%-_-\\", "十百零号", "和谐小区1-2-3-4-5-6"])
def test_what_is_no_address_finds_nothing(harmony, text):
    assert search.begins(text, OPENED).addresses == ()


def test_finding_by_road_and_compound_reads_an_index(harmony, database):
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("set enable_seqscan = off")
        plan = owner.execute(
            "explain select id from places_address where road is not null and compound is not null"
            f" and ({ROAD_AND_COMPOUND} in ('胜利', '胜利路和谐小区')"
            f" or ({ROAD_AND_COMPOUND})::text like '胜利路和谐小区1幢%')"
        ).fetchall()
    told = "\n".join(line for (line,) in plan)
    assert told.count("Index Scan on places_address_road_compound") == 2
    assert "Seq Scan" not in told
