"""Papers from a real browser: a whole community printed by the worker; what is lost is replaced."""

import io
import re
from typing import Any

import psycopg
import pypdf
import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Desk, Site, follow

from huji.runtime import embedded

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

Row = tuple[Any, ...]


def asked(site: Site, query: str, *values: object) -> list[Row]:
    server = embedded.ensure(site.home / "postgres")
    with psycopg.connect(server.owner_url) as owner:
        return owner.execute(query, values).fetchall()


def smallest_community(site: Site) -> tuple[str, dict[str, list[str]]]:
    """Return a community of the printed station: its code, and the citizen numbers by household number."""
    rows = asked(
        site,
        "with here as (select d.division, h.number as household, n.number from household_address a"
        "  join places_address d on d.id = a.address join household h on h.id = a.household"
        "  join places_office o on o.id = a.office and o.name like '%%振兴%%'"
        "  join standing s on s.household = h.id and upper_inf(s.known) and upper_inf(s.valid)"
        "  join citizen_number n on n.person = s.person and upper_inf(n.known) and upper_inf(n.valid)"
        "  where upper_inf(a.known) and upper_inf(a.valid))"
        " select division, household, number from here where division = (select division from here"
        "  group by 1 order by count(*), 1 limit 1)",
    )
    homes: dict[str, list[str]] = {}
    for _, household, number in rows:
        homes.setdefault(household, []).append(number)
    return rows[0][0], homes


def printed(page: Any, site: Site, paper: str, *, waits: bool) -> list[str]:
    """Order a community's papers, wait for the worker, and return the text of each page of the file."""
    page.goto("/counter/")
    follow(page.locator("a[href='/counter/prints/']"))
    follow(page.locator("a[href='/counter/prints/new/']"))
    page.locator("select[name=division]").select_option(smallest_community(site)[0])
    page.locator(f"input[name=paper][value={paper}]").check()
    page.locator("input[name=because]").fill("街道改为社区，换发")
    follow(page.locator("form.sheet .govuk-button"))
    page.wait_for_url(re.compile(r"/counter/prints/\d+/$"))
    expect(page.locator("progress")).to_be_visible()
    ready = page.locator("#order .tag.tag--good")
    if waits:  # the page renews itself
        expect(ready).to_be_visible(timeout=120_000)
    else:
        for _ in range(240):
            if ready.count():
                break
            page.wait_for_timeout(500)
            page.reload()
        expect(ready).to_be_visible()
    assert page.locator("progress").get_attribute("value") == page.locator("progress").get_attribute("max")
    with page.expect_download() as coming:
        page.locator("a[href$='/1/']").click()
    assert coming.value.suggested_filename.startswith(f"{paper}s-")
    pdf = coming.value.path().read_bytes()
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_every_household_of_a_community_gets_its_booklet(site: Site, desk: Desk) -> None:
    page = desk("受理")
    _, homes = smallest_community(site)
    pages = printed(page, site, "booklet", waits=True)
    expect(page.locator("#order")).to_contain_text(f"已签发 {len(homes)} / {len(homes)} 户")
    for household, members in homes.items():
        for number in members:
            assert sum(number in text for text in pages) == 1, household
    assert sum("常住人口登记卡" in text for text in pages) == sum(len(one) for one in homes.values())


def test_everyone_of_a_community_gets_a_form_with_its_line_in_the_log(site: Site, desk: Desk) -> None:
    page = desk("受理", lang="en", width=360, script=False)
    everyone = sorted(number for members in smallest_community(site)[1].values() for number in members)
    pages = printed(page, site, "form", waits=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert len(pages) == len(everyone)
    assert sorted(number for text in pages for number in everyone if number in text) == everyone
    [(lines, purposes)] = asked(
        site,
        "select count(distinct n.number), array_agg(distinct l.purpose) from access_line l"
        " cross join unnest(l.persons) p (id) join citizen_number n on n.person = p.id and upper_inf(n.known)"
        " where l.what like '批量打印文件%%' and n.number = any(%s)",
        everyone,
    )
    assert (lines, purposes) == (len(everyone), ["handle_case"])


def read(page: Any, number: str) -> str:
    answer = page.request.get("/counter/papers/", params={"number": number})
    return "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.body())).pages)


def checked(page: Any, number: str, text: str) -> str:
    """Return what the public is told of a paper by whoever holds it."""
    code = re.search(r"[2-9A-Y]{4}(?:-[2-9A-Y]{4}){3}", text)
    assert code
    page.goto("/verify/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code[0])
    follow(page.locator("main form .govuk-button"))
    return str(page.locator("main").inner_text())


@pytest.mark.parametrize("paper", ["booklet", "form"])
def test_a_lost_paper_is_replaced_and_the_public_check_tells_the_two_apart(
    site: Site, desk: Desk, paper: str
) -> None:
    page, public = desk("受理"), desk()
    [(household, head)] = asked(
        site,
        "select s.household, s.person from standing s join places_office o on o.id = s.office"
        " where o.name like '%%振兴%%' and s.relation = '02' and upper_inf(s.known) and upper_inf(s.valid)"
        " order by s.household desc limit 1",
    )
    of = f"household={household}" if paper == "booklet" else f"person={head}"
    page.goto(f"/counter/papers/issue/?{of}")
    page.locator(f"input[name=paper][value={paper}]").check()
    follow(page.locator("form.sheet .govuk-button"))
    page.get_by_role("link", name="补发、换发").wait_for()
    lost = page.locator(".govuk-caption-l").inner_text()
    before = read(page, lost)
    follow(page.get_by_role("link", name="补发、换发"))
    page.locator("input[name=because][value=lost]").check()
    follow(page.locator("form.sheet .govuk-button"))
    page.wait_for_url("**/papers/about/**")
    new = page.locator(".govuk-caption-l").inner_text()
    assert new != lost
    after = read(page, new)
    assert f"本件替代{lost}" in re.sub(r"\s", "", after)
    assert "已换发" in checked(public, lost, before)
    assert "有效" in checked(public, new, after)


@pytest.mark.parametrize(("kind", "state"), [("permit", "permit_issued"), ("certificate", "in_transit")])
def test_a_lost_permit_or_certificate_is_replaced_in_its_case(
    site: Site, desk: Desk, kind: str, state: str
) -> None:
    page = desk("受理", lang="en", width=360)
    number = asked(site, "select number from case_file where state = %s order by number limit 1", state)[0][0]
    page.goto(f"/counter/cases/{number}/replace_paper/")
    page.locator("form.sheet textarea").first.fill("申请人遗失，书面申请")
    follow(page.locator("form.sheet .govuk-button").first)
    page.wait_for_url(f"**/cases/{number}/")
    (old, was), (new, now) = asked(
        site,
        "select number, status from documents_paper where case_number = %s and kind = %s"
        " order by id desc limit 2",
        number,
        kind,
    )[::-1]
    assert (was, now) == ("replaced", "issued")
    assert f"本件替代{old}" in re.sub(r"\s", "", read(page, new))
    page.goto(f"/counter/papers/about/?number={new}")
    follow(page.locator("#main").get_by_role("link", name=number))
    page.wait_for_url(f"**/cases/{number}/")
