"""A round of points in the demonstration: scored, published, objected to, and ready to be settled.

The city has no scheme of points of its own; the round goes by Zhongshan's, as an example and said to be one.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from huji.demo.cast import Cast, Player
from huji.demo.staff import Crew
from huji.facts.values import Given, SourceKind, Value
from huji.officers.roles import Role
from huji.rounds import acts
from huji.rounds.values import By

PLAIN: dict[str, Value] = {
    "education.level": "senior_middle",
    "qualification.skill": "none",
    "qualification.title": "none",
    "insurance.province_kind_years": 10,
    "insurance.pension_years": 2,
    "insurance.medical_years": 2,
    "insurance.unemployment_years": 2,
    "insurance.injury_years": 2,
    "insurance.maternity_years": 2,
    "dwelling.lawful": False,
    "permit.years": 2,
    "person.marital": "married",
    "qualification.talent_list": "none",
    "innovation.invention_patents": 0,
    "innovation.other_patents": 0,
    "award.county_count": 0,
    "award.county_count_here": 0,
    "award.prefecture_count": 0,
    "award.prefecture_count_here": 0,
    "giving.volunteer_hours": 0,
    "giving.volunteer_hours_here": 0,
    "giving.donated": 0,
    "giving.donated_here": 0,
    "giving.blood": 0,
    "giving.blood_here": 0,
    "business.invested": 0,
    "tax.income_tax_five_years": 0,
    "tax.other_tax_five_years": 0,
    "housing_fund.account": False,
    "housing_fund.months": 0,
    "employment.sanitation_years": 0,
    "study.social_courses": 0,
    "conduct.birth_policy_breaches": 0,
    "conduct.crime": "none",
    "conduct.detentions": 0,
    "destination.outer_town": False,
}
"""An applicant with all facts known and few points."""
APPLICANTS: tuple[dict[str, Value | None], ...] = (
    {"education.level": "bachelor", "insurance.province_kind_years": 25},
    {"qualification.skill": "senior", "permit.years": 6, "giving.blood": 800, "giving.blood_here": 400},
    {"employment.sanitation_years": 7, "permit.years": 8, "study.social_courses": 3},
    {"education.level": "junior_college", "housing_fund.account": True, "housing_fund.months": 48},
    {"education.level": "junior_middle", "conduct.detentions": 1},
    {"qualification.title": "intermediate", "qualification.talent_list": "city"},
    {"education.level": "master", "innovation.invention_patents": None},
)
"""What sets each applicant apart; None is not known yet."""
_tokens = count(1)


def hold_round(cast: Cast, crew: Crew, today: date) -> str:
    """Take a round up to the day on which it may be settled, and return its number."""

    def by(role: Role, ago: int) -> By:
        return By(crew.by_role[role], today - timedelta(days=ago), f"demonstration-round-{next(_tokens):06}")

    opening = acts.OpenRound(
        policy="zhongshan-2014",
        division="442000",
        area="city_proper",
        opens=today - timedelta(days=40),
        closes=today - timedelta(days=12),
        basis="演示：以中山的办法为例，不是本市的规定",
        quotas={"": 3},
        holds_years=3,
    )
    number = acts.open_round(opening, by(Role.APPROVE, 40)).round
    applied = []
    for (who, own), ago in zip(_applicants(cast), range(35, 13, -3), strict=False):
        done = acts.apply(acts.Apply(number, who.number, who.name), by(Role.COUNTER, ago))
        assert done.result is not None
        applied.append(done.result)
        given = tuple(_given(who, name, value) for name, value in own.items() if value is not None)
        acts.record_facts(acts.RecordFacts(number, done.result, given), by(Role.COUNTER, ago))
    acts.score(acts.Score(number), by(Role.REVIEW, 12))
    acts.publish(acts.Publish(number, 2 + 2 * len(applied)), by(Role.APPROVE, 11))
    words = "我去年又献过一次血，没有计分。"
    raised = acts.object_to(acts.ObjectTo(number, applied[1], "blood", words), by(Role.COUNTER, 9))
    assert raised.result is not None
    reply = acts.Answer(number, raised.result, False, "已核对献血记录，原计分无误。")
    acts.answer(reply, by(Role.REVIEW, 8))
    return number


def _applicants(cast: Cast) -> Iterator[tuple[Player, dict[str, Value | None]]]:
    seen: set[str] = set()
    for apart in APPLICANTS:
        who = next(one for one, _ in cast.outsiders if one.number not in seen)
        seen.add(who.number)
        yield who, {**PLAIN, **apart}


def _given(who: Player, name: str, value: Value) -> Given:
    return Given(who.number, name, value, SourceKind.ATTESTED, note="申请人当面陈述（演示）")
