"""Schemes of points as packs write them: what is read, and every slip refused with its line."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huji import policy
from huji.policy.coverage import coverage
from huji.policy.points import Bounded, By, Kind, Options, Per, Ties, Window
from huji.policy.scoring import score_by
from huji.policy.tree import Reference, Total, facts_of, walk

EDUCATION = (
    "score: {options: {education.level: {senior_middle: 20, junior_college: 40, "
    "bachelor: 60, master: 60, doctor: 60}}}"
)
SELECTION = "rank: [{total: settlement}, {fact: insurance.urban_years}, {applied: true}]"


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(policy.Faulty) as raised:
        policy.read_pack(text, "city.yaml", policy.vocabulary())
    for fault in raised.value.faults:
        assert fault.text.zh, fault
        assert fault.text.en, fault
    return [(fault.line, fault.code) for fault in raised.value.faults]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_scheme_is_read_with_its_indicators_totals_and_selection(city):
    scheme = city.points
    assert [one.id for one in scheme.indicators] == ["education", "insurance", "age", "skill", "permit"]
    assert scheme.indicator("education").cites.article == "二"
    assert isinstance(scheme.indicator("education").score, Options)
    assert dict(scheme.indicator("education").score.points)["primary"] == 0
    capped = scheme.indicator("insurance").score
    assert isinstance(capped, Bounded)
    assert capped.cap == 30
    assert isinstance(capped.part, Per)
    assert list(city.totals) == ["settlement", "base"]
    assert [one.id for one in city.totals["base"].indicators] == ["education", "insurance"]
    selection = scheme.selection
    assert (selection.kind, selection.quota, selection.ties) == (Kind.QUOTA, 4500, Ties.ALL_IN)
    assert [(key.by, key.descending) for key in selection.rank] == [
        (By.TOTAL, True),
        (By.FACT, True),
        (By.APPLIED, False),
    ]
    assert selection.windows == (Window((8, 1), (9, 14)),)
    assert selection.total == "settlement"


def test_points_are_exact_decimals(city):
    skill = city.points.indicator("skill").score.part.parts[0]
    assert dict(skill.points)["intermediate"] == Fraction("10.5")


def test_a_total_carries_all_it_reads(city):
    (total,) = [node for node in walk(city.routes[0].when, city.conditions) if isinstance(node, Total)]
    assert total.tally is city.totals["settlement"]
    read = set(facts_of(city.routes[0].when, city.conditions))
    assert {"education.level", "insurance.urban_years", "permit.years", "qualification.title"} <= read
    assert set(city.order) == read


def test_every_indicator_must_be_found_in_an_article(city_text):
    text = city_text.replace(
        "as: [education, insurance, age, skill, permit, settlement, base]", "as: [education]"
    )
    found = coverage(policy.read_pack(text, "city.yaml", policy.vocabulary()))
    told = " ".join(fault.text.en for fault in found.faults)
    for name in ("insurance", "age", "skill", "permit", "settlement", "base"):
        assert f'"{name}" cites article 2, but the list of articles does not name it there' in told
    for name in ("insurance", "age", "skill", "permit"):
        assert f'no article says that "{name}" encodes it' in told
    assert '"education"' not in told


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("{options: {education.level: {colledge: 40}}}", "not-listed"),
        ("{options: {education.leval: {bachelor: 40}}}", "unknown-fact"),
        ("{options: {person.age: {bachelor: 40}}}", "wrong-type"),
        ("{options: {education.level: {}}}", "empty-list"),
        ("{options: {education.level: {bachelor: 1}, qualification.skill: {senior: 1}}}", "not-a-score"),
        ("{options: {education.level: {bachelor: many}}}", "not-a-number"),
        ("{options: {education.level: {bachelor: 1.00001}}}", "too-fine"),
        ("{options: {education.level: {bachelor: 1e9}}}", "too-large"),
        ("{per: insurance.urban_year, points: 3}", "unknown-fact"),
        ("{per: education.level, points: 3}", "wrong-type"),
        ("{per: land.gave_up_rights, points: 3}", "forbidden-fact"),
        ("{per: companion.age, points: 3}", "companion-fact"),
        ("{per: insurance.urban_years}", "missing-key"),
        ("{per: insurance.urban_years, points: 3, unit: 0}", "zero"),
        ("{per: insurance.urban_years, points: 3, unit: -1}", "negative"),
        ("{per: insurance.urban_years, points: 3, hole: true}", "unknown-key"),
        ("{per: insurance.urban_years, points: 0.1111, unit: 7.123457}", "too-fine"),
        ("{per: insurance.urban_years, points: 10000000, unit: 0.000001, whole: true}", "too-large"),
        ("{per: insurance.urban_years, points: 9999999.9, cap: 5}", "too-large"),
        ("{per: {least_of: []}, points: 3}", "empty-list"),
        ("{per: {least_of: [insurance.urban_years, residence.months]}, points: 3}", "wrong-unit"),
        ("{per: {from: insurance.urban_years}, points: 3}", "missing-key"),
        ("{per: {most_of: [insurance.urban_years]}, points: 3}", "unknown-key"),
        ("{steps: person.age, from: []}", "empty-list"),
        ("{steps: person.age, from: [{at_least: 5, points: 1}, {at_least: 5, points: 2}]}", "order"),
        ("{steps: person.age, from: [{at_leest: 5, points: 1}]}", "unknown-key"),
        ("{points: 20}", "missing-key"),
        ("{points: 20, when: {person.aged: {at_most: 45}}}", "unknown-fact"),
        ("{points: 20, when: {companion.married: true}}", "companion-fact"),
        ("{points: 20, when: {land.gave_up_rights: true}}", "forbidden-fact"),
        ("{points: 20, when: {total: {of: base, at_least: 1}}}", "loop"),
        ("{points: 20, when: entry}", "loop"),
        ("{points: 20, when: {not: {all: [entry]}}}", "loop"),
        ("{points: 20, when: entree}", "unknown-criterion"),
        ("{best_of: []}", "empty-list"),
        ("{sum: [{points: 1}]}", "missing-key"),
        (
            "{times: -1, when: {dwelling.lawful: true}, of: {points: 1, when: {dwelling.lawful: true}}}",
            "negative",
        ),
        ("{times: 2, of: {points: 1, when: {dwelling.lawful: true}}}", "missing-key"),
        ("{point: 20, when: {dwelling.lawful: true}}", "not-a-score"),
        ("{unknown: 不明}", "not-a-mapping"),
        ("{points: 1, when: {dwelling.lawful: true}, cap: 1, floor: 2}", "bounds"),
        ("[1, 2]", "not-a-mapping"),
        ("20", "not-a-mapping"),
    ],
)
def test_a_slip_in_a_score_is_refused_with_its_line(city_text, score, code):
    text = city_text.replace(EDUCATION, f"score: {score}")
    found = faults(text)
    assert code in [one for _, one in found]
    if code not in ("too-fine", "unknown-criterion"):
        assert (line_of(text, f"score: {score}"), code) in found


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{of: settlement, at_least", "{of: setlement, at_least", "not-listed"),
        ("at_least: {parameter: line}", "at_least: {parameter: lime}", "unknown-parameter"),
        ("at_least: {parameter: line}", "is: 60", "unknown-key"),
        ("at_least: {parameter: line}", "at_least: 60, at_most: 70", "wrong-operator"),
        ("at_least: {parameter: line}", "at_least: sixty", "not-a-number"),
        ("groups: [base]", "groups: [bass]", "not-listed"),
        ("groups: [base]", "indicators: [educations]", "not-listed"),
        ("groups: [base]", "times: 1.3", "missing-key"),
        ("- id: permit", "- id: age", "repeated-id"),
        ("- id: permit", "- id: base", "repeated-id"),
        ("- id: points\n    title: {zh: 积分落户", "- id: permit\n    title: {zh: 积分落户", "repeated-id"),
        ("kind: quota", "kind: lottery", "not-listed"),
        (SELECTION, "rank: [{total: settlement, order: upwards}]", "not-listed"),
        (SELECTION, "rank: [{fact: dwelling.lawful}]", "not-listed"),
        (SELECTION, "rank: [{total: settlement, fact: person.age}]", "wrong-key"),
        (SELECTION, "at_least: 60", "missing-key"),
        ("ties: all_in", "ties: next_key", "not-listed"),
        ("quota: 4500", "quota: 4500.5", "not-a-number"),
        ("{from: 08-01, to: 09-14}", "{from: 8 Aug, to: 09-14}", "not-a-date"),
        ("{from: 08-01, to: 09-14}", "{from: 08-01, to: 09-31}", "not-a-date"),
        ("    article: 三\n    kind", "    kind", "missing-key"),
        ("  article: 二\n", "", "missing-key"),
    ],
)
def test_a_slip_beside_the_scores_is_refused(city_text, old, new, code):
    assert old in city_text
    assert code in [one for _, one in faults(city_text.replace(old, new, 1))]


def test_all_faults_of_a_scheme_are_told_at_once(city_text):
    text = city_text.replace("bachelor: 60,", "bachelors: 60,").replace("points: 0.5", "points: half")
    assert [code for _, code in faults(text)] == ["not-listed", "not-a-number"]


def test_the_nearest_right_word_is_offered(city_text):
    with pytest.raises(policy.Faulty, match=r'did you mean "permit\.years"'):
        policy.read_pack(
            city_text.replace("[permit.years,", "[permit.year,"), "city.yaml", policy.vocabulary()
        )


def test_a_criterion_that_reads_a_total_may_name_one_that_a_score_reads(city_text):
    text = city_text.replace(
        "criteria:\n",
        "criteria:\n  able:\n    title: {zh: 有技能, en: Skilled}\n    qualification.certificate: true\n",
    )
    text = text.replace("{points: 15, when: {qualification.certificate: true}}", "{points: 15, when: able}")
    pack = policy.read_pack(text, "city.yaml", policy.vocabulary())
    (condition,) = [node for node in pack.totals["settlement"].conditions if isinstance(node, Reference)]
    assert condition.criterion == "able"
    assert "qualification.certificate" in set(facts_of(pack.routes[0].when, pack.conditions))


def scores_of(pack):
    """What is read can be scored: nothing is left that only shows later."""
    return score_by(pack, {}, pack.in_force_from) if pack.points else pack


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_is_written_a_pack_or_named_faults_come_out(data):
    lines = Path(__file__).with_name("city.yaml").read_text(encoding="utf-8").splitlines()
    words = [
        "total",
        "per",
        "{}",
        "[]",
        "null",
        "-1",
        "1e400",
        ".nan",
        "points",
        "entry",
        "{of: base}",
        "a: b",
    ]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        head, colon, _ = lines[at].partition(":")
        change = data.draw(st.sampled_from(["drop", "twice", "value", "indent"]))
        if change == "drop":
            del lines[at]
        elif change == "twice":
            lines.insert(at, lines[at])
        elif change == "value":
            lines[at] = f"{head}{colon} {data.draw(st.sampled_from(words))}"
        else:
            lines[at] = "  " + lines[at]
    found: tuple[policy.Fault, ...] | None = None
    try:
        pack = policy.read_pack("\n".join(lines), "city.yaml", policy.vocabulary())
    except policy.Faulty as faulty:
        found = faulty.faults
    assert found != ()
    if found is None:
        assert scores_of(pack)
