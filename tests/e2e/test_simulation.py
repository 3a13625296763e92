"""A drafter moves a threshold with a slider and sees at once who gains and who loses."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Desk, Site, follow
from tests.e2e.test_accessible import faults
from tests.e2e.test_drafting import DRAFTER, signed_in

from huji import policy

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]


def simulated(page: Any, button: str) -> Any:
    """Open the simulation of the demonstration's draft and look at the people once."""
    page.goto("/drafting/drafts/1/simulate/")
    follow(page.get_by_role("button", name=button))
    expect(page.locator("#simulated .tally").first).to_be_visible(timeout=60_000)
    return page


def counted(page: Any, name: str) -> int:
    found = page.locator(f".tally__one--{name} dd")
    return int(found.inner_text().replace(",", "")) if found.count() else 0


def test_a_slider_moves_a_threshold_and_the_charts_follow(site: Site, desk: Desk) -> None:
    page = simulated(signed_in(desk, DRAFTER), "开始模拟")
    assert counted(page, "gain") > 1_000
    assert counted(page, "lose") == 0
    expect(page.locator(".chart canvas").first).to_be_visible()
    slider = page.locator("ul.numbers--sliders input[type=range]").first
    slider.focus()
    for _ in range(4):
        slider.press("ArrowRight")
    expect(page.locator(".tally__one--lose dd")).to_be_visible()
    expect(page.locator(".chart canvas").first).to_be_visible()
    assert page.locator("ul.numbers--sliders input[type=number]").first.input_value() == "3"
    assert faults(page) == []


def test_the_numbers_of_a_simulation_are_written_into_the_draft(site: Site, desk: Desk) -> None:
    page = signed_in(desk, DRAFTER)
    digest = policy.packs().get("panjin-2015").digest
    page.goto(f"/drafting/drafts/new/?base={digest}")
    page.get_by_label("草案名称").fill("投资者纳税三年")
    follow(page.get_by_role("button", name="开始起草"))
    follow(page.locator("nav.tabs").get_by_role("link", name="模拟"))
    begin = page.get_by_role("button", name="开始模拟")
    if begin.count():
        follow(begin)
    first = page.locator("ul.numbers--sliders input[type=number]").first
    expect(first).to_be_visible(timeout=60_000)
    slider = page.locator("ul.numbers--sliders input[type=range]").first
    slider.focus()
    for _ in range(20):
        if first.input_value() == "3":
            break
        slider.press("ArrowRight")
    follow(page.get_by_role("button", name="把这些数值写进草案"))
    expect(page.get_by_text("已保存为第 2 稿")).to_be_visible()
    assert first.input_value() == "3"


def test_without_a_script_the_form_is_sent(site: Site, desk: Desk) -> None:
    page = signed_in(desk, DRAFTER, script=False, lang="en")
    page.goto("/drafting/drafts/1/simulate/")
    begin = page.get_by_role("button", name="Start the simulation")
    if begin.count():
        follow(begin)
    page.locator("ul.numbers--sliders input[type=number]").first.fill("5")
    follow(page.get_by_role("button", name="Calculate with these numbers"))
    expect(page.locator("#simulated")).to_contain_text("Through which clause")
    assert counted(page, "lose") > 0
    assert page.locator("ul.numbers--sliders input[type=number]").first.input_value() == "5"


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_simulation_is_accessible_wide_and_narrow(site: Site, desk: Desk, lang: str) -> None:
    page = signed_in(desk, DRAFTER, lang=lang)
    page.goto("/drafting/drafts/1/simulate/")
    begin = page.locator("form.simulation button")
    if page.locator("#simulated").count() == 0:
        follow(begin)
    expect(page.locator(".chart canvas").first).to_be_visible(timeout=60_000)
    for table in page.locator("details.proofs summary").all():
        table.click()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], (lang, width)
