"""A wife by the relation to the head alone, as the old register may have her: to be told before another."""

from datetime import date

import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def home(town, acts):
    """The Zhao household: the head, and one who came as his wife, without a marriage on record."""
    home = town.family(4, ("赵大", "1", "1980-01-01", "02"))
    came = town.family(5, ("钱芳", "2", "1981-01-01", "02"))
    wife = town.people["钱芳"]
    acts.settle(acts.Settle((acts.Mover(wife, "12"),), home, date(2026, 1, 1)), town.acting())
    assert town.where(wife) == ("registered", home, "12", 1), came
    return home


@pytest.fixture
def marry(town, acts):
    def marry(one, other):
        statement = acts.Marry(town.people[one], other and town.people[other], DAY, "结婚证")
        return acts.marry(statement, town.acting())

    return marry


@pytest.mark.parametrize(
    ("one", "other"), [("赵大", "周敏"), ("周敏", "赵大"), ("赵大", None), ("钱芳", "李明明")]
)
def test_nobody_marries_another_than_the_spouse_by_relation(town, li, home, marry, refused, one, other):
    town.family(2, ("周敏", "2", "1998-03-01", "02"))
    told = refused("register.spouse_by_relation", marry, one, other)
    assert {"赵大", "钱芳"} <= {name for name in town.people if name in told.text.zh}
    assert told.hint
    assert "结婚变更" in told.hint.zh
    assert "与户主关系更正、变更" in told.hint.zh


def test_either_of_the_two_ways_that_are_named_leads_on(town, home, acts, marry):
    town.family(2, ("周敏", "2", "1998-03-01", "02"))
    again = acts.correct_relation(acts.CorrectRelation(town.people["钱芳"], "99", "档案"), town.acting())
    assert town.where("钱芳")[2] == "99"
    married = marry("赵大", "周敏")
    for done in (married, again):
        acts.undo(acts.Undo(done.entry, "误办"), town.acting())
    marry("赵大", "钱芳")
    assert town.where("钱芳")[2] == "12"
    divorce = acts.Divorce(town.people["赵大"], town.people["钱芳"], date(2026, 11, 5), "离婚证")
    acts.divorce(divorce, town.acting())
    later = acts.Marry(town.people["赵大"], town.people["周敏"], date(2026, 11, 6), "结婚证")
    acts.marry(later, town.acting())
    town.assert_sound()
