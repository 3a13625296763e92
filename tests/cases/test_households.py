"""Which household a case leads to, who heads the one that is left, and what everybody is to the head."""

from datetime import date

import pytest
from tests.cases.city import CITY_ROUTE, ON, TOWN_STATION, VILLAGE_STATION, City

from huji.cases import acts, queries
from huji.cases.values import Companion, Destination, Done, Host, Sponsor, State
from huji.register import acts as register
from huji.runtime.db import set_area
from huji.standards import Refused

FAMILY = (("孙桂兰", "spouse"), ("赵小宝", "child"), ("赵大山", "parent"))
TENANT = CITY_ROUTE | {"dwelling.lives_there": True, "dwelling.accepts_registration": False}


def executed(city: City, done: Done, officer: str = "counter", **heirs: str) -> Done:
    successors = {city.households[key]: city.people[name] for key, name in heirs.items()}
    return acts.execute(acts.Execute(done.case, done.version, successors), city.by(officer))


def test_a_family_that_leaves_whole_needs_no_successor_and_leaves_an_empty_household(city: City) -> None:
    done = city.approved(city.accepted(*(city.companion(*one) for one in FAMILY)))
    set_area("*")
    assert queries.left_behind(city.officers["counter"], done.case, ON) == ()
    executed(city, done)
    home = city.where("赵铁柱")[1]
    assert [city.where(name)[1:3] for name, _ in FAMILY] == [(home, "12"), (home, "20"), (home, "51")]
    left = city.sql(
        "select count(*) from standing where household = %s and upper_inf(valid) and upper_inf(known)",
        [city.households["赵"]],
    )
    assert left == [(0,)]


def test_a_head_who_leaves_others_names_one_of_them_and_they_are_restated(city: City) -> None:
    done = city.approved(city.accepted(city.companion("赵小宝", "child")))
    set_area("*")
    (left,) = queries.left_behind(city.officers["counter"], done.case, ON)
    assert [member.name for member in left.adults] == ["孙桂兰", "赵大山"]
    with pytest.raises(Refused) as refused:
        executed(city, done, 赵="赵小宝")
    assert refused.value.code == "register.successor_not_member"
    executed(city, done, 赵="孙桂兰")
    assert city.where("孙桂兰")[2] == "02"
    assert city.where("赵大山")[2] in ("53", "54", "97")


def test_a_minor_left_alone_heads_the_household_only_on_a_stated_ground(city: City) -> None:
    companions = (city.companion("孙桂兰", "spouse"), city.companion("赵大山", "parent"))
    done = city.approved(city.accepted(*companions))
    with pytest.raises(Refused) as refused:
        executed(city, done, 赵="赵小宝")
    assert refused.value.code == "register.minor_head"
    ground = register.Succession(city.people["赵小宝"], {}, "由村民委员会代为监护")
    statement = acts.Execute(done.case, done.version, {city.households["赵"]: ground})
    assert acts.execute(statement, city.by()).state is State.SETTLED
    assert city.where("赵小宝")[2] == "02"


def test_a_member_who_leaves_changes_nothing_for_the_head(city: City) -> None:
    done = city.told(city.draft("孙桂兰"), "孙桂兰")
    done = city.approved(acts.accept(acts.Accept(done.case, done.version), city.by()))
    executed(city, done)
    assert city.where("孙桂兰")[2] == "02"
    assert city.where("赵铁柱")[1:3] == (city.households["赵"], "02")


def test_a_child_joins_a_parent_whose_household_receives_it(city: City) -> None:
    """子女投靠: the mother lives with her own father, who heads the household and consents."""
    grandfather, mother = ("钱老汉", "1", "1960-01-01", "02", "30"), ("钱芳", "2", "1988-01-01", "30", "40")
    father, child = ("林强", "1", "1986-01-01", "02", "40"), ("林小林", "1", "2016-05-05", "20", "10")
    mother_of = city.family("钱", 110, VILLAGE_STATION, grandfather, mother)
    city.family("林", 111, VILLAGE_STATION, father, child)
    city.kin("林小林", "钱芳", "parent", "2016-05-05")
    where = Destination(110, Host.RELATIVES, mother_of, "钱老汉当面同意")
    sponsor = Sponsor(city.numbers["钱芳"], "parent")
    done = city.draft("林小林", destination=where, sponsor=sponsor, officer="village")
    set_area("*")
    known = {one.name: one.value for one in queries.known(city.officers["village"], done.case)}
    assert known["sponsor.relation"] == "parent"
    assert known["sponsor.registered_at_destination"] is True
    found = queries.detail(city.officers["village"], done.case, ON)
    assert found.outcome == "eligible", found.answer
    done = acts.accept(acts.Accept(done.case, done.version), city.by("village"))
    done = acts.send_to_review(acts.SendToReview(done.case, done.version), city.by("village"))
    done = acts.review(acts.Review(done.case, done.version, "approve"), city.by("village_review"))
    done = acts.approve(acts.Approve(done.case, done.version), city.by("approve"))
    done = executed(city, done, "village")
    assert done.state is State.SETTLED
    assert city.where("林小林")[1:3] == (mother_of, "40")
    assert city.where("林强")[2] == "02"


def test_a_sponsor_who_is_said_to_be_other_kin_than_registered_is_not_accepted(city: City) -> None:
    where = Destination(101, Host.RELATIVES, city.households["赵"], "赵铁柱当面同意")
    city.family("林", 111, VILLAGE_STATION, ("林强", "1", "1986-01-01", "02", "40"))
    city.kin("林强", "赵大山", "parent", "1986-01-01")
    sponsor = Sponsor(city.numbers["赵大山"], "grandparent")
    done = city.draft("林强", destination=where, sponsor=sponsor, officer="village")
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by("village"))
    assert refused.value.code == "contradicts_register"


def test_tenants_whose_address_takes_no_registration_settle_in_the_communitys_household(city: City) -> None:
    home = city.collective(40, TOWN_STATION, register.CollectiveSort.COMMUNITY, "何社区")
    child = city.companion("赵小宝", "child")
    done = city.draft("赵铁柱", child, destination=Destination(40, Host.COMMUNITY, home))
    done = city.told(done, values=TENANT)
    set_area("*")
    answer = queries.detail(city.officers["counter"], done.case, ON).answer
    assert answer is not None
    assert "community_collective" in answer["hosts"]
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    assert city.sql("select due from case_file") == [(date(2026, 9, 21),)]  # 15 working days, not 3
    done = city.approved(done)
    done = executed(city, done, 赵="孙桂兰")
    assert city.where("赵铁柱") == ("registered", home, "99", TOWN_STATION)
    assert city.where("赵小宝") == ("registered", home, "99", TOWN_STATION)
    (content,) = city.sql("select content from documents_paper where number = %s", [done.papers[0]])[0]
    assert '"household":"collective"' in str(content).replace(" ", "")


def test_a_tenant_whose_address_does_take_registrations_needs_a_reason_for_the_communitys(city: City) -> None:
    home = city.collective(40, TOWN_STATION, register.CollectiveSort.COMMUNITY, "何社区")
    done = city.draft("赵铁柱", destination=Destination(40, Host.COMMUNITY, home))
    done = city.told(done, values=TENANT | {"dwelling.accepts_registration": True})
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done))
    with pytest.raises(Refused) as refused:
        acts.approve(acts.Approve(done.case, done.version), city.by("approve"))
    assert refused.value.code == "reason_needed"


def test_a_collective_household_of_another_sort_is_refused(city: City) -> None:
    home = city.collective(40, TOWN_STATION, register.CollectiveSort.SCHOOL, "何学校")
    for host in (Host.COMMUNITY, Host.UNIT, Host.OWN_DWELLING):
        with pytest.raises(Refused) as refused:
            city.draft(destination=Destination(40, host, home))
        assert refused.value.code == "host_differs"


def test_spouses_who_are_strangers_to_the_head_keep_their_own_words(city: City) -> None:
    """Joining friends: nobody is made kin of a head to whom no kinship is registered."""
    where = Destination(1, Host.RELATIVES, city.households["李"], "李建国当面同意")
    wife = Companion(city.numbers["孙桂兰"], "孙桂兰", "spouse", code="99")
    done = city.told(
        city.draft("赵铁柱", wife, destination=where, sponsor=Sponsor(city.numbers["李建国"], "friend"))
    )
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done))
    done = acts.approve(acts.Approve(done.case, done.version, "房屋宽敞，朋友同意"), city.by("approve"))
    executed(city, done, 赵="赵大山")
    assert city.where("赵铁柱")[1:3] == (city.households["李"], "99")
    assert city.where("孙桂兰")[1:3] == (city.households["李"], "99")
