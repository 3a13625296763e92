"""Every page, in both languages, wide and narrow: WCAG 2.2 AA by axe, and nothing wider than the window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.e2e.conftest import Desk, Site, follow

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

AXE = Path(__file__).parent.parent.parent / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => (await axe.run(document, {runOnly: rules})).violations
    .map(one => `${one.id}: ${one.nodes.slice(0, 2).map(node => node.html).join(" | ")}`)"""
PUBLIC = ("/", "/verify/", "/verify/?number=&code=", "/verify/?number=1&code=2", "/sign-in/", "/nowhere/")
CASES = range(1, 18)


def pages_of(role: str) -> Iterator[str]:
    """Yield the addresses of an officer's pages; the demonstration's cases are in every state."""
    case = "/counter/cases/2026-008-{:05}/"
    yield from ("/counter/", "/counter/?show=all", "/counter/?show=late", "/account/", "/account/password/")
    if role == "审核":
        yield from (
            case.format(5) + "review/",
            case.format(5) + "facts/",
            case.format(5) + "request_completion/",
        )
        return
    if role == "审批":
        yield from (case.format(6) + "approve/", case.format(6) + "refuse/", "/counter/new/")
        return
    yield from (
        "/counter/new/",
        "/counter/search/",
        "/counter/persons/1/",
        "/counter/persons/1/?purpose=correct",
        "/counter/persons/1/history/?purpose=correct",
        "/counter/households/1/?purpose=correct&on=2026-10-01",
        "/counter/addresses/1/?purpose=correct",
    )
    yield from (case.format(number) for number in CASES)
    yield from (
        case.format(1) + name for name in ("application/", "facts/", "evidence/", "decision/", "accept/")
    )
    yield from (case.format(2) + name for name in ("request_completion/", "send_to_review/", "withdraw/"))
    yield from (
        case.format(4) + "receive_completion/",
        case.format(7) + "execute/",
        case.format(9) + "decision/",
    )
    yield from (
        case.format(11) + "present_certificate/",
        case.format(12) + "expire/",
        case.format(14) + "confirm_arrival/",
    )


def faults(page: Any) -> list[str]:
    """Return what axe finds wrong on the page, and whether it is wider than its window."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(RUN, RULES)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("role", [None, "受理", "审核", "审批"])
def test_every_page_is_accessible(site: Site, desk: Desk, role: str | None, lang: str, width: int) -> None:
    page = desk(role, lang=lang, width=width)
    wrong = {}
    for address in PUBLIC if role is None else pages_of(role):
        answer = page.goto(address)
        assert answer.status < 500, address
        if found := faults(page):
            wrong[address] = found
    assert wrong == {}


MATTER = "/counter/matters/M2026-008-{:05}/"


def pages_of_business(page: Any) -> Iterator[str]:
    """Yield the pages of business, of those it concerned, of papers, prints and the old register's rows."""
    yield from (
        "/counter/matters/",
        "/counter/due/?purpose=correct",
        "/counter/prints/",
        "/counter/prints/new/",
    )
    page.goto("/counter/?show=all")
    for matter in _links(page, "a[href*='/counter/matters/M']"):
        yield matter
        yield from _links(page, ".actions-sheet a")
    person = _first(page, MATTER.format(1), "a[href*='/counter/persons/']")
    yield from (f"{person}?purpose=correct", f"{person}history/?purpose=correct", f"{person}looks/")
    yield f"{person}?purpose=correct&on={timezone.localdate()}&known={timezone.localdate()}"
    household = _first(page, f"{person}?purpose=correct", "main a[href*='/counter/households/']")
    address = _first(page, f"{person}?purpose=correct", "main a[href*='/counter/addresses/']")
    yield from (f"{household}?purpose=correct", f"{address}?purpose=correct")
    who, home = person.rstrip("/").rsplit("/")[-1], household.rstrip("/").rsplit("/")[-1]
    yield from (f"/counter/matters/?person={who}", f"/counter/matters/?household={home}")
    yield from (f"/counter/papers/issue/?person={who}", f"/counter/papers/issue/?household={home}")
    for kind in ("death", "change_items", "correct_birth_date", "adopt", "restore"):
        yield f"/counter/matters/new/{kind}/?person={who}"
    for kind in ("birth", "split_household", "join_relatives"):
        yield f"/counter/matters/new/{kind}/?household={home}"
    yield from ("/counter/matters/new/death/", "/counter/matters/new/register_unregistered/")
    about = _first(page, f"{person}?purpose=correct", "a[href*='/counter/papers/about/']", query=True)
    yield from (about.replace("about", step) for step in ("about", "replace", "cancel"))
    yield from ("/counter/quarantine/", "/counter/quarantine/?state=set_aside")
    yield _first(page, "/counter/quarantine/", "tbody a[href*='/counter/quarantine/']")


def _links(page: Any, which: str) -> list[str]:
    """Return where links of the page that is open lead."""
    return [str(one) for one in page.locator(which).evaluate_all("all => all.map(one => one.pathname)")]


def _first(page: Any, address: str, link: str, *, query: bool = False) -> str:
    """Return where the first such link of a page leads, without what is asked there unless that is wanted."""
    page.goto(address)
    where = str(page.locator(link).first.get_attribute("href"))
    return where if query else where.split("?")[0]


@pytest.mark.parametrize(("lang", "width"), [("zh-hans", 1280), ("en", 360)])
def test_every_page_of_business_is_accessible(site: Site, desk: Desk, lang: str, width: int) -> None:
    page = desk("受理", lang=lang, width=width)
    wrong = {}
    for address in pages_of_business(page):
        answer = page.goto(address)
        assert answer.status == 200, address
        if found := faults(page):
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_preview_and_a_refused_one_are_accessible(site: Site, desk: Desk, lang: str) -> None:
    page = desk("受理", lang=lang, width=360)
    person = _first(page, MATTER.format(1), "a[href*='/counter/persons/']").rstrip("/").rsplit("/")[-1]
    for day, shown in (
        (timezone.localdate() - timedelta(days=1), "#foreseen"),
        (timezone.localdate() + timedelta(days=9), ".govuk-error-summary"),
    ):
        page.goto(f"/counter/matters/new/death/?person={person}")
        page.locator("[name=died]").fill(day.isoformat())
        follow(page.locator("button[name=look]"))
        assert page.locator(shown).is_visible()
        assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults(page) == []


@pytest.mark.parametrize("who", ["演示督查员·振兴", "演示运维员"])
def test_places_are_changed_on_an_accessible_page(site: Site, desk: Desk, who: str) -> None:
    page = desk(None, lang="en", width=360)
    page.goto("/sign-in/")
    follow(page.locator(".officers button", has_text=who))
    page.wait_for_url("**/counter/**")
    follow(page.get_by_role("link", name="Places"))
    assert faults(page) == []
    follow(page.get_by_role("button", name="See what would change"))
    assert faults(page) == []


def test_no_page_is_wider_than_a_tablet(site: Site, desk: Desk) -> None:
    page = desk("受理", lang="en")
    wide = {}
    for address in pages_of("受理"):
        page.goto(address)
        for width in (1024, 768, 600, 320):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wide[address, width] = over
    assert wide == {}


def test_the_form_with_faults_and_the_results_of_a_search_are_accessible(site: Site, desk: Desk) -> None:
    page = desk("受理", width=360)
    page.goto("/counter/new/")
    follow(page.get_by_role("button", name="继续"))
    assert page.locator(".govuk-error-summary").evaluate("node => node === document.activeElement")
    assert faults(page) == []
    page.goto("/counter/search/")
    page.get_by_label("公民身份号码").nth(1).fill(site.number)
    page.get_by_label("办理事项").check()
    follow(page.get_by_role("button", name="查询"))
    assert faults(page) == []


@pytest.mark.parametrize("width", [1280, 360])
def test_a_person_and_who_looked_are_accessible_and_printed(site: Site, desk: Desk, width: int) -> None:
    page = desk("受理", lang="en", width=width)
    page.goto("/counter/?show=settled")
    follow(page.locator("tbody th a").first)
    follow(page.locator("dl a[href*='/counter/persons/']").first)
    assert faults(page) == []
    follow(page.get_by_role("link", name="Who looked"))
    assert faults(page) == []
    assert page.get_by_role("button", name="Print").is_visible()
    assert "Handling a case" in page.locator("tbody").inner_text()
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert not page.get_by_role("button", name="Print").is_visible()
    assert page.locator("tbody tr").first.is_visible()


@pytest.mark.parametrize("width", [1280, 768, 360])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_short_answers_stand_on_one_line(site: Site, desk: Desk, lang: str, width: int) -> None:
    page = desk("受理", lang=lang, width=width)
    for address in ("/counter/cases/2026-008-00001/facts/", "/counter/persons/1/", "/counter/search/"):
        page.goto(address)
        labels = page.locator(".govuk-radios--inline .govuk-radios__label")
        lines = labels.evaluate_all(
            "all => all.map(one => { const range = document.createRange(); range.selectNodeContents(one);"
            " return range.getClientRects().length })"
        )
        assert lines, address
        assert set(lines) == {1}, address


def test_the_keyboard_alone_leads_through_a_page(site: Site, desk: Desk) -> None:
    page = desk("受理")
    page.goto("/counter/new/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "跳到正文"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "kind":
            break
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=kind]:checked").input_value() == "from_outside"
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.name || e.textContent.trim(), s.outlineStyle, s.boxShadow, s.backgroundColor] })()"
        )
        seen.add(focused[0])
        assert focused[1] != "none" or focused[2] != "none", focused
        if focused[0] == "继续":
            break
    assert {"number", "name", "address", "place", "继续"} <= seen
