"""A round from the first application to the fact it supplies, as the published guide of Guangzhou has it."""

import json
from datetime import date, timedelta

import pytest
from tests.cases.city import City
from tests.rounds.town import BEIJING, CLOSES, LISTED, OPENS, SETTLED, Town

from huji.facts import queries as facts
from huji.facts.values import Where
from huji.rounds import acts, queries
from huji.rounds.rows import query
from huji.runtime.db import set_area
from huji.standards import Refused


@pytest.fixture
def town(city: City) -> Town:
    town = Town(city)
    town.open()
    return town


def refused(code: str):  # type: ignore[no-untyped-def]
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_those_with_most_years_of_medical_insurance_are_admitted_up_to_the_quota(town: Town) -> None:
    four, nine, six = (town.apply(insurance__medical_years=years) for years in (4, 9, 6))
    town.listed()
    assert town.settle().result == 2
    assert town.places() == {nine: (1, True, 1), six: (2, True, 1), four: (3, False, 1)}


def test_equal_years_are_told_apart_by_unemployment_insurance(town: Town) -> None:
    first = town.apply(insurance__medical_years=6, insurance__unemployment_years=4)
    second = town.apply(insurance__medical_years=6, insurance__unemployment_years=5)
    third = town.apply(insurance__medical_years=7)
    town.listed()
    town.settle()
    assert town.admitted() == {second, third}
    assert town.places()[first][0] == 3


def test_where_the_document_is_silent_on_equals_the_officer_names_the_rule_and_its_ground(town: Town) -> None:
    one, two, three = (town.apply(insurance__medical_years=years) for years in (9, 5, 5))
    town.listed()
    with refused("ties_unsaid"):
        town.settle()
    with refused("reason_needed"):
        town.settle(ties="all_in")
    assert town.places() == {}
    town.settle(ties="all_in", basis="穗府规〔2016〕6号的做法")
    assert town.admitted() == {one, two, three}


def test_whoever_fails_a_condition_or_sixty_points_is_not_ranked(town: Town) -> None:
    young = town.apply(permit__held=False, insurance__medical_years=20)
    few = town.apply(education__level="junior_college", insurance__medical_years=20)
    good = town.apply()
    town.listed()
    town.settle()
    assert town.places() == {young: (None, False, 1), few: (None, False, 1), good: (1, True, 1)}


def test_whose_facts_are_incomplete_is_listed_so_and_not_decided_upon(town: Town) -> None:
    unknown = town.apply(insurance__medical_years=None)
    good = town.apply()
    town.listed()
    score = town.city.sql("select standing, total from round_score where application = %s", [unknown])
    assert score == [("open", 60)]
    town.settle()
    assert town.admitted() == {good}
    told = town.city.sql("select subject from fact where name = 'points.admitted_in_round'")
    assert told == [(town.numbers[good],)]


def test_the_settled_round_makes_the_settlement_decidable(town: Town) -> None:
    first, second, third = (town.apply(insurance__medical_years=years) for years in (9, 8, 7))
    town.listed()
    before = facts.about(town.numbers[first], Where("440103", "city_proper"), SETTLED)
    assert "points.admitted_in_round" not in before.values
    town.settle()
    for one, value in ((first, True), (second, True), (third, False)):
        known = facts.about(town.numbers[one], Where("440103", "city_proper"), SETTLED, case="2026-002-00001")
        assert known.values["points.admitted_in_round"] is value
        assert known.sources["points.admitted_in_round"].evidence == "round_result"


def test_an_admission_lasts_as_long_as_the_round_says(city: City) -> None:
    town = Town(city)
    town.open(holds_years=3)
    good = town.apply()
    town.listed()
    town.settle()
    at = Where("440103", "city_proper")
    last = date(2018, 9, 20)
    assert facts.about(town.numbers[good], at, last).values["points.admitted_in_round"] is True
    after = facts.about(town.numbers[good], at, last + timedelta(days=1))
    assert "points.admitted_in_round" not in after.values


def test_each_score_is_explained_to_its_indicator_and_kept_with_digest_and_facts(town: Town) -> None:
    one = town.apply(giving__blood_years=3, qualification__on_city_list=True)
    town.score()
    ((reason, used, digest, total),) = town.city.sql(
        "select reason, facts, digest, total from round_score where application = %s", [one]
    )
    points = {part["indicator"]: part["points"] for part in json.loads(bytes(reason))["of"]}
    assert points == {
        "education": 60,
        "skill": 0,
        "listed-occupation": 20,
        "blood": 6,
        "volunteering": 0,
        "tax": 0,
    }
    assert total == 86
    assert json.loads(bytes(used))["values"]["giving.blood_years"] == 3
    assert digest == town.city.sql("select digest from round")[0][0]


def test_a_corrected_fact_makes_a_new_score_and_keeps_the_old(town: Town) -> None:
    one = town.apply()
    town.score()
    assert town.score(one).result == 0
    town.tell(one, {"giving.blood_years": 2}, CLOSES)
    assert town.score(one).result == 1
    rows = town.city.sql(
        "select seq, because, total from round_score where application = %s order by seq", [one]
    )
    assert rows == [(1, "first", 60), (2, "correction", 64)]
    with pytest.raises(Exception, match="permission denied"):
        _as_writer("update round_score set total = 99")


def test_the_published_list_is_for_everybody_and_names_nobody_in_full(town: Town) -> None:
    town.apply()
    town.listed()
    set_area(None)
    found = queries.published_list(town.round, "provisional")
    ((row,),) = [found.content["rows"]]
    assert (row["no"], row["name"], row["total"], row["standing"]) == (1, "赵**", "60", "qualified")
    said = json.dumps(found.content, ensure_ascii=False)
    assert not any(number in said or "赵申请" in said for number in town.numbers.values())
    assert found.content["objections_until"] == str(LISTED + timedelta(days=5))
    assert queries.rounds() == ()
    with pytest.raises(Exception, match="permission denied"):
        _as_writer("update round_list set day = day")


def test_an_objection_is_answered_by_another_officer_and_corrects_or_keeps_the_score(town: Town) -> None:
    first, second, third = (town.apply(insurance__medical_years=years) for years in (9, 8, 7))
    town.listed()
    object_to = acts.ObjectTo(town.round, third, "blood", "我献过五年血，没有计分")
    objection = acts.object_to(object_to, town.by("counter", LISTED)).result
    kept = acts.object_to(
        acts.ObjectTo(town.round, second, "conditions", "年限不对，请复核"), town.by("counter", LISTED)
    ).result
    assert objection is not None
    assert kept is not None
    with refused("objections_open"):
        town.settle()
    with refused("nothing_changed"):
        _answer(town, objection, corrected=True)
    town.tell(third, {"giving.blood_years": 5, "insurance.medical_years": 10}, LISTED, officer="review")
    _answer(town, objection, corrected=True)
    _answer(town, kept, corrected=False)
    with refused("no_such_objection"):
        _answer(town, kept, corrected=False)
    town.settle()
    assert town.admitted() == {first, third}
    rows = town.city.sql(
        "select because, total from round_score where application = %s order by seq", [third]
    )
    assert rows == [("first", 60), ("objection", 70)]


def _answer(town: Town, objection: int, corrected: bool) -> None:
    said = acts.Answer(town.round, objection, corrected, "已核对献血记录")
    acts.answer(said, town.by("review", LISTED))


def test_the_database_itself_wants_another_officer_and_answered_objections(town: Town) -> None:
    one = town.apply()
    town.listed()
    objection = acts.object_to(
        acts.ObjectTo(town.round, one, "blood", "没有计分"), town.by("counter", LISTED)
    ).result
    counter = town.city.officers["counter"]
    town.city.sql("update officers_officer set role = 'review' where id = %s", [counter])
    with refused("same_person"):
        acts.answer(acts.Answer(town.round, objection or 0, False, "理由充分"), town.by("counter", LISTED))


def test_one_application_a_person_and_round(town: Town) -> None:
    one = town.apply()
    again = acts.Apply(town.round, town.numbers[one], "赵申请")
    with refused("applied_already"):
        acts.apply(again, town.by("counter", OPENS))
    acts.withdraw(acts.Withdraw(town.round, one, "登记有误，重新登记"), town.by("counter", OPENS))
    assert acts.apply(again, town.by("counter", OPENS)).result
    assert town.city.sql("select place from round_application order by place") == [(1,), (2,)]


@pytest.mark.parametrize("day", [OPENS - timedelta(days=1), CLOSES + timedelta(days=1)])
def test_applications_are_taken_on_the_days_of_the_round_alone(town: Town, day: date) -> None:
    with refused("outside_the_days"):
        town.apply(on=day)


def test_nothing_is_published_before_it_closes_or_unscored_and_nothing_settled_before_objections_end(
    town: Town,
) -> None:
    with refused("nobody"):
        town.publish()
    town.apply()
    with refused("not_closed"):
        town.publish(on=CLOSES)
    with refused("not_scored"):
        town.publish()
    town.listed()
    with refused("too_early"):
        town.settle(on=LISTED + timedelta(days=5))
    with refused("not_now"):
        town.apply()
    with refused("not_now"):
        town.score()


def test_an_objection_after_its_days_or_on_nothing_is_refused(town: Town) -> None:
    one = town.apply()
    town.listed()
    late = LISTED + timedelta(days=6)
    for day, indicator, words, code in (
        (late, "blood", "没有计分", "too_late"),
        (LISTED, "beauty", "没有计分", "wrong_indicator"),
        (LISTED, "blood", " ", "reason_needed"),
    ):
        with refused(code):
            acts.object_to(acts.ObjectTo(town.round, one, indicator, words), town.by("counter", day))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"policy": "panjin-2015"}, "no_scheme"),
        ({"policy": "shanghai-2015"}, "no_scheme"),
        ({"policy": "nothing"}, "no_scheme"),
        ({"division": "440402"}, "wrong_place"),
        ({"area": "rural"}, "wrong_place"),
        ({"quotas": {"": -1}}, "wrong_quota"),
        ({"closes": OPENS - timedelta(days=1)}, "wrong_days"),
        ({"basis": "无"}, "reason_needed"),
        ({"opens": date(2016, 8, 1), "closes": date(2016, 9, 1)}, "no_scheme"),
    ],
)
def test_a_round_that_cannot_be_is_not_opened(city: City, changes: dict[str, object], code: str) -> None:
    with refused(code):
        Town(city).open(**changes)


@pytest.mark.parametrize("officer", ["counter", "review", "supervise"])
def test_each_step_has_its_role(town: Town, officer: str) -> None:
    with refused("not_your_role"):
        acts.publish(acts.Publish(town.round, town.version), town.by(officer, LISTED))
    with refused("not_your_role"):
        acts.settle(acts.Settle(town.round, town.version), town.by(officer, SETTLED))


def test_a_station_sees_its_own_applicants_and_every_look_is_logged(town: Town) -> None:
    here, there = town.apply(), town.apply(officer="village")
    set_area([2])
    assert [line.application.id for line in queries.lines(town.city.officers["counter"], town.round)] == [
        here
    ]
    with refused("no_such_application"):
        queries.application(town.city.officers["counter"], town.round, there)
    seen_steps = "select count(*) from round_step where step = 'apply'"
    assert query(seen_steps) == [(1,)]
    set_area([1, 2, 3])
    assert query(seen_steps) == [(2,)]
    before = town.city.sql("select count(*) from access_line")[0][0]
    queries.application(town.city.officers["approve"], town.round, there)
    assert town.city.sql("select count(*) from access_line")[0][0] == before + 1
    set_area(None)
    with refused("no_such_round"):
        queries.the_round(town.round)


def test_a_form_sent_twice_acts_once(town: Town) -> None:
    town.apply()
    town.listed()
    statement = acts.Settle(town.round, town.version)
    by = town.by("approve", SETTLED, "a-token-of-settling")
    first, again = acts.settle(statement, by), acts.settle(statement, by)
    assert again.repeated
    assert again.entry == first.entry
    assert town.city.sql("select count(*) from round_step where step = 'settle'") == [(1,)]
    with refused("token_reused"):
        acts.publish(acts.Publish(town.round, 1), by)


def test_a_page_drawn_before_another_step_settles_nothing(town: Town) -> None:
    town.apply()
    town.listed()
    with refused("changed_meanwhile"):
        acts.settle(acts.Settle(town.round, town.version - 1), town.by("approve", SETTLED))


def test_a_case_s_facts_are_used_and_recorded_in_the_case_alone(town: Town) -> None:
    number = town.numbers[town.apply()]
    acts.withdraw(acts.Withdraw(town.round, 1, "改用案件"), town.by("counter", OPENS))
    done = acts.apply(
        acts.Apply(town.round, number, "赵申请", case="2026-002-00001"), town.by("counter", OPENS)
    )
    assert done.result is not None
    town.numbers[done.result] = number
    with refused("in_a_case"):
        town.tell(done.result, {"permit.held": True}, OPENS)


def test_admission_is_never_recorded_by_hand(town: Town) -> None:
    one = town.apply()
    with refused("only_by_round"):
        town.tell(one, {"points.admitted_in_round": True}, OPENS)


def test_beijing_admits_whoever_reaches_the_announced_score(city: City) -> None:
    town = Town(city)
    town.open(
        policy="beijing-2017",
        division="110105",
        opens=date(2018, 4, 16),
        closes=date(2018, 6, 14),
        quotas=None,
        at_least=90.75,
        basis="2018年度公告",
    )
    day = date(2018, 5, 2)
    enough = town.apply(on=day, base=BEIJING, innovation__high_tech_years=3)
    short = town.apply(on=day, base=BEIJING, innovation__high_tech_years=2)
    prize = town.apply(on=day, base=BEIJING, innovation__award="national")
    town.score(on=day)
    totals = town.city.sql("select application, total, low, high from round_score order by application")
    assert totals == [(enough, 92, 92, 92), (short, 90, 90, 90), (prize, None, 86, 98)]
    town.publish(on=date(2018, 6, 15))
    town.settle(on=date(2018, 6, 21))
    assert town.places() == {enough: (1, True, 1), short: (None, False, 1), prize: (None, False, 1)}


def test_the_words_of_an_objection_are_read_after_a_look_at_whose_they_are(town: Town) -> None:
    said = acts.Apply(town.round, town.city.numbers["赵铁柱"], "赵铁柱")
    one = acts.apply(said, town.by("counter", OPENS)).result
    assert one is not None
    town.listed()
    acts.object_to(acts.ObjectTo(town.round, one, "blood", "我献过五年血"), town.by("counter", LISTED))
    reviewer = town.city.officers["review"]
    set_area("*")
    assert [each.application for each in queries.waiting(reviewer, town.round)] == [one]
    seen = "select count(*) from access_line where who = %s and %s = any (persons)"
    assert town.city.sql(seen, [reviewer, town.city.people["赵铁柱"]]) == [(1,)]


def test_the_public_list_of_lists_reads_nobody(town: Town) -> None:
    town.apply()
    town.listed()
    (one,) = queries.published()
    assert set(one.content) == {"title"}
    assert one.content["title"] == queries.published_list(town.round, "provisional").content["title"]


def _as_writer(sql: str) -> None:
    from django.db import connection

    from huji.runtime.db import writing

    with writing(), connection.cursor() as cursor:
        cursor.execute(sql)
