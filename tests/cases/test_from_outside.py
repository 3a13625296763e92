"""Moving in from another city: permit, certificate, act."""

from datetime import date, timedelta

import pytest
from tests.cases.city import ON, TOWN_STATION, City

from huji.cases import acts
from huji.cases.values import Applicant, Companion, Destination, Done, Host, Kind, Outside, Sponsor, State
from huji.facts.values import Given
from huji.standards import Refused

ELSEWHERE = Outside("沈阳市铁西区", "210106")
FAR = {"employment.lawful_stable": True, "dwelling.lawful": True, "dwelling.tenure": "owned"}
FAR |= {"insurance.urban_participant": True, "hukou.area": "urban", "hukou.division": "210106"}


@pytest.fixture
def permitted(city: City) -> Done:
    """Zhou and his wife, who are not in the register, with a permit of 2026-09-01."""
    return permit(city)


def permit(city: City) -> Done:
    city.numbers["周海"] = city.number(date(1988, 1, 2), "1")
    city.numbers["吴兰"] = city.number(date(1990, 3, 4), "2")
    wife = Companion(city.numbers["吴兰"], "吴兰", "spouse")
    done = city.draft("周海", wife, kind=Kind.FROM_OUTSIDE, outside=ELSEWHERE)
    done = city.told(done, "周海", FAR)
    done = city.told(done, "吴兰", {"companion.lives_together": True})
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.approved(done)
    return acts.issue_move_in_permit(acts.IssueMoveInPermit(done.case, done.version), city.by())


def presented(
    city: City, done: Done, on: date = ON, until: date | None = None, issued: date = ON
) -> acts.PresentCertificate:
    arrivals = tuple(acts.Arrival(city.numbers[name], name, marital="20") for name in ("周海", "吴兰"))
    return acts.PresentCertificate(
        done.case,
        done.version,
        "沈铁迁字001",
        "沈阳市公安局铁西分局",
        issued,
        until or on + timedelta(days=29),
        arrivals,
    )


def test_the_permit_is_good_for_forty_days_that_of_issue_included(city: City, permitted: Done) -> None:
    assert permitted.state is State.PERMIT_ISSUED
    (expires,) = city.sql("select expires from case_file where number = %s", [permitted.case])[0]
    assert expires == ON + timedelta(days=39)


def test_with_the_certificate_they_move_in_and_get_a_booklet(city: City, permitted: Done) -> None:
    day = ON + timedelta(days=39)
    done = acts.present_certificate(presented(city, permitted, day), city.by(on=day))
    assert done.state is State.SETTLED
    assert len(done.papers) == 1
    rows = city.sql(
        "select i.name, s.kind::text, s.relation, s.office from standing s"
        " join particulars i on i.person = s.person"
        " where i.name in ('周海', '吴兰') and upper_inf(s.known) and upper_inf(s.valid) order by s.relation"
    )
    assert rows == [("周海", "registered", "02", TOWN_STATION), ("吴兰", "registered", "12", TOWN_STATION)]
    couple = city.sql(
        "select count(*) from kinship where kind = 'spouse' and person > %s", [max(city.people.values())]
    )
    assert couple == [(2,)]
    persons = city.sql('select person from case_person where "case" = %s', [done.case])
    assert persons[0][0] is not None


def test_after_forty_days_a_permit_is_of_no_use_until_issued_anew(city: City, permitted: Done) -> None:
    late = ON + timedelta(days=40)
    with pytest.raises(Refused) as refused:
        acts.present_certificate(presented(city, permitted, late, issued=late), city.by(on=late))
    assert refused.value.code == "register.permit_expired"
    lapsed = acts.expire(acts.Expire(permitted.case, permitted.version), city.by(on=late))
    assert lapsed.state is State.EXPIRED
    again = acts.issue_move_in_permit(acts.IssueMoveInPermit(lapsed.case, lapsed.version), city.by(on=late))
    assert again.state is State.PERMIT_ISSUED
    done = acts.present_certificate(presented(city, again, late, issued=late), city.by(on=late))
    assert done.state is State.SETTLED


def test_who_got_the_certificate_in_time_may_arrive_after_the_permit_has_lapsed(
    city: City, permitted: Done
) -> None:
    issued, arrival = ON + timedelta(days=39), ON + timedelta(days=60)
    lapsed = acts.expire(acts.Expire(permitted.case, permitted.version), city.by(on=arrival))
    done = acts.present_certificate(presented(city, lapsed, arrival, issued=issued), city.by(on=arrival))
    assert done.state is State.SETTLED


def test_a_permit_does_not_lapse_before_its_last_day_has_passed(city: City, permitted: Done) -> None:
    last = ON + timedelta(days=39)
    with pytest.raises(Refused) as refused:
        acts.expire(acts.Expire(permitted.case, permitted.version), city.by(on=last))
    assert refused.value.code == "not_expired"


def test_an_expired_migration_certificate_is_refused(city: City, permitted: Done) -> None:
    day = ON + timedelta(days=31)
    with pytest.raises(Refused) as refused:
        acts.present_certificate(
            presented(city, permitted, day, until=ON + timedelta(days=29)), city.by(on=day)
        )
    assert refused.value.code == "certificate_expired"


def test_a_certificate_that_leaves_out_a_person_is_refused(city: City, permitted: Done) -> None:
    statement = presented(city, permitted)
    short = acts.PresentCertificate(
        statement.case, statement.version, statement.certificate, statement.issuer, ON, statement.until,
        statement.arrivals[:1],
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        acts.present_certificate(short, city.by())
    assert refused.value.code == "arrival_missing"
    assert city.state(permitted.case) == "permit_issued"


def test_a_withdrawn_permit_is_void(city: City, permitted: Done) -> None:
    done = acts.withdraw(acts.Withdraw(permitted.case, permitted.version, "不再迁移"), city.by())
    assert done.state is State.WITHDRAWN
    assert city.sql("select status from documents_paper where number = %s", [permitted.papers[0]]) == [
        ("cancelled",)
    ]


def test_whoever_is_registered_here_does_not_move_in_from_outside(city: City) -> None:
    with pytest.raises(Refused) as refused:
        city.draft("赵铁柱", kind=Kind.FROM_OUTSIDE, outside=ELSEWHERE)
    assert refused.value.code == "registered_here"


def test_a_name_in_latin_letters_is_refused(city: City) -> None:
    number = city.number(date(1990, 1, 1), "1")
    statement = acts.OpenDraft(
        Kind.FROM_OUTSIDE, Applicant(number, "John Smith"), Destination(10), outside=ELSEWHERE
    )
    with pytest.raises(Refused) as refused:
        acts.open_draft(statement, city.by())
    assert refused.value.code == "name.latin"


def test_a_companion_who_is_registered_here_does_not_move_in_from_outside(city: City) -> None:
    city.numbers["周海"] = city.number(date(1988, 1, 2), "1")
    with pytest.raises(Refused) as refused:
        city.draft("周海", city.companion("张丽华", "spouse"), kind=Kind.FROM_OUTSIDE, outside=ELSEWHERE)
    assert refused.value.code == "companion_registered_here"


def test_a_spouse_who_joins_is_kin_in_the_register_where_the_paper_was_seen(city: City) -> None:
    city.numbers["周海"] = city.number(date(1979, 1, 2), "1")
    where = Destination(2, Host.RELATIVES, city.households["张"], "张丽华当面同意")
    wife = Sponsor(city.numbers["张丽华"], "spouse")
    done = city.draft("周海", kind=Kind.FROM_OUTSIDE, outside=ELSEWHERE, destination=where, sponsor=wife)
    done = city.told(done, "周海", FAR)
    seen = Given(city.numbers["周海"], "sponsor.relation", "spouse", evidence="marriage_certificate")
    done = acts.record_facts(acts.RecordFacts(done.case, done.version, (seen,)), city.by())
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done))
    done = acts.approve(acts.Approve(done.case, done.version, "夫妻投靠，同户居住"), city.by("approve"))
    done = acts.issue_move_in_permit(acts.IssueMoveInPermit(done.case, done.version), city.by())
    arrival = acts.Arrival(city.numbers["周海"], "周海", marital="20")
    statement = acts.PresentCertificate(
        done.case,
        done.version,
        "沈铁迁字002",
        "沈阳市公安局铁西分局",
        ON,
        ON + timedelta(days=29),
        (arrival,),
    )
    acts.present_certificate(statement, city.by())
    rows = city.sql(
        "select s.household, s.relation, k.kind from standing s join person p on p.id = s.person"
        " join kinship k on k.person = p.id and k.relative = %s"
        " where upper_inf(s.known) and upper_inf(s.valid)",
        [city.people["张丽华"]],
    )
    assert rows == [(city.households["张"], "11", "spouse")]


def test_a_lost_permit_is_replaced_and_leads_in_as_the_former_would_have(city: City, permitted: Done) -> None:
    day = ON + timedelta(days=10)
    done = acts.replace_paper(
        acts.ReplacePaper(permitted.case, permitted.version, "遗失，已声明作废"), city.by(on=day)
    )
    assert done.state is State.PERMIT_ISSUED
    assert city.sql("select status from documents_paper where kind = 'permit' order by id") == [
        ("replaced",),
        ("issued",),
    ]
    later = day + timedelta(days=39)
    done = acts.present_certificate(presented(city, done, later, issued=later), city.by(on=later))
    assert done.state is State.SETTLED
    assert city.sql("select status from documents_paper where kind = 'permit' order by id") == [
        ("replaced",),
        ("used",),
    ]
