"""The demonstration is built through the house's own doors and shows every state a case can be in."""

from datetime import date

import pytest
from tests.conftest import Database

from huji.demo.city import AGE, generate

TODAY = date(2026, 11, 20)


def test_a_city_comes_with_its_officers_and_business_in_every_state(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connections

    from huji.cases.values import State
    from huji.demo import build
    from huji.matters import values as matters

    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    stages: list[str] = []
    built = build.build(generate(7, TODAY - AGE, 8_000), TODAY, stages.append)

    def asked(query: str, *values: object) -> list[tuple]:
        with connections["owner"].cursor() as owner:
            owner.execute(query, values)
            return owner.fetchall()

    states = dict(asked("select state, count(*) from case_file group by state"))
    assert stages == ["places", "people", "cases"]
    assert built.people >= 7_900
    assert sum(states.values()) == built.cases >= 12
    # An expired permit shows by its date, until an officer closes the case.
    assert {State(state) for state in states} >= set(State) - {State.EXPIRED}
    assert asked("select count(*) from officers_officer") == [(15,)]
    # The opening entry is made by an officer of the office it names.
    assert asked(
        "select count(*) from ledger_entry e join officers_officer o"
        " on o.id = (convert_from(e.body, 'UTF8')::jsonb ->> 'officer')::int and o.office = e.office"
        " where e.act = 'open_register'"
    ) == [(1,)]
    assert asked(
        "select state, max(number) from rule_draft join rule_revision on draft = id group by state"
    ) == [("drafting", 2)]
    # A round of points waits to be settled, with one applicant whose facts are incomplete.
    assert asked("select state, objections_until < %s from round", TODAY) == [("listed", True)]
    scored = dict(asked("select standing, count(*) from round_score group by standing"))
    assert scored == {"qualified": 5, "refused": 1, "open": 1}
    # So does every state of the business at the counter.
    at_counter = dict(asked("select state, count(*) from matter group by state"))
    assert set(at_counter) == {state.value for state in matters.State}
    assert sum(at_counter.values()) == built.matters
    # A community came over by conversion; what was faulty waits at the station where the walk begins.
    held = asked(
        "select o.name, count(*) from quarantine_row join places_office o on o.id = office group by 1"
    )
    assert held == [("振兴派出所", built.held)]
    assert built.held >= 5
    assert asked(
        "select count(*) from standing where kind = 'registered' and upper_inf(known) and upper_inf(valid)"
    ) >= [(built.people - 20,)]
    # Of one person much was changed, corrected and undone: more is believed no longer than is.
    beliefs = asked(
        "select count(*) filter (where not upper_inf(known)), count(*) filter (where not upper_inf(valid))"
        " from particulars where person = (select person from citizen_number where number = %s)",
        built.changed_number,
    )
    assert beliefs[0][0] >= 4
    assert beliefs[0][1] >= 2
    # Whoever the walk names is registered and has no case yet.
    who = built.applicant_number
    assert asked("select count(*) from citizen_number where number = %s", who) == [(1,)]
    assert asked("select count(*) from case_file where applicant_number = %s", who) == [(0,)]
    # Nobody bears a number that could be a real person's.
    assert asked("select count(*) from citizen_number where number not like '99%%'") == [(0,)]
