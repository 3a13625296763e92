"""Faults of case files: every one named, all at once, with its line."""

import datetime as dt

import pytest

from huji import policy
from huji.policy import source
from huji.standards import divisions

GOOD = """\
date: 2016-03-01
destination: {division: "211103", area: city_proper}
applicant:
  employment.lawful_stable: true
  dwelling.lawful: true
  dwelling.tenure: rented
  insurance.urban_participant: true
companions:
  - {relation: spouse, facts: {companion.lives_together: true}}
"""


def faults(text: str, name: str = "case.yaml") -> list[tuple[int, str]]:
    with pytest.raises(policy.Faulty) as raised:
        policy.decide_text(text, name, places=divisions, packs=policy.packs())
    for fault in raised.value.faults:
        assert fault.text.zh, fault
        assert fault.text.en, fault
        assert str(fault).startswith(f"{name}:{fault.line}: ")
    return [(fault.line, fault.code) for fault in raised.value.faults]


def decided(text: str, name: str = "case.yaml") -> policy.Answer:
    return policy.decide_text(text, name, places=divisions, packs=policy.packs())


def test_the_example_of_the_contract_is_decided() -> None:
    assert decided(GOOD).outcome == "eligible"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("  dwelling.tenur: rented", "unknown-fact"),
        ("  person.age: '20'", "wrong-type"),
        ("  person.age: true", "wrong-type"),
        ("  person.age: 20.5", "not-whole"),
        ("  person.age: -1", "negative"),
        ("  person.age: 400", "out-of-range"),
        ("  insurance.pension_years: 151", "out-of-range"),
        ("  residence.months: 1801", "out-of-range"),
        ("  dwelling.area_per_person: 100001", "out-of-range"),
        ("  insurance.urban_years: -0.5", "negative"),
        ("  insurance.urban_years: .nan", "wrong-type"),
        ("  insurance.urban_years: .inf", "wrong-type"),
        ("  insurance.urban_years: 1e999", "wrong-type"),
        ("  insurance.urban_years: [1]", "wrong-type"),
        ("  insurance.urban_years: {a: 1}", "wrong-type"),
        ("  insurance.urban_years: 2016-01-01", "wrong-type"),
        ("  business.invests: 1", "wrong-type"),
        ("  business.invests: 'true'", "wrong-type"),
        ("  business.invests: maybe", "wrong-type"),
        ("  education.level: university", "not-listed"),
        ("  education.level: true", "not-listed"),
        ("  hukou.division: 211103", "not-a-text"),
        ("  hukou.division: '2111'", "not-a-division"),
        ("  companion.age: 3", "misplaced-fact"),
        ("  ethnicity: han", "unknown-fact"),
        ("  dwelling.lawful: false", "repeated-key"),
    ],
)
def test_a_wrong_fact_is_refused_on_its_line(line: str, code: str) -> None:
    assert faults(GOOD.replace("companions:", f"{line}\ncompanions:")) == [(8, code)]


def test_null_and_absence_are_both_unknown() -> None:
    absent = decided(GOOD.replace("  insurance.urban_participant: true\n", ""))
    null = decided(GOOD.replace("insurance.urban_participant: true", "insurance.urban_participant: null"))
    assert absent.outcome == null.outcome == "undetermined"
    assert absent.to_json() == null.to_json()


def test_yes_without_quotes_is_yaml_for_true() -> None:
    assert decided(GOOD.replace("true", "yes")).outcome == "eligible"


def test_every_fault_is_reported_at_once_in_the_order_of_the_lines() -> None:
    text = """\
date: 2016-3-1
destination: {division: 211121, area: cty_proper}
policy: panjn-2015
applicant:
  dwelling.tenur: rented
  insurance.urban_years: -1
companions:
  - {relation: wife, facts: {companion.ag: 3}}
answer: 42
"""
    assert faults(text) == [
        (1, "not-a-date"),
        (2, "not-a-text"),
        (2, "not-listed"),
        (3, "unknown-policy"),
        (5, "unknown-fact"),
        (6, "negative"),
        (8, "unknown-relation"),
        (8, "unknown-fact"),
        (9, "unknown-key"),
    ]


def test_the_nearest_right_name_is_offered() -> None:
    with pytest.raises(policy.Faulty, match=r'did you mean "dwelling\.tenure"'):
        decided(GOOD.replace("dwelling.tenure", "tenure"))
    with pytest.raises(policy.Faulty, match=r'did you mean "rented"'):
        decided(GOOD.replace("rented", "rentd"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("date: 2016-03-01\n", "", [(1, "missing-key")]),
        ("date: 2016-03-01", "date: null", [(1, "missing-date")]),
        ("date: 2016-03-01", "date: 20160301", [(1, "not-a-date")]),
        ("date: 2016-03-01", "date: 2016-02-30", [(1, "not-a-date")]),
        ("date: 2016-03-01", "date: 2016-03-01T10:00:00", [(1, "not-a-date")]),
        ('destination: {division: "211103", area: city_proper}\n', "", [(1, "missing-key")]),
        ('division: "211103", ', "", [(2, "missing-key")]),
        (", area: city_proper", "", [(2, "area-missing")]),
        ('"211103"', '"21110"', [(2, "not-a-division")]),
        ('"211103"', '"219999"', [(2, "no-such-division")]),
        ('"211103"', "211103", [(2, "not-a-text")]),
        ("area: city_proper", "area: city_proper, zone: 1", [(2, "unknown-key")]),
        ("date: 2016-03-01", "date: 2010-03-01", [(1, "no-policy")]),
        ("applicant:", "policy: lincang-2015\napplicant:", [(3, "not-in-force")]),
        ("applicant:", "policy: qiqihar-2008\napplicant:", [(3, "not-in-force")]),
    ],
)
def test_a_wrong_place_date_or_policy_is_refused(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert faults(GOOD.replace(old, new)) == expected


def test_a_division_that_has_become_another_names_its_successor() -> None:
    text = 'date: 2016-03-20\ndestination: {division: "211121", area: town}\n'
    with pytest.raises(policy.Faulty, match=r"大洼区（211104）"):
        decided(text)
    assert decided(text.replace("03-20", "03-19")).policy == "panjin-2015"


def test_a_division_that_did_not_exist_yet_names_the_one_before_it() -> None:
    text = 'date: 2016-03-19\ndestination: {division: "211104", area: town}\n'
    with pytest.raises(policy.Faulty, match=r"当时是大洼县（211121）.*it was then 大洼县 \(211121\)"):
        decided(text)


def test_a_village_that_does_not_exist_is_one_fault_not_two() -> None:
    text = 'date: 2016-04-01\ndestination: {division: "211103001999"}\n'
    assert faults(text) == [(2, "no-such-division")]


@pytest.mark.parametrize("name", ["case.json", "<stdin>"])
def test_a_number_of_thousands_of_digits_is_a_fault_in_json_too(name: str) -> None:
    text = (
        '{"date": "2016-03-01", "destination": {"division": "211103", "area": "town"},\n'
        f'"applicant": {{"income.per_capita_yearly": {"9" * 5000}}}}}'
    )
    assert faults(text, name) == [(2, "wrong-type")]


def test_a_quoted_date_is_a_date() -> None:
    assert decided(GOOD.replace("2016-03-01", '"2016-03-01"')).date == dt.date(2016, 3, 1)


def test_a_community_gives_its_own_area_and_a_contradiction_is_a_fault() -> None:
    on = dt.date(2024, 1, 1)
    unit = next(
        village.code
        for town in divisions.children("211103", on)
        for village in divisions.children(town.code, on)
        if divisions.area_of(village.code, on) == "city_proper"
    )
    text = f'date: 2024-01-01\ndestination: {{division: "{unit}"}}\n'
    assert decided(text).routes[0].id == "city-employment-and-dwelling"
    assert decided(text.replace("}", ", area: city_proper}")).outcome == "undetermined"
    assert faults(text.replace("}", ", area: rural}")) == [(2, "area-contradicts")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("- a\n- b\n", "not-a-mapping"),
        ("a case", "not-a-mapping"),
        ("date: [2016\n", "syntax"),
        ("date: 2016-03-01\n\tx: 1\n", "syntax"),
        ("date: a\x00b", "syntax"),
        ("--- {}\n--- {}\n", "documents"),
        ("date: !!python/object:os.system x\n", "tag"),
        ("[" * 500, "too-deep"),
        ("a: &a [*a]", "alias"),
        ("{1: 2}: 3", "key"),
    ],
)
def test_a_file_without_structure_is_refused(text: str, code: str) -> None:
    assert [found for _, found in faults(text)] == [code]


def test_a_bomb_of_aliases_stays_bounded() -> None:
    text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    assert [code for _, code in faults(text)] == ["too-large"]


def test_a_file_that_is_not_utf8_or_too_large_is_refused() -> None:
    with pytest.raises(policy.Faulty) as raised:
        source.decode("date: 2016-03-01\nname: 张".encode("gb18030"), "case.yaml")
    assert [(fault.line, fault.code) for fault in raised.value.faults] == [(2, "not-utf8")]
    with pytest.raises(policy.Faulty) as raised:
        source.decode(b" " * (source.LARGEST + 1), "case.yaml")
    assert raised.value.faults[0].code == "too-large"


def test_json_is_accepted_and_its_syntax_errors_have_a_line() -> None:
    text = '{"date": "2016-03-01",\n\t"destination": {"division": "211103", "area": "city_proper"}}'
    assert decided(text, "case.json").outcome == "undetermined"
    assert decided(text).outcome == "undetermined"
    assert faults('{"date": "2016-03-01",\n "destination": }', "case.json") == [(2, "syntax")]
    assert faults('{"date": "2016-03-01",\n "date": "2016-03-01"}', "case.json")[0] == (2, "repeated-key")


def test_a_case_made_in_code_is_checked_too() -> None:
    packs = policy.packs()
    case = policy.Case(
        dt.date(2016, 3, 1),
        "211103",
        "city_proper",
        {"person.age": True, "dwelling.tenure": "leased"},
        (policy.Companion("wife"),),
    )
    with pytest.raises(policy.Faulty) as raised:
        policy.decide(case, places=divisions, packs=packs)
    assert [fault.code for fault in raised.value.faults] == ["wrong-type", "not-listed", "unknown-relation"]


def test_plain_data_makes_the_same_case_as_its_file() -> None:
    packs = policy.packs()
    data = {
        "date": "2016-03-01",
        "destination": {"division": "211103", "area": "city_proper"},
        "applicant": {
            "employment.lawful_stable": True,
            "dwelling.lawful": True,
            "dwelling.tenure": "rented",
            "insurance.urban_participant": True,
        },
        "companions": [{"relation": "spouse", "facts": {"companion.lives_together": True}}],
    }
    case = policy.case_of(data, packs.vocabulary)
    assert policy.decide(case, places=divisions, packs=packs).to_json() == decided(GOOD).to_json()
