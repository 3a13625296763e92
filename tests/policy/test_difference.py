"""Two versions of a policy are told apart clause by clause, in words."""

from datetime import date, timedelta

import pytest

from huji import policy
from huji.policy import Library, Pack
from huji.policy.difference import Kind, Mark, compare
from huji.policy.library import FOLDER, pack_files
from huji.policy.points.spelling import spelled

PANJIN = (FOLDER / "liaoning/panjin-2015.yaml").read_text("utf-8")
WORDS = policy.vocabulary()


def changed(*replaced: tuple[str, str]) -> Pack:
    text = PANJIN
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return policy.read_pack(text, "draft.yaml", WORDS)


def told(pack: Pack) -> list[tuple[Kind, str, list[tuple[Mark, str]]]]:
    old = changed()
    return [
        (
            one.kind,
            one.id,
            [(marked.mark, marked.line.text.en) for part in one.parts for marked in part.lines],
        )
        for one in compare(old, pack, WORDS)
    ]


def test_a_policy_does_not_differ_from_itself() -> None:
    for pack in policy.packs():
        assert compare(pack, pack, WORDS) == ()


def test_a_condition_taken_away_is_one_line_in_words() -> None:
    ((kind, clause, lines),) = told(
        changed(("lawful_stable_dwelling, insured_now]", "lawful_stable_dwelling]"))
    )
    assert (kind, clause) == (Kind.CHANGED, "city-employment-and-dwelling")
    assert [words for mark, words in lines if mark is not Mark.SAME] == ["Insured in urban social insurance"]


def test_a_threshold_moved_shows_both_figures() -> None:
    ((_, clause, lines),) = told(changed(("tax_paid_years: {at_least: 1}", "tax_paid_years: {at_least: 3}")))
    assert clause == "investor"
    assert [line for line in lines if line[0] is not Mark.SAME] == [
        (Mark.REMOVED, "Years covered by tax vouchers: at least 1 year"),
        (Mark.ADDED, "Years covered by tax vouchers: at least 3 years"),
    ]


def test_a_clause_renamed_is_one_added_and_one_removed() -> None:
    kinds = {(kind, clause) for kind, clause, _ in told(changed(("investor", "investor-or-founder")))}
    assert {(Kind.ADDED, "investor-or-founder"), (Kind.REMOVED, "investor")} <= kinds


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in_force: {from: 2015-12-15,", "in_force: {from: 2027-01-01,"),
        ("superior: liaoning-2015", "superior: national-2014"),
        (
            "article: 七\n    to: {area: [city_proper, county_seat, town]}",
            "article: 七\n    to: {area: [town]}",
        ),
        ("hosts: [relatives_or_friends_household]", "hosts: [unit_collective]"),
        ("evidence: [lease, public", "evidence: [public"),
        ("companion.lives_together: true", "companion.married: false"),
        ("投资金额不限", "投资金额不论"),
        ("article: 四\n", "article: 五\n"),
        ("子女不限年龄和婚姻；", ""),
        ("“等”不扩大范围", "“等”不扩大"),
        ("status: not_settlement, title: {zh: 居住证", "status: not_settlement, title: {zh: 居住证管理"),
    ],
)
def test_nothing_that_is_changed_goes_untold(old: str, new: str) -> None:
    assert told(changed((old, new)))


DAY = date(2027, 1, 1)


def versions() -> Library:
    later = changed(("from: 2015-12-15,", f"from: {DAY},"), ("dwelling, insured_now]", "dwelling]"))
    return Library([*policy.packs(), later], WORDS)


def test_of_several_versions_the_day_decides() -> None:
    library = versions()
    first, second = library.versions("panjin-2015")
    eve = DAY - timedelta(days=1)
    assert (library.get("panjin-2015"), library.get("panjin-2015", eve)) == (second, first)
    assert library.get("panjin-2015", date(2015, 12, 14)) is None
    assert library.last_day(first) == eve
    assert library.last_day(second) is None
    assert (library.in_force(first, eve), library.in_force(first, DAY)) == (True, False)
    assert library.covering("211103", "city_proper", eve) is first
    assert library.covering("211103", "city_proper", DAY) is second
    assert len(library) == len(policy.packs()) + 1
    assert library.names == policy.packs().names
    assert {first.digest, second.digest} <= set(library.by_digest)


def test_a_superior_with_several_versions_is_the_one_of_the_day() -> None:
    library = versions()
    below = changed(
        ("policy: panjin-2015", "policy: below"), ("superior: liaoning-2015", "superior: panjin-2015")
    )
    first, second = library.versions("panjin-2015")
    assert library.lineage(below, DAY - timedelta(days=1))[1] is first
    assert library.lineage(below, DAY)[1] is second
    assert next(library.superiors(below, DAY)) is second


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 3", "points: 4"),
        ("cap: ", "cap: 1"),
        ("at_least: ", "at_least: 1"),
        ("quota: 4", "quota: 5"),
    ],
)
def test_a_scheme_of_points_differs_in_words_too(old: str, new: str) -> None:
    told_of = 0
    for path in pack_files():
        text = path.read_text("utf-8")
        if "\npoints:" not in text or old not in text.split("\npoints:")[1]:
            continue
        head, points = text.split("\npoints:", 1)
        before = policy.read_pack(text, "old.yaml", WORDS)
        try:
            after = policy.read_pack(head + "\npoints:" + points.replace(old, new, 1), "new.yaml", WORDS)
        except policy.Faulty:
            continue
        assert compare(before, after, WORDS), path
        told_of += 1
    assert told_of


TITLED = """\
        title: {zh: 参保, en: Insurance}
        sum:
          - {title: {zh: 年限, en: Years}, per: insurance.continuous_years, points: 3, cap: 30, floor: 0}
          - {title: {zh: 学历, en: Degree}, options: {education.level: {bachelor: 15}}, unless: {permit.held: false}}
          - {title: {zh: 级差, en: Steps}, steps: insurance.pension_years, from: [{at_least: 2, points: 5}]}
          - {title: {zh: 加倍, en: Twice}, times: 2, when: {permit.held: true}, of: {points: 7, when: {permit.held: true}}}
"""  # noqa: E501


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 3,", "points: 4,"),
        ("cap: 30", "cap: 40"),
        ("floor: 0", "floor: 1"),
        ("bachelor: 15", "bachelor: 16"),
        ("unless: {permit.held: false}", "unless: {dwelling.lawful: false}"),
        ("at_least: 2,", "at_least: 1,"),
        ("points: 5}", "points: 6}"),
        ("times: 2", "times: 3"),
        ("points: 7", "points: 8"),
    ],
)
def test_a_title_hides_no_change_of_points(old: str, new: str) -> None:
    text = (FOLDER / "beijing/beijing-2017.yaml").read_text("utf-8")
    line = next(one for one in text.splitlines(keepends=True) if one.startswith("      score: {per: {from:"))
    titled = text.replace(line, "      score:\n" + TITLED)
    before = policy.read_pack(titled, "old.yaml", WORDS)
    assert old in TITLED
    after = policy.read_pack(titled.replace(TITLED, TITLED.replace(old, new)), "new.yaml", WORDS)
    (change,) = compare(before, after, WORDS)
    assert (change.kind, change.id) == (Kind.CHANGED, "employment")


def test_a_score_without_titles_is_spelled_as_it_is_worded() -> None:
    told_of = 0
    for path in pack_files():
        pack = policy.load_pack(str(path))
        for one in pack.points.indicators if pack.points else ():
            if (
                "title"
                not in path.read_text("utf-8").split(f"id: {one.id}\n")[1].split("score:")[1].split("- id")[0]
            ):
                assert spelled(one.score, WORDS) == one.score.words, one.id
                told_of += 1
    assert told_of > 20
