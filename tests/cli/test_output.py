"""Files that commands write: nothing is lost by a slip of the keyboard."""

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huji.cli import main, output
from huji.policy import Faulty
from huji.policy.library import FOLDER


def huji(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def refused(path: Path, **more: object) -> str:
    with pytest.raises(Faulty) as error:
        output.write(path, b"new", **more)  # type: ignore[arg-type]
    return str(error.value.faults[0].code)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_bytes((FOLDER / "liaoning/panjin-2015.yaml").read_bytes())
    return path


def test_an_input_is_never_written_over_by_whatever_name(tmp_path: Path) -> None:
    people = tmp_path / "people.parquet"
    people.write_bytes(b"people")
    link, hard = tmp_path / "link", tmp_path / "hard"
    link.symlink_to(people)
    os.link(people, hard)
    for name in (people, link, hard, tmp_path / "." / "people.parquet"):
        assert refused(name, inputs=[people], force=True) == "an-input"
    assert people.read_bytes() == b"people"


def test_a_file_that_exists_is_replaced_only_when_told_and_keeps_its_mode(tmp_path: Path) -> None:
    out = tmp_path / "out"
    output.write(out, b"first")
    out.chmod(0o640)
    assert refused(out) == "exists"
    assert out.read_bytes() == b"first"
    output.write(out, b"second", force=True)
    assert out.read_bytes() == b"second"
    assert out.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    output.write(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_what_is_no_regular_file_is_left_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refused(pipe, force=True) == "no-regular-file"
    assert pipe.is_fifo()
    assert refused(tmp_path, force=True) == "a-folder"
    assert refused(tmp_path / "no" / "out") == "no-folder"


def test_two_outputs_do_not_go_to_one_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert refused(out, others=[None, tmp_path / "." / "out"]) == "an-output"


def test_being_told_to_end_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(SystemExit) as ended:
        output.write(tmp_path / "out", b"new")
    assert ended.value.code == 143
    assert list(tmp_path.iterdir()) == []


def test_the_guide_does_not_replace_its_own_pack(draft: Path, tmp_path: Path) -> None:
    before = draft.read_bytes()
    done = huji("policy", "guide", draft, "--out", draft, "--force")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert draft.read_bytes() == before
    page = tmp_path / "guide.md"
    assert huji("policy", "guide", draft, "--out", page).exit_code == 0
    again = huji("policy", "guide", draft, "--out", page)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert huji("policy", "guide", draft, "--out", page, "--force").exit_code == 0


def test_a_simulation_replaces_neither_people_nor_draft(draft: Path, tmp_path: Path) -> None:
    people, other = tmp_path / "people.parquet", tmp_path / "other"
    assert huji("demo", "population", "--city", "2111", "--people", 300, "--out", people).exit_code == 0
    again = huji("demo", "population", "--city", "2111", "--people", 10, "--out", people)
    assert (again.exit_code, len(again.stderr.splitlines())) == (2, 1)
    kept = {path: path.read_bytes() for path in (draft, people)}
    simulate = ("policy", "simulate", "--from", "panjin-2015", "--to", draft, people, "--force")
    for option in ("--out", "--chart", "--cells"):
        for path in (draft, people):
            done = huji(*simulate, option, path)
            assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), done.stderr
    done = huji(*simulate, "--out", other, "--chart", other)
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    done = huji("policy", "evaluate", draft, people, "--to", "columns", "--out", people, "--force")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert {path: path.read_bytes() for path in (draft, people)} == kept


def test_cases_that_cannot_be_written_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = huji("policy", "verify", "lincang-2015", "--cases", tmp_path / "file" / "cases")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
