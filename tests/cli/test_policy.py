"""`huji policy`, as the keeper of the vocabulary types it after a slip."""

from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from huji.cli import main
from huji.cli.policy import at_hand
from huji.policy import Fault, Faulty, Text
from huji.policy.library import FOLDER


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["policy", *arguments], catch_exceptions=False)


def slipped(*_: object) -> NoReturn:
    raise Faulty([Fault("vocabulary.yaml", 16, "missing-key", Text("缺少“ask”", 'lacks the key "ask"'))])


@pytest.mark.parametrize("verb", ["check", "vocabulary", "schema"])
def test_a_fault_of_the_vocabulary_is_told_once_with_its_line(
    verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand.policy, "vocabulary", slipped)
    monkeypatch.setattr(at_hand, "load_pack", slipped)
    told = CliRunner().invoke(main, ["policy", verb])
    assert told.exit_code == 2
    assert told.stderr == 'vocabulary.yaml:16: 缺少“ask” / lacks the key "ask"\n'


def test_a_score_is_asked_of_a_policy_in_a_file(tmp_path: Path) -> None:
    case, draft = tmp_path / "case.yaml", tmp_path / "draft.yaml"
    case.write_text('date: 2018-06-01\ndestination: {division: "110105", area: city_proper}\napplicant: {}\n')
    text = (FOLDER / "beijing/beijing-2017.yaml").read_text("utf-8")
    draft.write_text(
        text.replace("insurance.years_in_study}, points: 3", "insurance.years_in_study}, points: 4")
    )
    said = run("score", str(case), "--policy", str(draft), "--lang", "en")
    assert said.exit_code == 0
    assert ", less: insured years spent studying" in said.stdout
    assert "4 points for every full year" in said.stdout
    assert "only where Level of an innovation award: National" in said.stdout
    assert not [line for line in said.stdout.splitlines() if line.strip() in ("? not", "✗ not", "✓ not")]
    assert not set("：（）、，") & set(said.stdout)


def test_a_policy_is_shown_under_headings_and_its_conditions_line_by_line() -> None:
    said = run("show", "panjin-2015", "--lang", "en").stdout.splitlines()
    assert said[0] == "Panjin household-registration reform (panjin-2015)"
    assert said.index("Routes") < said.index("Prohibitions")
    assert "    Any of:" in said
    assert any("[article 7]  City proper, County seat, Other town" in line for line in said)
    assert {"途径", "禁止"} <= set(run("show", "panjin-2015").stdout.splitlines())


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_folder_given_as_a_policy_is_called_one(command: str, tmp_path: Path) -> None:
    refused = run(command, str(tmp_path))
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert "folder" in refused.stderr
