"""`huji decide` and `huji policy` as a shell sees them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CASE = """\
date: 2016-03-01
destination: {division: "211103", area: city_proper}
applicant:
  employment.lawful_stable: true
  dwelling.lawful: true
  dwelling.tenure: rented
  insurance.urban_participant: true
companions:
  - {relation: spouse, facts: {companion.lives_together: true}}
"""


def huji(*arguments: str, stdin: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-c", "from huji.cli import main; main()", *arguments]
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_a_case_is_answered_as_one_json_object(case: Path) -> None:
    done = huji("decide", str(case), "--format", "json")
    assert done.returncode == 0
    assert done.stderr == b""
    answer = json.loads(done.stdout)
    assert answer["outcome"] == "eligible"
    assert answer["granted_by"] == "city-employment-and-dwelling"
    assert done.stdout.count(b"\n") == 1


def test_standard_input_and_json_are_read(case: Path) -> None:
    as_json = json.dumps({"date": "2016-03-01", "destination": {"division": "211103", "area": "city_proper"}})
    done = huji("decide", "-", "--format", "json", stdin=as_json)
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "undetermined")
    assert (
        huji("decide", "-", "--format", "json", stdin=CASE).stdout
        == huji("decide", str(case), "--format", "json").stdout
    )


def test_the_text_is_for_a_person_in_two_languages(case: Path) -> None:
    assert huji("decide", str(case)).stdout.decode().startswith("✓ 符合条件")
    assert huji("decide", str(case), "--lang", "en").stdout.decode().startswith("✓ Eligible")


def test_an_unfavourable_answer_is_an_answer(case: Path) -> None:
    case.write_text(CASE.replace("rented", "with_relatives"), encoding="utf-8")
    assert huji("decide", str(case)).returncode == 0


def test_wrong_input_leaves_with_two_and_prints_nothing(case: Path) -> None:
    case.write_text(CASE.replace("tenure", "tenur").replace("spouse", "wife"), encoding="utf-8")
    done = huji("decide", str(case), "--format", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    lines = done.stderr.decode().splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{case}:6", f"{case}:9"]


def test_a_file_that_is_not_there_or_is_a_folder_leaves_with_two(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        done = huji("decide", str(path))
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode().startswith(str(path))
        assert done.stderr.count(b"\n") == 1


def test_deciding_needs_neither_django_nor_a_solver(case: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from huji.cli import main;"
        f"r = CliRunner().invoke(main, ['decide', {str(case)!r}]); assert r.exit_code == 0, r.output;"
        "sys.exit(any(name in sys.modules for name in ('django', 'psycopg', 'z3')))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("policy", "list"),
        ("policy", "show", "panjin-2015"),
        ("policy", "check"),
        ("policy", "check", "panjin-2015"),
        ("policy", "coverage", "lincang-2015"),
        ("policy", "vocabulary"),
        ("policy", "vocabulary", "person.age"),
        ("policy", "cases", "qiqihar-2008"),
        ("policy", "schema"),
        ("policy", "--help"),
        ("decide", "--help"),
    ],
)
def test_the_policy_commands_answer(arguments: tuple[str, ...]) -> None:
    done = huji(*arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.parametrize("command", ["list", "vocabulary"])
def test_machines_get_json(command: str) -> None:
    assert json.loads(huji("policy", command, "--format", "json").stdout)


def test_an_unknown_policy_is_refused_with_the_nearest_name() -> None:
    done = huji("policy", "show", "panjin-2016")
    assert (done.returncode, done.stdout) == (2, b"")
    assert 'did you mean "panjin-2015"' in done.stderr.decode()


def test_a_broken_pack_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text("policy: draft\nroutes: 3\n", encoding="utf-8")
    done = huji("policy", "check", str(path))
    assert done.returncode == 2
    assert f"{path}:2: " in done.stderr.decode()
