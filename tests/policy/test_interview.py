"""The interview settles what a policy says of a person with few questions, and never settles it wrongly."""

import random

import pytest
from tests.policy.people import ON, PLACES, asked, person

from huji import policy
from huji.policy.interview import Interview, interview

PACKS = policy.packs()
WORDS = PACKS.vocabulary
EVERYWHERE = [(name, division, area) for name, division, areas in PLACES for area in areas]


def talk_at(name: str, division: str, area: str) -> Interview:
    pack = PACKS.get(name)
    assert pack is not None
    return interview(pack, WORDS, division, area)


def decided(name: str, division: str, area: str, facts: dict) -> policy.Answer:
    pack = PACKS.get(name)
    assert pack is not None
    return policy.decide_by(pack, policy.Case(ON, division, area, facts), area=area, packs=PACKS)


def known_of(answers: dict) -> dict:
    return answers | {name: one.value for name, one in policy.implied(answers, WORDS).items()}


def consistent(who: dict) -> dict:
    """Return the person with what the vocabulary says of people made true of them."""
    grounds = {name for one in WORDS.implications for name in _reads(one.condition)}
    return who | known_of({name: who[name] for name in grounds & who.keys()})


def _reads(condition) -> set[str]:
    from huji.policy.tree import facts_of

    return set(facts_of(condition, {}))


@pytest.mark.parametrize(("name", "division", "area"), EVERYWHERE)
def test_the_outcome_is_that_of_the_complete_answers(name: str, division: str, area: str) -> None:
    rng = random.Random(f"{name} {area}")
    talk = talk_at(name, division, area)
    for _ in range(6):
        who = consistent(person(rng))
        answers = {}
        for box in talk.boxes({}):
            if who[box.fact] == box.empty:
                answers[box.fact] = box.empty
            elif box.ticked is not None:
                answers[box.fact] = box.ticked
        while (step := talk.step(known_of(answers))).fact:
            missing = decided(name, division, area, known_of(answers)).missing
            assert step.fact in missing, "asked what cannot matter"
            answers[step.fact] = who[step.fact]
        whole = {fact: who[fact] for fact in talk.facts if fact in who}
        assert step.outcome == decided(name, division, area, whole).outcome
        assert decided(name, division, area, known_of(answers)).missing == ()


@pytest.mark.parametrize(("name", "division", "area"), EVERYWHERE)
def test_who_cannot_tell_gets_no_wrong_answer_and_no_question_twice(
    name: str, division: str, area: str
) -> None:
    rng = random.Random(f"unsure {name} {area}")
    talk = talk_at(name, division, area)
    for _ in range(4):
        who = consistent(person(rng))
        answers: dict = {}
        unsure: set[str] = set()
        while (step := talk.step(known_of(answers), unsure)).fact:
            assert step.fact not in unsure
            assert step.fact not in answers
            if rng.random() < 0.3:
                unsure.add(step.fact)
            else:
                answers[step.fact] = who[step.fact]
        whole = decided(name, division, area, {fact: who[fact] for fact in talk.facts if fact in who})
        kept = {fact: value for fact, value in who.items() if fact in talk.facts and fact not in unsure}
        assert step.outcome == decided(name, division, area, kept).outcome
        assert step.outcome in (whole.outcome, "undetermined")


def test_the_promised_number_of_questions_is_never_exceeded_and_mostly_small() -> None:
    rng = random.Random(8)
    counts = []
    for name, division, area in EVERYWHERE:
        talk = talk_at(name, division, area)
        counts += [asked(talk, person(rng), WORDS, rng, 0.1)[0] for _ in range(8)]
    assert sorted(counts)[len(counts) // 2] <= 3
    assert sum(count <= 8 for count in counts) >= 0.95 * len(counts)


def test_a_route_open_to_all_boxes_left_empty_is_not_closed_by_them() -> None:
    talk = talk_at("panjin-2015", "211103", "city_proper")
    boxes = {box.fact for box in talk.boxes({})}
    assert {"employment.lawful_stable", "dwelling.lawful", "education.graduate", "business.invests"} <= boxes
    none = {box.fact: box.empty for box in talk.boxes({})}
    assert talk.step(known_of(none)).outcome == "ineligible"


def test_where_two_facts_decide_nobody_ticks_boxes() -> None:
    assert talk_at("liaoning-2015", "210381", "county_level_city").boxes({}) == ()


def test_what_the_document_leaves_open_asks_nobody_anything() -> None:
    step = talk_at("liaoning-2015", "210102", "city_proper").step({})
    assert (step.outcome, step.fact, step.most) == ("undetermined", None, 0)
