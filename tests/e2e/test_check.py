"""A citizen checks in a browser whether he may settle, with a script and without, in both languages."""

from typing import Any

import pytest
from tests.e2e.conftest import Desk, Site, follow
from tests.e2e.test_accessible import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

WORDS = {
    "zh-hans": {
        "go": "继续",
        "unsure": "不知道，跳过",
        "eligible": "按您说的，符合落户条件",
        "open": "现在还不能确定",
        "closed": "按您说的，现在还不符合落户条件",
        "come": "可以一起迁",
        "take": "带着这些答案去窗口",
        "agree": "同意保存，给我预填码",
        "stop": "不清楚，就到这里",
        "back": "上一步",
    },
    "en": {
        "go": "Continue",
        "unsure": "I don't know, skip",
        "eligible": "By what you said, you meet the conditions",
        "open": "It cannot be told yet",
        "closed": "By what you said, you do not meet the conditions yet",
        "come": "May come along",
        "take": "Take these answers to the counter",
        "agree": "I agree; give me the code",
        "stop": "Not sure; this will do",
        "back": "Back",
    },
}
BOXES = ("employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")


def tick(page: Any, *values: str) -> None:
    """Choose boxes or radios by their value, as a finger does: on the label."""
    for value in values:
        control = page.locator(f"input[value='{value}']").last.get_attribute("id")
        page.locator(f"label[for='{control}']").click()


def press(page: Any, button: Any) -> None:
    """Press a button, named or found, and wait for the page that answers."""
    found = page.get_by_role("button", name=button, exact=True) if isinstance(button, str) else button
    follow(found)


def to_the_boxes(page: Any, words: dict[str, str]) -> None:
    page.goto("/check/")
    page.locator("#name").fill("兴隆台区")
    press(page, page.locator("button[name=find]"))
    press(page, "辽宁省盘锦市兴隆台区")
    press(page, words["stop"])
    tick(page, "city_proper")
    press(page, words["go"])


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_worker_checks_on_a_phone_and_takes_the_answers_to_the_counter(
    site: Site, desk: Desk, lang: str, script: bool
) -> None:
    words = WORDS[lang]
    page = desk(lang=lang, width=360, script=script)
    sent: list[tuple[str, str]] = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    to_the_boxes(page, words)
    tick(page, *BOXES)
    press(page, words["go"])
    press(page, words["unsure"])
    assert page.locator("h1").inner_text() == words["open"]
    press(page, page.locator("main section button[name=change]").first)
    tick(page, "rented")
    press(page, words["go"])
    page.locator("#count-spouse").select_option("1")
    press(page, words["go"])
    tick(page, "yes")
    press(page, words["go"])
    assert page.locator("h1").inner_text() == words["eligible"]
    assert page.get_by_text(words["come"]).count() == 1
    assert [url for _, url in sent if "?" in url] == []
    assert {method for method, url in sent if "/check/" in url} == {"GET", "POST"}
    assert [cookie["name"] for cookie in page.context.cookies()] == ["huji_language"]
    if not script:
        return
    press(page, words["take"])
    press(page, words["agree"])
    code = page.locator(".code").inner_text()
    counter = desk("受理")
    counter.goto("/counter/new/")
    counter.locator("#id_prepared").fill(code.lower())
    press(counter, "读取")
    told = counter.locator("main .word").inner_text()
    assert "申请人自述（未经证明）" in told
    assert "兴隆台区 · 城区" in told
    assert "租赁" in told


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_page_of_the_check_is_accessible(site: Site, desk: Desk, lang: str, width: int) -> None:
    words = WORDS[lang]
    page = desk(lang=lang, width=width)
    wrong: dict[str, list[str]] = {}

    def look(name: str) -> None:
        if found := faults(page):
            wrong[name] = found

    def go() -> None:
        press(page, words["go"])

    page.goto("/check/")
    look("place")
    page.locator("#name").fill("振兴")
    press(page, page.locator("button[name=find]"))
    look("found")
    to_the_boxes(page, words)
    look("boxes")
    press(page, words["back"])
    look("back to the place")
    press(page, words["stop"])
    go()
    assert page.locator(".govuk-error-summary").is_visible()
    look("area with a fault")
    tick(page, "city_proper")
    go()
    tick(page, *BOXES)
    go()
    look("question")
    go()
    assert page.locator(".govuk-error-summary").evaluate("node => node === document.activeElement")
    look("question with a fault")
    tick(page, "owned")
    go()
    look("who comes")
    page.locator("#count-child").select_option("2")
    go()
    look("companion")
    for _ in range(2):
        tick(page, "yes")
        go()
    look("eligible")
    press(page, page.locator("button[name=change][value=boxes]"))
    tick(page, "insurance.urban_participant")
    go()
    assert page.locator("h1").inner_text() == words["closed"]
    look("not eligible")
    press(page, words["take"])
    look("leave it for the counter")
    assert wrong == {}


def test_targets_are_large_enough_for_a_finger(site: Site, desk: Desk) -> None:
    page = desk(width=360)
    to_the_boxes(page, WORDS["zh-hans"])
    heights = page.locator(".govuk-checkboxes__label, main .govuk-button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 40
    page.goto("/check/")
    places = page.locator(".choices button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(places) >= 44


def test_the_keyboard_alone_leads_to_an_answer(site: Site, desk: Desk) -> None:
    page = desk()
    page.goto("/check/")

    def enter(*before: str) -> None:
        for key in before:
            page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.locator("#name").focus()
    page.keyboard.type("海城市")
    enter()
    page.locator(".choices--wide button").first.focus()
    enter()
    page.locator("input[value=county_level_city]").focus()
    enter("Space")
    page.locator("input[value=no]").focus()
    enter("Space")
    assert "现在还不符合落户条件" in page.locator("h1").inner_text()


def test_the_answer_is_printed_without_its_buttons(site: Site, desk: Desk) -> None:
    page = desk(lang="en")
    to_the_boxes(page, WORDS["en"])
    press(page, "Continue")
    assert page.get_by_role("button", name="Print").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Print").is_visible()
    assert page.get_by_text("What is lacking").is_visible()
