"""`huji documents print` and the worker beside the pages, as somebody at a terminal meets them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from tests.cases.city import COMMUNITY, City
from tests.cases.conftest import city, template

from huji.cli import main

__all__ = ["city", "template"]

HUJI = [sys.executable, "-c", "from huji.cli import main; main()"]


@pytest.fixture
def at_home(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from django.conf import settings

    monkeypatch.setattr(settings, "PRINTS_ROOT", tmp_path / "prints")
    for name, url in (("DATABASE_URL", city.app_url), ("DATABASE_OWNER_URL", city.owner_url)):
        monkeypatch.setenv(name, url)
    monkeypatch.setenv("HUJI_HOME", str(tmp_path))
    return tmp_path


def run(*words: str) -> Any:
    return CliRunner().invoke(main, ["documents", *words])


def test_a_community_is_printed_into_a_directory_and_the_order_is_listed(city: City, at_home: Path) -> None:
    out = at_home / "out"
    asked = ["--division", COMMUNITY, "--as", "counter", "--because", "换发", "--out", str(out)]
    done = run("print", *asked, "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["total"], told["printed"], told["faults"]) == (2, 2, [])
    [file] = told["files"]
    assert "李建国" in "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    listed = json.loads(run("orders", "--format", "json").output)
    assert listed["orders"][0]["state"] == "ready"
    again = run("print", *asked, "--order", str(told["order"]), "--format", "json")
    assert json.loads(again.output)["printed"] == 2
    assert city.sql("select count(*) from documents_paper") == [(2,)]


def test_the_forms_of_a_community_are_printed_into_a_directory(city: City, at_home: Path) -> None:
    out = at_home / "out"
    asked = ["--division", COMMUNITY, "--as", "counter", "--because", "换表", "--out", str(out)]
    done = run("print", *asked, "--paper", "form", "--format", "json")
    told = json.loads(done.output)
    assert (told["paper"], told["total"], told["printed"]) == ("form", 3, 3)
    assert len(pypdf.PdfReader(told["files"][0]).pages) == 3
    assert json.loads(run("orders", "--format", "json").output)["orders"][0]["paper"] == "form"


def test_nobody_prints_in_an_unknown_name(city: City, at_home: Path) -> None:
    asked = ["--division", COMMUNITY, "--as", "nobody", "--because", "换发", "--out", str(at_home)]
    done = run("print", *asked)
    assert done.exit_code == 2


def workers_of(parent: int) -> list[int]:
    """Return the processes below one, at any depth."""
    import psutil

    try:
        return [one.pid for one in psutil.Process(parent).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def gone(pids: list[int], seconds: float) -> bool:
    import psutil

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        living = [
            pid
            for pid in pids
            if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        ]
        if not living:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.faults
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_the_worker_ends_with_the_pages_however_they_end(
    city: City, tmp_path: Path, ending: signal.Signals
) -> None:
    environment = os.environ | {"HUJI_HOME": str(tmp_path), "DATABASE_URL": city.app_url}
    environment |= {"DATABASE_OWNER_URL": city.owner_url}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pages = subprocess.Popen(
        [*HUJI, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    below: list[int] = []
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            except OSError:
                time.sleep(0.1)
                continue
            if city.sql("select 1 from procrastinate_workers"):
                break
        below = workers_of(pages.pid)
        assert len(below) >= 4  # two of the pages, the keeper and its worker
    finally:
        pages.send_signal(ending)
        pages.wait(40)
    assert gone(below, 30)
