"""What one member is to the head put right or changed: on both axes, alone, and only what can be."""

from datetime import date, timedelta

import pytest

BORN, DAY = date(2000, 5, 1), date(2026, 11, 1)


@pytest.fixture
def home(town):
    """A couple, a son entered as no relative, a daughter, and the man's mother."""
    return town.family(
        3,
        ("郑强", "1", "1975-01-01", "02"),
        ("何芳", "2", "1976-01-01", "12"),
        ("郑大", "1", "2000-05-01", "99"),
        ("郑妹", "2", "2014-01-01", "32"),
        ("郑母", "2", "1950-01-01", "97"),
    )


@pytest.fixture
def correct(town, acts):
    """Correct, or change from a day on, somebody's relation to the head."""

    def run(who, relation, since=None, evidence="出生医学证明", office=1, on=None):
        statement = acts.CorrectRelation(town.people[who], relation, evidence, since)
        return acts.correct_relation(statement, town.acting(office, on=on or town.on))

    return run


def believed(town, who, known=None):
    """Return (since, until, relation) of those days on which somebody is of a household."""
    return town.sql(
        "select lower(valid), upper(valid), relation from standing"
        " where person = %s and household is not null"
        " and case when %s::bigint is null then upper_inf(known) else known @> %s::bigint end order by 1",
        [town.people[who], known, known],
    )


def test_a_correction_was_always_so_and_a_change_is_so_from_its_day(town, home, correct):
    [(opening,)] = town.sql("select max(entry) from ledger_entry")
    [(came, _, _)] = believed(town, "郑大")
    done = correct("郑大", "22")
    assert believed(town, "郑大") == [(came, None, "22")]
    assert believed(town, "郑大", opening) == [(came, None, "99")]
    assert (done.persons, done.household) == ((town.people["郑大"],), home)
    correct("郑母", "52", DAY)
    assert believed(town, "郑母") == [(came, DAY, "97"), (DAY, None, "52")]
    assert town.where("何芳")[2] == "12", "nobody else is touched"


def test_what_was_apart_by_the_relation_alone_is_one_again(town, home, correct):
    [(came, _, _)] = believed(town, "郑母")
    correct("郑母", "99", DAY)
    correct("郑母", "97")
    assert believed(town, "郑母") == [(came, None, "97")]


def test_under_another_head_before_it_was_another_relation(town, acts, home, correct):
    """A correction reaches back to the present head, and no day lies before that head."""
    [(came, _, _)] = believed(town, "郑大")
    since = date(2026, 6, 1)
    succession = acts.Succession(town.people["何芳"], {town.people["郑大"]: "99"})
    acts.change_head(acts.ChangeHead(home, succession, since, "协商"), town.acting())
    correct("郑大", "20")
    assert believed(town, "郑大") == [(came, since, "99"), (since, None, "20")]


def test_it_stays_under_the_offices_of_each_day(town, acts, home, correct, moved):
    """The household came under another office since: the office of now enters it, each day keeps its own."""
    since = date(2026, 10, 10)
    moved(since)
    correct("郑大", "22", office=2)
    correct("郑母", "52", date(2026, 9, 1), office=2)
    assert [row[2] for row in believed(town, "郑大")] == ["22", "22"]
    assert [row[1:] for row in believed(town, "郑母")] == [
        (date(2026, 9, 1), "97"), (since, "52"), (None, "52"),
    ]  # fmt: skip
    offices = "select office from standing where person = %s and upper_inf(known) and household is not null"
    for who, kept in (("郑大", [(1,), (2,)]), ("郑母", [(1,), (1,), (2,)])):
        assert town.sql(f"{offices} order by valid", [town.people[who]]) == kept
    town.assert_sound()


def test_it_is_undone(town, acts, home, correct):
    before = believed(town, "郑母")
    done = correct("郑母", "52", DAY)
    acts.undo(acts.Undo(done.entry, "误办"), town.acting())
    assert believed(town, "郑母") == before


@pytest.mark.parametrize(
    ("who", "relation", "code"),
    [
        ("郑大", "99", "nothing_changes"),
        ("郑大", "02", "head_of_other_act"),
        ("郑强", "20", "head_of_other_act"),
        ("郑大", "01", "relation"),
        ("郑大", "xx", "relation"),
        ("郑大", "12", "relation_sex"),
        ("郑母", "10", "two_spouses_of_head"),
        ("郑母", "20", "relation_sex"),
        ("郑母", "30", "relation_age"),
        ("郑妹", "38", "relation_age"),
        ("郑大", "51", "relation_age"),
        ("郑母", "56", None),
        ("郑母", "54", "heads_sex"),
        ("郑大", "22", None),
        ("郑大", "97", None),
    ],
)
def test_what_nobody_of_that_sex_and_age_can_be_is_refused(home, correct, refused, who, relation, code):
    if code is None:
        correct(who, relation)
    else:
        refused(f"register.{code}", correct, who, relation)


def test_kinship_on_record_is_not_contradicted(town, home, correct, refused):
    town.tie("郑大", "郑强")
    for relation in ("73", "28"):
        refused("register.relation_kin", correct, "郑大", relation)
    correct("郑大", "97")
    refused("register.relation_kin", correct, "郑大", "99")
    town.tie("郑妹", "郑强")
    refused("register.only_child", correct, "郑大", "21")
    correct("郑大", "22")


def test_who_is_married_to_another_is_not_the_head_s_wife(town, acts, home, correct, refused):
    correct("何芳", "99")
    town.tie("郑强", "郑母", "spouse")
    told = refused("register.spouse_on_record", correct, "何芳", "12")
    assert "何芳" in told.text.zh


def test_whose_it_is_from_when_and_on_which_evidence(town, acts, home, correct, refused, zhang):
    refused("register.evidence", correct, "郑大", "22", None, " ")
    refused("register.future", correct, "郑大", "22", town.on + timedelta(days=1))
    refused("register.other_office", correct, "郑大", "22", None, "证", 2)
    refused("register.before_last_change", correct, "郑大", "22", date(1999, 1, 1))
    head = acts.ChangeHead(home, acts.Succession(town.people["何芳"]), DAY, "协商")
    acts.change_head(head, town.acting())
    refused("register.before_last_change", correct, "郑母", "56", DAY - timedelta(days=1))
    acts.death(acts.Death(town.people["郑母"], DAY, "证"), town.acting())
    refused("register.dead", correct, "郑母", "97")


def test_a_collective_household_has_none(town, acts, correct, refused):
    town.family(4, ("周甲", "1", "1980-01-01", "02"), ("周乙", "1", "1990-01-01", "99"))
    hall = acts.FoundHousehold(9, DAY, (), acts.HouseholdKind.COLLECTIVE, acts.CollectiveSort.UNIT)
    which = acts.found_household(hall, town.acting()).household
    acts.settle(acts.Settle((acts.Mover(town.people["周乙"], "99"),), which, DAY), town.acting())
    refused("register.collective_relation", correct, "周乙", "97")
    refused("register.collective_relation", correct, "周乙", "99")
