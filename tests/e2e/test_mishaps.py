"""What goes wrong in a real browser: an expired sign-in, the back button, a button pressed twice."""

import pytest
from tests.e2e.conftest import Desk, Site, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(200)]

DRAFT = "/counter/cases/2026-008-00001/"
IN_REVIEW = "/counter/cases/2026-008-00005/"


def test_an_expired_sign_in_in_mid_form_loses_nothing(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto("/counter/new/")
    page.get_by_label("申请人的公民身份号码").fill(site.number)
    page.get_by_label("申请人姓名").fill(site.applicant)
    page.context.clear_cookies(name="sessionid")
    follow(page.get_by_role("button", name="继续"))
    assert "刚才提交的内容没有丢失" in page.locator("main").inner_text()
    follow(page.locator(".officers button", has_text="演示受理员·振兴"))
    page.wait_for_url("**/counter/new/")
    assert page.get_by_label("申请人的公民身份号码").input_value() == site.number
    assert page.get_by_label("申请人姓名").input_value() == site.applicant


def test_an_expired_sign_in_among_the_questions_leads_back_to_them(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto(DRAFT + "facts/")
    chosen = page.locator(".question input[type=radio]").first
    chosen.check()
    page.context.clear_cookies(name="sessionid")
    follow(page.get_by_role("button", name="记录并继续"))
    page.wait_for_url("**/sign-in/**")
    follow(page.locator(".officers button", has_text="演示受理员·振兴"))
    page.wait_for_url("**/facts/")
    assert page.locator(".question input[type=radio]").first.is_checked()


def test_the_back_button_shows_the_case_as_it_is_now(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto(IN_REVIEW + "withdraw/")
    page.get_by_label("申请人的意思").fill("申请人当面要求撤回")
    follow(page.get_by_role("button", name="撤回"))
    page.wait_for_url("**" + IN_REVIEW)
    page.go_back()
    assert page.url.endswith("/withdraw/")
    assert "现在不能办理这一步" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="撤回").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_going_back_to_a_form_with_faults_shows_them_with_what_was_typed(
    site: Site, desk: Desk, script: bool
) -> None:
    page = desk("受理", script=script)
    page.goto("/counter/new/")
    page.get_by_label("申请人的公民身份号码").fill("123")
    page.get_by_label("申请人姓名").fill(site.applicant)
    follow(page.get_by_role("button", name="继续"))
    assert "申请人的公民身份号码" in page.locator(".govuk-error-summary").inner_text()
    follow(page.get_by_role("link", name="待办"))
    page.go_back()
    assert page.get_by_label("申请人的公民身份号码").input_value() == "123"
    assert page.get_by_label("申请人姓名").input_value() == site.applicant
    assert site.applicant not in page.url
    page.reload()
    assert page.locator(".govuk-error-summary").is_visible()


def test_what_a_search_found_can_be_gone_back_to(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto("/counter/search/")
    page.locator("#id_number").fill(site.number)
    page.locator("input[name=purpose]").first.check()
    follow(page.get_by_role("button", name="查询"))
    found = page.locator("#found").inner_text()
    assert site.number not in page.url
    follow(page.get_by_role("link", name="待办"))
    page.go_back()
    assert page.locator("#found").inner_text() == found
    assert page.locator("#id_number").input_value() == site.number


def test_a_button_pressed_twice_acts_once(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto("/counter/cases/2026-008-00002/send_to_review/")
    page.get_by_role("button", name="移送审核").dblclick()
    page.wait_for_url("**/counter/cases/2026-008-00002/")
    assert page.locator(".timeline li", has_text="移送审核").count() == 1
    assert "审核中" in page.locator(".title").inner_text()


def test_the_same_form_in_two_tabs_acts_once_and_says_so(site: Site, desk: Desk) -> None:
    page = desk("受理")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/counter/cases/2026-008-00003/send_to_review/")
    follow(page.get_by_role("button", name="移送审核"))
    page.wait_for_url("**/counter/cases/2026-008-00003/")
    follow(other.get_by_role("button", name="移送审核"))
    assert (
        "已有新的变动" in other.locator("main").inner_text()
        or "不能移送审核" in other.locator("main").inner_text()
    )
    page.reload()
    assert page.locator(".timeline li", has_text="移送审核").count() == 1


def test_signing_out_in_another_tab_leads_to_the_sign_in(site: Site, desk: Desk) -> None:
    page = desk("受理")
    follow(page.get_by_role("button", name="退出"))
    page.goto("/counter/")
    assert "/sign-in/" in page.url
    sign_in(page, "受理")
    assert page.url.endswith("/counter/")


def test_one_click_turns_the_page_english(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto("/counter/search/")
    follow(page.get_by_role("button", name="English"))
    assert page.get_by_role("heading", level=1).inner_text() == "Search persons and households"
    assert page.locator("html").get_attribute("lang") == "en"
