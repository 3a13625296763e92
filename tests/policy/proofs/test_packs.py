"""Every pack keeps the guarantees, but for what its own document does, listed beside it."""

import importlib.util
import sys
from functools import cache
from pathlib import Path

import pytest

from huji import policy
from huji.policy.proofs import Report, Status, findings_beside, verify
from huji.policy.proofs.declared import Declared
from huji.standards import divisions

ROOT = Path(__file__).parents[3]
PACKS = policy.packs()


@cache
def report(name: str) -> Report:
    pack = PACKS.get(name)
    assert pack is not None
    return verify(pack, PACKS, divisions)


@pytest.mark.parametrize("name", PACKS.names)
def test_every_guarantee_is_proved_or_the_gap_is_declared(name: str) -> None:
    assert [(one.id, one.text.en) for one in report(name).results if one.status.fails] == []


@pytest.mark.parametrize("name", PACKS.names)
def test_the_findings_listed_are_those_found(name: str) -> None:
    pack = PACKS.get(name)
    assert pack is not None
    listed = findings_beside(pack.file)
    assert list(listed) == [one.id for one in report(name).of(Status.FINDING)]
    articles = {one.article for one in pack.articles}
    assert all(set(one.articles) <= articles and one.articles for one in listed.values())


@pytest.mark.parametrize("name", PACKS.names)
def test_each_person_of_a_finding_is_decided_as_it_is_said(name: str) -> None:
    for result in report(name).of(Status.FINDING):
        above, here = result.witnesses
        for one in (above, here):
            answer = policy.decide_text(one.text, "case.yaml", places=divisions, packs=PACKS)
            assert answer.outcome == one.outcome
            assert [each.outcome for each in answer.companions] == ([one.companion] if one.companion else [])
        gap = [(one.companion or one.outcome) for one in (above, here)]
        assert gap[0] in ("eligible", "discretionary")
        assert gap[1] not in (gap[0], "eligible")


@pytest.mark.parametrize("name", [pack.policy for pack in PACKS if not pack.totals])
def test_only_facts_that_matter_are_shown(name: str) -> None:
    for result in report(name).of(Status.FINDING):
        above, here = result.witnesses
        for fact in here.case.applicant:
            less = "\n".join(line for line in here.text.splitlines() if not line.startswith(f"  {fact}:"))
            also = "\n".join(line for line in above.text.splitlines() if not line.startswith(f"  {fact}:"))
            told = [
                (answer.outcome, [one.outcome for one in answer.companions])
                for text in (also, less)
                for answer in [
                    policy.decide_text(
                        text.replace("applicant:\n", "applicant: {}\n") if "\n  " not in text else text,
                        "case.yaml",
                        places=divisions,
                        packs=PACKS,
                    )
                ]
            ]
            assert told != [
                (one.outcome, [one.companion] if one.companion else []) for one in (above, here)
            ], (result.id, fact)


def test_what_is_not_listed_fails_and_what_is_gone_fails_too() -> None:
    pack = PACKS.get("panjin-2015")
    assert pack is not None
    because = policy.Text("无", "none")
    bare = verify(pack, PACKS, divisions, declared={})
    assert [one.status for one in bare.results if one.status.fails] == [Status.COUNTEREXAMPLE]
    listed = {one.id: Declared(("六",), because, 1) for one in bare.results if one.status.fails}
    gone = {**listed, "more-never-hurts/person.age": Declared(("六",), because, 2)}
    assert verify(pack, PACKS, divisions, declared=listed).holds
    stale = verify(pack, PACKS, divisions, declared=gone)
    assert [one.id for one in stale.results if one.status is Status.STALE] == ["more-never-hurts/person.age"]
    assert not stale.holds


def test_a_draft_that_does_away_with_a_gap_is_told_so_and_does_not_fail() -> None:
    pack = PACKS.get("liaoning-2015")
    assert pack is not None
    gap = {"not-below-the-floor/national-2014/x": Declared(("六",), policy.Text("缘由", "because"), 1)}
    found = verify(pack, PACKS, divisions, declared=gap, draft=True)
    assert found.holds
    (closed,) = found.of(Status.CLOSED)
    assert closed.text.en == "a shortfall of the version in force that the draft does away with: because"


def test_the_floor_can_be_that_of_one_policy_alone() -> None:
    pack, national = PACKS.get("panjin-2015"), PACKS.get("national-2014")
    assert pack is not None
    found = verify(pack, PACKS, divisions, against=national)
    assert found.against == ("national-2014",)
    assert found.holds
    assert found.of(Status.FINDING) == ()


def test_the_page_of_findings_is_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("findings", ROOT / "scripts/findings.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules["findings"] = script
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "verify", lambda pack, *_: report(pack.policy))
    written = script.PAGE.read_text("utf-8")
    assert script.page(written) == written, "run: python scripts/findings.py"
