"""What nobody can be to the head of a household, as a parent, or at an age, whoever enters it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def home(town):
    """A household of a couple with their eldest son."""
    return town.family(
        3,
        ("郑强", "1", "1975-01-01", "02"),
        ("何芳", "2", "1976-01-01", "10"),
        ("郑大", "1", "2000-05-01", "22"),
    )


@pytest.fixture
def coming(town):
    """People of another household, by name."""
    return town.family(
        4,
        ("周男", "1", "1980-01-01", "02"),
        ("周女", "2", "1981-01-01", "99"),
        ("周老", "1", "1950-01-01", "99"),
        ("周童", "1", "2014-01-01", "99"),
        ("女童", "2", "2015-01-01", "99"),
    )


@pytest.mark.parametrize(
    ("who", "relation", "code"),
    [
        ("周男", "12", "relation_sex"),
        ("周女", "20", "relation_sex"),
        ("周女", "12", "two_spouses_of_head"),
        ("周女", "10", "two_spouses_of_head"),
        ("周老", "20", "relation_age"),
        ("周老", "22", "relation_age"),
        ("周童", "61", "relation_age"),
        ("周男", "51", "relation_age"),
        ("周老", "66", "relation_age"),
        ("周男", "41", "relation_age"),
        ("女童", "38", "relation_age"),
        ("周老", "73", "relation_age"),
        ("周男", "71", "relation_age"),
        ("周老", "53", "heads_sex"),
        ("周童", "22", "place_taken"),
    ],
)
def test_whoever_comes_fits_the_head_by_sex_age_and_place(
    town, acts, refused, home, coming, who, relation, code
):
    mover = acts.Mover(town.people[who], relation)
    statement = acts.Settle((mover,), home, DAY, {coming: town.people["周女" if who == "周男" else "周男"]})
    refused(f"register.{code}", acts.settle, statement, town.acting())


@pytest.mark.parametrize(
    ("who", "relation"),
    [
        ("周老", "27"),
        ("周老", "51"),
        ("周老", "55"),
        ("周男", "28"),
        ("周童", "23"),
        ("周女", "77"),
        ("周童", "41"),
    ],
)
def test_what_may_be_is_left_to_the_officer(town, acts, home, coming, who, relation):
    mover = acts.Mover(town.people[who], relation)
    successors = {coming: town.people["周女"]} if who == "周男" else {}
    acts.settle(acts.Settle((mover,), home, DAY, successors), town.acting())
    assert town.where(who)[2] == relation
    town.assert_sound()


def test_kinship_on_record_is_no_reason_to_keep_somebody_from_moving(town, acts, home, coming):
    """A birth date or a tie of an old register may be wrong; that is corrected, not the move refused."""
    town.tie("郑强", "周童")
    acts.settle(acts.Settle((acts.Mover(town.people["周童"], "51"),), home, DAY), town.acting())
    assert town.where("周童")[2] == "51"


def test_a_new_household_is_held_to_the_same_and_a_wife_is_no_woman_s(town, acts, refused, coming):
    def found(head, *others):
        movers = (acts.Mover(town.people[head], "02"), *(acts.Mover(town.people[w], c) for w, c in others))
        return acts.Settle(movers, acts.NewHousehold(9), DAY, {coming: town.people["周老"]})

    refused("register.relation_age", acts.settle, found("周男", ("女童", "12")), town.acting())
    refused("register.spouse_sex", acts.settle, found("周男", ("周老", "10")), town.acting())
    acts.settle(found("周男", ("周女", "12"), ("周童", "22"), ("女童", "32")), town.acting())
    assert [town.where(who)[2] for who in ("周男", "周女", "周童", "女童")] == ["02", "12", "22", "32"]
    town.assert_sound()


def test_relations_stated_to_a_new_head_are_held_to_the_same(town, acts, refused, home):
    def to(relation, who="郑强"):
        succession = acts.Succession(town.people["何芳"], {town.people[who]: relation})
        return acts.ChangeHead(home, succession, DAY, "协商")

    refused("register.relation_sex", acts.change_head, to("12"), town.acting())
    refused("register.relation_age", acts.change_head, to("51", "郑大"), town.acting())
    acts.change_head(to("11"), town.acting())
    assert town.where("郑强")[2] == "11"


def test_an_ordinary_move_asks_nothing_about_the_relation(town, acts, home, coming, monkeypatch):
    from huji.register.acts import fitting

    monkeypatch.setattr(fitting, "_there", lambda *asked: pytest.fail("a move by 99 or 97 asks nothing more"))
    for who, relation in (("周老", "99"), ("周童", "97")):
        acts.settle(acts.Settle((acts.Mover(town.people[who], relation),), home, DAY), town.acting())


@pytest.fixture
def newborn(town, li, acts):
    child = acts.Particulars("李新", "2")
    return acts.Birth(child, DAY, li, "30", DAY, "211102", town.people["王秀英"], town.people["李建国"])


def test_a_newborn_is_the_child_of_its_parents_household(town, acts, refused, newborn):
    def no(code, **changes):
        refused(f"register.{code}", acts.birth, replace(newborn, **changes), town.acting())

    no("relation_age", relation="12")
    no("relation_sex", relation="20")
    no("relation_age", relation="62")
    no("relation_kin", relation="77")
    no("certificate_before_birth", child=replace(newborn.child, birth_certificate_on=DAY - timedelta(days=1)))
    no("certificate_to_come", child=replace(newborn.child, birth_certificate_on=date(2027, 1, 1)))
    foundling = {"mother": None, "father": None, "evidence": "捡拾证明"}
    no("too_old", born=date(1850, 1, 1), **foundling)
    no("mother_sex", mother=town.people["李建国"], father=None)
    acts.birth(newborn, town.acting())


def test_two_births_of_one_mother_lie_a_pregnancy_apart_unless_looked_into(town, acts, refused, newborn):
    acts.birth(newborn, town.acting())
    soon = replace(newborn, born=DAY - timedelta(weeks=7), child=replace(newborn.child, name="李早"))
    told = refused("register.births_too_close", acts.birth, soon, town.acting())
    assert "2026-11-01" in told.text.zh
    acts.birth(
        replace(newborn, born=DAY - timedelta(days=1), child=replace(soon.child, name="李双")), town.acting()
    )
    acts.birth(replace(soon, findings="医院核实，早产"), town.acting())


def test_who_was_never_registered_has_a_mother_who_is_a_woman_and_is_no_150(town, acts, refused):
    home = town.family(3, ("郑强", "1", "1975-01-01", "02"), ("何芳", "2", "1976-01-01", "12"))
    who = acts.Unknown(acts.Particulars("郑新", "2"), date(2000, 1, 1), "211102")
    asked = acts.RegisterUnregistered(who, "30", home, DAY, acts.WhyUnregistered.OTHER, "走访")

    def no(code, relation="30", **changes):
        statement = replace(asked, who=replace(who, **changes), relation=relation)
        refused(f"register.{code}", acts.register_unregistered, statement, town.acting())

    no("mother_sex", mother=town.people["郑强"])
    no("father_sex", father=town.people["何芳"])
    no("relation_sex", particulars=acts.Particulars("郑新", "1"))
    no("two_spouses_of_head", relation="12")
    no("too_old", relation="99", born=date(1850, 1, 1))
    [child] = acts.register_unregistered(asked, town.acting()).persons
    assert town.where(child)[2] == "30"


def test_one_restored_of_office_is_not_a_second_wife(town, acts, refused):
    """The relation of then stands no more where somebody else has it by now."""
    home = town.family(3, ("郑强", "1", "1975-01-01", "02"), ("何芳", "2", "1976-01-01", "12"))
    left = date(2026, 6, 1)
    acts.move_out(acts.MoveOut((town.people["何芳"],), left, "迁9", "外市"), town.acting(on=left))
    who = acts.Unknown(acts.Particulars("吴红", "2"), date(1980, 1, 1), "211102")
    acts.register_unregistered(
        acts.RegisterUnregistered(who, "12", home, date(2026, 7, 1), acts.WhyUnregistered.OTHER, "走访"),
        town.acting(),
    )
    acts.restore_lapsed(acts.RestoreLapsed("迁9", town.on, "没有落户"), town.acting())
    assert town.where("何芳")[2] == "97"


@pytest.mark.parametrize(
    ("who", "items", "code"),
    [
        ("周童", {"marital": "20"}, "too_young_to_marry"),
        ("周童", {"marital": "40"}, "too_young_to_marry"),
        ("周童", {"education": "10"}, "too_young_for_education"),
        ("周男", {"blood_type": "Z型<script>"}, "blood_type"),
        ("周男", {"height_cm": 268}, "height"),
        ("周男", {"height_cm": 29}, "height"),
    ],
)
def test_an_item_says_nothing_that_nobody_of_that_age_can_be(town, acts, refused, coming, who, items, code):
    person = town.people[who]
    refused(f"register.{code}", acts.change_items, acts.ChangeItems(person, items, DAY, "证"), town.acting())
    refused(f"register.{code}", acts.correct_items, acts.CorrectItems(person, items, "证"), town.acting())


def test_what_items_may_read_is_changed_and_corrected(town, acts, refused, coming):
    man, child = town.people["周男"], town.people["周童"]
    for items in ({"marital": "20"}, {"education": "11"}, {"blood_type": "AB Rh阴性"}, {"height_cm": 250}):
        acts.change_items(acts.ChangeItems(man, items, DAY, "证"), town.acting())
    acts.change_items(
        acts.ChangeItems(child, {"education": "81", "blood_type": ""}, DAY, "证"), town.acting()
    )
    early = acts.CorrectItems(child, {"birth_certificate_on": date(2013, 12, 31)}, "证")
    refused("register.certificate_before_birth", acts.correct_items, early, town.acting())
