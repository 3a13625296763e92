"""What is wrong in odd ways in an old register is rejected or flagged, never mended in silence."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import Database
from tests.quality.changed_source import Row, changed, couple, households, outcome
from tests.quality.conversion_source import Old, convert, old_register, planned

from huji.quality.conversion import catalog, days, rolling_back, tabling, verifying
from huji.quality.conversion.statements import statements
from huji.standards import Refused


@pytest.fixture
def owner(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def taken(owner: psycopg.Connection, tmp_path: Path) -> Callable[[Callable[[list[Row]], object]], Old]:
    """Convert a sound register of 400 as changed, find it as it should be, and return it."""

    def take(change: Callable[[list[Row]], object]) -> Old:
        old = changed(old_register(tmp_path, 400), lambda rows: void(change(rows)))
        convert(old)
        assert verifying.verify(owner, old.room, old.plan).differences == []
        return old

    return take


def void(_: object) -> None:
    """Let a change return what it found."""


def at(rows: list[Row], row: Row) -> int:
    return next(number for number, one in enumerate(rows, 1) if one is row)


def test_of_two_heads_in_a_collective_household_neither_is_taken_over(owner, taken):
    claimed, others = [], []

    def change(rows):
        hall = households(rows, "集体户")[0]
        for row in hall[:2]:
            row["与户主关系"] = "户主"
        claimed.extend(at(rows, row) for row in hall[:2])
        others.extend(at(rows, row) for row in hall[2:])

    taken(change)
    assert [outcome(owner, row)[:2] for row in claimed] == [("rejected", ["two_heads"])] * 2
    assert others
    assert {outcome(owner, row)[0] for row in others} == {"loaded"}


def test_one_named_father_and_spouse_is_tied_as_neither(owner, taken):
    told = {}

    def change(rows):
        wife, husband = couple(rows)
        wife["父亲公民身份号码"] = husband["公民身份号码"]
        told.update(wife=at(rows, wife), husband=at(rows, husband), his=husband["公民身份号码"],
                    hers=wife["公民身份号码"])  # fmt: skip

    taken(change)
    kind, reasons, note = outcome(owner, told["wife"])
    assert (kind, reasons) == ("flagged", ["relative_unfit"])
    assert f"father {told['his']}; spouse {told['his']}" in note
    assert outcome(owner, told["husband"])[1:] == (["relative_unfit"], f"spouse {told['hers']}")
    between = owner.execute(
        "select count(*) from kinship where array[person, relative] <@ array("
        "select person from conversion_row where row = any (%s))",
        [[told["wife"], told["husband"]]],
    ).fetchone()
    assert between == (0,)


def test_a_relative_who_does_not_fit_is_kept_in_the_note(owner, taken):
    told = {}

    def change(rows):
        _, husband = couple(rows)
        husband["母亲公民身份号码"] = husband["公民身份号码"]  # himself
        husband["父亲公民身份号码"] = "9" * 3000  # no number, and too long for any index
        told.update(row=at(rows, husband), his=husband["公民身份号码"])

    taken(change)
    _, reasons, note = outcome(owner, told["row"])
    assert set(reasons) == {"relative_unfit", "relative_unknown"}
    assert f"mother {told['his']}" in note
    assert "father " + "9" * 3000 in note


def test_a_day_is_read_as_it_is_written(owner, taken):
    told = {}

    def change(rows):
        alone = [
            one[0] for one in households(rows, "家庭户") if len(one) == 1 and one[0]["出生日期"] < "1990"
        ]
        days_ = ["2005年1月18日", "2005-1-18", "2005.01.18", "2005/1/18", "20050118"]
        for row, written in zip(alone, days_, strict=False):
            born = row["出生日期"]
            told[at(rows, row)] = born
            row["何时迁来本址"] = written
            row["出生日期"] = f"{born[:4]}年{int(born[4:6])}月{int(born[6:])}日"
        assert len(told) == len(days_)

    taken(change)
    held = owner.execute(
        "select r.row, r.outcome, lower(s.valid), to_char(p.born, 'YYYYMMDD') from conversion_row r"
        " join person p on p.id = r.person join standing s on s.person = p.id and s.household is not null"
        " where r.row = any (%s) order by 1",
        [list(told)],
    ).fetchall()
    assert held == [(row, "loaded", date(2005, 1, 18), told[row]) for row in sorted(told)]


def test_what_may_be_two_days_or_none_is_rejected(owner, taken):
    rows_ = []

    def change(rows):
        alone = [one[0] for one in households(rows, "家庭户") if len(one) == 1]
        none = ["2005118", "2005年118日", "2005-1.18", "200501181", "2005-02-30", "5-1-18"]
        for row, written in zip(alone, none, strict=False):
            row["何时迁来本址"] = written
            rows_.append(at(rows, row))
        assert len(rows_) == len(none)

    taken(change)
    assert {str(outcome(owner, row)[:2]) for row in rows_} == {str(("rejected", ["arrival_date"]))}


def test_verification_reads_days_as_the_run_does(owner):
    drawn = random.Random(9)
    parts = ["2005", "1999", "1", "01", "12", "18", "31", "年", "月", "日", "-", ".", "/", " ", "", "0", "２"]
    values = ["".join(drawn.choices(parts, k=6)) for _ in range(20_000)]
    signs = ["---", "...", "///", "年月日", ("年", "月", ""), ("-", "-", ""), (".", ".", ""), ("/", "/", "")]
    values += [
        f"{year}{a}{month}{b}{day}{c}"
        for year in (1999, 2004)
        for month in (1, 2, "09", 12)
        for day in (1, "02", 29, 31)
        for a, b, c in signs
    ]
    with duckdb.connect() as db:
        db.register("given", pa.table({"place": range(len(values)), "v": values}))
        read = db.execute(f"select {days.READ.format('v')} from given order by place").fetchall()
    looked = [_day(value) for value in values]
    assert [day for (day,) in read] == looked
    assert sum(day is not None for day in looked) > 100


def _day(written: str) -> date | None:
    try:
        return verifying._day(written)
    except ValueError:  # no such day: rejected, hence never asked for
        return None


def test_a_height_that_is_no_whole_number_is_flagged(owner, taken):
    written = ["170.6", "+170", "0170", "29", "251", "250"]

    def change(rows):
        for row, height in zip(rows, written, strict=False):
            row["身高"] = height

    taken(change)
    held = owner.execute(
        "select i.height_cm from conversion_row r join particulars i on i.person = r.person"
        " where r.row <= 6 order by r.row"
    ).fetchall()
    assert held == [(None,)] * 5 + [(250,)]
    assert [outcome(owner, row) for row in range(1, 6)] == [
        ("flagged", ["height"], f"height {height}") for height in written[:5]
    ]
    assert outcome(owner, 6) == ("loaded", [], "")


def test_the_place_may_follow_the_day_of_an_arrival(owner, taken):
    told = {}

    def change(rows):
        alone = [
            one[0] for one in households(rows, "家庭户") if len(one) == 1 and one[0]["出生日期"] < "1990"
        ]
        alone[0]["何时迁来本址"], alone[1]["何时迁来本址"] = "2005年1月8日由沈阳迁来", "2005118 沈阳"
        told.update(zip(("led", "no_day"), (at(rows, row) for row in alone), strict=False))

    taken(change)
    assert outcome(owner, told["led"])[0] == "loaded"
    kept = owner.execute(
        "select lower(s.valid)::text, i.arrived_address from conversion_row r"
        " join standing s on s.person = r.person and s.kind = 'registered'"
        " join particulars i on i.person = r.person where r.row = %s",
        [told["led"]],
    ).fetchone()
    assert kept == ("2005-01-08", "2005年1月8日由沈阳迁来")
    assert outcome(owner, told["no_day"])[:2] == ("rejected", ["arrival_date"])


def test_a_row_of_another_sort_than_its_collective_household_is_flagged(owner, taken):
    rows_ = []

    def change(rows):
        hall = households(rows, "集体户")[0]
        hall[-1]["集体户类别"], hall[-2]["集体户类别"], hall[-3]["集体户类别"] = "学校", "寺庙", ""
        rows_.extend(at(rows, row) for row in hall[-3:])

    taken(change)
    unsaid, unknown, other = (outcome(owner, row) for row in rows_)
    assert other == ("flagged", ["sort_differs"], "collective_sort 学校")
    assert unknown == ("flagged", ["sort_differs"], "collective_sort 寺庙")
    assert unsaid == ("loaded", [], "")  # the household's sort is said by the others


def test_an_assumed_sort_keeps_what_was_written(owner, taken):
    rows_ = []

    def change(rows):
        hall = households(rows, "集体户")[0]
        for row in hall:
            row["集体户类别"] = "寺庙"
        rows_.extend(at(rows, row) for row in hall)

    taken(change)
    assert {str(outcome(owner, row)) for row in rows_} == {
        str(("flagged", ["sort_assumed"], "collective_sort 寺庙"))
    }


def test_a_collective_household_is_kept_by_the_office_of_its_address(owner, taken):
    def change(rows):
        hall = households(rows, "集体户")[0]
        own = hall[0]["住址"]
        town = own[: own.index("镇") + 1] if "镇" in own else own[:12]
        by_town: dict[str, list[str]] = {}
        for address in dict.fromkeys(row["住址"] for row in rows if not row["住址"].startswith(town)):
            by_town.setdefault(address[:12], []).append(address)
        others = max(by_town.values(), key=len)[: len(hall) - 2]
        assert len(others) > 3
        # Two at the household's own address, the others each at another one of one other office.
        for row, address in zip(hall[2:], others, strict=False):
            row["住址"] = address
        for row in hall[2 + len(others) :]:
            row["住址"] = "没有这个地方"

    taken(change)
    wrong = owner.execute(
        "select count(*) from household_address h join places_address a on a.id = h.address"
        " join places_office_area o on o.division = a.division and upper_inf(o.known) and upper_inf(o.valid)"
        " where o.office <> h.office"
    ).fetchone()
    assert wrong == (0,)


def test_who_was_never_registered_waits_in_quarantine(owner, taken):
    def change(rows):
        rows[0]["户口性质"], rows[5]["户口性质"] = "30", "未落常住户口"

    taken(change)
    assert "not_registered" in outcome(owner, 1)[1]
    assert "not_registered" in outcome(owner, 6)[1]


def test_a_name_written_otherwise_is_flagged(owner, taken):
    def change(rows):
        rows[0]["姓名"] = "阿不都•克里木"
        rows[1]["姓名"] = f"  {rows[1]['姓名']} "

    taken(change)
    assert outcome(owner, 1) == ("flagged", ["name_written"], "name 阿不都•克里木")
    assert outcome(owner, 2)[0] == "loaded"


def test_a_household_number_that_no_index_holds_is_rejected(owner, taken):
    drawn = random.Random(3)

    def change(rows):
        long = "".join(chr(drawn.randrange(0x4E00, 0x9FA5)) for _ in range(5000))
        family = households(rows, "家庭户")[0]
        for row in family:
            row["户号"] = long
        rows[0]["公民身份号码"] = long

    taken(change)
    assert owner.execute(
        "select count(*), max(length(old_household)) from quarantine_row"
        " where 'household_long' = any (reasons)"
    ).fetchone() > (1, 99)


def test_control_characters_in_parquet_are_rejected_as_in_csv(owner, tmp_path):
    old = old_register(tmp_path, 200, 0.0, "old.parquet")
    table = pq.read_table(old.path)
    [job] = {"职业", "occupation"} & set(table.column_names)
    jobs = table[job].to_pylist()
    jobs[3] = "教\x00师"
    path = tmp_path / "strange.parquet"
    pq.write_table(table.set_column(table.column_names.index(job), job, pa.array(jobs)), path)
    new = planned(path, old.written, tmp_path)
    convert(new)
    assert outcome(owner, 4)[:2] == ("rejected", ["control_character"])
    assert verifying.verify(owner, new.room, new.plan).differences == []


ODD = [
    "", " ", "\u3000", "\u0085", "怪", "x" * 9000, "\\N", "\\.", '"', "'", "NULL", "0", "30", "02", "户主",
    "2005118", "2005年1月18日", "0000-01-01", "9999-12-31", "infinity", "170.6", "9" * 40, "１７０", "李·四",
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_odd_values_anywhere_are_accounted_for(owner, taken, seed):
    drawn = random.Random(seed)

    def change(rows):
        for row in drawn.sample(rows, 150):
            column = drawn.choice(list(row))
            row[column] = drawn.choice([*ODD, *(drawn.choice(rows)[column] for _ in range(12))])

    taken(change)
    assert owner.execute("select count(distinct outcome) from conversion_row").fetchone() == (3,)


@pytest.mark.parametrize(
    ("table", "column", "spoilt", "guard"),
    [
        ("standing", "relation", "if(kind = 'registered', '02', null)", "standing_one_head"),
        ("particulars", "name", "''", "particulars_name_check"),
        ("person", "id", "if(id = 2, 1, id)", "person_pkey"),
    ],
)
def test_what_nobody_foresaw_is_told_with_its_rows(
    owner, tmp_path, monkeypatch, table, column, spoilt, guard
):
    told = dict(statements("tabling"))
    told[table] = f"select * replace ({spoilt} as {column}) from ({told[table]})"
    monkeypatch.setattr(tabling, "statements", lambda name: told if name == "tabling" else statements(name))
    before = catalog.guards(owner)
    old = old_register(tmp_path, 60)
    for _ in range(2):  # the same command again says the same
        with pytest.raises(Refused, match=guard) as refused:
            convert(old)
        assert refused.value.code == "conversion.unforeseen"
        assert "rows " in refused.value.text.en
        assert "户号 " in refused.value.text.zh
        assert "99" not in refused.value.text.en  # no citizen number
    rolling_back.roll_back("改正来源")
    assert catalog.differences(before, catalog.guards(owner)) == []
    monkeypatch.undo()
    monkeypatch.setenv("DATABASE_OWNER_URL", owner.info.dsn + f" password={owner.info.password}")
    assert convert(old).tally.loaded == 60


def test_what_nobody_of_that_sex_or_age_can_be_to_the_head_is_flagged(owner, taken):
    """Each is loaded as it stands, and told; what may be is not."""
    told: dict[str, int] = {}

    def change(rows):
        homes = (
            {one["与户主关系"]: one for one in home}
            for home in households(rows, "家庭户")
            if {"子", "妻"} <= {one["与户主关系"] for one in home}
        )
        for name, says in (
            ("daughter", "女"), ("grandfather", "祖父"), ("brother", "弟"), ("stepson", "养子或继子"),
            ("two", "配偶"),
        ):  # fmt: skip
            home = next(homes)
            home["子"]["与户主关系"] = says
            told[name], told["wife"] = at(rows, home["子"]), at(rows, home["妻"])

    taken(change)
    assert outcome(owner, told["daughter"])[:2] == ("flagged", ["relation_sex"])
    assert outcome(owner, told["grandfather"])[:2] == ("flagged", ["relation_age"])
    assert outcome(owner, told["brother"])[0] == "loaded"
    assert outcome(owner, told["stepson"])[0] == "loaded"
    assert "relation_twice" in outcome(owner, told["two"])[1]
    assert outcome(owner, told["wife"])[:2] == ("flagged", ["relation_twice"])
    flagged = owner.execute("select count(*) from conversion_row where outcome = 'flagged'").fetchone()
    assert flagged == (4,)
