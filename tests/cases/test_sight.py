"""What an officer sees of cases: the own area, what is asked and known, every look logged."""

from datetime import date

import pytest
from tests.cases.city import ON, City

from huji.cases import acts, queries
from huji.cases.values import State
from huji.facts.values import SourceKind
from huji.runtime.db import set_area
from huji.standards import Refused


def test_an_office_sees_its_own_cases_and_the_bureau_those_under_it(city: City) -> None:
    done = city.draft()
    officer = city.officers["counter"]
    for area, seen in (([2], True), ([3], False), ([1, 2, 3], True), ("*", True), (None, False)):
        set_area(area)
        assert [line.number for line in queries.queue(officer, ON)] == ([done.case] if seen else []), area
        if not seen:
            with pytest.raises(Refused) as refused:
                queries.detail(officer, done.case, ON)
            assert refused.value.code == "no_such_case"


def test_the_form_asks_only_what_can_still_change_the_outcome(city: City) -> None:
    done = city.draft("赵铁柱", city.companion("孙桂兰", "spouse"))
    set_area([2])
    officer = city.officers["counter"]
    names = [one.name for one in queries.asking(officer, done.case)]
    assert "employment.lawful_stable" in names
    assert "person.age" not in names
    assert "hukou.area" not in names
    done = city.told(done, values={"education.graduate": False})
    fewer = [one.name for one in queries.asking(officer, done.case)]
    assert "education.level" in names
    assert "education.level" not in fewer
    city.told(done)
    assert queries.asking(officer, done.case) == ()


def test_the_register_answers_what_it_knows_with_its_source(city: City) -> None:
    done = city.told(
        city.draft("赵铁柱", city.companion("孙桂兰", "spouse"), city.companion("赵小宝", "child"))
    )
    set_area([2])
    facts = {(one.subject, one.name): one for one in queries.known(city.officers["counter"], done.case)}
    zhao, sun, child = (city.numbers[name] for name in ("赵铁柱", "孙桂兰", "赵小宝"))
    assert facts[zhao, "person.age"].value == 41
    assert facts[zhao, "person.marital"].value == "married"
    assert facts[zhao, "hukou.area"].value == "rural"
    assert facts[zhao, "hukou.same_county"].value is False
    assert facts[zhao, "marriage.urban_rural_couple"].value is False
    assert facts[sun, "companion.married"].value is True
    assert facts[child, "companion.age"].value == 12
    assert facts[child, "companion.married"].value is False
    assert facts[sun, "companion.lives_together"].value is True
    assert facts[zhao, "hukou.area"].source.kind is SourceKind.REGISTER
    assert facts[zhao, "dwelling.tenure"].source.kind is SourceKind.ATTESTED
    assert facts[zhao, "dwelling.tenure"].source.officer == city.officers["counter"]
    assert "当面核实" in facts[zhao, "dwelling.tenure"].source.text.zh


def test_living_apart_attested_by_an_officer_outweighs_a_shared_household(city: City) -> None:
    done = city.draft("赵铁柱", city.companion("孙桂兰", "spouse"))
    city.told(done, "孙桂兰", {"companion.lives_together": False})
    set_area([2])
    facts = {(one.subject, one.name): one.value for one in queries.known(city.officers["counter"], done.case)}
    assert facts[city.numbers["孙桂兰"], "companion.lives_together"] is False


def test_every_look_at_people_leaves_a_line(city: City) -> None:
    done = city.draft("赵铁柱", city.companion("孙桂兰", "spouse"))
    set_area([2])
    officer = city.officers["counter"]
    looks = [
        lambda: queries.queue(officer, ON),
        lambda: queries.detail(officer, done.case, ON),
        lambda: queries.known(officer, done.case),
        lambda: queries.asking(officer, done.case),
        lambda: queries.history(officer, done.case),
    ]
    for number, look in enumerate(looks, start=1):
        look()
        rows = city.sql("select who, office, purpose, persons from access_line order by id")
        assert len(rows) == number
        people = sorted([city.people["赵铁柱"], city.people["孙桂兰"]])
        assert rows[-1] == (officer, 2, "handle_case", people)


def test_the_page_of_a_case_tells_all_of_it(city: City) -> None:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse")))
    set_area("*")
    found = queries.detail(city.officers["counter"], done.case, ON)
    assert (found.version, found.state, found.outcome) == (done.version, State.APPROVED, "eligible")
    assert [step.step for step in found.steps] == [
        "open_draft", "record_facts", "accept", "send_to_review", "review", "approve",
    ]  # fmt: skip
    assert [step.officer_name for step in found.steps][-1] == "民警approve"
    assert found.companions[0].admitted is True
    assert found.destination is not None
    assert found.address_text.endswith("10号")
    assert "execute" in found.verbs
    assert "execute" not in queries.detail(city.officers["review"], done.case, ON).verbs
    assert found.answer is not None
    assert found.answer["policy"] == "panjin-2015"
    assert set(found.law) >= {"packs", "vocabulary", "zones", "facts", "answer"}


def test_the_queue_turns_its_pages_by_limit_and_number(city: City) -> None:
    opened = [city.draft().case for _ in range(5)]
    accepted = city.told(city.draft(name := "李建国"), name)
    acts.accept(acts.Accept(accepted.case, accepted.version), city.by())
    set_area([2])
    officer = city.officers["counter"]
    seen: list[str] = []
    while page := queries.queue(officer, ON, limit=2, after=seen[-1] if seen else None):
        seen += [line.number for line in page]
    assert seen == [accepted.case, *opened]


def test_cases_wait_for_the_role_whose_turn_it_is(city: City) -> None:
    done = city.in_review(city.accepted())
    set_area("*")
    assert queries.queue(city.officers["counter"], ON, awaiting=True) == ()
    (line,) = queries.queue(city.officers["review"], ON, awaiting=True)
    assert (line.number, line.mine) == (done.case, True)
    assert queries.counts(city.officers["review"], ON).by_state == {State.IN_REVIEW: 1}


def test_a_dismissed_officer_sees_nothing(city: City) -> None:
    city.draft()
    city.sql("update officers_officer set is_active = false where username = 'counter'")
    set_area("*")
    with pytest.raises(Refused) as refused:
        queries.queue(city.officers["counter"], date(2026, 9, 2))
    assert refused.value.code == "not_an_officer"
