"""A notice of refusal where the way goes by points: the total is one reason, its indicators are none."""

from datetime import date

import pytest

from huji import policy
from huji.cases import wording
from huji.standards import divisions


def test_a_total_not_reached_is_one_sentence_of_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    packs = policy.packs()
    monkeypatch.setattr(wording.kept, "library", lambda law: packs)
    facts = {"education.level": "primary", "qualification.title": "none", "qualification.skill": "none"}
    facts |= {"qualification.on_city_list": False, "tax.income_tax_three_years": 0}
    case = policy.Case(date(2015, 8, 10), "440103", "city_proper", facts)
    answer = policy.decide(case, places=divisions, packs=packs)
    assert answer.outcome == "ineligible"
    (route,) = wording.refusal(answer.as_dict(), {}).routes
    assert "不符合：积分总分不少于 60 分" in [text.zh for text in route.reasons]
