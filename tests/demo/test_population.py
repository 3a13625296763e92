"""A synthetic population has the shape of its city, and nobody in it is absurd."""

import json
import os
import re
import signal
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from huji import policy
from huji.cli import main
from huji.demo import population
from huji.policy.question import holds
from huji.policy.tree import facts_of
from huji.policy.vocabulary import Scope
from huji.standards import divisions

PEOPLE = 50_000


@cache
def people(code: str, unknowns: float = 0.0, number: int = PEOPLE) -> pl.DataFrame:
    made = population.table(population.Plan(population.city(code), number, 7, unknowns))
    return pl.DataFrame(pl.from_arrow(made)).with_columns(pl.selectors.categorical().cast(pl.String))


def registered(code: str) -> pl.DataFrame:
    here = pl.col("hukou__division").str.starts_with(code)
    return people(code).filter(here | ~pl.col("hukou__registered"))


def living(code: str) -> pl.DataFrame:
    return people(code).filter(pl.col("destination__division").str.starts_with(code))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["demo", "population", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("code", population.CITIES)
def test_ages_and_sexes_are_those_of_the_census(code: str) -> None:
    figures, age = population.city(code).figures, people(code)["person__age"]
    bands = [(age < 15), (age >= 15) & (age < 60), (age >= 60) & (age < 65), age >= 65]
    assert [band.mean() for band in bands] == pytest.approx(figures["ages"], abs=0.001)
    assert (people(code)["sex"] == "male").mean() == pytest.approx(figures["male"], abs=0.012)


@pytest.mark.parametrize("code", population.CITIES)
def test_families_are_as_large_as_those_of_the_city_and_never_of_children_alone(code: str) -> None:
    figures = population.city(code).figures
    houses = people(code).group_by("household_id").agg(pl.len(), pl.max("person__age").alias("oldest"))
    families = houses.filter(pl.col("len") <= 6)
    assert families["len"].mean() == pytest.approx(figures["household"], abs=0.03)
    collective = houses.filter(pl.col("len") > 6)["len"].sum() / PEOPLE
    assert collective == pytest.approx(figures["collective"], abs=0.002)
    assert houses["oldest"].min() >= 17


@pytest.mark.parametrize("code", population.CITIES)
def test_town_and_country_and_the_counties_have_their_shares(code: str) -> None:
    city, home = population.city(code), registered(code)
    urban = (home["hukou__area"] == "urban").mean()
    assert urban == pytest.approx(city.figures["urban"]["registered"], abs=0.015)
    settled = (living(code)["destination__area"] != "rural").mean()
    assert settled == pytest.approx(city.figures["urban"]["living"], abs=0.015)
    known = {county: number for county, number in city.figures["counties"].items() if number}
    whole = sum(known.values()) if len(known) == len(city.figures["counties"]) else city.figures["registered"]
    counted = dict(home.group_by("hukou__division").len().rows())
    for county, number in known.items():
        assert counted[county] / len(home) == pytest.approx(number / whole, abs=0.01)


@pytest.mark.parametrize("code", population.CITIES)
def test_as_many_live_elsewhere_than_registered_as_the_figures_tell(code: str) -> None:
    figures = population.city(code).figures
    assert len(living(code)) / len(registered(code)) == pytest.approx(figures["living"], abs=0.015)
    came = len(living(code).filter(~pl.col("hukou__division").str.starts_with(code)))
    assert came / len(registered(code)) == pytest.approx(figures["inflow"], abs=0.012)


def test_who_came_rents_and_who_works_for_a_unit_is_insured() -> None:
    here = living("2302").filter(pl.col("destination__area") == "city_proper")
    came = here.filter(pl.col("hukou__division") != pl.col("destination__division"))
    tenants = {
        name: (part["dwelling__tenure"] == "rented").mean() for name, part in (("all", here), ("came", came))
    }
    assert tenants["came"] > 1.3 * tenants["all"]
    grown = people("2302").filter(pl.col("person__age").is_between(25, 54))
    hired = grown.filter("employment__contract_signed")["insurance__urban_participant"].mean()
    other = grown.filter(~pl.col("employment__contract_signed"))["insurance__urban_participant"].mean()
    assert hired > 4 * other
    village = (
        people("2302").filter(pl.col("hukou__area") == "rural")["land__family_holds_right_at_origin"].mean()
    )
    town = (
        people("2302").filter(pl.col("hukou__area") == "urban")["land__family_holds_right_at_origin"].mean()
    )
    assert village > 10 * town


@pytest.mark.parametrize("code", population.CITIES)
def test_nobody_contradicts_what_no_person_can(code: str) -> None:
    tests = [
        (holds(rule.condition, {}), holds(rule.then, {}), rule.why.en)
        for rule in policy.vocabulary().implications
        if not any(name.startswith("companion.") for name in facts_of(rule.condition, {}))
    ]
    assert len(tests) >= 11
    rows = people(code, number=5_000).rename(lambda name: name.replace("__", ".", 1)).to_dicts()
    absurd = {
        why for row in rows for condition, then, why in tests if condition(row) is True and not then(row)
    }
    assert absurd == set()


def test_every_fact_a_person_can_have_is_a_column_with_values_of_the_vocabulary() -> None:
    table, facts = people("2302"), policy.vocabulary().facts
    told = {name for name, fact in facts.items() if fact.scope is not Scope.COMPANION}
    assert {name.replace(".", "__") for name in told} <= set(table.columns)
    unknown = {name for name in told if table[name.replace(".", "__")].null_count() == PEOPLE}
    assert unknown <= {"points.admitted_in_round"}
    for name in told - unknown:
        column = table[name.replace(".", "__")].drop_nulls()
        if facts[name].values:
            assert set(column.unique()) <= set(facts[name].values), name
        elif facts[name].unit:
            assert column.min() >= facts[name].minimum, name
            assert facts[name].maximum is None or column.max() <= facts[name].maximum, name


def test_the_places_exist() -> None:
    for code in population.CITIES:
        found = {*people(code)["hukou__division"].drop_nulls(), *people(code)["destination__division"]}
        assert all(divisions.lookup(place, population.CENSUS) for place in found)


def test_unknown_facts_have_the_share_that_is_stated() -> None:
    plan = population.Plan(population.city("2302"), PEOPLE, 7, 0.05)
    stated, table = population.shares_unknown(plan), people("2302", 0.05)
    always = people("2302")
    for name, share in stated.items():
        column = name.replace(".", "__")
        none = always[column].null_count() / PEOPLE
        wanted = none + (1 - none) * share
        assert table[column].null_count() / PEOPLE == pytest.approx(wanted, abs=0.006), name
    drawn = [share for name, share in stated.items() if name != "points.admitted_in_round"]
    assert sum(drawn) / len(drawn) == pytest.approx(0.05, abs=0.003)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.parquet" for name in "abc"]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        assert run("--people", "3000", "--seed", str(seed), "--out", str(file)).exit_code == 0
    one, same, other = (file.read_bytes() for file in files)
    assert one == same
    assert one != other


@pytest.mark.parametrize("number", [1, 2, 7, 300_000])
def test_exactly_as_many_are_made_as_asked_each_with_his_own_number(number: int, tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    told = run("--people", str(number), "--out", str(file), "--format", "json")
    assert json.loads(told.stdout)["people"] == number
    assert pq.read_metadata(file).num_rows == number
    ids = pq.read_table(file, columns=["person_id"])["person_id"].to_pylist()
    assert len(set(ids)) == number


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--city", "9999", "--out", "a.parquet"), "--city: 没有城市“9999”的数字"),
        (("--people", "0", "--out", "a.parquet"), "--people: 至少要有一个人"),
        (("--people", "999999999999", "--out", "a.parquet"), "--people: 最多 100,000,000 人"),
        (("--people", "10", "--out", "-"), "--out: 不能写到标准输出"),
        (("--people", "10", "--out", "a.csv"), "a.csv: 文件名要以 .parquet 结尾"),
        (("--unknowns", "2", "--out", "a.parquet"), "--unknowns: 应在 0 到 0.5 之间"),
        (("--people", "10", "--out", "nowhere/a.parquet"), "nowhere/a.parquet: 无法写入"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[-1].startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_has_no_room_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=100_000))
    refused = run("--people", "10000", "--out", str(tmp_path / "a.parquet"))
    assert refused.exit_code == 2
    assert "空间不够" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", population.CITIES)
def test_the_summary_is_in_one_language(code: str, tmp_path: Path) -> None:
    told = run("--city", code, "--people", "100", "--out", str(tmp_path / "a.parquet")).stdout
    assert "年龄：" in told
    assert re.findall("[a-z]{3,}", told.partition("\n")[2]) == []


def test_a_population_takes_no_more_room_than_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    population.write(population.Plan(population.city("2302"), 100_000, unknowns=0), file)
    assert file.stat().st_size < 45 * 100_000


def test_a_population_told_to_end_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def end(path: Path, target: Path) -> None:
        seen.append(path.name)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Path, "replace", end)
    ended = run("--people", "1000", "--out", str(tmp_path / "a.parquet"))
    assert ended.exit_code != 0
    assert len(seen) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_population_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(people: int) -> None:
        raise KeyboardInterrupt

    kept = tmp_path / "people.parquet"
    kept.write_bytes(b"before")
    plan = population.Plan(population.city("2302"), 1_000)
    with pytest.raises(KeyboardInterrupt):
        population.write(plan, kept, interrupt)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("people.parquet", b"before")]
