"""Seeded faults: each is refused by the loader or caught by the proofs, with people who show it."""

from functools import cache
from pathlib import Path

import pytest

from huji import policy
from huji.policy.proofs import Report, Result, Status, verify
from huji.standards import divisions

FAULTY = Path(__file__).with_name("faulty")
NONE: dict[str, object] = {}

CAUGHT = {  # by pack: the results that fail, in order
    "surrender-disguised": ["no-forced-exit/holding/city_proper+town"],
    "surrender-in-a-prohibition": [
        "no-forced-exit/holding/city_proper",
        "no-contradiction/dwelling/no-landholders/city_proper",
    ],
    "surrender-for-a-companion": ["no-forced-exit/holding/town/spouse"],
    "threshold-reversed": ["more-never-hurts/insurance.urban_years/city_proper"],
    "level-reversed": ["more-never-hurts/education.level/city_proper"],
    "points-reversed": ["more-never-hurts/insurance.urban_years/city_proper"],
    "route-swallowed": ["every-route-usable/owner/swallowed"],
    "route-impossible": ["every-route-usable/unemployed-hired/nobody"],
    "ban-contradicts": ["no-contradiction/join-spouse/no-urban/town"],
    "below-the-floor": [
        "not-below-the-floor/national-2014/small-town-dwelling/town/refused",
        "not-below-the-floor/national-2014/companions/town/child/refused",
        "not-below-the-floor/national-2014/companions/town/and-so-on/refused",
    ],
    "clause-uncited": ["every-clause-cited/0", "every-clause-cited/1"],
}
REFUSED = {
    "surrender-plain": ("forbidden-fact", 14),
    "protected-ground": ("unknown-fact", 14),
    "criteria-in-a-ring": ("loop", 10),
}


@cache
def report(name: str) -> Report:
    pack = policy.load_pack(FAULTY / f"{name}.yaml")
    return verify(pack, policy.packs(), divisions, declared={})


def failing(name: str) -> list[Result]:
    return [one for one in report(name).results if one.status.fails]


def test_every_faulty_pack_is_accounted_for() -> None:
    assert {path.stem for path in FAULTY.glob("*.yaml")} == CAUGHT.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", CAUGHT)
def test_the_proofs_catch_the_seeded_fault_and_nothing_else(name: str) -> None:
    assert [one.id for one in failing(name)] == CAUGHT[name]
    assert not report(name).holds


@pytest.mark.parametrize("name", REFUSED)
def test_the_loader_refuses_the_seeded_fault(name: str) -> None:
    with pytest.raises(policy.Faulty) as refused:
        policy.load_pack(FAULTY / f"{name}.yaml")
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [REFUSED[name]]


@pytest.mark.parametrize("name", CAUGHT)
def test_each_case_shown_is_decided_as_it_is_said_to_be(name: str) -> None:
    packs = policy.packs().with_pack(policy.load_pack(FAULTY / f"{name}.yaml"))
    for result in failing(name):
        for one in result.witnesses:
            answer = policy.decide_text(one.text, "case.yaml", places=divisions, packs=packs)
            assert answer.outcome == one.outcome
            assert [companion.outcome for companion in answer.companions] == (
                [one.companion] if one.companion else []
            )


def told(name: str) -> list[tuple[dict[str, object], str]]:
    return [(dict(one.case.applicant), one.outcome) for one in failing(name)[0].witnesses]


def test_who_keeps_his_land_is_shown_beside_who_does_not() -> None:
    before, after = told("surrender-disguised")
    rights = {"land.contract_right": False, "land.homestead_right": False}
    assert before == ({"dwelling.lawful": True, **rights}, "eligible")
    assert after == ({"dwelling.lawful": True, **rights, "land.contract_right": True}, "ineligible")


def test_a_threshold_with_its_sense_reversed_is_shown_at_the_threshold() -> None:
    before, after = told("threshold-reversed")
    assert before == ({"employment.lawful_stable": True, "insurance.urban_years": 2}, "eligible")
    assert after == ({"employment.lawful_stable": True, "insurance.urban_years": 3}, "ineligible")


def test_a_gap_is_shown_by_one_person_under_both_policies() -> None:
    above, here = told("below-the-floor")
    assert above == ({"dwelling.lawful": True, "dwelling.tenure": "rented"}, "eligible")
    assert here == (above[0], "ineligible")


def test_whom_an_earlier_route_admits_is_shown_for_the_route_it_swallows() -> None:
    assert told("route-swallowed") == [({"dwelling.lawful": True, "dwelling.tenure": "owned"}, "eligible")]


def test_a_faulty_pack_is_told_in_both_languages() -> None:
    (result,) = failing("surrender-disguised")
    assert "土地权益" in result.text.zh
    assert "asks for its surrender" in result.text.en
    assert result.status is Status.COUNTEREXAMPLE
