"""A marriage never resumes with the dead, nor does a birth date lie after the end of a tie to a parent."""

from datetime import date

DAY, LATER = date(2026, 10, 1), date(2026, 11, 1)
HEAD, WIFE, SON = "李建国", "王秀英", "李明明"


def test_a_divorce_is_not_undone_once_one_of_the_two_has_died(town, li, acts, refused):
    head, wife = town.people[HEAD], town.people[WIFE]
    divorced = acts.divorce(acts.Divorce(head, wife, DAY, "离婚证"), town.acting())
    died = acts.death(acts.Death(wife, LATER, "证明"), town.acting())
    undoing = acts.Undo(divorced.entry, "误办")
    told = refused("register.built_upon", acts.undo, undoing, town.acting())
    assert str(died.entry) in told.text.en
    acts.undo(acts.Undo(died.entry, "误办"), town.acting())
    acts.undo(undoing, town.acting())
    town.assert_sound()


def test_a_death_is_not_undone_while_the_widow_is_held_dead_as_well(town, li, acts, refused):
    head, wife, son = (town.people[name] for name in (HEAD, WIFE, SON))
    first = acts.death(acts.Death(head, DAY, "证明", {li: son}), town.acting())
    acts.death(acts.Death(wife, LATER, "证明"), town.acting())
    refused("register.built_upon", acts.undo, acts.Undo(first.entry, "误办"), town.acting())


def test_one_restored_and_married_since_does_not_fall_dead_again(town, li, acts, refused):
    """Neither by undoing what brought them back, nor by undoing the undoing of the death."""
    head, wife, son = (town.people[name] for name in (HEAD, WIFE, SON))
    died = acts.death(acts.Death(head, DAY, "证明", {li: son}), town.acting())
    back = acts.Restore(acts.Mover(head, "51"), li, LATER, acts.RestoreGround.CANCELLED_WRONGLY, "证明")
    restored = acts.restore(back, town.acting())
    again = acts.Marry(head, wife, date(2026, 11, 5), "结婚证")
    married = acts.marry(again, town.acting())
    told = refused("register.built_upon", acts.undo, acts.Undo(restored.entry, "误办"), town.acting())
    assert str(married.entry) in told.text.en
    acts.undo(acts.Undo(married.entry, "误办"), town.acting())
    acts.undo(acts.Undo(restored.entry, "误办"), town.acting())
    undone = acts.undo(acts.Undo(died.entry, "误办"), town.acting())
    acts.divorce(acts.Divorce(head, wife, LATER, "离婚证"), town.acting())
    married = acts.marry(again, town.acting())
    told = refused("register.built_upon", acts.undo, acts.Undo(undone.entry, "误办"), town.acting())
    assert str(married.entry) in told.text.en
    town.assert_sound()


def test_one_back_from_the_dead_does_not_find_a_dead_spouse_married(town, li, acts, refused):
    head, wife, son = (town.people[name] for name in (HEAD, WIFE, SON))
    declared = acts.DeclareMissingOrDead(head, acts.Finding.DEAD, "判决", DAY, {li: son})
    acts.declare_missing_or_dead(declared, town.acting())
    acts.death(acts.Death(wife, date(2026, 10, 20), "证明"), town.acting())
    back = acts.Restore(acts.Mover(head, "51"), li, LATER, acts.RestoreGround.RETURNED_DEAD, "判决", wife)
    refused("register.dead", acts.restore, back, town.acting())


def test_nobody_is_born_after_having_been_adopted_away(town, li, acts, refused):
    acts.adopt(
        acts.Adopt(town.people["李小红"], (town.people[SON],), date(2026, 1, 5), "收养证"), town.acting()
    )
    late = acts.CorrectBirthDate(town.people["李小红"], date(2026, 2, 1), "出生证", "211102")
    refused("register.birth_impossible", acts.correct_birth_date, late, town.acting())


def test_nobody_dies_before_a_marriage_was_made_or_ended(town, li, acts, refused):
    head, wife, son = (town.people[name] for name in (HEAD, WIFE, SON))
    divorced = acts.divorce(acts.Divorce(head, wife, DAY, "离婚证"), town.acting())
    early = acts.Death(head, date(2026, 9, 20), "证明", {li: son})
    told = refused("register.married_after_death", acts.death, early, town.acting())
    assert str(DAY) in told.text.en
    married = acts.marry(acts.Marry(head, wife, date(2026, 10, 5), "结婚证"), town.acting())
    refused("register.married_after_death", acts.death, early, town.acting())
    for done in (married, divorced):
        acts.undo(acts.Undo(done.entry, "误办"), town.acting())
    acts.death(early, town.acting())
    town.assert_sound()


def test_who_died_first_was_no_widower_though_the_other_death_was_entered_first(town, li, acts):
    head, wife, son = (town.people[name] for name in (HEAD, WIFE, SON))
    acts.death(acts.Death(wife, date(2026, 10, 20), "证明"), town.acting())
    acts.death(acts.Death(head, date(2026, 10, 10), "证明", {li: son}), town.acting())
    married = town.sql("select distinct upper(valid) from kinship where kind = 'spouse' and upper_inf(known)")
    assert married == [(date(2026, 10, 11),)]
    states = town.sql(
        "select person, lower(valid), marital from particulars where person = any (%s) and upper_inf(known)"
        " and upper(valid) is null order by person",
        [[head, wife]],
    )
    assert {who: marital for who, _, marital in states} == {head: "90", wife: "30"}  # his as before
    assert (wife, date(2026, 10, 11), "30") in states
    town.assert_sound()
