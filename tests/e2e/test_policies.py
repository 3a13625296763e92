"""The guides as a citizen meets them: found from the home page, read on a phone, taken away, no script."""

import re

import pytest
from tests.e2e.conftest import Desk, Site, follow
from tests.e2e.test_accessible import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

GUIDES = ("panjin-2015", "lincang-2015", "national-2014", "zhongshan-2014", "shanghai-2015")


@pytest.mark.parametrize(
    ("lang", "policies", "panjin", "way", "take"),
    [
        ("zh-hans", "查看政策", "盘锦市户籍制度改革意见", "引进人才落户", "下载 PDF"),
        (
            "en",
            "See the policies",
            "Panjin household-registration reform",
            "Graduates hired by a local unit",
            "Download PDF",
        ),
    ],
)
def test_a_guide_is_found_read_and_taken_away_without_a_script(
    site: Site, desk: Desk, lang: str, policies: str, panjin: str, way: str, take: str
) -> None:
    page = desk(lang=lang, width=360, script=False)
    page.goto("/")
    follow(page.get_by_role("link", name=policies))
    follow(page.get_by_role("link", name=panjin).last)  # the oldest version, whatever was published since
    assert page.locator("h1").inner_text() == panjin
    follow(page.locator(".guide-contents").get_by_role("link", name=way))
    assert page.url.endswith("#way-graduate-hired")
    diagram = page.locator("#way-graduate-hired svg[role=img]")
    assert diagram.is_visible()
    assert diagram.bounding_box()["width"] <= 360
    follow(page.locator("#way-graduate-hired .guide-mark").first)
    assert re.search(r"#notion-qualified_graduate$", page.url)
    address = page.get_by_role("link", name=take).get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_list_and_the_guides_are_accessible_and_fit(
    site: Site, desk: Desk, lang: str, width: int
) -> None:
    page = desk(lang=lang, width=width)
    wrong = {}
    for address in ("/policies/", *(f"/policies/{name}/" for name in GUIDES)):
        assert page.goto(address).status == 200
        if found := faults(page):
            wrong[address] = found
        page.set_viewport_size({"width": 320, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.set_viewport_size({"width": width, "height": 900})
        if over > 0:
            wrong[f"{address} at 320"] = [f"{over} px too wide"]
    assert wrong == {}


def test_a_guide_is_printed_without_the_frame_of_the_page(site: Site, desk: Desk) -> None:
    page = desk()
    page.goto("/policies/panjin-2015/")
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert not page.locator(".guide-contents").is_visible()
    assert page.locator("#way-graduate-hired svg").is_visible()


def test_the_guide_as_a_file_stands_by_itself(site: Site, desk: Desk, tmp_path: object) -> None:
    from huji import policy
    from huji.policy import guide

    pack = policy.packs().get("lincang-2015")
    assert pack is not None
    file = tmp_path / "guide.html"  # type: ignore[operator]
    file.write_text(guide.page(guide.outline(guide.guide_of(pack, policy.vocabulary()), "zh")), "utf-8")
    for width in (1280, 360):
        page = desk(width=width)
        page.goto(file.as_uri())
        assert faults(page) == []
