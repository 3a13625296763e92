"""The self-check's pages lead from the place to the answer, and keep nothing on the way."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huji import policy
from huji.portal.check.said import Said

CHECK = "/check/"
WORDS = policy.vocabulary()


class Visitor:
    """A citizen with a browser: each page's fields are sent back with what is typed or pressed."""

    def __init__(self, language: str = "zh-hans") -> None:
        self.client = Client()
        self.client.cookies["huji_language"] = language
        self.page = self.client.get(CHECK).content.decode()
        self.status = 200

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields that carry what was said: those of the page's language form, which carries them all."""
        form = re.search(r'<form method="post" action="/check/">(.*?)</form>', self.page, re.S)
        assert form is not None
        return [
            (unescape(name), unescape(value))
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[1])
            if name != "asked"
        ]

    @property
    def asked(self) -> str:
        found = re.search(r'name="asked" value="([^"]+)"', self.page)
        return found[1] if found else ""

    def send(self, *fields: tuple[str, str], to: str = CHECK) -> "Visitor":
        data: dict[str, list[str]] = {}
        for name, value in (*self.hidden, *([("asked", self.asked)] if self.asked else []), *fields):
            data.setdefault(name, []).append(value)
        answer = self.client.post(to, data)
        self.page, self.status, self.response = answer.content.decode(), answer.status_code, answer
        return self

    def go(self, *codes: str) -> "Visitor":
        for code in codes:
            self.send(("step", "place"), ("to", code))
        return self

    @property
    def title(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.S)
        assert found is not None
        return re.sub(r"<[^>]+>", "", unescape(found[1])).strip()


@pytest.fixture
def visitor(no_database: None) -> Visitor:
    return Visitor()


def boxes(visitor: Visitor, *ticked: str) -> Visitor:
    shown = re.findall(r'name="shown" value="([^"]+)"', visitor.page)
    assert shown
    return visitor.send(*(("shown", one) for one in shown), *(("value", one) for one in ticked))


def test_a_place_is_chosen_from_the_province_down(visitor: Visitor) -> None:
    assert "您想把户口迁到哪里" in visitor.title
    visitor.go("21")
    assert "盘锦市" in visitor.page
    visitor.go("2111", "211103")
    assert "振兴街道" in visitor.page
    visitor.send(("exact", "yes"))
    assert "那里属于哪一种地方" in visitor.title
    visitor.send(("value", "city_proper"))
    assert "您有下面哪些情况" in visitor.title


def test_cities_with_a_policy_in_force_are_offered_first(visitor: Visitor) -> None:
    assert 'name="to" value="2111"' in visitor.page
    assert 'name="to" value="2302"' not in visitor.page, "the policy of Qiqihar has ended"
    assert visitor.send(("step", "place"), ("day", "2010-05-01")).page.count('value="2302"') == 1


def test_a_place_is_found_by_name_and_its_area_is_derived_and_explained(visitor: Visitor) -> None:
    visitor.send(("name", "盘锦 胜利街道"), ("find", "1"))
    assert "辽宁省盘锦市双台子区胜利街道" in visitor.page
    visitor.go("211102002")
    assert "属于“城区”" in visitor.page
    assert "都是同一种地域" in visitor.page
    visitor.go("211102002005")
    assert "按国家统计局的城乡分类，这里是主城区" in visitor.page


def test_an_act_of_the_city_on_an_area_goes_before_the_table(no_database: None, monkeypatch: Any) -> None:
    from huji.places.queries import Zone
    from huji.portal.check import where

    acted = Zone("211102002005", "rural", "rural", "act", "盘政办〔2026〕1号")
    monkeypatch.setattr(where.places, "zone", lambda code, on: acted)
    visitor = Visitor().go("211102002005")
    assert "属于“农村地区”" in visitor.page
    assert "盘政办〔2026〕1号" in visitor.page


def test_a_worker_with_a_home_settles_in_the_city(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    assert visitor.asked == "dwelling.tenure"
    visitor.send(("value", "rented"))
    assert "谁和您一起迁" in visitor.title
    visitor.send(("count-spouse", "1"), ("count-child", "2"))
    assert visitor.asked == "0:companion.lives_together"
    for _ in range(3):
        visitor.send(("value", "yes"))
    assert "符合落户条件" in visitor.title
    assert visitor.page.count("可以一起迁") == 3
    assert "第五条" in visitor.page
    assert "要带的材料" in visitor.page
    assert 'href="/policies/panjin-2015/2015-12-15/"' in visitor.page


def test_who_has_nothing_is_told_what_each_way_lacks_and_which_is_nearest(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor)
    assert "还不符合落户条件" in visitor.title
    for words in ("差在哪里", "其他途径", "第六条", "第七条", "没有满足的条件", "您说的：否"):
        assert words in visitor.page


def test_of_what_is_still_to_be_seen_alternatives_stand_together(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor)
    _head, _lead, listed = visitor.page.partition("改变以后，还要看：")
    alternatives = re.findall(r"<li>以下之一：<ul[^>]*>(.*?)</ul>\s*</li>", listed, re.DOTALL)
    assert len(alternatives) == 1
    assert "中等专业学校" in alternatives[0]
    assert "技工学校" in alternatives[0]
    assert "劳动合同" not in alternatives[0]
    assert listed.count("最高毕业学历为技工学校") == 1


def test_who_cannot_tell_learns_what_to_find_out(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    visitor.send(("unsure", "1"))
    assert "现在还不能确定" in visitor.title
    assert "弄清楚这些，可能就有结论" in visitor.page
    visitor.send(("change", "dwelling.tenure"))
    visitor.send(("value", "owned"))
    assert "谁和您一起迁" in visitor.title
    assert "按您说的，符合落户条件" in visitor.send().title


def test_what_was_not_known_and_did_not_matter_is_not_held_against_anybody(visitor: Visitor) -> None:
    visitor.go("210381")
    visitor.send(("a", "education.level:?"), ("value", "county_level_city"))
    assert visitor.asked == "dwelling.lawful"
    visitor.send(("value", "yes"))
    visitor.send(("value", "owned"))
    visitor.send()
    assert "按您说的，符合落户条件" in visitor.title
    assert ("a", "education.level:?") in visitor.hidden
    assert "弄清楚这些" not in visitor.page


def test_what_is_not_known_of_a_companion_is_named(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    visitor.send(("value", "rented"))
    visitor.send(("count-spouse", "1"))
    visitor.send(("unsure", "1"))
    assert "按您说的，符合落户条件" in visitor.title
    assert "还要知道：与申请人共同居住生活" in visitor.page


def test_an_earlier_answer_is_changed_and_the_others_stay(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    visitor.send(("value", "rented"))
    visitor.send()
    visitor.send(("change", "boxes"))
    assert len(re.findall(r'type="checkbox"[^>]* checked', visitor.page)) == 3
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful")
    assert "还不符合落户条件" in visitor.title
    assert "租赁" in visitor.page


def test_the_last_answer_is_taken_back(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    visitor.send(("value", "rented"))
    assert "谁和您一起迁" in visitor.title
    visitor.send(("back", "1"))
    assert visitor.asked == "dwelling.tenure"
    visitor.send(("back", "1"))
    assert "您有下面哪些情况" in visitor.title
    visitor.send(("back", "1"))
    assert "具体是哪里" in visitor.title


def test_of_two_answers_that_cannot_both_be_the_later_stands() -> None:
    said = Said(date(2026, 11, 22))
    said = said.answered("employment.formally_hired", True).answered("employment.employer", "none")
    assert said.known(WORDS)["employment.formally_hired"] is False
    said = said.answered("employment.formally_hired", True)
    assert "employment.employer" not in said.known(WORDS)


def test_the_language_changes_without_losing_anything(visitor: Visitor) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    visitor.send(("language", "en"))
    assert 'lang="en"' in visitor.page
    assert WORDS["dwelling.tenure"].ask.en in visitor.page
    visitor.send(("value", "rented"))
    assert visitor.client.cookies["huji_language"].value == "en"
    assert "Who" in visitor.title


@pytest.mark.parametrize(
    ("fact", "typed", "said"),
    [
        ("person.age", "5000", "0 到 150"),
        ("person.age", "-1", "0 到 150"),
        ("person.age", "二十", "请填写数字"),
        ("person.age", "20.5", "请填写整数"),
        ("insurance.urban_years", "9" * 30, "请填写数字"),
        ("dwelling.tenure", "castle", "请选择一项"),
        ("dwelling.lawful", "maybe", "请选择“是”或者“否”"),
    ],
)
def test_an_absurd_answer_is_told_and_nothing_is_lost(
    visitor: Visitor, fact: str, typed: str, said: str
) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful")
    visitor.page = visitor.page.replace('name="asked" value="' + visitor.asked, 'name="asked" value="' + fact)
    if 'name="asked"' not in visitor.page:
        visitor.page += f'<input type="hidden" name="asked" value="{fact}">'
    visitor.send(("step", "ask"), ("value", typed))
    assert visitor.status == 422
    assert said in visitor.page
    assert ("box", "employment.lawful_stable:1") in visitor.hidden


def test_full_width_figures_and_commas_are_read() -> None:
    from huji.portal.check.typed import read_value

    assert read_value(WORDS["income.per_capita_yearly"], "１２，０００") == 12000
    assert read_value(WORDS["insurance.urban_years"], " 2.5 ") == 2.5


@pytest.mark.parametrize(
    "tampered",
    [
        ("a", "no.such.fact:yes"),
        ("a", "companion.age:5"),
        ("a", "person.age:1e99"),
        ("a", "dwelling.tenure:castle"),
        ("a", ":::"),
        ("box", "x:1"),
        ("who", "emperor"),
        ("c", "99:companion.age:5"),
        ("c", "٣:companion.age:5"),
        ("area", "moon"),
        ("place", "21110300"),
        ("place", "999999"),
        ("on", "2026-02-30"),
    ],
)
def test_what_cannot_be_read_is_left_out_with_a_notice_and_the_rest_stays(
    visitor: Visitor, tampered: tuple[str, str]
) -> None:
    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful")
    fields = [one for one in visitor.hidden if one[0] != tampered[0] or tampered[0] in ("a", "box")]
    answer = visitor.client.post(
        CHECK, _grouped([*fields, tampered, *([("along", "1")] if tampered[0] in ("who", "c") else [])])
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "其余都还在" in page or "请重新选择" in page
    assert 'value="employment.lawful_stable:1"' in page


def test_a_thousand_fields_break_nothing(visitor: Visitor) -> None:
    many = [("a", f"person.age:{n}") for n in range(400)]
    assert visitor.client.post(CHECK, _grouped(many)).status_code == 200


def test_a_place_nobody_has_a_policy_for_is_told(visitor: Visitor) -> None:
    visitor.go("4201", "420102")
    visitor.send(("value", "rural"))
    assert "还没有可以查的政策" in visitor.title
    assert "您填的内容都还在" in visitor.page


def test_another_day_has_other_rules(visitor: Visitor) -> None:
    visitor.send(("step", "place"), ("day", "2010-05-01"))
    visitor.go("210602")
    visitor.send(("value", "city_proper"))
    assert "还没有可以查的政策" in visitor.title
    assert ("on", "2010-05-01") in visitor.hidden


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "yesterday", "2026-13-01"])
def test_a_day_that_cannot_be_is_told(visitor: Visitor, day: str) -> None:
    assert visitor.send(("step", "place"), ("day", day)).status == 422


def test_the_case_file_decides_alike(visitor: Visitor) -> None:
    from huji.standards import divisions

    visitor.go("211102002005")
    boxes(visitor, "employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant")
    visitor.send(("value", "rented"))
    visitor.send(("count-spouse", "1"))
    visitor.send(("value", "yes"))
    answer = visitor.client.post(reverse("portal:check-file"), _grouped(visitor.hidden))
    assert "attachment" in answer["Content-Disposition"]
    decided = policy.decide_text(answer.content.decode(), "case", places=divisions, packs=policy.packs())
    assert decided.outcome == "eligible"
    assert [one.outcome for one in decided.companions] == ["eligible"]


def _grouped(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return data
