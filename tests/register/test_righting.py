"""Items, birth date, sex and number put right or changed: both readings are kept."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DAY = date(2026, 11, 1)
WIFE, SON, GIRL = "王秀英", "李明明", "李小红"


@pytest.fixture
def reader(town):
    """Sit down with an area of everything."""
    from types import SimpleNamespace

    from huji.ledger.access import Purpose
    from huji.register.queries import Reader
    from huji.runtime.db import set_area

    set_area("*")
    return Reader(SimpleNamespace(pk=7, office=1), Purpose.HANDLE_CASE)


def history(town, who, item, known=None):
    """Return (since, until, value) of an item as believed now, or as known at an entry."""
    return town.sql(
        f"select lower(valid), upper(valid), {item} from particulars where person = %s"
        " and case when %s::bigint is null then upper_inf(known) else known @> %s::bigint end order by 1",
        [town.people.get(who, who), known, known],
    )


def numbers(town, who):
    return town.sql(
        "select lower(valid), upper(valid), number from citizen_number where person = %s and upper_inf(known)"
        " order by 1",
        [town.people[who]],
    )


def test_a_correction_was_always_so_and_the_error_stays_known(town, acts, li):
    born = date(1996, 7, 1)
    [(opening,)] = town.sql("select max(entry) from ledger_entry")
    done = acts.correct_items(
        acts.CorrectItems(town.people[SON], {"name": "李铭明", "native_place": "辽宁省"}, "原始档案"),
        town.acting(),
    )
    assert history(town, SON, "name") == [(born, None, "李铭明")]
    assert history(town, SON, "name", opening) == [(born, None, "李明明")]
    assert town.sql("select name_sort_key from particulars where name = '李铭明'") == [("li3 ming2 ming2",)]
    assert done.persons == (town.people[SON],)


def test_a_change_holds_from_its_day_and_the_old_name_becomes_the_former(town, acts, li):
    acts.change_items(acts.ChangeItems(town.people[SON], {"name": "李远"}, DAY, "申请"), town.acting())
    born = date(1996, 7, 1)
    assert history(town, SON, "name") == [(born, DAY, "李明明"), (DAY, None, "李远")]
    assert history(town, SON, "former_name") == [(born, DAY, ""), (DAY, None, "李明明")]


def test_a_correction_concerns_the_days_of_the_wrong_value_only(town, acts, li):
    who = town.people[SON]
    for day, workplace in ((date(2020, 3, 1), "一厂"), (date(2024, 3, 1), "二厂")):
        acts.change_items(acts.ChangeItems(who, {"workplace": workplace}, day, "证明"), town.acting())
    acts.correct_items(acts.CorrectItems(who, {"workplace": "三厂"}, "证明", date(2021, 1, 1)), town.acting())
    assert [value for *_, value in history(town, SON, "workplace")] == ["", "三厂", "二厂"]
    acts.correct_items(acts.CorrectItems(who, {"workplace": "三厂"}, "证明"), town.acting())
    assert [value for *_, value in history(town, SON, "workplace")] == ["", "三厂"], (
        "equal neighbours are one"
    )


def test_a_change_in_the_past_lasts_until_the_next_one_known(town, acts, li):
    who = town.people[SON]
    acts.change_items(acts.ChangeItems(who, {"workplace": "二厂"}, date(2024, 3, 1), "证明"), town.acting())
    acts.change_items(
        acts.ChangeItems(who, {"workplace": "一厂", "height_cm": 176}, date(2022, 3, 1), "证明"),
        town.acting(),
    )
    assert [value for *_, value in history(town, SON, "workplace")] == ["", "一厂", "二厂"]
    assert [value for *_, value in history(town, SON, "height_cm")] == [None, 176, 176]


def test_items_that_cannot_be_are_refused(town, acts, li, refused):
    def no(code, items, verb="correct", who=SON, office=1, **more):
        statement = (
            acts.CorrectItems(town.people[who], items, more.pop("evidence", "证明"), **more)
            if verb == "correct"
            else acts.ChangeItems(town.people[who], items, more.pop("day", DAY), "证明")
        )
        act = acts.correct_items if verb == "correct" else acts.change_items
        refused(code, act, statement, town.acting(office))

    no("register.no_items", {})
    no("register.unknown_item", {"religion": "无"})
    no("register.item_of_other_act", {"sex": "2"})
    no("register.nothing_changes", {"name": "李明明"})
    no("register.evidence", {"name": "李远"}, evidence=" ")
    no("register.other_office", {"name": "李远"}, office=2)
    no("register.nothing_held", {"name": "李远"}, at=date(1990, 1, 1))
    no("register.time", {"born_at": "25:00"})
    no("register.height", {"height_cm": 3})
    no("register.text_too_long", {"workplace": "厂" * 201})
    no("register.ethnic_too_late", {"ethnic": "02"}, "change")
    no("register.still_married", {"marital": "40"}, "change", who=WIFE)
    no("register.still_married", {"marital": "10"}, who=WIFE)
    no("register.future", {"name": "李远"}, "change", day=town.on + timedelta(days=1))
    no("register.future", {"identity_card_on": town.on + timedelta(days=1)})
    acts.death(acts.Death(town.people[SON], DAY, "证明"), town.acting())
    no("register.dead", {"name": "李远"}, "change")
    acts.correct_items(acts.CorrectItems(town.people[SON], {"name": "李远"}, "档案"), town.acting())


@pytest.mark.parametrize("born", [date(1996, 6, 30), date(1996, 7, 9), date(1990, 1, 1)])
def test_a_corrected_birth_date_moves_the_beginning_of_everything(town, acts, li, born):
    was = date(1996, 7, 1)
    old = town.numbers[SON]
    [(opening,)] = town.sql("select max(entry) from ledger_entry")
    done = acts.correct_birth_date(
        acts.CorrectBirthDate(town.people[SON], born, "出生医学证明"), town.acting()
    )
    [new] = done.numbers
    assert new[6:14] == f"{born:%Y%m%d}"
    assert new[:6] == old[:6]
    assert numbers(town, SON) == [(born, town.on, old), (town.on, None, new)]
    assert history(town, SON, "name") == [(born, None, "李明明")]
    assert town.where(SON, born) == ("elsewhere", None, None, 1)
    assert town.where(SON) == ("registered", li, "20", 1)
    tied = town.sql(
        "select distinct lower(valid) from kinship where person = %s and upper_inf(known)", [town.people[SON]]
    )
    assert tied == [(born,)]
    assert town.sql("select born, known from former_birth")[0][0] == was
    assert town.sql("select lower(known), upper(known) from former_birth") == [(opening, done.entry)]
    town.assert_sound()
    acts.undo(acts.Undo(done.entry, "更正有误"), town.acting())
    assert numbers(town, SON) == [(was, None, old)]
    assert town.sql("select born from person where id = %s", [town.people[SON]]) == [(was,)]
    town.assert_sound()


def test_the_birth_date_believed_at_an_entry_is_read(town, acts, li, reader):
    from huji.register import queries

    [(opening,)] = town.sql("select max(entry) from ledger_entry")
    acts.correct_birth_date(acts.CorrectBirthDate(town.people[SON], date(1996, 7, 9), "档案"), town.acting())
    assert queries.person(town.people[SON], reader).born == date(1996, 7, 9)
    assert queries.person(town.people[SON], reader, known_at=opening).born == date(1996, 7, 1)


def test_one_registered_since_birth_was_unregistered_on_the_days_before(town, acts, li):
    statement = acts.Birth(acts.Particulars("李新", "2"), DAY, li, "30", DAY, "211102", town.people[WIFE])
    [child] = acts.birth(statement, town.acting()).persons
    acts.correct_birth_date(acts.CorrectBirthDate(child, date(2026, 10, 20), "证明"), town.acting())
    assert town.where(child, date(2026, 10, 25)) == ("unregistered", None, None, 1)
    assert town.where(child, DAY)[0] == "registered"
    town.assert_sound()


def test_birth_dates_that_cannot_be_are_refused(town, acts, li, refused):
    def no(code, who, born):
        statement = acts.CorrectBirthDate(town.people[who], born, "证明")
        refused(code, acts.correct_birth_date, statement, town.acting())

    no("register.nothing_changes", SON, date(1996, 7, 1))
    no("register.future", SON, town.on + timedelta(days=1))
    no("register.birth_impossible", SON, date(1969, 1, 1))
    no("register.birth_impossible", WIFE, date(1997, 1, 1))
    acts.death(acts.Death(town.people[SON], DAY, "证明"), town.acting())
    no("register.after_death", SON, date(2026, 11, 5))


@pytest.mark.parametrize("since", [None, DAY])
def test_a_sex_is_corrected_or_changed_with_number_and_relation(town, acts, li, since):
    born, old = date(1996, 7, 1), town.numbers[SON]
    done = acts.correct_sex(acts.CorrectSex(town.people[SON], "2", "鉴定证明", since), town.acting())
    [new] = done.numbers
    assert int(new[16]) % 2 == 0
    assert numbers(town, SON) == [(born, town.on, old), (town.on, None, new)]
    assert town.where(SON) == ("registered", li, "30", 1)
    assert town.where(SON, date(2025, 1, 1))[2] == ("30" if since is None else "20")
    expected = [(born, None, "2")] if since is None else [(born, DAY, "1"), (DAY, None, "2")]
    assert history(town, SON, "sex") == expected
    town.assert_sound()


def test_a_relation_that_fits_the_sex_corrected_to_stays(town, acts, li):
    """The sex alone was entered wrongly: he has been the head's son all along."""
    town.hold_item(SON, "sex", "2")
    assert (
        acts.correct_sex(acts.CorrectSex(town.people[SON], "1", "出生医学证明"), town.acting()).numbers == ()
    )
    assert town.where(SON) == ("registered", li, "20", 1)
    assert history(town, SON, "sex") == [(date(1996, 7, 1), None, "1")]


def test_a_number_is_changed_or_corrected_and_both_are_found(town, acts, li, reader, refused):
    from huji.register import queries

    who, old, born = town.people[SON], town.numbers[SON], date(1996, 7, 1)
    statement = acts.ChangeNumber(who, DAY, acts.NumberGround.SHARED, "重号认定")
    [new] = acts.change_number(statement, town.acting()).numbers
    assert numbers(town, SON) == [(born, DAY, old), (DAY, None, new)]
    right = town.number(born, "1")
    done = acts.correct_number(acts.CorrectNumber(who, "核查", right), town.acting())
    assert done.numbers == (right,)
    assert numbers(town, SON) == [(born, DAY, old), (DAY, None, right)]
    for number in (old, new, right):
        assert queries.search_by_number(number, reader).found[0].person == who
        assert queries.whereabouts(number, reader).office == 1
    refused(
        "register.number_taken",
        acts.correct_number,
        acts.CorrectNumber(town.people[WIFE], "核查", old),
        town.acting(),
    )
    wrong_day = town.number(date(1996, 7, 2), "1")
    refused(
        "register.birth_differs",
        acts.correct_number,
        acts.CorrectNumber(who, "核查", wrong_day),
        town.acting(),
    )
    refused(
        "register.sex_differs",
        acts.correct_number,
        acts.CorrectNumber(who, "核查", town.number(born, "2")),
        town.acting(),
    )
    refused(
        "register.nothing_changes", acts.correct_number, acts.CorrectNumber(who, "核查", right), town.acting()
    )


def test_any_history_of_items_is_what_a_plain_reading_says(town, acts, li):
    """A model day by day: a change holds until the next known change, a correction over the whole run."""
    from huji.standards import Refused

    who = town.people[SON]
    first = date(1996, 7, 1)
    days = [first + timedelta(days=n) for n in range(12)]
    step = st.tuples(st.booleans(), st.integers(0, 11), st.sampled_from("甲乙丙"))

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.lists(step, min_size=1, max_size=5))
    def check(steps):
        model = held_on(town, who, days)
        for correction, index, value in steps:
            try:
                if correction:
                    acts.correct_items(
                        acts.CorrectItems(who, {"workplace": value}, "证", days[index]), town.acting()
                    )
                else:
                    acts.change_items(
                        acts.ChangeItems(who, {"workplace": value}, days[index], "证"), town.acting()
                    )
            except Refused:
                pass
            was = model[index]
            low = high = index
            while high + 1 < len(model) and model[high + 1] == was:
                high += 1
            while correction and low > 0 and model[low - 1] == was:
                low -= 1
            model[low : high + 1] = [value] * (high + 1 - low)
            assert held_on(town, who, days) == model

    check()


def held_on(town, who, days):
    """Return the workplaces of days."""
    held = history(town, who, "workplace")
    return [
        next(v for since, until, v in held if since <= day and (until is None or day < until)) for day in days
    ]
