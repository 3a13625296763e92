"""`huji decide` follows what the installation publishes, from its mirror alone."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.rulebook.conftest import LATER, LOWERED, Bureau

from huji import policy
from huji.cli.decide import command
from huji.cli.policy.history import command as history
from huji.policy import published
from huji.policy.published import with_published
from huji.rulebook import acts, mirror, queries
from huji.standards import Refused

CASE = {
    "destination": {"division": "211103", "area": "city_proper"},
    "applicant": {
        "employment.lawful_stable": True,
        "dwelling.lawful": True,
        "dwelling.tenure": "rented",
        "insurance.urban_participant": False,
    },
}


def decided(home: Path, on: date, tmp_path: Path) -> dict[str, object]:
    case = tmp_path / f"{on}.json"
    case.write_text(json.dumps(CASE | {"date": str(on)}))
    told = CliRunner().invoke(command, [str(case), "--format", "json", "--home", str(home)])
    assert told.exit_code == 0, told.output
    return dict(json.loads(told.stdout))


def test_decide_takes_the_published_version_from_its_day_on(bureau: Bureau, tmp_path: Path) -> None:
    bureau.published()
    before = decided(bureau.home, LATER - timedelta(days=1), tmp_path)
    after = decided(bureau.home, LATER, tmp_path)
    assert (before["outcome"], after["outcome"]) == ("undetermined", "eligible")
    assert before["policy"] == after["policy"] == "panjin-2015"
    assert before["policy_digest"] == policy.packs().get("panjin-2015").digest  # type: ignore[union-attr]
    assert after["policy_digest"] == queries.publications()[0].digest


def test_the_history_of_a_policy_names_what_was_published_here(bureau: Bureau) -> None:
    bureau.published()
    told = CliRunner().invoke(
        history, ["panjin-2015", "--home", str(bureau.home), "--format", "json"], catch_exceptions=False
    )
    first, second = json.loads(told.stdout)
    assert (first["from"], first["last_day"]) == ("package", str(LATER - timedelta(days=1)))
    assert (second["from"], second["in_force_from"]) == ("published", str(LATER))
    assert second["digest"] == queries.publications()[0].digest
    told = CliRunner().invoke(history, ["panjin-2016", "--home", str(bureau.home)])
    assert told.exit_code == 2
    assert "panjin-2015" in told.stderr


def test_the_mirror_says_what_the_database_says(bureau: Bureau) -> None:
    bureau.published()
    bureau.published(LOWERED.replace("市人社局", "市人力资源局"), LATER + timedelta(days=5))
    entry = bureau.published(LOWERED.replace("市教育局", "市教委"), LATER + timedelta(days=9))
    acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by("publisher"))
    mirrored, here = with_published(policy.packs(), bureau.home), queries.library()
    assert [pack.digest for pack in mirrored] == [pack.digest for pack in here]
    assert len(here) == len(policy.packs()) + 2


def test_a_withdrawn_version_is_gone_from_the_mirror(bureau: Bureau, tmp_path: Path) -> None:
    entry = bureau.published()
    acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by("publisher"))
    assert list((bureau.home / "policies").glob("*.yaml")) == []
    assert decided(bureau.home, LATER, tmp_path)["outcome"] == "undetermined"


def test_without_an_installation_the_package_decides(tmp_path: Path) -> None:
    assert decided(tmp_path / "nowhere", LATER, tmp_path)["outcome"] == "undetermined"
    assert not (tmp_path / "nowhere").exists()


def test_a_mirror_written_anew_while_it_is_read_is_read_again(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = bureau.published()
    read_index = published._publications

    def withdrawn_meanwhile(index: bytes, path: Path) -> list[published.Publication]:
        found = read_index(index, path)
        if found:
            acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by("publisher"))
        return found

    monkeypatch.setattr(published, "_publications", withdrawn_meanwhile)
    assert with_published(policy.packs(), bureau.home) is policy.packs()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


DAMAGES = {
    "a pack cut short": lambda folder: cut(next(folder.glob("*.yaml"))),
    "a pack missing": lambda folder: next(folder.glob("*.yaml")).unlink(),
    "a pack changed by a digit": lambda folder: next(folder.glob("*.yaml")).write_text(
        LOWERED.replace("at_least: 1", "at_least: 2"), "utf-8"
    ),
    "an index cut short": lambda folder: cut(folder / "index.json"),
    "an index that is no index": lambda folder: (folder / "index.json").write_text("[" * 100_000),
    "no index": lambda folder: (folder / "index.json").unlink(),
    "another day in the index": lambda folder: (folder / "index.json").write_text(
        (folder / "index.json").read_text().replace(str(LATER), "2026-11-01")
    ),
    "a file outside": lambda folder: (folder / "index.json").write_text(
        (folder / "index.json").read_text().replace('"sha256": "sha256:', '"sha256": "../')
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_mirror_is_a_fault_and_never_an_older_law(
    bureau: Bureau, tmp_path: Path, damage: str
) -> None:
    bureau.published()
    DAMAGES[damage](bureau.home / "policies")
    case = tmp_path / "case.json"
    case.write_text(json.dumps(CASE | {"date": str(LATER)}))
    told = CliRunner().invoke(command, [str(case), "--home", str(bureau.home)])
    assert told.exit_code == 2
    assert told.stdout == ""
    assert str(bureau.home / "policies") in told.stderr
    assert len(told.stderr.splitlines()) == 1
    mirror.renew()
    assert decided(bureau.home, LATER, tmp_path)["outcome"] == "eligible"


def test_a_release_that_cannot_read_what_is_published_does_not_start(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.published()
    mirror.at_start()
    words = policy.vocabulary()
    fewer = {name: fact for name, fact in words.facts.items() if name != "business.tax_relief"}
    for cached in (queries.library_of, queries._pack):
        cached.cache_clear()
    monkeypatch.setattr(policy, "vocabulary", lambda: replace(words, facts=fewer))
    with pytest.raises(Refused) as refused:
        mirror.at_start()
    assert refused.value.code == "published_unreadable"
    assert "business.tax_relief" in refused.value.text.en


def test_deciding_from_the_mirror_needs_neither_django_nor_a_database(bureau: Bureau, tmp_path: Path) -> None:
    bureau.published()
    program = (
        "import sys; from huji import policy; from huji.policy.published import with_published;"
        "packs = with_published(policy.packs(), sys.argv[1]);"
        "print(len(packs) - len(policy.packs()), 'django' in sys.modules, 'psycopg' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(bureau.home)], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["1", "False", "False"]
