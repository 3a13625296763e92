"""What the database holds of a round, whatever the writing role tries past the verbs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from tests.cases.city import BUREAU, City
from tests.rounds.town import CLOSES, LISTED, OPENS, SETTLED, Town

from huji import ledger
from huji.rounds import acts
from huji.runtime.db import writing

SCORE = (
    "insert into round_score (application, seq, because, standing, total, keys, digest, facts, reason,"
    " officer, day, entry)"
    " select application, seq + 1, 'correction', standing, 99, keys, digest, facts, reason, officer, day, %s"
    " from round_score where application = %s order by seq desc limit 1"
)
APPLY = (
    "insert into round_application (round, place, number, name, day, office, officer, entry)"
    " select round, 99, '99110219900101001X', name, day, office, officer, coalesce(%s, entry)"
    " from round_application where id = %s"
)
PLACE = (
    "insert into round_place (round, application, score, pass, rank, admitted)"
    " select a.round, a.id, s.id, 1, 1, true"
    " from round_application a join round_score s on s.application = a.id where a.id = %s"
)


@pytest.fixture
def town(city: City) -> Town:
    town = Town(city)
    town.open()
    return town


def entry(act: str) -> int:
    return ledger.write(BUREAU, act, {"act": act})


def step(town: Town, name: str, state: str, role: str, on: Any) -> int:
    """Take a step as the writing role can, past the verb; return its entry."""
    made = entry(f"round_{name}")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into round_step (round, step, from_state, officer, role, office, day, entry)"
            " values (%s, %s, %s, 1, %s, %s, %s, %s)",
            [town.round, name, state, role, BUREAU, on, made],
        )
    return made


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_score_is_added_by_scoring_or_an_answer_of_its_own_round_alone(town: Town) -> None:
    one = town.apply()
    town.listed()
    with pytest.raises(IntegrityError, match="no step of its own"), writing():
        run(SCORE, entry("settle"), one)
    other = Town(town.city)
    other.open()
    with pytest.raises(IntegrityError, match="no step of its own"), writing():
        run(SCORE, step(other, "score", "collecting", "review", OPENS), one)
    with pytest.raises(IntegrityError, match="stands at listed"), writing():
        run(SCORE, step(town, "score", "collecting", "review", LISTED), one)


def test_nobody_is_entered_to_a_round_under_the_step_of_another(town: Town) -> None:
    one = town.apply()
    town.listed()
    with pytest.raises(IntegrityError), writing():
        run(APPLY, None, one)
    with pytest.raises(IntegrityError), writing():
        run(APPLY, entry("settle"), one)


def test_no_application_is_withdrawn_once_the_list_is_published(town: Town) -> None:
    one = town.apply()
    town.listed()
    with pytest.raises(IntegrityError, match="stays as it is"), writing():
        run("update round_application set withdrawn = %s where id = %s", entry("settle"), one)
    with pytest.raises(IntegrityError, match="stays as it is"), writing():
        run("update round_application set withdrawn = entry where id = %s", one)


def test_places_are_given_by_the_settling_alone(town: Town) -> None:
    one = town.apply()
    town.listed()
    with pytest.raises(IntegrityError, match="no settling"), writing():
        run(PLACE, one)
    town.settle()
    late = Town(town.city)
    late.open()
    two = late.apply(officer="counter")
    late.score(two)
    with pytest.raises(IntegrityError, match="no settling"), writing():
        run(PLACE, two)
    with pytest.raises(IntegrityError, match="no settling"), writing():
        run(PLACE.replace("a.round, a.id", f"'{town.round}', a.id"), two)


def test_objections_and_answers_have_their_own_step(town: Town) -> None:
    one = town.apply()
    town.listed()
    objected = (
        "insert into round_objection (application, indicator, words, officer, day, entry)"
        " values (%s, 'blood', '没有计分', 1, %s, %s)"
    )
    with pytest.raises(IntegrityError, match="no step of its own"), writing():
        run(objected, one, LISTED, entry("settle"))
    objection = acts.object_to(
        acts.ObjectTo(town.round, one, "blood", "没有计分"), town.by("counter", LISTED)
    ).result
    with pytest.raises(IntegrityError, match="no step of its own"), writing():
        run(
            "insert into round_answer"
            " (objection, application, taken_by, officer, corrected, reason, day, entry)"
            " select id, application, officer, officer + 1, false, '没有变动', day, %s"
            " from round_objection where id = %s",
            entry("settle"),
            objection,
        )


def test_a_step_is_taken_on_a_day_the_round_has_for_it(town: Town) -> None:
    town.apply()
    late = CLOSES + timedelta(days=1)
    for name, role, on in (("apply", "counter", late), ("publish", "approve", CLOSES)):
        with pytest.raises(IntegrityError, match="is not a day to"), writing():
            step(town, name, "collecting", role, on)
    town.listed()
    ((until,),) = town.city.sql("select objections_until from round where number = %s", [town.round])
    for name, role, on in (("object", "counter", SETTLED), ("settle", "approve", until)):
        with pytest.raises(IntegrityError, match="is not a day to"), writing():
            step(town, name, "listed", role, on)


def test_what_a_round_was_opened_with_stays(town: Town) -> None:
    with pytest.raises(IntegrityError, match="stays"), writing():
        run("update round set ties = 'all_in' where number = %s", town.round)


def test_a_round_is_opened_by_a_step(town: Town) -> None:
    with pytest.raises(IntegrityError, match="opened by no step"), writing():
        run(
            "insert into round (number, office, offices, policy, digest, pack, total, kind, division, area,"
            " basis, opens, closes, quotas, objection_days)"
            " select '2015-99', office, offices, policy, digest, pack, total, kind, division, area, basis,"
            " opens, closes, quotas, objection_days from round where number = %s",
            town.round,
        )
