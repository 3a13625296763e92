"""`huji policy simulate`: who gains and who loses, as text, as tables and as a page that stands alone."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huji.cli import main
from huji.demo import population as synthetic
from huji.policy.library import FOLDER

NOW = "heilongjiang-2014"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["policy", "simulate", *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("qiqihar") / "people.parquet"
    synthetic.write(synthetic.Plan(synthetic.city("2302"), 40_000, 4, 0.05), path)
    return str(path)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The policy of 2014 with one year of insurance instead of two."""
    text = (FOLDER / "heilongjiang/heilongjiang-2014.yaml").read_text("utf-8")
    text = text.replace("insurance_two_cities: {value: 2,", "insurance_two_cities: {value: 1,")
    path = tmp_path_factory.mktemp("draft") / "draft.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_shorter_time_of_insurance_only_gains_and_only_in_the_districts(people: str, draft: str) -> None:
    told = json.loads(run("--from", NOW, "--to", draft, people, "--format", "json").stdout)
    assert told["people"] == 40_000
    assert told["effects"]["gain"] > 0
    assert told["effects"]["lose"] == told["effects"]["settled_against"] == 0
    unsettled = [one["before"]["outcome"] for one in told["changes"] if one["effect"] == "unsettled"]
    assert set(unsettled) == {"ineligible"}
    gains = {row["key"]: row["gain"] for row in told["by"]["area"]}
    assert gains.pop("city_proper") == told["effects"]["gain"]
    assert set(gains.values()) == {0}
    clauses = [one["after"]["clause"] for one in told["changes"] if one["effect"] == "gain"]
    assert clauses == ["daqing-and-qiqihar"]
    assert told["urban"]["now"] < told["urban"]["before"]["share"] < told["urban"]["after"]["share"]


def test_no_small_group_is_told(people: str, draft: str) -> None:
    told = json.loads(run("--from", NOW, "--to", draft, people, "--format", "json").stdout)
    counts = [
        count for rows in told["by"].values() for row in rows for key, count in row.items() if key != "key"
    ]
    assert None in counts
    assert all(count is None or count == 0 or count >= told["least"] for count in counts)


@pytest.mark.parametrize(("language", "words"), [("zh", "新符合"), ("en", "Gain")])
def test_it_is_told_in_words(people: str, draft: str, language: str, words: str) -> None:
    said = run("--from", NOW, "--to", draft, people, "--lang", language)
    assert said.exit_code == 0
    assert words in said.stdout


def test_the_tables_and_the_page_are_written(people: str, draft: str, tmp_path: Path) -> None:
    tables, page = tmp_path / "who.csv", tmp_path / "who.html"
    said = run(
        "--from", NOW, "--to", draft, people, "--out", str(tables), "--chart", str(page), "--format", "csv"
    )
    assert said.stdout == tables.read_text("utf-8")
    rows = list(csv.DictReader(tables.open(encoding="utf-8")))
    assert {"outcome", "gain", "county", "area", "age", "sex"} <= {row["table"] for row in rows}
    text = page.read_text("utf-8")
    assert "http://" not in re.sub(r"<script>.*</script>", "", text, flags=re.S)
    assert "script-src 'sha256-" in text
    charts = [json.loads(one) for one in re.findall(r'application/json">(.*?)</script>', text)]
    assert [chart["kind"] for chart in charts] == ["stack", "mirror", "mirror", "mirror", "mirror"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["who.csv", "who.html"]


def test_kept_cells_answer_as_the_people_do(people: str, draft: str, tmp_path: Path) -> None:
    kept = tmp_path / "cells.parquet"
    first = run("--from", NOW, "--to", draft, people, "--cells", str(kept), "--format", "json").stdout
    written = kept.stat().st_mtime_ns
    again = run("--from", NOW, "--to", draft, people, "--cells", str(kept), "--format", "json").stdout
    assert first == again
    assert kept.stat().st_mtime_ns == written
    other = run(
        "--from", NOW, "--to", "national-2014", people, "--cells", str(kept), "--format", "json"
    ).stdout
    assert json.loads(other)["to"]["policy"] == "national-2014"
    assert kept.stat().st_mtime_ns > written


def test_what_cannot_be_read_or_written_is_refused_in_one_line(
    people: str, draft: str, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(Path(people).read_bytes()[:5_000])
    for arguments, said in (
        ((str(cut),), "cut.parquet"),
        ((people, "--chart", str(tmp_path / "no" / "who.html")), "who.html: 无法写入"),
        ((people, "--to-area", "moon"), "moon"),
        ((people, "--cells", str(cut)), "cut.parquet"),
    ):
        refused = run("--from", NOW, "--to", draft, *arguments)
        assert refused.exit_code == 2
        assert len(refused.stderr.splitlines()) == 1
        assert said in refused.stderr
        assert refused.stdout == ""
    assert [file.name for file in tmp_path.iterdir()] == ["cut.parquet"]


def test_what_is_asked_wrongly_is_named_as_it_was_asked(people: str, draft: str) -> None:
    refused = run("--from", NOW, "--to", draft, people, "--to-area", "moon")
    assert refused.stderr.startswith("--to-area: ")
    assert run("--from", NOW, "--to", draft, people, "--take-up", "nan").exit_code == 2


def test_policies_of_other_places_are_warned_of(people: str) -> None:
    done = run("--from", "panjin-2015", "--to", "panjin-2015", people, "--lang", "en")
    assert done.stderr == "注意：两个政策都不适用于这些人要去的地方 / " + (
        "warning: neither policy covers where anybody would settle\n"
    )
    assert "Through which clause" not in done.stdout
    assert "By sex" not in done.stdout
    other = run("--from", "panjin-2015", "--to", NOW, people)
    assert "applies to different places" in other.stderr.replace("apply", "applies")


def test_english_is_written_as_english_and_two_versions_are_told_apart(people: str, draft: str) -> None:
    said = run("--from", NOW, "--to", draft, people, "--lang", "en").stdout
    assert not set("：（）、，") & set(said)
    first = said.splitlines()[0]
    assert first.endswith("(draft)")
    assert "(now) → " in first
    assert "article" in said


def test_the_urban_share_says_how_it_was_reckoned(people: str, draft: str) -> None:
    told = json.loads(run("--from", NOW, "--to", draft, people, "--format", "json").stdout)
    assert "not_known" in told["notes"]["urban"]["en"]
