"""A pack among the others: its superior lies above it, its places exist, each article names its clauses."""

import datetime as dt

import pytest

from huji import policy
from huji.policy import Library, Pack, standing
from huji.policy.library import FOLDER
from huji.policy.proofs import Status, verify
from huji.standards import divisions

PACKS = policy.packs()
PANJIN = (FOLDER / "liaoning/panjin-2015.yaml").read_text("utf-8")


def read(*changes: tuple[str, str], text: str = PANJIN) -> Pack:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return policy.read_pack(text, "draft.yaml", PACKS.vocabulary)


def wrong(pack: Pack, packs: Library = PACKS) -> list[tuple[int, str]]:
    found = standing.faults(pack, packs.with_pack(pack), divisions)
    assert all(one.text.zh and one.text.en for one in found)
    return [(one.line, one.code) for one in found]


@pytest.mark.parametrize("name", PACKS.names)
def test_every_pack_stands_among_the_others(name: str) -> None:
    pack = PACKS.get(name)
    assert pack is not None
    assert standing.faults(pack, PACKS, divisions) == ()


@pytest.mark.parametrize(
    ("superior", "code"),
    [
        ("panjin-2015", "superior-cycle"),
        ("liaoning-2051", "unknown-superior"),
        ("lincang-2015", "not-a-superior"),
        ("guangzhou-2015", "not-a-superior"),
    ],
)
def test_a_superior_that_is_not_above_is_refused(superior: str, code: str) -> None:
    pack = read(("superior: liaoning-2015", f"superior: {superior}"))
    assert wrong(pack) == [(7, code)]
    with pytest.raises(policy.Faulty):
        verify(pack, PACKS, divisions)


def test_a_policy_of_the_same_places_is_not_above() -> None:
    pack = read(
        ("policy: panjin-2015", "policy: other"), ("superior: liaoning-2015", "superior: panjin-2015")
    )
    assert wrong(pack) == [(7, "not-a-superior")]


def test_policies_above_each_other_are_a_cycle_for_whoever_stands_below() -> None:
    liaoning = (FOLDER / "liaoning/liaoning-2015.yaml").read_text("utf-8")
    first = read(("superior: national-2014", "superior: second"), text=liaoning)
    second = read(
        ("policy: liaoning-2015", "policy: second"), ("national-2014", "liaoning-2015"), text=liaoning
    )
    packs = PACKS.with_pack(first).with_pack(second)
    assert wrong(read(), packs) == [(7, "superior-cycle")]
    assert [code for _, code in wrong(first, packs)] == ["superior-cycle"]


def test_a_division_that_never_existed_is_refused() -> None:
    pack = read(('applies_to: ["2111"]', 'applies_to: ["9999"]'))
    assert (4, "no-such-division") in wrong(pack)


def test_a_policy_without_a_place_is_refused() -> None:
    assert (4, "nowhere") in wrong(read(('applies_to: ["2111"]', "applies_to: []")))


def test_routes_without_a_kind_of_area_are_refused_when_read() -> None:
    text = "\n".join(
        "    to: {area: []}" if line.startswith("    to: ") else line for line in PANJIN.splitlines()
    )
    with pytest.raises(policy.Faulty) as refused:
        read(("areas: [city_proper, county_seat, town, rural]", "areas: []"), text=text)
    assert [(one.line, one.code) for one in refused.value.faults] == [(5, "nowhere")]


@pytest.mark.parametrize("superior", ["null", "national-2014"])
def test_a_floor_that_is_not_named_is_kept_all_the_same(superior: str) -> None:
    pack = read(("superior: liaoning-2015", f"superior: {superior}"))
    report = verify(pack, PACKS, divisions, declared={})
    assert set(report.against) == {"liaoning-2015", "national-2014"}
    assert "not-below-the-floor/liaoning-2015/not-named" in [one.id for one in report.of(Status.OPEN)]
    assert any("/liaoning-2015/" in one.id for one in report.of(Status.COUNTEREXAMPLE))


def test_a_policy_is_not_held_to_the_floor_of_another_time_or_of_a_smaller_place() -> None:
    qiqihar, national = PACKS.get("qiqihar-2008"), PACKS.get("national-2014")
    assert qiqihar is not None
    assert national is not None
    assert "heilongjiang-2014" not in [one.policy for one in PACKS.above(qiqihar, qiqihar.in_force_from)]
    assert PACKS.above(national, dt.date(2016, 1, 1)) == ()


EXTRA = """
  - id: extra
    title: {zh: 留学人员, en: Returned students}
    article: ARTICLE
    to: {area: [town]}
    when: {all: [{education.returned_overseas: true}]}

prohibitions:
"""


@pytest.mark.parametrize(
    ("article", "entry", "holds"),
    [
        ("五十", "insured_now, extra]", False),
        ("九", "insured_now, extra]", False),
        ("五", "insured_now, extra]", True),
        ("五(二)", "insured_now, extra]", True),
        ("五(二)", "insured_now]", False),
    ],
)
def test_the_article_a_route_cites_must_be_listed_and_name_it(article: str, entry: str, holds: bool) -> None:
    pack = read(
        ("\nprohibitions:\n", EXTRA.replace("ARTICLE", article)),
        ("insured_now, city-employment-and-dwelling]", "city-employment-and-dwelling, " + entry),
    )
    assert all(code == "coverage" for _, code in wrong(pack))
    assert (not wrong(pack)) is holds
    assert any(one.id.startswith("every-clause-cited/") for one in _failing(pack)) is not holds


def _failing(pack: Pack) -> list[object]:
    from huji.policy.proofs import cited
    from huji.policy.proofs.setting import Setting

    return [one for one in cited.check(Setting(pack, PACKS, divisions, ())) if one.status.fails]


@pytest.mark.parametrize(
    ("pack", "old", "new"),
    [
        ("liaoning/panjin-2015", "address, article: 九", "address, article: 十"),
        ("liaoning/panjin-2015", "as: [tenant_without_address]", "as: [investor]"),
        ("liaoning/panjin-2015", "rural-residents, urban-to-rural]", "rural-residents]"),
        ("tianjin/tianjin-2013", "as: [points, selection]", "as: [points]"),
        ("tianjin/tianjin-2013", "conduct, settlement]", "conduct]"),
        ("tianjin/tianjin-2013", "conduct, settlement]", "settlement]"),
        ("tianjin/tianjin-2013", "as: [not_vetoed]", "as: [points]"),
    ],
)  # fmt: skip
def test_hosts_bans_totals_indicators_criteria_and_the_selection_are_named_too(
    pack: str, old: str, new: str
) -> None:
    found = wrong(read((old, new), text=(FOLDER / f"{pack}.yaml").read_text("utf-8")))
    assert found
    assert {code for _, code in found} == {"coverage"}
    assert all(line > 1 for line, _ in found)
