"""A whole installation as `huji demo` makes and serves it, seen through a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS = 90
LATE = int(os.environ.get("HUJI_BROWSER_LATE", "0"))
"""Milliseconds by which pressing takes effect later, as on a busy machine: no test may hang on the moment."""
LATER = """document.addEventListener("click", event => {
    const pressed = event.target.closest("a[href], button, summary");
    if (!event.isTrusted || !pressed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => pressed.click(), %d);
}, true)"""


@dataclass(frozen=True)
class Site:
    """A served demonstration: its address, its directory, and who plays in the printed walk."""

    url: str
    home: Path
    applicant: str
    number: str
    address: str


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Build a city and serve it on a free port of the loopback interface."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    # Where the server's own user may come, so that its cluster lies there, too, and goes with it.
    place = Path(tempfile.mkdtemp(prefix="huji-site-"))
    place.chmod(0o755)
    home = place / "demo"
    kept_out = ("DATABASE_URL", "DATABASE_OWNER_URL", "HUJI_HOME", "HUJI_SECRET_KEY", "HUJI_TEST_RUN")
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    huji = [sys.executable, "-c", "from huji.cli import main; main()"]

    def run(*words: str) -> None:
        subprocess.run([*huji, *words], env=environment, check=True, capture_output=True, timeout=SECONDS)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen(
        [*huji, "demo", "--home", str(home), "--people", "8000", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _listening(port, serving)
        told = json.loads((home / "walk.json").read_text())
        yield Site(f"http://127.0.0.1:{port}", home, told["name"], told["number"], told["address"])
    finally:
        serving.terminate()
        serving.wait(20)
        run("db", "stop", "--home", str(home))
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium(site: Site) -> Iterator[Any]:
    """One browser for all tests; each desk is a context of its own."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would take the tests that follow for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield browser
        browser.close()


Desk = Callable[..., Any]


@pytest.fixture
def desk(site: Site, chromium: Any) -> Iterator[Desk]:
    """Open pages, signed in as the demonstration's officer of a role; their consoles must stay clean."""
    contexts, complaints = [], []

    def opened(
        role: str | None = None, *, lang: str = "zh-hans", width: int = 1280, script: bool = True
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, base_url=site.url
        )
        contexts.append(context)
        context.add_cookies([{"name": "huji_language", "value": lang, "url": site.url}])
        if LATE and script:
            context.add_init_script(LATER % LATE)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        if role:
            sign_in(page, role)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Any, role: str) -> None:
    """Sign in with one click as the officer of a role at the station of the printed walk."""
    page.goto("/sign-in/")
    follow(page.locator(".officers button", has_text=f"演示{role}员·振兴"))
    page.wait_for_url("**/counter/**")


def follow(control: Any) -> None:
    """Press what leads to another page, and wait until that has come; its address may be the same.

    A click alone returns when the browser is slow to begin, and what is asked next is asked of the page left.
    """
    with control.page.expect_navigation():
        control.click()


def _listening(port: int, serving: "subprocess.Popen[bytes]") -> None:
    """Wait until the port answers, or fail when the process ends or the time is over."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert serving.poll() is None, "huji demo ended"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
            time.sleep(0.1)
    raise AssertionError("huji demo did not answer")
