"""A round of points in the browser: opened, applied to, asked about, scored; accessible wide and narrow."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.e2e.conftest import Desk, Site, follow
from tests.e2e.test_accessible import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


def sign(page: Any, words: dict[str, str]) -> None:
    """Fill fields by their labels."""
    for label, value in words.items():
        page.get_by_label(label, exact=True).fill(value)


def test_a_round_is_opened_applied_to_and_scored(site: Site, desk: Desk) -> None:
    approve = desk("审批")
    approve.goto("/counter/rounds/")
    assert faults(approve) == []
    follow(approve.get_by_role("link", name="开设轮次"))
    approve.get_by_label("积分办法").select_option("tianjin-2013")
    approve.get_by_label("城镇类别").select_option("city_proper")
    follow(approve.get_by_role("button", name="开设轮次"))
    assert "请填写这一项" in approve.locator(".govuk-error-summary").inner_text()
    assert faults(approve) == []
    approve.get_by_label("积分办法").select_option("tianjin-2013")
    approve.get_by_label("城镇类别").select_option("city_proper")
    sign(
        approve,
        {
            "适用地（区划代码）": "120103",
            "受理开始": str(TODAY),
            "受理截止": str(TODAY + timedelta(days=30)),
            "名额": "5",
            "依据的文件": "演示用的公告",
        },
    )
    follow(approve.get_by_role("button", name="开设轮次"))
    approve.wait_for_url("**/rounds/2*/")
    number = approve.url.rstrip("/").rpartition("/")[2]

    counter = desk("受理")
    counter.goto(f"/counter/rounds/{number}/apply/")
    assert faults(counter) == []
    sign(counter, {"公民身份号码": site.number, "姓名": site.applicant})
    follow(counter.get_by_role("button", name="登记申请"))
    counter.get_by_role("heading", name="请询问申请人").wait_for()
    asked = counter.url
    assert faults(counter) == []
    first = counter.locator(".question").first
    assert "违反计划生育政策" in first.inner_text()
    first.locator("input[inputmode]").fill("0")
    first.get_by_label("依据").select_option("attested")
    first.get_by_label("核实说明").fill("当面核实")
    follow(counter.get_by_role("button", name="记录并继续"))
    counter.get_by_text("情况已记录。").wait_for()

    # Whoever scores is of the same office as the applicant's counter, or above it.
    review = desk("审核")
    review.goto(f"/counter/rounds/{number}/")
    follow(review.get_by_role("button", name="计分（未计分的）"))
    review.get_by_text("计分已完成。").wait_for()
    review.goto(asked)
    review.get_by_role("heading", name="总分：").wait_for()
    for lang, width in (("zh-hans", 1280), ("en", 1280), ("zh-hans", 360), ("en", 360)):
        page = desk("审核", lang=lang, width=width)
        for address in ("/counter/rounds/", f"/counter/rounds/{number}/", asked, "/rounds/"):
            page.goto(address)
            assert faults(page) == [], (address, lang, width)


def test_the_demonstration_s_round_is_settled_and_its_result_is_public(site: Site, desk: Desk) -> None:
    approve = desk("审批")
    approve.goto("/counter/rounds/")
    follow(approve.locator("tr", has_text="中山").get_by_role("link"))
    follow(approve.get_by_role("link", name="确定名单"))
    assert faults(approve) == []
    follow(approve.get_by_role("button", name="确定名单"))
    approve.get_by_text("名单已确定，结果已公布。").wait_for()
    assert approve.locator("tbody strong", has_text="取得资格").count() == 3
    for lang, width in (("zh-hans", 1280), ("en", 360)):
        page = desk(lang=lang, width=width)
        page.goto("/rounds/")
        assert faults(page) == []
        follow(page.locator("tbody th a").first)
        page.wait_for_url("**/result/")
        assert faults(page) == []
        rows = page.locator("tbody tr")
        assert rows.count() == 7
        assert all("*" in name for name in rows.locator("td:nth-child(2)").all_inner_texts())
    round_ = page.url.rstrip("/").split("/")[-2]
    officer = desk("审核", lang="en")
    for address in (f"/counter/rounds/{round_}/", "/counter/rounds/", page.url):
        officer.goto(address)
        for width in (1024, 768, 600, 320):
            officer.set_viewport_size({"width": width, "height": 900})
            over = officer.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (address, width)
    officer.goto(f"/counter/rounds/{round_}/")
    follow(officer.locator("tbody th a").first)
    officer.get_by_role("heading", name="Total:").first.wait_for()
    for width in (1024, 768, 600, 320):
        officer.set_viewport_size({"width": width, "height": 900})
        assert officer.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
