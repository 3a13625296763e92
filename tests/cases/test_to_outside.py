"""Moving out to another city: its permit, transit, and receipt or restoration."""

from datetime import date, timedelta

import pytest
from tests.cases.city import ON, City

from huji.cases import acts
from huji.cases.values import Done, Kind, Outside, State
from huji.register import acts as register
from huji.standards import Refused

PERMIT = Outside("大连市中山区", "210202", "大中准字第000123号", date(2026, 8, 20), date(2026, 9, 28))


@pytest.fixture
def approved(city: City) -> Done:
    """Zhang, who lives alone, with the permit of Dalian approved."""
    return approve(city)


def approve(city: City) -> Done:
    done = city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=PERMIT)
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    return acts.approve(acts.Approve(done.case, done.version), city.by("approve"))


@pytest.fixture
def away(city: City, approved: Done) -> Done:
    return acts.issue_migration_certificate(
        acts.IssueMigrationCertificate(approved.case, approved.version), city.by()
    )


def test_a_person_with_a_certificate_is_in_transit(city: City, away: Done) -> None:
    assert away.state is State.IN_TRANSIT
    assert city.where("张丽华")[0:2] == ("in_transit", None)
    (expires,) = city.sql("select expires from case_file where number = %s", [away.case])[0]
    assert expires == ON + timedelta(days=29)


def test_with_the_receipt_she_is_registered_elsewhere(city: City, away: Done) -> None:
    day = ON + timedelta(days=10)
    statement = acts.ConfirmArrival(away.case, away.version, "大中回执第88号", day)
    done = acts.confirm_arrival(statement, city.by(on=day))
    assert done.state is State.ARRIVED
    assert city.where("张丽华")[0] == "elsewhere"


def test_when_the_certificate_runs_out_she_is_restored_at_her_origin(city: City, away: Done) -> None:
    early = ON + timedelta(days=29)
    with pytest.raises(Refused) as refused:
        acts.expire(acts.Expire(away.case, away.version), city.by(on=early))
    assert refused.value.code == "not_expired"
    done = acts.expire(acts.Expire(away.case, away.version), city.by(on=ON + timedelta(days=30)))
    assert done.state is State.RESTORED
    assert city.where("张丽华")[0:3] == ("registered", city.households["张"], "02")


def test_a_head_who_left_comes_back_as_kin_of_the_new_head(city: City) -> None:
    done = city.draft("李建国", kind=Kind.TO_OUTSIDE, outside=PERMIT)
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = acts.approve(acts.Approve(done.case, done.version), city.by("approve"))
    successor = {city.households["李"]: city.people["王秀英"]}
    done = acts.issue_migration_certificate(
        acts.IssueMigrationCertificate(done.case, done.version, successor), city.by()
    )
    done = acts.expire(acts.Expire(done.case, done.version), city.by(on=ON + timedelta(days=30)))
    assert done.state is State.RESTORED
    assert city.where("李建国")[1:3] == (city.households["李"], "11")


def test_one_who_came_the_day_she_left_comes_back_to_the_household_of_that_day(city: City) -> None:
    home, by = city.households["李"], register.Acting(7, 2, ON, "测试")
    register.settle(register.Settle((register.Mover(city.people["张丽华"], "99"),), home, ON), by)
    done = approve(city)
    done = acts.issue_migration_certificate(
        acts.IssueMigrationCertificate(done.case, done.version), city.by()
    )
    done = acts.expire(acts.Expire(done.case, done.version), city.by(on=ON + timedelta(days=30)))
    assert done.state is State.RESTORED
    assert city.where("张丽华")[1:3] == (home, "99")


def test_without_the_other_citys_permit_nothing_is_accepted(city: City) -> None:
    done = city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=Outside("大连市中山区", "210202"))
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by())
    assert refused.value.code == "no_permit"


def test_an_expired_permit_of_the_other_city_is_refused(city: City) -> None:
    old = Outside("大连市中山区", "210202", "大中准字第7号", date(2026, 7, 1), date(2026, 8, 9))
    done = city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=old)
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by())
    assert refused.value.code == "permit_expired"


def test_leaving_can_be_refused_only_with_a_written_reason(city: City) -> None:
    done = city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=PERMIT)
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    with pytest.raises(Refused) as refused:
        acts.refuse(acts.Refuse(done.case, done.version), city.by("approve"))
    assert refused.value.code == "reason_needed"
    statement = acts.Refuse(done.case, done.version, "经与大连核实，该准迁证系伪造")
    assert acts.refuse(statement, city.by("approve")).state is State.REFUSED


def test_a_lost_certificate_is_replaced_with_days_of_its_own_and_only_the_new_one_counts(
    city: City, away: Done
) -> None:
    [(former,)] = city.sql("select paper from case_file where number = %s", [away.case])
    day = ON + timedelta(days=20)
    done = acts.replace_paper(acts.ReplacePaper(away.case, away.version, "遗失，已声明作废"), city.by(on=day))
    assert done.state is State.IN_TRANSIT
    [(number, expires)] = city.sql("select paper, expires from case_file where number = %s", [away.case])
    assert number != former
    assert expires == day + timedelta(days=29)
    assert city.sql("select number, status from documents_paper where kind = 'certificate' order by id") == [
        (former, "replaced"),
        (number, "issued"),
    ]
    assert city.sql("select number from migration_certificate where void_entry is null") == [(number,)]
    with pytest.raises(Refused) as refused:
        acts.expire(acts.Expire(away.case, done.version), city.by(on=ON + timedelta(days=30)))
    assert refused.value.code == "not_expired"
    done = acts.expire(acts.Expire(away.case, done.version), city.by(on=day + timedelta(days=30)))
    assert done.state is State.RESTORED


def test_a_certificate_of_one_who_has_settled_is_not_replaced(city: City, away: Done) -> None:
    from huji.register import acts as register

    [(former,)] = city.sql("select paper from case_file where number = %s", [away.case])
    by = register.Acting(city.officers["counter"], 2, ON + timedelta(days=3), "回执")
    register.arrive_elsewhere(
        register.ArriveElsewhere((city.people["张丽华"],), by.on, former, "大中回执第88号"), by
    )
    with pytest.raises(Refused, match="不在迁移途中"):
        acts.replace_paper(
            acts.ReplacePaper(away.case, away.version, "遗失，已声明作废"), city.by(on=ON + timedelta(days=4))
        )
    assert city.sql("select count(*) from documents_paper where kind = 'certificate'") == [(1,)]
