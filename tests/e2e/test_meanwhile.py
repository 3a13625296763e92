"""What happens while a page is open: the sign-in runs out, the database is started anew."""

import os
import subprocess
import sys
import time

import psycopg
import pytest
from tests.e2e.conftest import Desk, Site

from huji.runtime import embedded

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(200)]

SOON = "登录将在两分钟内到期。"
OVER = "登录已到期。"


def test_two_minutes_before_the_sign_in_expires_one_click_renews_it(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.clock.install()
    page.goto("/counter/new/")
    page.get_by_label("申请人姓名").fill(site.applicant)
    page.clock.run_for("27:50")
    assert not page.get_by_text(SOON).is_visible()
    page.clock.run_for("00:20")
    assert page.get_by_text(SOON).is_visible()
    with page.expect_response("**/sign-in/stay/") as answer:
        page.get_by_role("button", name="继续使用").click()
    assert answer.value.status == 204
    page.get_by_text(SOON).wait_for(state="hidden")
    page.clock.run_for("27:50")
    assert not page.get_by_text(SOON).is_visible()
    page.clock.run_for("02:20")
    assert page.get_by_text(OVER).is_visible()
    assert page.get_by_label("申请人姓名").input_value() == site.applicant


def test_staying_too_late_says_that_it_is_over(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.clock.install()
    page.goto("/counter/new/")
    page.clock.run_for("28:10")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="继续使用").click()
    page.get_by_text(OVER).wait_for()


def test_a_database_started_anew_needs_no_new_start_of_the_pages(site: Site, desk: Desk) -> None:
    kept_out = ("DATABASE_URL", "DATABASE_OWNER_URL", "HUJI_HOME", "HUJI_SECRET_KEY", "HUJI_TEST_RUN")
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}

    def database(verb: str) -> None:
        subprocess.run(
            [sys.executable, "-c", "from huji.cli import main; main()", "db", verb, "--home", str(site.home)],
            env=environment,
            check=True,
            capture_output=True,
            timeout=60,
        )

    page = desk("受理")
    assert page.goto("/counter/").status == 200
    database("stop")
    try:
        answer = page.goto("/counter/")
        assert answer.status == 503
        assert "暂时不能使用" in page.locator("main").inner_text()
        assert "Not available just now" in page.locator("main").inner_text()
    finally:
        database("start")
    begun = time.time()
    assert page.goto("/counter/").status == 200
    assert "待办" in page.locator("h1").inner_text()
    assert at_work_since(site, begun), "the worker of jobs stayed away"


def at_work_since(site: Site, begun: float) -> bool:
    """Wait, a minute at most, for a worker that gave a sign of life since the database was started."""
    signs = "select 1 from procrastinate_workers where last_heartbeat > to_timestamp(%s)"
    while time.time() < begun + 60:
        with psycopg.connect(embedded.ensure(site.home / "postgres").owner_url) as owner:
            if owner.execute(signs, [begun]).fetchone():
                return True
        time.sleep(0.2)
    return False
