"""`huji policy evaluate` on files of people, good and bad."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from huji import policy
from huji.cli import main
from huji.standards import divisions


def run(*arguments: object):
    return CliRunner().invoke(main, ["policy", "evaluate", *(str(one) for one in arguments)])


def write(folder: Path, name: str = "people.parquet", **columns) -> Path:
    file = folder / name
    pq.write_table(pa.table(columns), file)
    return file


@pytest.fixture
def people(tmp_path) -> Path:
    return write(
        tmp_path,
        person_id=["a", "b", "c", "d"],
        employment__lawful_stable=[True, True, None, False],
        dwelling__lawful=[True, True, True, True],
        dwelling__tenure=["rented", "owned", "owned", "none"],
        insurance__urban_participant=[True, False, True, True],
        education__graduate=[False] * 4,
        business__invests=[False] * 4,
        person__age=pa.array([30, 17, 61, None], pa.int8()),
        destination__area=["city_proper", "city_proper", "town", "rural"],
        hukou__area=["rural", "urban", "urban", "urban"],
        sponsor__relation=["none"] * 4,
        hukou__destination_is_origin=[False] * 4,
    )


def test_everybody_gets_the_outcome_of_a_single_decision(people, tmp_path):
    out = tmp_path / "result.parquet"
    done = run("panjin-2015", people, "--to", "city_proper", "--out", out, "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    rows = pl.read_parquet(out).rows(named=True)
    packs = policy.packs()
    for row, person in zip(rows, pq.read_table(people).to_pylist(), strict=True):
        facts = {
            name: person[name.replace(".", "__")]
            for name in packs.vocabulary.facts
            if person.get(name.replace(".", "__")) is not None
        }
        case = policy.Case(dt.date(2016, 3, 1), "211103", "city_proper", facts)
        answer = policy.decide(case, places=divisions, packs=packs)
        assert (row["person_id"], row["outcome"], row["granted_by"]) == (
            person["person_id"],
            answer.outcome,
            answer.granted_by,
        )
    assert told["outcomes"] == {"eligible": 1, "undetermined": 1, "ineligible": 2}
    assert told["granted_by"]["city-employment-and-dwelling"] == 1
    assert told["people"] == 4
    # What is not in the file is said once, and counted as unknown of everybody whose clauses read it.
    assert "dwelling__lawful" not in told["missing_columns"]
    assert "education__level" in told["missing_columns"]
    assert done.stderr.count("education__level") == 1


def many(people: Path, times: int = 10) -> Path:
    file = people.with_name("many.parquet")
    pq.write_table(pa.concat_tables([pq.read_table(people)] * times).drop_columns("person_id"), file)
    return file


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_each_may_settle_where_the_columns_say_and_groups_are_counted(people, engine):
    file = many(people)
    done = run(
        "panjin-2015", file, "--to", "columns", "--by", "area,age", "--format", "csv", "--engine", engine
    )
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "area,age,people,eligible,undetermined,ineligible",
        "city_proper,0-17,10,0,0,10",
        "city_proper,30-44,10,10,0,0",
        "town,60-,10,10,0,0",
        "rural,,10,0,0,10",
    ]


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_counts_of_few_people_are_withheld_in_groups_and_the_totals_are_exact(people, form):
    file = many(people, 3)
    done = run("panjin-2015", file, "--to", "columns", "--by", "area,age", "--format", form)
    assert done.exit_code == 0, done.output
    if form == "json":
        told = json.loads(done.stdout)
        assert [row["people"] for row in told["groups"]] == [None] * 4
        assert (told["least"], told["people"], told["outcomes"]["eligible"]) == (10, 12, 6)
    elif form == "csv":
        assert [line.split(",")[2:] for line in done.stdout.splitlines()[1:]] == [["*"] * 4] * 4
    else:
        assert "不公布" in done.stdout
        assert "人数  12" in done.stdout


def test_the_words_of_a_table_are_those_of_the_vocabulary(people):
    file = many(people)
    zh = run("panjin-2015", file, "--to", "columns", "--by", "area,age").stdout
    for word in ("尚不能确定", "迁入地域", "城区", "60 岁以上", "（不明）"):
        assert word in zh
    for raw in ("city_proper", "60-", "待定", "None"):
        assert raw not in zh
    en = run("panjin-2015", file, "--to-area", "city_proper", "--by", "area,age", "--lang", "en").stdout
    for word in (
        "Undetermined",
        "registered as",
        "Rural",
        "60 and over",
        "(unknown)",
        "→ City proper 2111 盘锦市",
    ):
        assert word in en
    assert "（" not in en
    assert "现户口城乡" in run("panjin-2015", file, "--to", "town", "--by", "area").stdout
    places = write(
        people.parent, "places.parquet", hukou__division=["211103"] * 12, dwelling__lawful=[True] * 12
    )
    told = run("panjin-2015", places, "--to", "town", "--by", "division").stdout
    assert "现户口所在地" in told
    assert "211103 兴隆台区" in told


def test_the_help_names_every_kind_of_area():
    told = run("--help").output
    assert [area for area in policy.vocabulary().areas if area not in told] == []


def test_a_table_without_groups_counts_those_not_covered_too(people):
    done = run("panjin-2015", people, "--to", "columns", "--format", "csv")
    assert done.stdout.splitlines() == ["people,eligible,undetermined,ineligible,not_covered", "4,2,0,2,0"]


def test_json_tells_the_date_and_the_digest_of_the_population(people):
    done = run("panjin-2015", people, "--to", "town", "--date", "2016-03-01", "--format", "json")
    told = json.loads(done.stdout)
    digest = "sha256:" + hashlib.sha256(people.read_bytes()).hexdigest()
    assert (told["date"], told["population"]) == ("2016-03-01", {"file": str(people), "digest": digest})


@pytest.mark.parametrize("code", ["211199", "2111999999", "21110", "abc"])
def test_a_division_that_does_not_exist_is_refused(people, code):
    done = run("panjin-2015", people, "--to", "town", "--division", code)
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("--division: ")


def test_a_division_that_has_become_another_names_its_successor(people):
    arguments = ("panjin-2015", people, "--to", "town", "--division", "211121")
    assert run(*arguments, "--date", "2016-03-01").exit_code == 0
    done = run(*arguments, "--date", "2017-01-01")
    assert done.exit_code == 2
    assert "its successor is 大洼区 (211104)" in done.stderr


def test_places_in_columns_that_do_not_exist_are_counted_with_their_first_rows(tmp_path):
    file = write(
        tmp_path,
        destination__area=["town"] * 4,
        destination__division=["211122", "211199", "211199", "211103"],
        hukou__division=["211122", None, "990000", "211103"],
        dwelling__lawful=[True] * 4,
    )
    done = run("panjin-2015", file, "--to", "columns", "--lang", "en")
    assert done.exit_code == 0, done.output
    told = done.stderr.splitlines()[:2]
    assert 'column "destination__division" 2 people' in told[0]
    assert "row 2: 211199; row 3: 211199" in told[0]
    assert 'column "hukou__division" 1 people' in told[1]
    assert "row 3: 990000" in told[1]


def test_identities_twice_or_missing_are_told_with_their_number(tmp_path):
    file = write(tmp_path, person_id=["a", "b", "a", None, "a"], dwelling__lawful=[True] * 5)
    told = run("panjin-2015", file, "--to", "town", "--lang", "en").stderr
    assert "2 rows repeat another" in told
    assert "1 rows are empty" in told
    file = write(tmp_path, person_id=["a", "b"], dwelling__lawful=[True] * 2)
    assert "person_id" not in run("panjin-2015", file, "--to", "town", "--lang", "en").stderr


def test_a_table_that_can_tell_nothing_is_noted(tmp_path):
    file = write(tmp_path, person_id=["a"], destination__area=["town"], destination__division=["230202"])
    told = run("panjin-2015", file, "--to", "columns", "--lang", "en").stderr.splitlines()
    assert "covers nobody of 1" in told[0]
    assert "none of the columns" in told[1]


def test_streams_and_folders_are_refused_in_one_line(people, tmp_path):
    for arguments, words in [
        (("panjin-2015", "-", "--to", "town"), "- cannot be used"),
        (("panjin-2015", people, "--to", "town", "--out", "-"), "- cannot be used"),
        (("panjin-2015", people, "--to", "town", "--out", tmp_path / "result.csv"), "name it .parquet"),
        (("panjin-2015", tmp_path, "--to", "town"), "this is a folder"),
        (("shanghai-2015", people, "--to", "city_proper"), "a scheme of points for services"),
    ]:
        done = run(*arguments)
        assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.output
        assert words in done.stderr


def test_a_person_who_would_settle_elsewhere_is_not_covered(tmp_path):
    file = write(
        tmp_path,
        destination__area=["town", "town"],
        destination__division=["211122", "230202"],
        dwelling__lawful=[True, True],
        dwelling__tenure=["owned", "owned"],
    )
    out = tmp_path / "result.parquet"
    told = json.loads(run("panjin-2015", file, "--to", "columns", "--out", out, "--format", "json").stdout)
    assert (told["outcomes"]["eligible"], told["not_covered"]) == (1, 1)
    assert pl.read_parquet(out)["outcome"].to_list() == ["eligible", None]
    assert pl.read_parquet(out)["unknown"].to_list() == [15, 0]  # graduates: 9 facts, investors: 6


def test_a_million_rows_with_one_impossible_value_name_the_row(tmp_path):
    ages = [30] * 1_000_000
    ages[735_000] = -3
    file = write(tmp_path, person__age=pa.array(ages, pa.int16()), dwelling__lawful=[True] * 1_000_000)
    out = tmp_path / "result.parquet"
    done = run("panjin-2015", file, "--to", "town", "--out", out)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"{file}: 列“person__age”有 1 个不可能的值：第 735001 行 -3 / "
        'column "person__age" has 1 impossible value: row 735001: -3'
    ]
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_every_kind_of_impossible_value_is_refused_with_counts_and_first_rows(tmp_path):
    file = write(
        tmp_path,
        dwelling__tenure=["castle", "owned", None, *["palace"] * 6],
        education__level=pa.array(["bachelor"] * 8 + ["wizard"]).dictionary_encode(),
        insurance__urban_years=[1.0, float("nan"), float("inf"), -0.5, None, 2.0, 3.0, 4.0, 5.0],
        destination__division=["2111", "211103", "21110A", *["211103"] * 6],
        giving__blood_years=pa.array([6, 5, 4, 3, 2, 1, 0, None, 99], pa.int32()),
    )
    done = run("panjin-2015", file, "--to", "town")
    assert done.exit_code == 2
    lines = "\n".join(line.partition(" / ")[2] for line in done.stderr.splitlines())
    assert 'column "dwelling__tenure" has 7 impossible values: row 1: castle; row 4: palace' in lines
    assert 'column "education__level" has 1 impossible value: row 9: wizard' in lines
    assert (
        'column "insurance__urban_years" has 3 impossible values: row 2: nan; row 3: inf; row 4: -0.5'
        in lines
    )
    assert 'column "destination__division" has 2 impossible values: row 1: 2111; row 3: 21110A' in lines
    assert 'column "giving__blood_years" has 2 impossible values: row 1: 6; row 9: 99' in lines
    assert len(done.stderr.splitlines()) == 5


def test_a_column_of_the_wrong_type_is_refused_and_a_misspelt_one_is_told(tmp_path):
    wrong = write(tmp_path, dwelling__lawful=[1, 0], dwelling__tenure=[1.5, 2.5], person__age=["30", "40"])
    done = run("panjin-2015", wrong, "--to", "town")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 3)
    assert 'column "dwelling__lawful" must be boolean; the file has int64' in done.stderr
    misspelt = write(tmp_path, "other.parquet", dwelling__lawfull=[True], dwelling__tenure=["owned"])
    done = run("panjin-2015", misspelt, "--to", "town", "--lang", "en")
    assert done.exit_code == 0
    assert "dwelling__lawfull → dwelling__lawful?" in done.stderr


def test_decimals_whole_numbers_and_floats_meet_a_threshold_alike(tmp_path):
    facts = {
        "business__invests": [True] * 3,
        "business__legal_representative": [True] * 3,
        "business__fixed_premises": [True] * 3,
        "business__licence": [True] * 3,
        "business__tax_relief": [False] * 3,
    }
    kinds = {
        "decimal": pa.array([Decimal("0.9"), Decimal("1.0"), Decimal("1.1")]),
        "float": pa.array([0.9999999999999999, 1.0, 1.0000000000000002]),
        "single": pa.array([0.5, 1.0, 1.5], pa.float32()),
        "whole": pa.array([0, 1, 2], pa.uint8()),
    }
    for name, years in kinds.items():
        file = write(tmp_path, f"{name}.parquet", business__tax_paid_years=years, **facts)
        out = tmp_path / "result.parquet"
        assert run("panjin-2015", file, "--to", "town", "--out", out, "--force").exit_code == 0
        assert pl.read_parquet(out)["route__investor"].to_list() == [False, True, True], name


def test_a_file_cut_short_is_refused_in_one_line(people, tmp_path):
    for name, content in {
        "cut.parquet": people.read_bytes()[:-200],
        "head.parquet": people.read_bytes()[:100],
        "empty.parquet": b"",
        "text.parquet": "不是表格".encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
        done = run("panjin-2015", tmp_path / name, "--to", "town")
        assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.output
        assert "cut short or damaged" in done.stderr
    whole = bytearray(people.read_bytes())
    whole[4:400] = bytes(396)  # the pages, with the footer as it was
    (tmp_path / "pages.parquet").write_bytes(whole)
    done = run("panjin-2015", tmp_path / "pages.parquet", "--to", "town")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), done.output
    done = run("panjin-2015", tmp_path / "nowhere.parquet", "--to", "town")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no such file" in done.stderr


def test_what_cannot_be_asked_is_refused(people, tmp_path):
    bare = write(tmp_path, "bare.parquet", dwelling__lawful=[True])
    gaps = write(tmp_path, "gaps.parquet", destination__area=["town", None])
    for arguments, words in [
        (("panjin-2015", people, "--to", "county"), "there is no kind of area"),
        (("liaoning-2015", people, "--to", "town"), "--division"),
        (("panjin-2015", people, "--to", "town", "--division", "230202"), "does not cover"),
        (("panjin-2015", people, "--to", "town", "--date", "2010-01-01"), "not in force"),
        (("panjin-2015", bare, "--to", "columns"), "destination__area"),
        (("panjin-2015", bare, "--to", "town", "--by", "age"), "person__age"),
        (("panjin-2015", gaps, "--to", "columns"), "row 2: None"),
        (("panjin-2015", people, "--to", "town", "--out", tmp_path / "no" / "out.parquet"), "no such folder"),
    ]:
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert words in done.stderr


def test_nobody_is_refused_and_nothing_known_is_a_population_too(tmp_path):
    nobody = write(tmp_path, "nobody.parquet", dwelling__lawful=pa.array([], pa.bool_()))
    out = tmp_path / "result.parquet"
    done = run("panjin-2015", nobody, "--to", "town", "--out", out, "--format", "json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is nobody in the file" in done.stderr
    assert not out.exists()
    strangers = write(tmp_path, "strangers.parquet", person_id=["a", "b"])
    told = json.loads(run("panjin-2015", strangers, "--to", "town", "--format", "json").stdout)
    assert told["outcomes"] == {"eligible": 0, "undetermined": 2, "ineligible": 0}
    blank = write(tmp_path, "blank.parquet", dwelling__lawful=pa.nulls(2), dwelling__tenure=pa.nulls(2))
    told = json.loads(run("panjin-2015", blank, "--to", "town", "--format", "json").stdout)
    assert told["outcomes"]["undetermined"] == 2
