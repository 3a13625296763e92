"""What befalls people and places between the steps of a case: deaths, marriages, crossing cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cases.city import ON, TOWN_STATION, VILLAGE_STATION, City
from tests.cases.conftest import Clerks
from tests.cases.test_from_outside import permit, presented
from tests.cases.test_to_outside import PERMIT
from tests.cases.test_whole_or_not_at_all import everything, task

from huji.cases import acts, queries
from huji.cases.values import Destination, Done, Host, Kind, State
from huji.register import acts as register
from huji.runtime.db import set_area
from huji.standards import Refused

LATER = ON + timedelta(days=30)


def die(city: City, name: str, heir: str | None = None, office: int = VILLAGE_STATION, on: date = ON) -> None:
    household = city.where(name)[1]
    heirs = {household: city.people[heir]} if heir else {}
    statement = register.Death(city.people[name], on, "死亡医学证明", heirs)
    register.death(statement, register.Acting(1, office, on, "死亡医学证明"))


def settled(
    city: City, done: Done, heir: str | None = "赵大山", staying: dict[str, str] | None = None
) -> Done:
    heirs = {city.households["赵"]: city.people[heir]} if heir else {}
    by_number = {city.numbers[name]: reason for name, reason in (staying or {}).items()}
    return acts.execute(acts.Execute(done.case, done.version, heirs, by_number), city.by())


# -- people --


def test_a_companion_who_has_died_since_stays_out_and_the_case_says_so(city: City) -> None:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse"), city.companion("赵小宝", "child")))
    die(city, "孙桂兰")
    done = settled(city, done)
    assert done.state is State.SETTLED
    assert city.where("孙桂兰")[0] == "ended"
    assert city.where("赵小宝")[1] == city.where("赵铁柱")[1]
    set_area([TOWN_STATION])
    found = queries.detail(city.officers["counter"], done.case, ON)
    assert found.companions[0].admitted is False
    assert "死亡" in found.companions[0].reason
    assert found.steps[-1].data["staying"][0]["number"] == city.numbers["孙桂兰"]


def test_an_applicant_who_has_died_since_moves_nobody_and_the_case_can_be_closed(city: City) -> None:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse")))
    die(city, "赵铁柱", "赵大山")
    before = everything(city)
    with pytest.raises(Refused) as refused:
        settled(city, done, None)
    assert refused.value.code == "register.dead"
    # Of one whom another office keeps: called as in the case, no id, no day of death, and whom to ask.
    assert refused.value.text.zh == "赵铁柱已因死亡注销户口，不能再办理户口登记。"
    assert refused.value.hint
    assert "沙岭" in refused.value.hint.zh
    assert everything(city) == before
    closed = acts.withdraw(acts.Withdraw(done.case, done.version, "申请人已死亡"), city.by())
    assert closed.state is State.WITHDRAWN


def test_a_companion_who_would_rather_stay_is_left_out_with_a_written_reason(city: City) -> None:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse"), city.companion("赵小宝", "child")))
    with pytest.raises(Refused) as refused:
        settled(city, done, staying={"孙桂兰": ""})
    assert refused.value.code == "reason_needed"
    with pytest.raises(Refused) as refused:
        settled(city, done, staying={"李建国": "本人不去"})
    assert refused.value.code == "not_in_case"
    done = settled(city, done, "孙桂兰", {"孙桂兰": "本人声明留在原户"})
    assert city.where("孙桂兰")[1:3] == (city.households["赵"], "02")
    assert city.where("赵小宝")[2] == "20"


def test_one_of_those_permitted_may_arrive_without_the_other(city: City) -> None:
    permitted = permit(city)
    statement = presented(city, permitted)
    alone = replace(
        statement, arrivals=statement.arrivals[:1], staying={city.numbers["吴兰"]: "迁移证未列，本人暂不迁"}
    )
    done = acts.present_certificate(alone, city.by())
    assert done.state is State.SETTLED
    assert city.sql("select count(*) from citizen_number where number = %s", [city.numbers["吴兰"]]) == [(0,)]


def test_who_married_after_acceptance_is_judged_as_of_acceptance_and_enters_as_spouse(city: City) -> None:
    city.family("钱", 3, TOWN_STATION, ("钱多多", "2", "1987-01-01", "02", "10"))
    friend = replace(city.companion("钱多多", "friend"))
    done = city.told(city.draft("张丽华", friend), "张丽华")
    done = city.told(done, "钱多多", {"companion.lives_together": True})
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    city.kin("张丽华", "钱多多", "spouse", "2026-09-02")
    day = date(2026, 9, 3)
    done = city.reviewed(city.in_review(done, day), on=day)
    admitted = acts.Admission(city.numbers["钱多多"], True, "共同生活多年，现已结婚")
    approve = acts.Approve(done.case, done.version, "", (admitted,))
    done = acts.approve(approve, city.by("approve", day))
    acts.execute(acts.Execute(done.case, done.version), city.by(on=day))
    assert city.where("张丽华")[2] == "02"
    assert city.where("钱多多")[2] == "12"


# -- places --


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("update places_address set until = '2026-08-31' where id = 10", "address_ended"),
        ("update places_address set accepts_registration = false where id = 10", "address_not_registrable"),
        ("update places_office_area set office = 3 where office = 2", "other_office"),
    ],
)
def test_a_destination_that_no_longer_stands_moves_nobody_and_says_what_to_do(
    city: City, change: str, code: str
) -> None:
    done = city.approved(city.accepted())
    city.sql(
        "alter table places_address disable trigger user; alter table places_office_area disable trigger user"
    )
    city.sql(change)
    before = everything(city)
    with pytest.raises(Refused) as refused:
        settled(city, done)
    assert refused.value.code == code
    assert refused.value.hint is not None
    assert "撤回" in refused.value.hint.zh
    assert everything(city) == before


def test_a_household_that_has_moved_from_the_approved_address_receives_nobody(city: City) -> None:
    done = joining(city)
    city.sql("alter table household_address disable trigger user")
    city.sql("update household_address set address = 4 where household = %s", [city.households["李"]])
    with pytest.raises(Refused) as refused:
        acts.execute(acts.Execute(done.case, done.version), city.by())
    assert refused.value.code == "household_elsewhere"


def joining(city: City) -> Done:
    """Zhang's approved case to join the Li household."""
    where = Destination(1, Host.RELATIVES, city.households["李"], "李建国当面同意")
    done = city.told(city.draft("张丽华", destination=where), "张丽华")
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done))
    return acts.approve(acts.Approve(done.case, done.version, "有独立房间，同意"), city.by("approve"))


def test_a_head_who_died_since_leaves_the_newcomer_to_his_successor(city: City) -> None:
    done = joining(city)
    die(city, "李建国", "王秀英", TOWN_STATION, ON - timedelta(days=1))
    acts.execute(acts.Execute(done.case, done.version), city.by())
    assert city.where("王秀英")[2] == "02"
    assert city.where("张丽华")[1:3] == (city.households["李"], "97")


# -- crossing cases --


def test_a_companion_of_one_case_is_not_in_another_under_way(city: City) -> None:
    first = city.accepted(city.companion("孙桂兰", "spouse"))
    own = city.told(city.draft("孙桂兰"), "孙桂兰")
    also = city.told(city.draft("赵大山", city.companion("孙桂兰", "other_relative")), "赵大山")
    for other in (own, also):
        with pytest.raises(Refused) as refused:
            acts.accept(acts.Accept(other.case, other.version), city.by())
        assert refused.value.code == "another_case"
        assert "随迁人" in refused.value.text.zh
    acts.withdraw(acts.Withdraw(first.case, first.version, "改由各人自行申请"), city.by())
    assert acts.accept(acts.Accept(own.case, own.version), city.by()).state is State.ACCEPTED


def test_an_applicant_under_way_is_nobodys_companion(city: City) -> None:
    city.accepted()
    other = city.told(city.draft("孙桂兰", city.companion("赵铁柱", "spouse")), "孙桂兰")
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(other.case, other.version), city.by())
    assert refused.value.code == "another_case"


def test_a_companion_who_was_not_admitted_may_apply_alone(city: City) -> None:
    done = city.told(city.draft("赵铁柱", city.companion("孙桂兰", "spouse")))
    done = city.told(done, "孙桂兰", {"companion.lives_together": False})
    city.approved(acts.accept(acts.Accept(done.case, done.version), city.by()))
    own = city.told(city.draft("孙桂兰"), "孙桂兰")
    assert acts.accept(acts.Accept(own.case, own.version), city.by()).state is State.ACCEPTED


@pytest.mark.faults
def test_of_two_crossing_cases_accepted_at_once_one_is_accepted(city: City, clerks: Clerks) -> None:
    his = city.told(city.draft("赵铁柱", city.companion("孙桂兰", "spouse")))
    hers = city.told(city.draft("孙桂兰", city.companion("赵铁柱", "spouse")), "孙桂兰")
    asked = [
        task(city, "accept", f"acts.Accept({one.case!r}, {one.version})", token=f"form-of-{one.case}")
        for one in (his, hers)
    ]
    results = clerks(city, asked)
    assert sorted(result.get("refused", "accepted") for result in results) == ["accepted", "another_case"]


# -- leaving the city --


def away(city: City, name: str, *companions: tuple[str, str], heir: str | None = None) -> Done:
    along = tuple(city.companion(*one) for one in companions)
    done = city.draft(name, *along, kind=Kind.TO_OUTSIDE, outside=PERMIT)
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = acts.approve(acts.Approve(done.case, done.version), city.by("approve"))
    heirs = {city.households["李"]: city.people[heir]} if heir else {}
    statement = acts.IssueMigrationCertificate(done.case, done.version, heirs)
    return acts.issue_migration_certificate(statement, city.by())


def expired(city: City, done: Done) -> Done:
    return acts.expire(acts.Expire(done.case, done.version), city.by(on=LATER))


def test_a_family_that_left_whole_and_was_registered_nowhere_comes_back_as_it_was(city: City) -> None:
    done = away(city, "李建国", ("王秀英", "spouse"))
    assert expired(city, done).state is State.RESTORED
    assert city.where("李建国")[1:3] == (city.households["李"], "02")
    assert city.where("王秀英")[1:3] == (city.households["李"], "10")


def test_who_died_on_the_way_is_not_restored_and_the_others_are(city: City) -> None:
    done = away(city, "李建国", ("王秀英", "spouse"))
    die(city, "李建国", office=TOWN_STATION, on=ON + timedelta(days=3))
    assert expired(city, done).state is State.RESTORED
    assert city.where("李建国")[0] == "ended"
    assert city.where("王秀英")[1:3] == (city.households["李"], "02")


def test_a_case_whose_only_traveller_died_can_be_closed(city: City) -> None:
    done = away(city, "张丽华")
    die(city, "张丽华", office=TOWN_STATION, on=ON + timedelta(days=3))
    assert expired(city, done).state is State.RESTORED
    assert city.sql("select status from documents_paper where number = %s", [done.papers[0]]) == [
        ("cancelled",)
    ]


def test_arrival_is_confirmed_of_those_who_lived_to_see_it(city: City) -> None:
    done = away(city, "李建国", ("王秀英", "spouse"))
    die(city, "王秀英", office=TOWN_STATION, on=ON + timedelta(days=3))
    day = ON + timedelta(days=9)
    statement = acts.ConfirmArrival(done.case, done.version, "大中回执第89号", day)
    assert acts.confirm_arrival(statement, city.by(on=day)).state is State.ARRIVED
    assert city.where("李建国")[0] == "elsewhere"
    assert city.where("王秀英")[0] == "ended"


def test_who_gives_up_on_the_way_is_registered_at_the_origin_at_once(city: City) -> None:
    done = away(city, "李建国", heir="王秀英")
    day = ON + timedelta(days=2)
    closed = acts.withdraw(acts.Withdraw(done.case, done.version, "放弃迁移，交回迁移证"), city.by(on=day))
    assert closed.state is State.RESTORED
    assert city.where("李建国")[1:3] == (city.households["李"], "11")
    assert city.sql("select status from documents_paper where number = %s", [done.papers[0]]) == [
        ("cancelled",)
    ]


def test_who_comes_back_to_a_new_head_is_related_to_that_head(city: City) -> None:
    city.family(
        "周", 5, TOWN_STATION,
        ("周大年", "1", "1960-01-01", "02", "20"),
        ("吴桂花", "2", "1962-01-01", "10", "20"),
        ("周小年", "1", "1990-01-01", "20", "10"),
    )  # fmt: skip
    done = away(city, "吴桂花")
    die(city, "周大年", "周小年", TOWN_STATION, ON + timedelta(days=3))
    city.kin("周小年", "吴桂花", "parent", "1990-01-01")
    expired(city, done)
    assert city.where("吴桂花")[1:3] == (city.households["周"], "52")


def test_those_who_leave_the_city_leave_one_household(city: City) -> None:
    with pytest.raises(Refused) as refused:
        city.draft("李建国", city.companion("张丽华", "friend"), kind=Kind.TO_OUTSIDE, outside=PERMIT)
    assert refused.value.code == "companion_of_another_household"
