"""The walk that `huji demo` prints: one application from intake to booklet, by four different people."""

import io
import re
from typing import Any

import pypdf
import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Desk, Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]


def begin(page: Any, site: Site) -> str:
    """Enter the application of the printed walk and return its number."""
    page.goto("/counter/new/")
    page.get_by_label("申请人的公民身份号码").fill(site.number)
    page.get_by_label("申请人姓名").fill(site.applicant)
    page.get_by_label("拟落户地址").fill(site.address)
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/application/")
    return str(re.search(r"/cases/([\d-]+)/", page.url)[1])  # type: ignore[index]


def answer_favourably(page: Any) -> None:
    """Answer what is asked, in favour of the applicant, until nothing more is asked."""
    for _ in range(12):
        questions = page.locator(".question")
        if not questions.count():
            return
        for question in questions.all():
            choice = question.locator("input[type=radio]")
            listed = question.locator("select[name$=value]")
            if choice.count():
                choice.first.check()
            elif listed.count():
                listed.select_option(index=2)
            else:
                question.locator("input[name$=value]").fill("5")
            seen = question.locator("select[name$=source]")
            if not seen.input_value():
                seen.select_option(index=1)
        asked = page.locator("input[name=asked]").first.input_value()
        page.get_by_role("button", name="记录并继续").click()
        expect(page.locator(f"input[name=asked][value='{asked}']")).to_have_count(0)
    raise AssertionError("the questions do not end")


def take(page: Any, number: str, verb: str) -> None:
    """Take one step of the case from its page."""
    page.goto(f"/counter/cases/{number}/")
    page.locator(f"a[href$='/{verb}/']").first.click()
    for reason in page.locator("form.sheet input[type=radio][value=approve]").all():
        reason.check()
    page.locator("form.sheet button").click()
    page.wait_for_url(f"**/cases/{number}/")


def test_an_application_goes_from_intake_to_booklet(site: Site, desk: Desk) -> None:
    counter = desk("受理")
    number = begin(counter, site)
    counter.get_by_role("button", name="保存并继续").click()
    counter.wait_for_url("**/facts/")
    assert "尚不能确定" in counter.locator("#proposal").inner_text()
    answer_favourably(counter)
    assert "符合条件" in counter.locator("#proposal").inner_text()

    counter.goto(f"/counter/cases/{number}/decision/")
    granted = counter.locator("details.route[open]").first.inner_text()
    assert "城区凭就业和住所落户" in granted
    assert "盘政发〔2015〕53号 第五条" in granted
    assert "来源：" in granted

    take(counter, number, "accept")
    take(counter, number, "send_to_review")
    take(desk("审核"), number, "review")
    take(desk("审批"), number, "approve")
    counter.goto(f"/counter/cases/{number}/execute/")
    for successor in counter.locator("form.sheet fieldset").all():
        successor.locator("input[type=radio]").first.check()
    counter.locator("form.sheet button").click()
    counter.wait_for_url(f"**/cases/{number}/")
    assert "已落户" in counter.locator(".title").inner_text()

    booklet = counter.get_by_role("link", name="居民户口簿")
    answer = counter.request.get(site.url + str(booklet.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    words = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert site.applicant in words

    counter.goto("/counter/search/")
    counter.get_by_label("公民身份号码").nth(1).fill(site.number)
    counter.get_by_label("办理事项").check()
    counter.get_by_role("button", name="查询").click()
    counter.get_by_role("link", name=site.applicant).click()
    shown = counter.locator("main").inner_text()
    assert site.address in shown
    assert "落户" in shown


def test_the_intake_works_without_a_script(site: Site, desk: Desk) -> None:
    page = desk("受理", script=False)
    page.goto("/counter/?show=draft")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="情况与建议").click()
    asked = page.locator(".question").count()
    assert asked
    page.locator(".question input[type=radio]").first.check()
    page.get_by_role("button", name="记录并继续").click()
    assert page.locator("#proposal").count() == 1
    page.get_by_role("link", name="查看每条途径的理由").click()
    assert page.locator("details.route").count() >= 1
