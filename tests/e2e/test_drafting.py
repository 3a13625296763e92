"""A policy from draft to law in the browser: one drafts and proves it, another publishes it from a day on."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Desk, Site, follow
from tests.e2e.test_accessible import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

DRAFTER, PUBLISHER = "演示起草员", "演示发布员"
UNINSURED = {
    "destination": {"division": "211103", "area": "city_proper"},
    "applicant": {
        "employment.lawful_stable": True,
        "dwelling.lawful": True,
        "dwelling.tenure": "rented",
        "insurance.urban_participant": False,
    },
}


def signed_in(desk: Desk, officer: str, **options: Any) -> Any:
    page = desk(**options)
    page.goto("/sign-in/")
    follow(page.locator(".officers button", has_text=officer))
    page.wait_for_url("**/drafting/**")
    return page


def decided(site: Site, on: str, tmp_path: Path) -> str:
    """Ask `huji decide` in a process of its own."""
    case = tmp_path / "case.json"
    case.write_text(json.dumps(UNINSURED | {"date": on}))
    program = "from huji.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", program, "decide", str(case), "--format", "json", "--home", str(site.home)],
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(told.stdout)["outcome"])


def test_a_draft_is_written_proved_submitted_and_published_by_two_persons(
    site: Site, desk: Desk, tmp_path: Path
) -> None:
    page = signed_in(desk, DRAFTER)
    follow(page.get_by_role("link", name="城区落户不再要求参加社会保险"))
    text = page.get_by_label("草案文本（YAML）")
    right = text.input_value()
    expect(page.locator(".editor__lines")).to_contain_text("245")
    text.fill(
        right.replace(
            "lawful_stable_dwelling]}\n    companions: *family", "lawful_dweling]}\n    companions: *family"
        )
    )
    fault = page.locator("#faults li").first
    expect(fault).to_contain_text("是否指")
    line = int(str(fault.get_attribute("data-line")))
    expect(page.locator(".editor__lines .is-faulty").first).to_have_text(str(line))
    fault.get_by_role("link").click()
    expect(text).to_be_focused()
    chosen = text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert "lawful_dweling" in chosen
    text.fill(right + "# 已核对\n")
    expect(page.locator("#faults")).to_contain_text("没有错误")
    page.get_by_label("改了什么（可不填）").fill("核对")
    follow(page.get_by_role("button", name="保存为新的一稿"))
    expect(page.get_by_text("已保存为第 3 稿。")).to_be_visible()

    tabs = page.locator("nav.tabs")
    follow(tabs.get_by_role("link", name="修改"))
    expect(page.locator("del", has_text="参加城镇社会保险")).to_be_visible()
    follow(tabs.get_by_role("link", name="验证"))
    follow(page.get_by_role("button", name="验证"))
    expect(page.get_by_text("已证明").first).to_be_visible()
    counterexample = page.locator("details", has_text="案件：").first
    counterexample.locator("summary").click()
    follow(counterexample.get_by_role("button", name="按草案试办这个案件"))
    expect(page.locator(".verdict")).to_be_visible()
    follow(tabs.get_by_role("link", name="范例案件"))
    follow(page.get_by_role("button", name="对照范例案件"))
    expect(page.get_by_text("没有参加城镇社会保险").first).to_be_visible()
    follow(tabs.get_by_role("link", name="提交与发布"))
    follow(page.get_by_role("button", name="提交第 3 稿"))
    expect(page.get_by_text("草案已提交，等待发布人员办理。")).to_be_visible()
    assert page.get_by_role("button", name="发布").count() == 0

    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    effective = today + timedelta(days=20)
    page = signed_in(desk, PUBLISHER)
    follow(page.get_by_role("link", name="城区落户不再要求参加社会保险"))
    expect(page.locator("del", has_text="参加城镇社会保险")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("施行日期").fill(str(effective))
    follow(page.get_by_role("button", name="发布", exact=True))
    expect(page.get_by_text("政策已发布")).to_be_visible()
    follow(page.locator("main").get_by_role("link", name="各版本"))
    expect(page.locator(".timeline > li")).to_have_count(2)
    follow(page.get_by_role("link", name="与前一版本比较"))
    expect(page.locator("del", has_text="参加城镇社会保险")).to_be_visible()
    assert faults(page) == []

    assert decided(site, str(effective - timedelta(days=1)), tmp_path) == "undetermined"
    assert decided(site, str(effective), tmp_path) == "eligible"


def test_a_draft_is_begun_and_saved_without_a_script(site: Site, desk: Desk) -> None:
    page = signed_in(desk, DRAFTER, script=False)
    follow(page.get_by_role("link", name="新草案"))
    page.get_by_label("草案名称").fill("没有脚本也能起草")
    follow(page.get_by_role("button", name="开始起草"))
    text = page.get_by_label("草案文本（YAML）")
    text.fill(text.input_value().replace("national-2014", "national-2041"))
    follow(page.get_by_role("button", name="保存为新的一稿"))
    expect(page.locator("#faults")).to_contain_text("是否指“national-2014”")
    follow(page.locator("nav.tabs").get_by_role("link", name="提交与发布"))
    expect(page.locator("main")).to_contain_text("是否指“national-2014”")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_drafting_room_is_accessible_wide_and_narrow(site: Site, desk: Desk, lang: str) -> None:
    page = signed_in(desk, DRAFTER, lang=lang)
    wrong: dict[tuple[str, int], list[str]] = {}

    def look(what: str) -> None:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if found := faults(page):
                wrong[what, width] = found

    look("home")
    follow(page.locator("main a[href*='/drafting/packs/']").first)
    look("pack")
    page.goto("/drafting/policies/panjin-2015/")
    look("history")
    page.goto("/drafting/drafts/new/")
    follow(page.locator("main form .govuk-button"))
    look("new")
    for tab in ("", "changes/", "verify/", "golden/", "trial/", "simulate/", "finish/", "revisions/1/"):
        page.goto(f"/drafting/drafts/1/{tab}")
        look(tab)
        if tab in ("verify/", "golden/", "trial/"):
            follow(page.locator("main form .govuk-button").first)
            look(f"{tab} worked")
    assert wrong == {}
