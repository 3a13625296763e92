"""The walk that `huji demo` prints: one application from intake to booklet, by four different people."""

import io
import json
import re
from typing import Any

import pypdf
import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect
from tests.e2e.conftest import Desk, Site, follow

from huji.cases.procedure import VERBS
from huji.cli.demo import _walk
from huji.documents.imprint import FORMS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]


CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
QUOTED = re.compile("“([^”]+)”")


def told(site: Site) -> dict[str, list[str]]:
    """Return the words in quotation marks that `huji demo` prints, in their order, by language."""
    walk = _walk(json.loads((site.home / "walk.json").read_text()), site.home, 8000)
    steps = walk[walk.index("  1. ") : walk.index("Ctrl-C")].splitlines()
    words: dict[str, list[str]] = {"zh": [], "en": []}
    for line in steps:
        words["zh" if CHINESE.search(QUOTED.sub("", line)) else "en"] += QUOTED.findall(line)
    return words


class Walker:
    """Does what the walk says and nothing else, and remembers each word that was pressed or looked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.words: list[str] = []

    def press(self, words: str, role: str = "button") -> None:
        follow(self.page.get_by_role(role, name=words, exact=True).first)
        self.words.append(words)

    def sign_in(self, words: str) -> None:
        follow(self.page.locator(".officers button", has_text=words))
        self.page.wait_for_url("**/counter/**")
        self.words.append(words)

    def see(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()
        self.words.append(words)

    def confirm(self) -> None:
        """Send the form of a step, having named who follows a head who leaves."""
        for successor in self.page.locator("form.sheet fieldset", has_text="由谁任户主").all():
            successor.locator("input[type=radio]").first.check()
        follow(self.page.locator("form.sheet .govuk-button"))
        self.page.get_by_role("heading", name="经过").wait_for()

    def open(self, number: str) -> None:
        follow(self.page.get_by_role("link", name=number))


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


def test_the_printed_walk_leads_from_intake_to_booklet(site: Site, desk: Desk) -> None:
    page = desk()
    walker = Walker(page)
    page.goto("/counter/")
    walker.sign_in("演示受理员·振兴")
    walker.press("新申请", "link")
    page.get_by_label("申请人的公民身份号码").fill(site.number)
    page.get_by_label("申请人姓名").fill(site.applicant)
    page.get_by_label("拟落户地址").fill(site.address)
    walker.press("继续")
    page.wait_for_url("**/application/")
    number = str(re.search(r"/cases/([\d-]+)/", page.url)[1])  # type: ignore[index]
    walker.press("保存并继续")
    page.wait_for_url("**/facts/")
    assert "尚不能确定" in page.locator("#proposal").inner_text()
    answer_favourably(page)
    walker.words.append("记录并继续")
    walker.see("建议：符合条件")
    walker.press("下一步：证明材料", "link")
    walker.press("下一步：受理", "link")
    walker.press("受理")
    page.wait_for_url(f"**/cases/{number}/")
    granted = page.context.new_page()
    granted.goto(f"/counter/cases/{number}/decision/")
    reasons = granted.locator("details.route[open]").first.inner_text()
    assert "城区凭就业和住所落户" in reasons
    assert "盘政发〔2015〕53号 第五条" in reasons
    assert "来源：" in reasons
    granted.close()
    walker.press("移送审核", "link")
    walker.confirm()
    for officer, verb in (("演示审核员·振兴", "审核"), ("演示审批员·振兴", "批准")):
        walker.press("退出")
        walker.sign_in(officer)
        walker.open(number)
        walker.press(verb, "link")
        if verb == "审核":
            page.get_by_label("建议批准", exact=True).check()
            walker.words.append("建议批准")
        walker.confirm()
    walker.press("退出")
    walker.sign_in("演示受理员·振兴")
    walker.open(number)
    walker.press("办理落户", "link")
    walker.confirm()
    assert "已落户" in page.locator(".title").inner_text()
    booklet = page.get_by_role("link", name="居民户口簿")
    walker.words.append("居民户口簿")
    answer = page.request.get(site.url + str(booklet.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    words = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert site.applicant in words
    assert walker.words == told(site)["zh"]

    page.goto("/counter/search/")
    page.get_by_label("公民身份号码").nth(1).fill(site.number)
    page.get_by_label("办理事项").check()
    follow(page.get_by_role("button", name="查询"))
    follow(page.get_by_role("link", name=site.applicant))
    shown = page.locator("main").inner_text()
    assert site.address in shown
    assert "落户" in shown


def test_the_walk_says_in_english_what_the_english_pages_say(site: Site) -> None:
    words = told(site)
    labels = {verb.label.zh: verb.label.en for verb in VERBS.values()}
    labels |= {form.title.zh: form.title.en for form in FORMS.values()}
    with override("en"):
        pages = [labels.get(zh) or gettext(zh) for zh in words["zh"]]
    assert pages == words["en"]


def test_the_intake_works_without_a_script(site: Site, desk: Desk) -> None:
    page = desk("受理", script=False)
    page.goto("/counter/?show=draft")
    follow(page.locator("tbody th a").first)
    follow(page.get_by_role("link", name="情况与建议"))
    question = page.locator(".question", has=page.locator("input[type=radio]")).first
    asked = question.locator("input[name=asked]").input_value()
    question.locator("input[type=radio]").first.check()
    seen = question.locator("select[name$=source]")
    if not seen.input_value():
        seen.select_option(index=1)
    page.get_by_role("button", name="记录并继续").click()
    expect(page.locator(f"input[name=asked][value='{asked}']")).to_have_count(0)
    expect(page.locator("#proposal")).to_have_count(1)
    follow(page.get_by_role("link", name="查看每条途径的理由"))
    assert page.locator("details.route").count() >= 1
