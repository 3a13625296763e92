"""Items, birth date, sex and number at the counter: who decides, what changes, what is handed out."""

from datetime import date

import pytest
from tests.cases.city import ON
from tests.matters.town import Town

from huji.matters.asked import Asked
from huji.matters.kinds import kind

WIFE, SON = "王秀英", "李明明"
NAMED = {"item": "name", "why": "other", "bar": "none", "evidence": "书面申请", "effective": "2026-08-01"}


def held(town: Town, who: str, item: str) -> str:
    [(value,)] = town.city.sql(
        f"select {item} from particulars where person = %s and upper_inf(known) and upper_inf(valid)",
        [town.city.people[who]],
    )
    return str(value)


@pytest.mark.parametrize(
    ("values", "item", "level"),
    [
        ({"item": "workplace", "workplace": "市第一医院"}, "workplace", "spot"),
        ({**NAMED, "name": "王秀兰", "whose": "adult"}, "name", "county"),
        ({"item": "height_cm", "height_cm": "163"}, "height_cm", "spot"),
    ],
)
def test_an_item_changes_from_its_day_on(town: Town, values: dict[str, str], item: str, level: str) -> None:
    done = town.carried(
        "change_items", {**values, "effective": "2026-08-01", "evidence": "本人申请"}, person=WIFE
    )
    assert held(town, WIFE, item) == values[item]
    assert town.row(done.matter, "level") == level
    kinds = town.city.sql("select kind from documents_paper where case_number = %s", [done.matter])
    assert ("change",) in kinds


def test_a_correction_is_never_one_officer_s_alone(town: Town) -> None:
    values = {"item": "native_place", "native_place": "山东省", "evidence": "原始档案"}
    done = town.carried("correct_items", values, person=WIFE)
    assert held(town, WIFE, "native_place") == "山东省"
    assert town.row(done.matter, "level") == "station"
    same = town.foreseen("correct_items", values, person=WIFE)
    assert (same.refusal and same.refusal.code, same.field) == ("register.nothing_changes", "item")


def test_a_birth_date_goes_up_to_the_city_and_brings_a_new_number(town: Town) -> None:
    values = {"born": "1971-06-02", "evidence": "原始档案", "bar": "none"}
    done = town.carried("correct_birth_date", values, person=WIFE)
    assert town.row(done.matter, "level") == "city"
    numbers = town.city.sql(
        "select number from citizen_number where person = %s and upper_inf(known)", [town.city.people[WIFE]]
    )
    assert len(numbers) == 2
    born = town.city.sql("select born from person where id = %s", [town.city.people[WIFE]])
    assert born == [(date(1971, 6, 2),)]


def wanted(kind_name: str, values: dict[str, str]) -> set[str]:
    declared = kind(kind_name)
    return {one.key for one in declared.wanted(Asked(declared, values, ON, 2))}


def test_a_minor_s_name_wants_the_parents_and_from_ten_on_the_own_consent() -> None:
    assert wanted("change_items", {**NAMED, "whose": "adult"}) == {"booklet", "proof"}
    assert wanted("change_items", {**NAMED, "whose": "under_ten"}) == {"booklet", "proof", "parents"}
    assert wanted("change_items", {**NAMED, "whose": "from_ten"}) == {"booklet", "proof", "parents", "own"}
    assert wanted("change_items", {"item": "workplace"}) == {"booklet", "proof"}


def test_an_ethnic_change_wants_the_approval_of_the_department_and_is_barred_from_twenty(town: Town) -> None:
    values = {"item": "ethnic", "ethnic": "02", "effective": "1990-01-01", "evidence": "批准证明"}
    assert {"approval", "parents_booklet"} <= wanted("change_items", values)
    seen = town.foreseen("change_items", values, person=WIFE)
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.ethnic_too_late", "ethnic")


def test_the_age_told_of_a_name_must_be_the_registers(town: Town) -> None:
    seen = town.foreseen("change_items", {**NAMED, "name": "王秀兰", "whose": "from_ten"}, person=WIFE)
    assert seen.field == "whose"


def test_what_bars_a_new_name_or_another_birth_date_is_asked_and_looked_up(town: Town) -> None:
    name = {**NAMED, "name": "王秀兰", "whose": "adult"}
    born = {"born": "1971-06-02", "evidence": "原始档案", "bar": "none"}
    for kind_name, values, bar in (
        ("change_items", name, "serving"), ("correct_birth_date", born, "signed"),
    ):  # fmt: skip
        seen = town.foreseen(kind_name, {**values, "bar": bar}, person=WIFE)
        assert (seen.refusal and seen.refusal.code, seen.field) == ("matter.barred", "bar")
    town.carried("change_items", name, person=WIFE)
    again = town.foreseen("change_items", {**name, "name": "王秀珍"}, person=WIFE)
    assert (again.refusal and again.refusal.code, again.field) == ("matter.too_soon", "item")
    soon = town.foreseen("correct_birth_date", born, person=WIFE)
    assert (soon.refusal and soon.refusal.code, soon.field) == ("matter.too_soon", "born")


def test_a_birth_date_is_corrected_once(town: Town) -> None:
    values = {"born": "1971-06-02", "evidence": "原始档案", "bar": "none"}
    town.carried("correct_birth_date", values, person=WIFE)
    again = town.foreseen("correct_birth_date", {**values, "born": "1971-06-03"}, person=WIFE)
    assert (again.refusal and again.refusal.code, again.field) == ("matter.corrected_before", "born")


def test_a_shared_number_is_changed_and_a_wrong_one_corrected(town: Town) -> None:
    values = {"ground": "shared", "effective": "2026-08-01", "evidence": "认定书"}
    town.carried("change_number", values, person=WIFE)
    bad = town.foreseen("correct_number", {"number": "1", "evidence": "核查"}, person=WIFE)
    assert bad.refusal is not None
    who = town.city.people[WIFE]
    assert (
        len(town.city.sql("select 1 from citizen_number where person = %s and upper_inf(known)", [who])) == 2
    )


@pytest.mark.parametrize(
    ("ground", "more", "level"),
    [
        ("ordinary", {}, "spot"),
        ("late", {"born": "2025-01-05", "evidence": "出生医学证明"}, "spot"),
        ("without", {"born": "2020-01-05", "evidence": "亲子鉴定"}, "county"),
        ("abroad", {"evidence": "公证书"}, "county"),
        ("cross_border", {"evidence": "出生医学证明", "other_parent": "阮氏，越南", "mother": ""}, "county"),
        ("died", {"died": "2026-08-03"}, "spot"),
    ],
)
def test_a_birth_of_each_kind(town: Town, ground: str, more: dict[str, str], level: str) -> None:
    numbers = {name: town.city.numbers[name] for name in (WIFE, "李建国")}
    values = {
        "ground": ground, "name": "李新", "sex": "2", "ethnic": "01", "born": "2026-08-02", "relation": "30",
        "mother": numbers[WIFE], "father": numbers["李建国"], "born_at": "08:30", **more,
    }  # fmt: skip
    done = town.carried("birth", values, household=town.city.households["李"])
    assert town.row(done.matter, "level") == level
    [(kind, born_at)] = town.city.sql(
        "select s.kind::text, i.born_at from particulars i join standing s on s.person = i.person"
        " and upper_inf(s.known) and upper_inf(s.valid) where i.name = '李新'"
    )
    assert kind == ("ended" if ground == "died" else "registered")
    assert born_at == "08:30"


def test_what_a_child_is_to_the_head_and_its_native_place_follow_from_kinship(town: Town) -> None:
    values = {"item": "native_place", "native_place": "山东省", "evidence": "原始档案"}
    town.carried("correct_items", values, person="李建国")
    child = {
        "ground": "ordinary", "name": "李新", "sex": "2", "ethnic": "01", "born": "2026-08-02",
        "mother": town.city.numbers[WIFE], "father": town.city.numbers["李建国"],
    }  # fmt: skip
    town.carried("birth", child, household=town.city.households["李"])
    assert town.city.sql(
        "select s.relation, i.native_place from particulars i join standing s on s.person = i.person"
        " and upper_inf(s.known) and upper_inf(s.valid) where i.name = '李新'"
    ) == [("30", "山东省")]


@pytest.mark.parametrize("values", [{"ground": "wrong"}, {"ground": "changed", "since": "2026-08-01"}])
def test_a_sex_is_corrected_from_the_preview_to_the_act(town: Town, values: dict[str, str]) -> None:
    values = {**values, "sex": "1", "evidence": "原始档案"}
    seen = town.foreseen("correct_sex", values, person="张丽华")
    assert seen.refusal is None
    assert seen.sentence is not None
    assert "男" in seen.sentence.zh
    done = town.carried("correct_sex", values, person="张丽华")
    assert town.row(done.matter, "level") == "city"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"item": "height_cm", "height_cm": "268"}, "height"),
        ({"item": "education", "education": "10", "effective": "1975-01-01"}, "too_young_for_education"),
        ({"item": "marital", "marital": "20", "effective": "1975-01-01"}, "too_young_to_marry"),
    ],
)
def test_what_nobody_can_be_is_refused_beside_the_item(town: Town, values: dict[str, str], code: str) -> None:
    asked = {"effective": "2026-08-01", "evidence": "本人申请", **values}
    seen = town.foreseen("change_items", asked, person=WIFE)
    assert (seen.refusal and seen.refusal.code, seen.field) == (f"register.{code}", values["item"])


def test_the_blood_type_is_chosen_from_a_list(town: Town) -> None:
    asked = {"item": "blood_type", "effective": "2026-08-01", "evidence": "化验单"}
    seen = town.foreseen("change_items", {**asked, "blood_type": "Z型<script>"}, person=WIFE)
    assert (seen.refusal and seen.refusal.code, seen.field) == ("matter.misfilled", "blood_type")
    town.carried("change_items", {**asked, "blood_type": "AB Rh阴性"}, person=WIFE)
    assert held(town, WIFE, "blood_type") == "AB Rh阴性"
