"""The policies in public: anyone reads the guides and takes them away, in both languages."""

import dataclasses
import io
import re
from datetime import date
from html.parser import HTMLParser

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji import policy

NAMES = policy.packs().names


def page(name: str, *where: str, lang: str = "zh-hans") -> str:
    client = Client()
    client.cookies["huji_language"] = lang
    answer = client.get(reverse(name, args=where))
    assert answer.status_code == 200
    return answer.content.decode()


class Outside(HTMLParser):
    """Collects what a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if "style" in names or tag == "style" or any(name.startswith("on") for name in names):
            self.found.append(f"<{tag} {attrs}>")


@pytest.mark.parametrize(("lang", "words"), [("zh-hans", "盘锦市户籍制度改革意见"), ("en", "Panjin")])
def test_the_list_names_every_policy_with_its_place_and_days(city: City, lang: str, words: str) -> None:
    listed = page("portal:policies", lang=lang)
    assert words in listed
    for name in NAMES:
        assert f"/policies/{name}/" in listed
    assert re.search(r"2015年12月15日起|from 15 December 2015", listed)
    assert re.search(r"已经失效的政策|No longer in force", listed)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_policy_has_its_guide_which_needs_no_style_or_script_of_its_own(city: City, lang: str) -> None:
    for name in NAMES:
        shown = page("portal:policy", name, lang=lang)
        assert shown.count("<h1") == 1
        outside = Outside()
        outside.feed(shown)
        assert outside.found == []  # the security policy of the pages would drop it


def test_a_guide_is_taken_away_as_pdf_and_markdown_in_the_language_of_the_page(city: City) -> None:
    client = Client()
    client.cookies["huji_language"] = "en"
    pdf = client.get("/policies/panjin-2015/2015-12-15.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    read = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Panjin household-registration reform" in read
    markdown = client.get("/policies/panjin-2015/2015-12-15.md").content.decode()
    assert markdown.startswith("# Panjin household-registration reform\n")
    assert client.get("/policies/panjin-2015/2015-12-15.pdf").content == pdf.content


@pytest.mark.parametrize(
    "address", ["nobody-2020/", "panjin-2015/2000-01-01/", "panjin-2015/2000-01-01.pdf", "panjin-2015/x/"]
)
def test_a_policy_or_version_that_is_not_there_is_not_found(city: City, address: str) -> None:
    assert Client().get(f"/policies/{address}").status_code == 404


def test_several_versions_lead_to_each_other(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    packs = policy.packs()
    old = packs.get("panjin-2015")
    assert old is not None
    new = dataclasses.replace(old, in_force_from=date(2020, 1, 1), digest="sha256:new")
    coming = dataclasses.replace(old, in_force_from=date(2090, 1, 1), digest="sha256:coming")
    library = policy.Library([*packs, new, coming], packs.vocabulary)
    monkeypatch.setattr("huji.portal.policies.queries.library", lambda: library)
    now = page("portal:policy", "panjin-2015")
    assert "2020年1月1日至2089年12月31日" in now
    assert "这不是现在适用的版本" not in now
    assert "/policies/panjin-2015/2015-12-15/" in now
    before = page("portal:policy-version", "panjin-2015", "2015-12-15")
    assert "这不是现在适用的版本" in before
    assert "2015年12月15日至2019年12月31日" in before
    listed = page("portal:policies")
    assert "尚未施行" in listed
    assert listed.index("2020年1月1日") < listed.index("已经失效的政策") < listed.index("2015年12月15日 –")


def test_the_home_page_leads_to_the_policies(city: City) -> None:
    assert reverse("portal:policies") in page("portal:home")


def test_the_limits_of_the_procedure_are_told_as_its_own(city: City) -> None:
    shown = page("portal:policy", "panjin-2015")
    assert "下面是本系统办理程序的承诺，不是文件的规定" in shown
    assert "从外地迁入：受理后 15 个工作日内审查" in shown
