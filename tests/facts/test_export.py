"""The register as a population table: whole, without names, every look noted, the values those of a case."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.cases.city import COMMUNITY, VILLAGE, City

from huji import policy
from huji.cli.policy import command
from huji.facts import queries
from huji.facts.acts import Record, SetFigure, set_figure
from huji.facts.acts import record as put_on_file
from huji.facts.acts.export_population import Exported, ExportPopulation, export_population
from huji.facts.values import Given, SourceKind, Where
from huji.ledger.access import Purpose, looks_at
from huji.policy.vocabulary import FORBIDDEN
from huji.register import acts as register
from huji.runtime.db import set_area
from huji.standards import Refused, divisions

ON = date(2026, 9, 1)
TOWN = Where(COMMUNITY, "city_proper")


def export(city: City, out: Path, to: Where | None = TOWN, division: str = "", **more: Any) -> Exported:
    statement = ExportPopulation(out, ON, "测算落户条件", division, to)
    return export_population(statement, city.officers["supervise"], **more)


def rows(out: Path) -> dict[int, dict[str, Any]]:
    return {
        row["person_id"]: {name: value for name, value in row.items() if value is not None}
        for row in pq.read_table(out).to_pylist()
    }


def record(city: City, who: str, name: str, value: Any) -> None:
    given = Given(city.numbers[who], name, value, SourceKind.ATTESTED, note="见过原件")
    by = register.Acting(city.officers["counter"], 2, ON, "材料", None)
    put_on_file(Record((given,)), by)


def test_everybody_of_the_area_is_in_the_table_once(city: City, tmp_path: Path) -> None:
    done = export(city, tmp_path / "people.parquet")
    found = rows(tmp_path / "people.parquet")
    assert set(found) == set(city.people.values())
    assert done.persons == len(found) == 7


def test_the_values_are_those_of_a_case(city: City, tmp_path: Path) -> None:
    by = register.Acting(city.officers["supervise"], 1, ON, "公告", None)
    census = SetFigure(
        "2111", "place.urban_population", Decimal(900_000), date(2026, 1, 1), None, "普查", "census"
    )
    set_figure(census, by)
    record(city, "李建国", "education.level", "bachelor")
    record(city, "张丽华", "qualification.skill", "junior")
    export(city, tmp_path / "people.parquet")
    found = rows(tmp_path / "people.parquet")
    own = set(policy.vocabulary().applicant) - FORBIDDEN
    for name, person in city.people.items():
        known = queries.about(city.numbers[name], TOWN, ON)
        expected = {fact.replace(".", "__"): value for fact, value in known.values.items() if fact in own}
        row = found[person]
        carried = {"person_id", "sex", "destination__division", "destination__area"}
        assert {key: value for key, value in row.items() if key not in carried} == expected
    assert found[city.people["李建国"]]["person__marital"] == "married"
    assert found[city.people["李建国"]]["education__level"] == "bachelor"
    assert found[city.people["李建国"]]["place__urban_population"] == 900_000
    assert found[city.people["赵铁柱"]]["hukou__area"] == "rural"
    assert found[city.people["赵小宝"]]["person__age"] == 12


def test_no_name_and_no_number_leaves_the_register(city: City, tmp_path: Path) -> None:
    export(city, tmp_path / "people.parquet")
    text = json.dumps(list(rows(tmp_path / "people.parquet").values()), ensure_ascii=False)
    assert not any(name in text for name in city.people)
    assert not any(number in text for number in city.numbers.values())
    columns = set(pq.read_schema(tmp_path / "people.parquet").names)
    assert "land__gave_up_rights" not in columns
    assert not any(name.startswith("companion__") for name in columns)


def test_each_person_sees_who_exported_and_what_for(city: City, tmp_path: Path) -> None:
    export(city, tmp_path / "people.parquet")
    set_area("*")
    for person in city.people.values():
        (line,) = looks_at(person)
        assert (line.officer, line.office, line.purpose) == (city.officers["supervise"], 1, Purpose.STUDY)
        assert "测算落户条件" in line.what


def test_the_export_is_one_entry_of_the_ledger_with_count_and_digest(city: City, tmp_path: Path) -> None:
    done = export(city, tmp_path / "people.parquet")
    ((office, act, body),) = city.sql(
        f"select office, act, convert_from(body, 'UTF8') from ledger_entry where entry = {done.entry}"
    )
    told = json.loads(body)
    assert (office, act, told["persons"], told["file"]) == (1, "export_population", 7, done.digest)
    assert told["reason"] == "测算落户条件"


def test_a_station_exports_its_own_people_alone(city: City, tmp_path: Path) -> None:
    export(city, tmp_path / "village.parquet", division=VILLAGE[:9])
    assert set(rows(tmp_path / "village.parquet")) == {
        city.people[name] for name in ("赵铁柱", "孙桂兰", "赵小宝", "赵大山")
    }
    set_area("*")
    assert looks_at(city.people["李建国"]) == []


def test_without_a_destination_what_depends_on_one_is_unknown(city: City, tmp_path: Path) -> None:
    export(city, tmp_path / "people.parquet", to=None)
    assert "hukou__same_county" not in rows(tmp_path / "people.parquet")[city.people["李建国"]]


@pytest.mark.parametrize("who", ["counter", "review", "approve"])
def test_only_supervision_exports(city: City, tmp_path: Path, who: str) -> None:
    statement = ExportPopulation(tmp_path / "people.parquet", ON, "测算")
    with pytest.raises(Refused) as refused:
        export_population(statement, city.officers[who])
    assert refused.value.code == "export_not_allowed"
    assert list(tmp_path.iterdir()) == []
    set_area("*")
    assert looks_at(city.people["李建国"]) == []


def test_an_export_needs_a_reason_and_a_new_file(city: City, tmp_path: Path) -> None:
    out = tmp_path / "people.parquet"
    for statement, code in (
        (ExportPopulation(out, ON, "  "), "reason_needed"),
        (ExportPopulation(Path(__file__), ON, "测算"), "file_exists"),
    ):
        with pytest.raises(Refused) as refused:
            export_population(statement, city.officers["supervise"])
        assert refused.value.code == code


def test_an_export_broken_off_leaves_no_file_and_no_entry(city: City, tmp_path: Path) -> None:
    def breaks(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(city, tmp_path / "people.parquet", advance=breaks)
    assert list(tmp_path.iterdir()) == []
    assert city.sql("select count(*) from ledger_entry where act = 'export_population'") == [(0,)]
    set_area("*")
    assert [line.purpose for line in looks_at(city.people["李建国"])] == [Purpose.STUDY]  # it was looked at


@pytest.mark.parametrize("words", [True, False], ids=["words", "numbers"])
def test_a_policy_evaluates_the_table_as_it_decides_the_cases(
    city: City, tmp_path: Path, words: bool
) -> None:
    for name, value in {"education.graduate": True, "education.level": "bachelor"}.items():
        record(city, "张丽华", name, value)
    out, result = tmp_path / "people.parquet", tmp_path / "result.parquet"
    statement = ExportPopulation(out, ON, "测算落户条件", "", Where(VILLAGE, "rural"), words)
    export_population(statement, city.officers["supervise"])
    listed = json.loads(pq.read_metadata(out).metadata.get(b"huji.codes", b"{}"))
    assert listed.get("destination__division") == (None if words else [VILLAGE])
    assert listed.get("education__degree") == (None if words else ["none", "bachelor", "master", "doctor"])
    arguments = ["evaluate", "panjin-2015", str(out), "--to", "columns", "--out", str(result)]
    done = CliRunner().invoke(command, [*arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    outcomes = {row["person_id"]: row["outcome"] for row in pq.read_table(result).to_pylist()}
    for name, person in city.people.items():
        known = queries.about(city.numbers[name], Where(VILLAGE, "rural"), ON)
        case = policy.Case(ON, VILLAGE, "rural", known.values)
        answer = policy.decide(case, places=divisions, packs=policy.packs())
        assert outcomes[person] == answer.outcome, name
    assert "undetermined" in outcomes.values()
