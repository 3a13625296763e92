"""What an answer says: the frozen shape, outcomes, companions, hosts, papers, nearest route, appeal."""

import datetime as dt
import json
from pathlib import Path

import pytest

from huji import policy
from huji.standards import divisions

DAY = dt.date(2016, 3, 1)
HOME = {
    "employment.lawful_stable": True,
    "dwelling.lawful": True,
    "dwelling.tenure": "rented",
    "insurance.urban_participant": True,
}
NOT_OTHERWISE = {"education.graduate": False, "business.invests": False}


def decide(applicant=None, *companions, division="211103", area="city_proper", date=DAY, name=None):
    case = policy.Case(date, division, area, applicant or {}, companions, name)
    return policy.decide(case, places=divisions, packs=policy.packs())


def test_the_answer_has_the_frozen_keys_in_their_order() -> None:
    answer = decide(HOME, policy.Companion("spouse", {"companion.lives_together": True})).as_dict()
    assert list(answer) == [
        "outcome",
        "policy",
        "policy_digest",
        "date",
        "granted_by",
        "basis",
        "routes",
        "prohibitions",
        "missing",
        "unanimous",
        "unsettled",
        "nearest",
        "superior",
        "companions",
        "hosts",
        "evidence",
    ]
    assert list(answer["routes"][0]) == ["id", "outcome", "basis", "reason"]
    assert list(answer["companions"][0]) == ["relation", "outcome", "missing", "basis"]
    assert list(answer["evidence"][0]) == ["any_of", "for"]
    assert answer["routes"][0]["reason"]["of"][2] == {
        "criterion": "insured_now",
        "holds": True,
        "of": [{"fact": "insurance.urban_participant", "is": True, "given": True, "holds": True}],
    }
    assert answer["basis"] == [{"document": "盘政发〔2015〕53号", "article": "五"}]
    assert answer["policy_digest"].startswith("sha256:")


def test_canonical_bytes_are_the_answer_and_the_same_every_time() -> None:
    one, other = decide(HOME), decide(dict(reversed(list(HOME.items()))))
    assert one.to_json() == other.to_json()
    assert json.loads(one.to_json()) == one.as_dict()


def test_all_routes_are_explained_even_after_one_is_true() -> None:
    answer = decide(HOME)
    assert [route.id for route in answer.routes] == [
        "city-employment-and-dwelling",
        "graduate-hired",
        "investor",
    ]
    assert answer.outcome == "eligible"
    assert answer.missing == ()


def test_a_prohibition_stands_before_a_true_route() -> None:
    answer = decide({"hukou.area": "urban", "sponsor.relation": "spouse"}, area="rural")
    assert answer.outcome == "undetermined"  # the second exception is still open
    graduate = {"education.graduate": False}
    answer = decide({"hukou.area": "urban", **graduate}, area="rural")
    assert answer.outcome == "ineligible"
    assert [ban.holds for ban in answer.prohibitions] == [True]
    assert answer.basis[0].article == "八"
    assert answer.nearest is None
    assert answer.hosts == ()


def test_an_unknown_prohibition_leaves_a_true_route_undetermined() -> None:
    # An urban graduate of this year whose return is certain but for the place of origin: both sides are open.
    answer = decide({"hukou.area": "urban"}, area="rural")
    assert answer.outcome == "undetermined"
    assert [ban.holds for ban in answer.prohibitions] == [None]


def test_ineligible_names_the_route_that_fails_by_the_fewest_leaves() -> None:
    answer = decide({**HOME, **NOT_OTHERWISE, "insurance.urban_participant": False})
    assert answer.outcome == "ineligible"
    assert answer.nearest is not None
    assert answer.nearest.route == "city-employment-and-dwelling"
    assert [leaf["fact"] for leaf in answer.nearest.leaves] == ["insurance.urban_participant"]
    assert answer.superior == ()


def test_what_the_document_does_not_say_is_unsettled_and_unanimous() -> None:
    answer = decide(
        {"hukou.area": "rural", "sponsor.relation": "none", "education.graduate": False}, area="rural"
    )
    assert answer.outcome == "undetermined"
    assert answer.missing == ()
    assert answer.unanimous == "undetermined"
    assert [one.route for one in answer.unsettled] == ["other-moves-of-rural-residents"]


def test_missing_facts_come_in_the_order_of_how_many_clauses_they_are_live_in() -> None:
    answer = decide({}, area="rural")
    assert answer.missing[0] == "hukou.area"
    entries = policy.questions(answer, policy.packs().vocabulary)
    assert entries[0].ask.zh
    assert [entry.name for entry in entries] == list(answer.missing)


def test_one_missing_fact_is_told_without_the_solver() -> None:
    answer = decide(
        {name: value for name, value in {**HOME, **NOT_OTHERWISE}.items() if name != "dwelling.lawful"}
    )
    assert answer.missing == ("dwelling.lawful",)


@pytest.mark.parametrize(
    ("relation", "facts", "outcome", "missing"),
    [
        ("spouse", {"companion.lives_together": True}, "eligible", ()),
        ("spouse", {"companion.lives_together": False}, "ineligible", ()),
        ("spouse", {}, "undetermined", ("companion.lives_together",)),
        ("sibling", {"companion.lives_together": True}, "discretionary", ()),
        ("sibling", {"companion.lives_together": False}, "ineligible", ()),
        ("sibling", {}, "undetermined", ("companion.lives_together",)),
    ],
)
def test_companions_of_an_eligible_applicant(relation, facts, outcome, missing) -> None:
    answer = decide(HOME, policy.Companion(relation, facts))
    assert [(one.outcome, one.missing) for one in answer.companions] == [(outcome, missing)]


def test_companions_are_at_best_undetermined_with_an_undetermined_applicant() -> None:
    known = {**HOME, **NOT_OTHERWISE}
    del known["dwelling.lawful"]
    answer = decide(
        known,
        policy.Companion("spouse", {"companion.lives_together": True}),
        policy.Companion("spouse", {"companion.lives_together": False}),
        policy.Companion("spouse"),
    )
    assert [(one.outcome, set(one.missing)) for one in answer.companions] == [
        ("undetermined", {"dwelling.lawful"}),
        ("ineligible", set()),
        ("undetermined", {"dwelling.lawful", "companion.lives_together"}),
    ]


def test_alike_companions_are_answered_alike_each_in_its_place() -> None:
    child = policy.Companion("child", {"companion.lives_together": True, "companion.age": 3})
    apart = policy.Companion("child", {"companion.lives_together": False, "companion.age": 3})
    spouse = policy.Companion("spouse", {"companion.lives_together": True})
    answer = decide(HOME, child, apart, spouse, child, policy.Companion("child"))
    assert [(one.relation, one.outcome) for one in answer.companions] == [
        ("child", "eligible"),
        ("child", "ineligible"),
        ("spouse", "eligible"),
        ("child", "eligible"),
        ("child", "undetermined"),
    ]


def test_what_follows_is_no_part_of_a_decision_but_can_be_drawn_before_it() -> None:
    known = {"companion.lives_together": True, "companion.age": 5}
    follows = {name: one.value for name, one in policy.implied(known, policy.vocabulary()).items()}
    # Liaoyuan takes in unmarried children of any age.
    answer = decide(
        HOME,
        policy.Companion("child", known),
        policy.Companion("child", {**known, **follows}),
        division="220402",
    )
    assert [(one.outcome, one.missing) for one in answer.companions] == [
        ("undetermined", ("companion.married",)),
        ("eligible", ()),
    ]


def test_companions_of_a_refused_applicant_are_refused() -> None:
    together = policy.Companion("spouse", {"companion.lives_together": True})
    answer = decide({**NOT_OTHERWISE, "dwelling.lawful": False}, together)
    assert answer.outcome == "ineligible"
    assert [one.outcome for one in answer.companions] == ["ineligible"]


def test_a_tenant_whose_address_takes_no_registration_may_use_the_community_collective() -> None:
    answer = decide({**HOME, "dwelling.lives_there": True, "dwelling.accepts_registration": False})
    assert answer.hosts == ("own_dwelling", "community_collective")
    assert decide(HOME).hosts == ("own_dwelling",)


def test_a_named_policy_decides_instead_of_the_selected_one() -> None:
    assert decide({}, area="town").policy == "panjin-2015"
    assert decide({}, area="town", name="national-2014").policy == "national-2014"


def test_a_superior_policy_that_would_admit_is_the_ground_for_an_appeal() -> None:
    # Lincang asks an owner to settle at the county seat; the national opinion opens towns to him as well.
    answer = decide(
        {"dwelling.lawful": True, "dwelling.tenure": "owned"},
        division="530902",
        area="town",
        date=dt.date(2016, 6, 1),
    )
    assert answer.policy == "lincang-2015"
    assert answer.outcome != "eligible"
    assert [one.policy for one in answer.superior] == ["national-2014"]


def test_the_text_for_a_person_is_whole_in_both_languages() -> None:
    packs = policy.packs()
    answer = decide({}, policy.Companion("spouse"), area="rural")
    zh, en = policy.tell(answer, packs, "zh"), policy.tell(answer, packs, "en")
    for fact in policy.questions(answer, packs.vocabulary):
        assert fact.ask.zh in zh
        assert fact.ask.en in en
    assert "盘政发〔2015〕53号 第八条" in zh
    assert "article 8" in en
    assert zh.startswith("? 尚不能确定")


def test_a_kept_pack_replays_to_the_same_bytes() -> None:
    packs = policy.packs()
    pack = packs.get("panjin-2015")
    assert pack is not None
    answer = decide(HOME)
    assert packs.by_digest[answer.policy_digest] is pack
    kept = [
        policy.read_pack(Path(one.file).read_text(encoding="utf-8"), one.file, packs.vocabulary)
        for one in packs.lineage(pack)
    ]
    library = policy.Library(kept, packs.vocabulary)
    case = policy.Case(DAY, "211103", "city_proper", HOME)
    replayed = policy.decide_by(kept[0], case, area="city_proper", packs=library)
    assert replayed.to_json() == answer.to_json()
