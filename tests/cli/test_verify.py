"""`huji policy verify` as a shell sees it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huji.policy.library import FOLDER

FAULTY = Path(__file__).parents[1] / "policy/proofs/faulty"
PANJIN = FOLDER / "liaoning/panjin-2015.yaml"


def huji(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from huji.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def test_a_policy_that_keeps_the_guarantees_leaves_with_nought() -> None:
    done = huji("policy", "verify", "panjin-2015", "--lang", "en")
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "✓ proved: holding any more rights in land never worsens an outcome" in text
    assert "! finding: city proper: somebody whom liaoning-2015, article 8" in text
    assert "Because: Article eight of the province asks for the kind of employer" in text


def test_a_policy_that_breaks_one_leaves_with_one_and_shows_who() -> None:
    done = huji("policy", "verify", str(FAULTY / "surrender-disguised.yaml"))
    assert done.returncode == 1
    text = done.stdout.decode()
    assert "✗ 反例：城区、其他建制镇：其他不变，只因多持有土地权益" in text
    assert "原来：符合条件" in text
    assert "之后：不符合条件" in text


def test_machines_get_every_result_with_its_cases() -> None:
    done = huji("policy", "verify", "lincang-2015", "--against", "national-2014", "--format", "json")
    (report,) = json.loads(done.stdout)
    assert (report["policy"], report["against"], report["holds"]) == ("lincang-2015", ["national-2014"], True)
    found = [one for one in report["results"] if one["status"] == "finding"]
    assert found[0]["id"] == "not-below-the-floor/national-2014/small-town-dwelling/county_seat/refused"
    assert [case["outcome"] for case in found[0]["cases"]] == ["eligible", "ineligible"]
    assert {"document": "临政发〔2015〕112号", "article": "3"} in found[0]["basis"]


def test_the_cases_are_files_that_decide_reads(tmp_path: Path) -> None:
    draft = str(FAULTY / "threshold-reversed.yaml")
    assert huji("policy", "verify", draft, "--cases", str(tmp_path)).returncode == 1
    files = sorted(tmp_path.rglob("*.yaml"))
    answers = [json.loads(huji("decide", str(f), "--pack", draft, "--format", "json").stdout) for f in files]
    assert [one["outcome"] for one in answers] == ["eligible", "ineligible"]
    assert "fares worse" in files[0].read_text("utf-8")


def test_all_policies_are_verified_at_once() -> None:
    done = huji("policy", "verify", "--all", "--format", "json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) >= 7


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("panjin-2051",), "没有政策"),
        ((str(FAULTY / "surrender-plain.yaml"),), "surrender-plain.yaml:14: 任何条件都不得以"),
        (("panjin-2015", "--against", "nowhere"), "没有政策"),
        ((), "give either PACK or --all"),
        (("panjin-2015", "--all"), "give either PACK or --all"),
    ],
)
def test_wrong_input_leaves_with_two(arguments: tuple[str, ...], said: str) -> None:
    done = huji("policy", "verify", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()


def test_a_list_of_findings_that_cannot_be_read_is_told_by_line(tmp_path: Path) -> None:
    pack = tmp_path / "draft.yaml"
    pack.write_bytes((FAULTY / "threshold-reversed.yaml").read_bytes())
    (tmp_path / "draft.findings.yaml").write_text("findings:\n  - id: x\n    because: {zh: 因, en: why}\n")
    done = huji("policy", "verify", str(pack))
    assert done.returncode == 2
    assert "draft.findings.yaml:2: “findings.0”缺少“articles”" in done.stderr.decode()


def test_a_draft_elsewhere_keeps_the_findings_declared_for_the_policy_of_its_name(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_bytes((PANJIN).read_bytes())
    done = huji("policy", "verify", str(draft), "--lang", "en")
    assert done.returncode == 0
    assert "the ones declared for panjin-2015 count" in done.stdout.decode()
    listed = tmp_path / "none.yaml"
    listed.write_text("findings: []\n")
    assert huji("policy", "verify", str(draft), "--findings", str(listed)).returncode == 1
    assert huji("policy", "verify", str(draft), "--findings", str(tmp_path / "gone.yaml")).returncode == 2


@pytest.mark.parametrize("act", ["check", "verify"])
def test_a_policy_that_does_not_stand_below_its_superior_is_refused(tmp_path: Path, act: str) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(PANJIN.read_text("utf-8").replace("superior: liaoning-2015", "superior: lincang-2015"))
    done = huji("policy", act, str(draft))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "draft.yaml:7: “lincang-2015”不适用于本政策的地域" in done.stderr.decode()
