"""Settling by points: outcomes, what is missing, how far away the line is, and how it is all told."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from huji import policy
from huji.cli import main
from huji.policy.points.telling import tell_score
from huji.policy.scoring import score_by

KNOWN = {
    "education.level": "junior_college",
    "insurance.urban_years": 4.5,
    "person.age": 40,
    "qualification.skill": "none",
    "qualification.certificate": False,
    "qualification.title": "none",
    "permit.years": 2,
    "dwelling.lawful": True,
}
DAY = dt.date(2016, 3, 1)


def named(facts):
    return {name.replace(".", "__"): value for name, value in facts.items()}


def total_of(answer):
    reason = answer.routes[0].reason["of"][0]["of"][0]
    assert reason["total"] == "settlement"
    return reason


def test_whoever_reaches_the_line_settles_and_every_indicator_is_told(applying):
    answer = applying(**named(KNOWN))
    assert answer.outcome == "eligible"
    total = total_of(answer)
    assert (total["given"], total["holds"]) == (63, True)
    assert {part["indicator"]: part["points"] for part in total["of"]} == {
        "education": 40,
        "insurance": 12,
        "age": 10,
        "skill": 0,
        "permit": 1,
    }
    assert json.loads(answer.to_json())["routes"][0]["reason"] == answer.routes[0].reason


@pytest.mark.parametrize(
    ("change", "points", "outcome"),
    [
        ({"person.age": 35}, 73, "eligible"),
        ({"person.age": 46}, 53, "ineligible"),
        ({"insurance.urban_years": 3}, 60, "eligible"),
        ({"insurance.urban_years": 2.999999}, 56.9999995, "ineligible"),
        ({"insurance.urban_years": 20}, 81, "eligible"),
        ({"permit.years": 0.5}, 62.25, "eligible"),
        ({"qualification.skill": "intermediate"}, 73.5, "eligible"),
        ({"qualification.skill": "senior", "qualification.certificate": True}, 83, "eligible"),
        ({"qualification.skill": "senior", "qualification.title": "senior"}, 63, "eligible"),
    ],
)
def test_both_sides_of_every_step_are_counted_right(applying, change, points, outcome):
    answer = applying(**named({**KNOWN, **change}))
    assert answer.outcome == outcome
    assert total_of(answer)["given"] == points


def test_an_open_total_says_between_what_it_lies_and_what_is_missing(applying):
    known = {name: value for name, value in KNOWN.items() if name not in ("person.age", "permit.years")}
    answer = applying(**named(known))
    assert answer.outcome == "undetermined"
    total = total_of(answer)
    assert (total["given"], total["between"], total["holds"]) == (None, [52, 73.75], None)
    # The years of the permit give 1.75 points at most, and no age leaves the total so near the line.
    assert answer.missing == ("person.age",)


def test_facts_that_cannot_reach_the_line_any_more_are_not_asked(applying):
    known = {**KNOWN, "education.level": "none"}
    del known["permit.years"]
    answer = applying(**named(known))
    assert (answer.outcome, answer.missing) == ("ineligible", ())


def test_points_enough_whatever_is_unknown_settle_at_once(applying):
    known = {**KNOWN, "education.level": "doctor"}
    del known["qualification.skill"]
    del known["permit.years"]
    assert applying(**named(known)).outcome == "eligible"


def test_the_nearest_route_says_how_many_points_are_lacking_and_what_each_indicator_could_give(applying):
    answer = applying(**named({**KNOWN, "education.level": "none"}))
    (leaf,) = answer.nearest.leaves
    assert (leaf["total"], leaf["given"], leaf["lacking"]) == ("settlement", 23, 37)
    assert {part["indicator"]: part["most"] for part in leaf["of"]} == {
        "education": 60,
        "insurance": 30,
        "age": 20,
        "skill": 20,
        "permit": 5,
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "现为：23 分）；还差 37 分，可加分的有：学历 60、技能 20、参保 18、年龄 10、居住 4",
        ),
        (
            "en",
            "37 points short, could be given by: Education 60, Skill 20, Insurance 18, Age 10, Residence 4",
        ),
    ],
)
def test_a_refusal_tells_what_is_lacking(applying, city_packs, language, said):
    assert said in policy.tell(applying(**named({**KNOWN, "education.level": "none"})), city_packs, language)


def test_papers_are_those_of_the_indicators_that_give_points(applying):
    found = {papers.proves: papers.any_of for papers in applying(**named(KNOWN)).evidence}
    assert found["education"] == ("diploma",)
    assert "insurance.urban_years" in found
    assert "qualification.skill" not in found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["落户积分不少于 60 分（现为：63 分）", "· 学历：40 分", "· 参保：12 分"]),
        ("en", ["Points for settlement: at least 60 points (given: 63 points)", "· Education: 40 points"]),
    ],
)
def test_the_answer_is_told_with_its_points(applying, city_packs, language, said):
    told = policy.tell(applying(**named(KNOWN)), city_packs, language)
    assert [part for part in said if part not in told] == []


def test_a_score_tells_totals_lines_and_what_could_add(city):
    answer = score_by(city, {**KNOWN, "education.level": "none"}, DAY)
    settlement, base = answer.totals
    assert (settlement.low, settlement.high) == (23, 23)
    assert (base.low, base.high) == (12, 12)
    assert [(gain.indicator, gain.more) for gain in settlement.gains] == [
        ("education", 60),
        ("skill", 20),
        ("insurance", 18),
        ("age", 10),
        ("permit", 4),
    ]


def test_what_is_unknown_is_asked_the_widest_first(city):
    known = {name: value for name, value in KNOWN.items() if name not in ("person.age", "permit.years")}
    settlement, base = score_by(city, known, DAY).totals
    assert settlement.unknown == ("person.age", "permit.years")
    assert base.unknown == ()
    assert (settlement.low, settlement.high) == (52, 73.75)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_score_is_told_to_its_indicators(city, city_packs, language):
    facts = {name: value for name, value in KNOWN.items() if name != "permit.years"}
    told = tell_score(score_by(city, facts, DAY), city_packs, language)
    for indicator in city.points.indicators:
        assert indicator.title.in_language(language) in told
    assert "permit.years" in told
    assert ("62 至 63.75 分" in told) is (language == "zh")
    assert ("from 62 to 63.75 points" in told) is (language == "en")


# -- the command -----------------------------------------------------------------------------------------

CASE = """\
date: 2015-08-10
destination: {division: "440103", area: city_proper}
applicant:
  education.level: bachelor
  person.age: 30
"""


def run(tmp_path, text, *options):
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    home = ["--home", str(tmp_path / "none")]
    return CliRunner().invoke(main, ["policy", "score", str(tmp_path / "case.yaml"), *home, *options])


def test_the_command_scores_a_case_under_the_policy_of_its_place(tmp_path):
    said = run(tmp_path, CASE, "--format", "json")
    assert said.exit_code == 0
    found = json.loads(said.stdout)
    assert found["policy"] == "guangzhou-2015"
    (total,) = [one for one in found["totals"] if one["total"] == "settlement"]
    assert total["line"]["at_least"] == 60
    assert total["line"]["reached"] is True
    assert total["points"] is None
    assert total["between"][0] == 60
    assert all(part["indicator"] for part in total["of"])


def test_a_draft_is_scored_from_its_file(tmp_path, city_text):
    (tmp_path / "draft.yaml").write_text(city_text.replace("bachelor: 60", "bachelor: 70"), encoding="utf-8")
    draft = ["--pack", str(tmp_path / "draft.yaml"), "--policy", "city-points", "--format", "json"]
    said = run(tmp_path, CASE, *draft)
    assert said.exit_code == 0
    assert json.loads(said.stdout)["totals"][1]["between"] == [70, 100]


def test_a_policy_of_benefits_alone_is_scored_by_name(tmp_path):
    text = CASE.replace("440103", "310101")
    said = run(tmp_path, text, "--policy", "shanghai-2015", "--lang", "en")
    assert said.exit_code == 0
    assert "shanghai-2015" in said.stdout


@pytest.mark.parametrize(
    ("options", "text", "said"),
    [
        (["--policy", "panjin-2015"], CASE, "case.yaml:2: "),
        (["--policy", "panjin-2015"], CASE.replace("2015-08-10", "2016-08-10"), "no scheme of points"),
        (["--policy", "guangzou-2015"], CASE, 'did you mean "guangzhou-2015"'),
        ([], CASE.replace("2015-08-10", "2016-08-10") + "policy: guangzhou-2015\n", "case.yaml:"),
        ([], CASE.replace("bachelor", "bachelors"), "case.yaml:4: "),
        ([], CASE.replace("440103", "211103").replace("2015-08", "2016-08"), "no scheme of points"),
    ],
)
def test_a_case_that_cannot_be_scored_is_refused_with_its_line(tmp_path, options, text, said):
    found = run(tmp_path, text, *options)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert said in found.stderr
