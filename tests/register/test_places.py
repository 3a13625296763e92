"""Places change, and every registration follows its address to the office that keeps it then."""

import json
import threading
from datetime import date

import pytest

from huji.places import queries as places
from huji.places.acts import Authority, ChangePlaces, Rule
from huji.register import telling
from huji.register.telling import Names
from huji.standards import Refused

OF_ONE, OF_TWO = "211102002005", "211102002007"
DAY, LATER = date(2026, 11, 1), date(2026, 11, 20)


def order(on=LATER):
    return Authority(None, 0, on, "盘政发〔2026〕1号")


def change(acts, *rules, since=DAY):
    numbered = [Rule(line, *rule) if isinstance(rule, tuple) else rule for line, rule in enumerate(rules, 2)]
    return acts.change_places(ChangePlaces(since, numbered), order())


def offices(town, household):
    return town.sql(
        "select office, lower(valid)::text from household_address where household = %s and upper_inf(known)"
        " order by valid", [household],
    )  # fmt: skip


def test_a_new_name_changes_nobodys_registration(town, li, acts):
    before = town.sql("select count(*) from standing")
    done = change(acts, Rule(2, OF_ONE, {"number": "1"}, to={"number": "101", "road": "新路"}))
    assert (done.addresses, done.households) == (1, 0)
    assert town.sql("select count(*) from standing") == before
    assert places.reading(1).parts.road == "新路"
    assert places.reading(1, date(2026, 10, 31)).parts.number == "1"


def test_registrations_follow_their_community_to_another_office(town, li, zhang, acts):
    done = change(acts, Rule(2, OF_ONE, office=2))
    assert done.households == 1
    assert offices(town, li)[-1] == (2, "2026-11-01")
    assert {o for (o,) in town.sql(
        "select office from standing where household = %s and upper_inf(known) and upper_inf(valid)", [li]
    )} == {2}  # fmt: skip
    assert {o for (o,) in town.sql(
        "select office from standing where household = %s and upper_inf(known)"
        " and valid @> date '2026-10-31'", [li]
    )} == {1}  # fmt: skip
    town.assert_sound()
    with pytest.raises(Refused) as refused:
        acts.change_head(
            acts.ChangeHead(li, acts.Succession(town.people["李明明"]), LATER, "协商"), town.acting(1)
        )
    assert refused.value.code == "register.other_office"
    acts.change_head(
        acts.ChangeHead(li, acts.Succession(town.people["李明明"]), LATER, "协商"), town.acting(2)
    )
    town.assert_sound()


def test_one_in_transit_follows_the_household_left(town, li, acts):
    who = town.people["李明明"]
    acts.move_out(
        acts.MoveOut((who,), date(2026, 10, 20), "QY-1", "沈阳市"), town.acting(1, on=date(2026, 10, 20))
    )
    change(acts, Rule(2, OF_ONE, office=2))
    kinds = town.sql(
        "select kind::text, office, lower(valid)::text from standing where person = %s and upper_inf(known)"
        " and kind = 'in_transit' order by valid", [who],
    )  # fmt: skip
    assert kinds == [("in_transit", 1, "2026-10-20"), ("in_transit", 2, "2026-11-01")]
    town.assert_sound()


def test_the_entry_tells_who_followed(town, li, acts):
    done = change(acts, Rule(2, OF_ONE, to_division="211102002299", name="新城社区居委会", office=2))
    [(body,)] = town.sql("select convert_from(body, 'UTF8') from ledger_entry where entry = %s", [done.entry])
    body = json.loads(body)
    assert body["results"] == {
        "follow": [{"office": 2, "since": "2026-11-01", "until": None, "households": [li], "absent": []}]
    }
    told = telling.sentence("change_places", body, Names({}, {}, {2: "红旗派出所"}, {}))
    assert told.zh == (
        "自2026年11月1日起，211102002005 变更为 211102002299新城社区居委会。"
        "1 户的户口自2026年11月1日起由红旗派出所管辖。"
    )


def test_what_was_known_before_the_change_is_kept(town, li, acts):
    done = change(acts, Rule(2, OF_ONE, office=2))
    then = town.sql(
        "select distinct office from standing where household = %s and known @> %s::bigint",
        [li, done.entry - 1],
    )
    assert then == [(1,)]


def test_a_household_founded_while_its_community_changes_office_is_of_the_new_one(town, li, zhang, acts):
    from django.db import connection

    errors: list[BaseException] = []
    started = threading.Barrier(2)

    def run(work):
        try:
            started.wait()
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    def found():
        mover = acts.Mover(town.people["李明明"], "02")
        acts.settle(acts.Settle((mover,), acts.NewHousehold(7), LATER), town.acting(1))

    threads = [
        threading.Thread(target=run, args=(found,)),
        threading.Thread(target=run, args=(lambda: change(acts, Rule(2, OF_ONE, office=2), since=LATER),)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    torn = town.sql(
        "select h.household from household_address h join places_address a on a.id = h.address"
        " join places_office_area o on o.division = a.division and upper_inf(o.known) and upper_inf(o.valid)"
        " where upper_inf(h.known) and upper_inf(h.valid) and o.office <> h.office"
    )
    assert torn == []
    assert all(
        error.code in ("register.address_of_other_office", "register.other_office") for error in errors
    ), errors


def test_an_area_with_households_is_given_away_only_together_with_them(town, li, acts):
    from django.db import IntegrityError

    from huji.places.acts import AssignArea, assign_area

    with pytest.raises(IntegrityError, match="registered with another office"):
        assign_area(AssignArea(2, [OF_ONE], DAY), order())
    assert places.office_of(OF_ONE, LATER).id == 1
    change(acts, Rule(2, OF_ONE, office=2))
    assert places.office_of(OF_ONE, LATER).id == 2
