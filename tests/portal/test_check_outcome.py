"""What the pages answer in the end is what the policy decides of the same complete answers."""

import random
import re
from datetime import date
from typing import Any

import pytest
from tests.policy.people import PLACES, person
from tests.policy.test_interview import consistent
from tests.portal.test_check_pages import Visitor, boxes

from huji import policy
from huji.portal.check.typed import field_value

TITLES = {
    "eligible": "按您说的，符合落户条件",
    "ineligible": "按您说的，现在还不符合落户条件",
    "undetermined": "现在还不能确定",
}
MARKS = {
    "可以一起迁": "eligible",
    "由工作人员酌定": "discretionary",
    "还不能确定": "undetermined",
    "不能一起迁": "ineligible",
}
FAMILY = ("spouse", "child", "parent", "sibling")


def day_of(name: str) -> date:
    """Return a day on which a policy was in force: that of Qiqihar has ended."""
    return date(2010, 5, 1) if name == "qiqihar-2008" else date(2026, 11, 22)


def walked(visitor: Visitor, who: dict[str, Any], along: list[dict[str, Any]], unsure: set[str]) -> int:
    """Answer every page truthfully until the answer stands; return how many pages it took."""
    for pages in range(60):
        if visitor.title in TITLES.values():
            return pages
        if "您有下面哪些情况" in visitor.title:
            shown = re.findall(r'name="shown" value="([^"]+)"', visitor.page)
            boxes(visitor, *(one for one in shown if who[one] not in (False, "none")))
        elif "谁和您一起迁" in visitor.title:
            offered = re.findall(r'id="count-(\w+)"', visitor.page)
            for one in along:
                one["offered"] = one["relation"] in offered
            along.sort(key=lambda one: not one["offered"])
            visitor.send(*((f"count-{one['relation']}", "1") for one in along if one["offered"]))
        else:
            index, _, name = visitor.asked.rpartition(":")
            said = along[int(index)] if index else who
            visitor.send(("unsure", "1") if name in unsure else ("value", field_value(said[name])))
    raise AssertionError("no end")


def start(division: str, area: str, on: date) -> Visitor:
    visitor = Visitor()
    data = {"on": on.isoformat(), "place": division, "exact": "1", "area": area}
    visitor.page = visitor.client.post("/check/", data).content.decode()
    return visitor


@pytest.mark.parametrize("seed", range(3))
def test_the_pages_answer_what_the_policy_decides(no_database: None, seed: int) -> None:
    rng = random.Random(seed)
    for name, division, areas in PLACES:
        for area in areas:
            who = consistent(person(rng))
            relations = list(policy.vocabulary().relations)
            along = [
                {
                    "relation": one,
                    "companion.lives_together": rng.random() < 0.8,
                    "companion.age": rng.randint(15, 40),
                    "companion.married": rng.random() < 0.3,
                    "offered": False,
                }
                for one in sorted(rng.sample(FAMILY, 2), key=relations.index)
            ]
            on = day_of(name)
            visitor = start(division, area, on)
            walked(visitor, who, along, set())
            packs = policy.packs()
            pack = packs.covering(division, area, on)
            assert pack is not None
            assert pack.policy == name
            companions = tuple(
                policy.Companion(
                    str(one["relation"]),
                    {key: value for key, value in one.items() if key.startswith("companion.")},
                )
                for one in along
            )
            facts = {key: value for key, value in who.items() if key in packs.vocabulary.facts}
            case = policy.Case(on, division, area, facts, companions)
            decided = policy.decide_by(pack, case, area=area, packs=packs)
            assert visitor.title == TITLES[decided.outcome], (name, area, who)
            if decided.outcome == "eligible":
                told = [MARKS[mark] for mark in re.findall("|".join(MARKS), visitor.page)]
                told += ["ineligible"] * sum(not one["offered"] for one in along)
                assert told == [one.outcome for one in decided.companions], (name, area)


def test_points_are_counted_as_far_as_they_are_told(no_database: None) -> None:
    visitor = Visitor()
    visitor.send(("to", "44")).send(("to", "4420"))
    assert 'value="city_proper"' in visitor.page
    visitor.send(("value", "city_proper"))
    assert "近五年获授权发明专利数（有）" in visitor.page
    boxes(visitor, "insurance.pension_years", "housing_fund.account")
    asked = []
    while visitor.title not in TITLES.values() and len(asked) < 60:
        asked.append(visitor.asked)
        options = re.findall(r'type="radio" name="value" value="([^"]+)"', visitor.page)
        visitor.send(("value", "no" if "no" in options else options[0] if options else "0"))
    assert len(set(asked)) == len(asked) <= 12
    assert "innovation.invention_patents" not in asked, "an empty box says there are none"
    assert visitor.title == TITLES["ineligible"]
    assert re.search(r"您说的：-?[\d.]+( 到 -?[\d.]+)? 分", visitor.page)


def test_who_cannot_tell_gets_the_same_answer_or_none(no_database: None) -> None:
    rng = random.Random(11)
    for name, division, areas in PLACES:
        for area in areas:
            who = consistent(person(rng))
            packs = policy.packs()
            unsure = set(rng.sample(sorted(packs.vocabulary.applicant), 12))
            on = day_of(name)
            visitor = start(division, area, on)
            walked(visitor, who, [], unsure)
            pack = packs.covering(division, area, on)
            assert pack is not None
            decided = policy.decide_by(pack, policy.Case(on, division, area, who), area=area, packs=packs)
            assert visitor.title in (TITLES[decided.outcome], TITLES["undetermined"])
