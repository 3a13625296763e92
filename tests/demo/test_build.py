"""The demonstration is built through the house's own doors and shows every state a case can be in."""

from datetime import date

import pytest
from tests.conftest import Database

from huji.demo.city import AGE, generate

TODAY = date(2026, 11, 20)


@pytest.fixture
def built(database: Database):
    from huji.demo import build

    heard: list[str] = []
    result = build.build(generate(7, TODAY - AGE, 4_000), TODAY, heard.append)
    assert heard == ["places", "people", "cases"]
    return result


def test_a_city_comes_with_its_officers_and_a_case_in_every_state(built) -> None:
    from django.db import connections

    from huji.cases.values import State

    with connections["owner"].cursor() as owner:
        owner.execute("select state, count(*) from case_file group by state")
        states = dict(owner.fetchall())
        owner.execute("select count(*) from officers_officer")
        (officers,) = owner.fetchone()
    assert built.people >= 4_000
    assert sum(states.values()) == built.cases >= 12
    assert officers == 13
    shown = {State(state) for state in states}
    # An expired permit is seen by its date, until an officer closes the case.
    assert shown >= set(State) - {State.EXPIRED}


def test_the_walk_names_somebody_who_has_no_case_yet(built) -> None:
    from django.db import connections

    with connections["owner"].cursor() as owner:
        owner.execute("select count(*) from case_file where applicant_number = %s", [built.applicant_number])
        assert owner.fetchone() == (0,)
        owner.execute("select count(*) from citizen_number where number = %s", [built.applicant_number])
        assert owner.fetchone() == (1,)


def test_nobody_in_the_demonstration_bears_a_number_that_could_be_real(built) -> None:
    from django.db import connections

    with connections["owner"].cursor() as owner:
        owner.execute("select count(*) from citizen_number where number not like '99%'")
        assert owner.fetchone() == (0,)
