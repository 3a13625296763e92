"""How `huji` ends when nobody reads it, its output has no room, or somebody interrupts it."""

import errno
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from huji.cli import main

HUJI = [sys.executable, "-c", "from huji.cli import main; main()"]


def test_a_reader_who_leaves_is_no_fault_to_tell() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*HUJI, "policy", "schema"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (2, "")


def test_output_without_room_is_one_line() -> None:
    reading = os.open(os.devnull, os.O_RDONLY)  # it cannot be written to
    for words in (["policy", "schema"], ["--help"], ["policy", "check", "panjin-2015"]):
        done = subprocess.run([*HUJI, *words], stdout=reading, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("标准输出 / standard output: ")
    os.close(reading)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "已中断 / Interrupted"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "No space left on device"),
        (PermissionError(errno.EACCES, "Permission denied", "where"), 2, "where: "),
    ],
)
def test_a_command_that_is_stopped_says_so_in_one_line(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise error

    monkeypatch.setattr(click.Command, "invoke", stopped)
    done = CliRunner().invoke(main, ["policy", "list"])
    assert done.exit_code == code
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr
