"""The engine proposes, officers decide: reasons, companions, refusals."""

import pytest
from tests.cases.city import CITY_ROUTE, City

from huji.cases import acts
from huji.cases.values import Companion, Destination, Done, Host, Sponsor, State
from huji.standards import Refused

REASON = "经核实情况特殊，予以批准"


def proposal(city: City, done: Done) -> str:
    return str(city.sql("select proposal from case_file where number = %s", [done.case])[0][0])


def outcome(city: City, name: str) -> str:
    return str(city.sql("select outcome from case_person where number = %s", [city.numbers[name]])[0][0])


def decide(city: City, done: Done, officer: str = "approve", reason: str = "", *more: acts.Admission) -> Done:
    return acts.approve(acts.Approve(done.case, done.version, reason, more), city.by(officer))


def to_decide(city: City, values: dict[str, object], *companions: Companion) -> Done:
    done = city.accepted(*companions, values=values)
    return city.reviewed(city.in_review(done), "refuse", "材料不足，建议不予批准")


def test_the_proposal_follows_the_facts_as_they_come_in(city: City) -> None:
    done = city.draft()
    assert proposal(city, done) == "undetermined"
    done = city.told(done)
    assert proposal(city, done) == "eligible"
    done = city.told(done, values={"insurance.urban_participant": False})
    assert proposal(city, done) == "undetermined"
    closed = city.sql("select count(*) from fact where not upper_inf(known)")
    assert closed == [(1,)]


def test_an_undetermined_case_is_approved_only_with_a_written_reason(city: City) -> None:
    done = to_decide(city, {"employment.lawful_stable": True})
    with pytest.raises(Refused) as refused:
        decide(city, done)
    assert refused.value.code == "reason_needed"
    done = decide(city, done, reason=REASON)
    assert done.state is State.APPROVED
    assert city.sql("select against_proposal, reason from case_file") == [(True, REASON)]


def test_an_ineligible_case_is_approved_by_a_supervisor_alone(city: City) -> None:
    done = to_village(city)
    with pytest.raises(Refused) as refused:
        decide(city, done, reason=REASON)
    assert refused.value.code == "supervisor_needed"
    done = decide(city, done, "supervise", REASON)
    assert done.state is State.APPROVED
    assert city.sql("select against_proposal from case_file") == [(True,)]


def to_village(city: City) -> Done:
    """Li, an urban resident, applies to settle in a village: banned by Panjin's article 八."""
    none = {
        "education.graduate": False,
        "employment.lawful_stable": True,
        "employment.employer": "enterprise",
    }
    done = city.draft("李建国", destination=Destination(120), officer="village")
    facts = city.given("李建国", {**CITY_ROUTE, **none, "sponsor.relation": "none"})
    done = acts.record_facts(acts.RecordFacts(done.case, done.version, facts), city.by("village"))
    assert proposal(city, done) == "ineligible"
    done = acts.accept(acts.Accept(done.case, done.version), city.by("village"))
    done = acts.send_to_review(acts.SendToReview(done.case, done.version), city.by("village"))
    return acts.review(acts.Review(done.case, done.version, "refuse"), city.by("village_review"))


def test_a_refusal_gives_reasons_articles_and_the_way_to_appeal(city: City) -> None:
    done = to_village(city)
    done = acts.refuse(acts.Refuse(done.case, done.version), city.by("approve"))
    assert done.state is State.REFUSED
    (content,) = city.sql("select content from documents_paper where number = %s", [done.papers[0]])[0]
    paper = str(content)
    assert "盘政发〔2015〕53号（八）" in paper
    assert "人民法院" in paper
    assert "尚未证明" not in paper  # beside what is not met, what is merely not shown does not matter
    assert "人民政府" in paper
    assert city.sql("select against_proposal from case_file") == [(False,)]


def test_refusing_the_eligible_needs_a_written_reason_and_is_marked(city: City) -> None:
    done = city.reviewed(city.in_review(city.accepted()))
    with pytest.raises(Refused) as refused:
        acts.refuse(acts.Refuse(done.case, done.version), city.by("approve"))
    assert refused.value.code == "reason_needed"
    done = acts.refuse(acts.Refuse(done.case, done.version, "租赁合同经查系伪造"), city.by("approve"))
    assert city.sql("select against_proposal from case_file") == [(True,)]


def test_a_review_that_differs_from_the_proposal_needs_a_note(city: City) -> None:
    done = city.in_review(city.accepted())
    with pytest.raises(Refused) as refused:
        city.reviewed(done, "refuse")
    assert refused.value.code == "reason_needed"
    assert city.reviewed(done, "refuse", "实地走访无人居住").state is State.REVIEWED


def test_a_discretionary_companion_is_decided_by_the_officer_with_a_reason(city: City) -> None:
    city.family("爷", 102, 3, ("赵老爷", "1", "1935-01-01", "02", "30"))
    grandfather = Companion(city.numbers["赵老爷"], "赵老爷", "grandparent")
    done = city.draft("赵铁柱", grandfather)
    done = city.told(done)
    done = city.told(done, "赵老爷", {"companion.lives_together": True})
    assert outcome(city, "赵老爷") == "discretionary"
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done))
    with pytest.raises(Refused) as refused:
        decide(city, done)
    assert refused.value.code == "companion_undecided"
    number = city.numbers["赵老爷"]
    with pytest.raises(Refused) as refused:
        decide(city, done, "approve", "", acts.Admission(number, True))
    assert refused.value.code == "reason_needed"
    decide(city, done, "approve", "", acts.Admission(number, True, "祖父年迈，长期共同生活"))
    assert city.sql("select admitted, reason from case_person") == [(True, "祖父年迈，长期共同生活")]


def test_a_companion_who_does_not_live_together_stays_behind(city: City) -> None:
    done = city.draft("赵铁柱", city.companion("孙桂兰", "spouse"))
    done = city.told(city.told(done), "孙桂兰", {"companion.lives_together": False})
    assert outcome(city, "孙桂兰") == "ineligible"
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    city.approved(done)
    assert city.sql("select admitted from case_person") == [(False,)]


def test_a_relation_that_the_register_contradicts_is_not_accepted(city: City) -> None:
    done = city.told(city.draft("赵铁柱", city.companion("孙桂兰", "sibling")))
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by())
    assert refused.value.code == "contradicts_register"
    assert "配偶" in refused.value.text.zh


def test_a_value_that_the_register_contradicts_is_refused_at_once(city: City) -> None:
    done = city.draft()
    with pytest.raises(Refused) as refused:
        city.told(done, values={"person.marital": "single"})
    assert refused.value.code == "contradicts_register"
    done = city.told(done, values={"person.marital": "married"})
    assert city.sql("select count(*) from fact where name = 'person.marital'") == [(0,)]


def test_joining_a_relative_takes_the_households_head_and_his_consent(city: City) -> None:
    where = Destination(1, Host.RELATIVES, city.households["李"])
    with pytest.raises(Refused) as refused:
        city.draft("张丽华", destination=where)
    assert refused.value.code == "host_consent_missing"
    where = Destination(1, Host.RELATIVES, city.households["李"], "李建国当面同意")
    done = city.draft("张丽华", destination=where, sponsor=Sponsor(city.numbers["李建国"], "sibling"))
    done = city.told(done, "张丽华")
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done))
    # Article 五 opens the own dwelling and the community's household; another host is for the officer.
    with pytest.raises(Refused) as refused:
        decide(city, done)
    assert refused.value.code == "reason_needed"
    done = decide(city, done, reason="李建国有独立房间并书面同意")
    done = acts.execute(acts.Execute(done.case, done.version), city.by())
    assert city.where("张丽华")[1:3] == (city.households["李"], "70")


def test_an_address_that_takes_no_registration_is_refused(city: City) -> None:
    with pytest.raises(Refused) as refused:
        city.draft(destination=Destination(50))
    assert refused.value.code == "address_not_registrable"


def test_an_address_that_does_not_exist_is_refused(city: City) -> None:
    with pytest.raises(Refused) as refused:
        city.draft(destination=Destination(9999))
    assert refused.value.code == "address.unknown"


def test_an_application_for_another_stations_address_is_refused(city: City) -> None:
    with pytest.raises(Refused) as refused:
        city.draft(destination=Destination(120))
    assert refused.value.code == "other_office"
