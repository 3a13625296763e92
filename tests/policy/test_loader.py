"""Broken packs: refused with the line, the offending key and the nearest right one, all faults at once."""

from pathlib import Path

import pytest

from huji import policy
from huji.policy.library import pack_files

PACK = """\
policy: test-2020
title: {zh: 试验, en: Test}
document: {number: 试〔2020〕1号, issuer: 试, issued: 2020-01-01}
applies_to: ["2111"]
areas: [city_proper, rural]
in_force: {from: 2020-01-01, to: null}
superior: null
parameters:
  least: {value: 2, unit: years, title: {zh: 年限, en: Length}}
criteria:
  dwelling:
    title: {zh: 住所, en: Dwelling}
    all: [{dwelling.lawful: true}]
    evidence: [lease]
routes:
  - id: by-dwelling
    title: {zh: 住所, en: By dwelling}
    article: 一
    to: {area: [city_proper]}
    when: {all: [dwelling]}
articles:
  - {article: 一, title: {zh: 一, en: One}, status: encoded, as: [by-dwelling]}
"""
WHEN = "when: {all: [dwelling]}"


def read(text: str) -> policy.Pack:
    return policy.read_pack(text, "test.yaml", policy.vocabulary())


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(policy.Faulty) as raised:
        read(text)
    for fault in raised.value.faults:
        assert fault.text.zh, fault
        assert fault.text.en, fault
    return [(fault.line, fault.code) for fault in raised.value.faults]


def test_a_right_pack_is_read() -> None:
    pack = read(PACK)
    assert pack.policy == "test-2020"
    assert pack.routes[0].cites.as_dict() == {"document": "试〔2020〕1号", "article": "一"}
    assert pack.routes[0].when.id == "routes.by-dwelling/when"
    assert pack.routes[0].when.words.zh == "住所"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{dwelling.lawfull: true}", "unknown-fact"),
        ("{land.gave_up_rights: true}", "forbidden-fact"),
        ("{not: {land.gave_up_rights: true}}", "forbidden-fact"),
        ("{person.ethnicity: {is: han}}", "unknown-fact"),
        ("{person.religion: {is: none}}", "unknown-fact"),
        ("{person.sex: {is: male}}", "unknown-fact"),
        ("{person.political_status: {is: member}}", "unknown-fact"),
        ("{hukou.agricultural: true}", "unknown-fact"),
        ("{dwelling.lawful: {is: true}}", "wrong-operator"),
        ("{dwelling.lawful: 1}", "wrong-operator"),
        ("{dwelling.tenure: rented}", "wrong-operator"),
        ("{dwelling.tenure: {at_least: rented}}", "wrong-operator"),
        ("{dwelling.tenure: {is: rent}}", "not-listed"),
        ("{dwelling.tenure: {in: []}}", "empty-list"),
        ("{dwelling.tenure: {in: owned}}", "not-a-list"),
        ("{education.level: {at_least: university}}", "not-listed"),
        ("{insurance.urban_years: {at_leest: 2}}", "wrong-operator"),
        ("{insurance.urban_years: {is: 2}}", "wrong-operator"),
        ("{insurance.urban_years: {at_least: two}}", "not-a-number"),
        ("{insurance.urban_years: {at_least: -2}}", "negative"),
        ("{insurance.urban_years: {at_least: .inf}}", "not-a-number"),
        ("{insurance.urban_years: {at_least: {parameter: lest}}}", "unknown-parameter"),
        ("{insurance.urban_years: {at_least: {fact: residence.months}}}", "wrong-operator"),
        ("{insurance.urban_years: {at_least: {fact: dwelling.lawful}}}", "wrong-operator"),
        ("{insurance.urban_years: {at_least: {number: 2}}}", "wrong-right-side"),
        ("{dwelling.tenure: {is: {parameter: least}}}", "wrong-right-side"),
        ("{hukou.division: {in: [2111]}}", "not-a-division"),
        ("{companion.lives_together: true}", "companion-fact"),
        ("dweling", "unknown-criterion"),
        ("dwelling.lawful", "not-a-condition"),
        ("[dwelling]", "not-a-condition"),
        ("{all: [dwelling], any: [dwelling]}", "not-a-condition"),
        ("{all: []}", "empty-list"),
        ("{unknown: {zh: 不明}}", "missing-key"),
    ],
)
def test_a_wrong_condition_is_refused_on_its_line(condition: str, code: str) -> None:
    found = faults(PACK.replace(WHEN, f"when: {condition}"))
    assert (20, code) in found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("policy: test-2020\n", "", [(1, "missing-key")]),
        ("superior: null\n", "superiour: null\n", [(1, "missing-key"), (7, "unknown-key")]),
        ("areas: [city_proper, rural]", "areas: [city]", [(5, "not-listed"), (19, "not-listed")]),
        ("to: {area: [city_proper]}", "to: {area: [town]}", [(19, "not-listed")]),
        ('applies_to: ["2111"]', "applies_to: [2111]", [(4, "not-a-division")]),
        ("from: 2020-01-01", "from: soon", [(6, "not-a-date"), (6, "in-force")]),
        ("from: 2020-01-01, to: null", "from: 2020-01-01, to: 2019-01-01", [(6, "in-force")]),
        ("number: 试〔2020〕1号", "number: null", [(3, "no-reason")]),
        ("evidence: [lease]", "evidence: [leese]", [(14, "not-listed")]),
        ("as: [by-dwelling]", "as: [by-house]", [(22, "not-listed")]),
        ("status: encoded, as: [by-dwelling]", "status: encoded", [(22, "missing-key")]),
        ("status: encoded, as: [by-dwelling]", "status: not_encodable", [(22, "missing-key")]),
        ("status: encoded", "status: done", [(22, "not-listed")]),
        ("  - id: by-dwelling\n", "  - id: dwelling\n", [(16, "repeated-id")]),
        ("    article: 一\n", "    article: 一\n    hosts: [home]\n", [(19, "not-listed")]),
        (
            "    article: 一\n",
            "    article: 一\n    companions: {relations: [spouce], by_relation: {friend: dwelling}}\n",
            [(19, "not-listed"), (19, "not-listed")],
        ),
        ("title: {zh: 试验, en: Test}", "title: {zh: 试验}", [(2, "missing-key")]),
        ("    all: [{dwelling.lawful: true}]\n", "", [(12, "not-a-condition")]),
    ],
)
def test_a_wrong_entry_is_refused_on_its_line(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert old in PACK
    assert faults(PACK.replace(old, new)) == expected


def test_criteria_that_refer_to_themselves_are_refused() -> None:
    text = PACK.replace("    all: [{dwelling.lawful: true}]", "    all: [other]").replace(
        "routes:", "  other:\n    title: {zh: 他, en: Other}\n    not: dwelling\nroutes:"
    )
    with pytest.raises(policy.Faulty, match="dwelling → other → dwelling"):
        read(text)


def _criterion(name: int, condition: str) -> str:
    return f"  c{name}: {{title: {{zh: 词, en: w}}, {condition}}}\n"


_LEAF = "all: [{dwelling.lawful: true}]"
_WIDE = "all: [" + "{dwelling.lawful: true}, " * 900 + "]"


@pytest.mark.parametrize(
    ("criteria", "named"),
    [
        ([_criterion(0, _LEAF), *(_criterion(n, f"any: [c{n - 1}, c{n - 1}]") for n in range(1, 40))], "c39"),
        ([_criterion(0, _LEAF), *(_criterion(n, f"all: [c{n - 1}]") for n in range(1, 900))], "c899"),
        ([*(_criterion(n, f"all: [c{n - 1}]") for n in range(899, 0, -1)), _criterion(0, _LEAF)], "c899"),
        ([_criterion(0, _WIDE)], "c0, " * 5000 + "c0"),
        ([_criterion(0, _WIDE), _criterion(1, "any: [" + "c0, " * 5000 + "]")], "c1"),
    ],
    ids=["doubling", "deep", "deep, the last first", "wide", "wide criterion"],
)
def test_criteria_that_grow_without_measure_are_refused_at_once(criteria: list[str], named: str) -> None:
    text = PACK.replace("criteria:\n", "criteria:\n" + "".join(criteria)).replace("[dwelling]", f"[{named}]")
    assert {code for _, code in faults(text)} == {"too-large"}


def test_words_longer_than_any_title_are_refused() -> None:
    long = PACK.replace("{zh: 住所, en: Dwelling}", "{zh: " + "住" * 2001 + ", en: Dwelling}")
    assert faults(long) == [(12, "too-long")]


def test_the_nearest_right_key_is_offered() -> None:
    with pytest.raises(policy.Faulty, match=r'did you mean "superior"'):
        read(PACK.replace("superior: null", "superiour: null"))


def test_all_faults_are_named_at_once() -> None:
    broken = (
        PACK.replace("policy: test-2020", "polcy: x")
        .replace("[lease]", "[leese]")
        .replace(WHEN, "when: nothing")
    )
    assert {line for line, _ in faults(broken)} == {1, 14, 20}


def test_the_digest_stands_for_the_content_alone() -> None:
    digest = read(PACK).digest
    assert digest.startswith("sha256:")
    commented = "# a comment\n" + PACK.replace("{zh: 试验, en: Test}", "\n  en: 'Test'\n  zh:   试验")
    assert read(commented).digest == digest
    assert read(PACK.replace("value: 2", "value: 3")).digest != digest


@pytest.mark.parametrize("path", pack_files(), ids=lambda path: path.stem)
def test_every_node_of_a_pack_has_its_own_id_and_its_words(path: Path) -> None:
    from huji.policy.tree import walk

    pack = policy.load_pack(path)
    trees = [route.when for route in pack.routes] + [ban.when for ban in pack.prohibitions]
    seen: dict[str, object] = {}
    for tree in [*trees, *pack.conditions.values()]:
        for node in walk(tree, pack.conditions):
            assert node.words.zh
            assert node.words.en
            assert seen.setdefault(node.id, node) is node


def test_a_criterion_that_is_no_mapping_is_told_and_nothing_breaks_over_it() -> None:
    text = PACK.replace(
        "  dwelling:\n    title: {zh: 住所, en: Dwelling}\n",
        "  dwelling: []\n  other:\n    title: {zh: 住所, en: D}\n",
    )
    assert [code for _, code in faults(text)] == ["not-a-mapping"]
