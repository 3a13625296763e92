"""Business at the counter in a real browser: born, parted, corrected by several hands, and undone."""

import re
from typing import Any

import psycopg
import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Desk, Site, follow

from huji.runtime import embedded

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]


def families(site: Site) -> list[list[tuple[str, str, str]]]:
    """Return the family households of the printed station, head first: (number, birth date, relation)."""
    server = embedded.ensure(site.home / "postgres")
    with psycopg.connect(server.owner_url) as owner:
        rows = owner.execute(
            "select array_agg(array[n.number::text, p.born::text, s.relation]"
            "   order by s.relation <> '02', s.relation, p.born)"
            "  from standing s join citizen_number n using (person) join person p on p.id = s.person"
            "  join household h on h.id = s.household and h.kind = 'family'"
            "  join places_office o on o.id = s.office and o.name like '%振兴%'"
            "  where upper_inf(s.known) and upper_inf(s.valid) and upper_inf(n.known) and upper_inf(n.valid)"
            "  group by s.household order by s.household"
        ).fetchall()
    return [[(number, born, relation) for number, born, relation in members] for (members,) in rows]


def young_couple(site: Site) -> str:
    """Return the number of a head who lives with a spouse, both of an age to have a child, and no infant."""
    return next(
        members[0][0]
        for members in families(site)
        if len(members) > 1
        and members[1][2].startswith("1")
        and all("1984" < born < "2000" for _, born, _ in members[:2])
        and all(born < "2025-10" for _, born, _ in members)
    )


class Counter:
    """What an officer does at the desk of business."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def begin(self, kind: str, number: str) -> None:
        self.page.goto(f"/counter/matters/new/{kind}/")
        self.page.locator("[name=number]").fill(number)
        self.press("继续")

    def press(self, words: str) -> None:
        follow(self.page.get_by_role("button", name=words, exact=True).first)

    def show_all(self) -> None:
        """Record every paper as shown."""
        for paper in self.page.locator("select[name^='shown-']:visible").all():
            paper.select_option("0")

    def save(self) -> str:
        """Write the business down; return its address."""
        self.show_all()
        self.press("继续：核对后办理")
        expect(self.page.get_by_role("heading", name="办理后会怎样")).to_be_visible()
        return str(self.page.url)

    def done(self) -> None:
        expect(self.page.locator(".title .tag")).to_have_text("已办结")


@pytest.mark.parametrize(("width", "script"), [(1280, True), (360, False)])
def test_a_birth_is_registered_printed_and_undone(site: Site, desk: Desk, width: int, script: bool) -> None:
    head = young_couple(site)
    page = desk("受理", width=width, script=script)
    counter = Counter(page)
    counter.begin("birth", head)
    counter.press("继续：核对后办理")
    expect(page.locator("#id_name-error")).to_be_visible()
    page.locator("[name=name]").fill("董小满")
    page.locator("[name=sex]").first.check()
    page.locator("[name=born]").fill("2026-08-08")
    page.locator("[name=relation]").select_option("20")
    at = counter.save()
    expect(page.locator("#foreseen")).to_contain_text("董小满")
    counter.press("办理")
    counter.done()
    expect(page.get_by_role("link", name="出生登记证明")).to_be_visible()
    expect(page.get_by_role("link", name="居民户口簿")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    follow(page.get_by_role("link", name="撤销这件业务"))
    page.locator("[name=reason]").fill("重复申报")
    undoing = counter.save()
    counter.press("受理")
    other = desk("审核", width=width, script=script)
    other.goto("/counter/")
    number = re.search(r"M\d{4}-\d+-\d+", undoing)
    assert number
    follow(other.get_by_role("link", name=number[0]))
    follow(other.get_by_role("link", name="批准并办理"))
    Counter(other).press("批准并办理")
    Counter(other).done()
    page.goto(at)
    expect(page.locator(".title .tag")).to_have_text("已撤销")


def test_a_grown_child_splits_off_on_the_word_of_a_second_officer(site: Site, desk: Desk) -> None:
    head, child = next(
        (members[0][0], number)
        for members in families(site)
        for number, born, relation in members[1:]
        # One with a spouse or children of the house may not be parted from them.
        if len(members) > 2
        and relation[0] in "23"
        and born < "2005"
        and not any(one in ("28", "38") or one[0] == "4" for _, _, one in members)
    )
    page = desk("受理")
    counter = Counter(page)
    counter.begin("split_household", head)
    page.get_by_label(re.compile(child)).first.check()
    page.locator("[name=ground][value=agreement]").check()
    at = counter.save()
    counter.press("受理")
    other = desk("审核")
    other.goto(at)
    follow(other.get_by_role("link", name="批准并办理"))
    Counter(other).press("批准并办理")
    Counter(other).done()
    expect(other.get_by_role("link", name="居民户口簿")).to_have_count(2)


def test_a_corrected_name_passes_three_officers(site: Site, desk: Desk) -> None:
    page = desk("受理")
    counter = Counter(page)
    counter.begin("correct_items", young_couple(site))
    page.locator("[name=item]").select_option("name")
    page.locator("input[name=name]").fill("欧阳长青")
    page.locator("[name=evidence]").fill("原始户籍档案")
    at = counter.save()
    expect(page.locator("#foreseen")).to_contain_text("欧阳长青")
    counter.press("受理")
    second = desk("审核")
    second.goto(at)
    follow(second.get_by_role("link", name="审核", exact=True))
    second.get_by_label("建议批准").check()
    Counter(second).press("审核")
    third = desk("审批")
    third.goto(at)
    follow(third.get_by_role("link", name="批准并办理"))
    Counter(third).press("批准并办理")
    Counter(third).done()
    expect(third.get_by_text("欧阳长青").first).to_be_visible()
