"""Every golden case holds, and together they reach every route, condition, relation and host of the packs."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import huji
from huji.policy import Pack, packs
from huji.policy.deciding import decide_text
from huji.policy.golden import Golden, differences, read_golden
from huji.policy.tree import Condition, Leaf, Unknown, walk
from huji.standards import divisions

FOLDER = Path(huji.__file__).parent / "policies"


def files() -> list[Path]:
    """Return the files of golden cases, by name."""
    return sorted(FOLDER.glob("*/*.cases.yaml"))


@cache
def cases(file: Path) -> list[dict[str, Any]]:
    """Return the cases of one file."""
    found: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    return found


@cache
def answer(file: Path, index: int) -> dict[str, Any]:
    """Return the engine's whole answer to one golden case."""
    text = yaml.dump(cases(file)[index]["case"], Dumper=yaml.CSafeDumper, allow_unicode=True)
    name = f"{file.name}#{index + 1}"
    return decide_text(text, name, places=divisions, packs=packs()).as_dict()


def everything() -> Iterator[tuple[Path, int]]:
    """Yield every case that is decided as its file and place; one of points alone is scored only."""
    for file in files():
        for index, case in enumerate(cases(file)):
            if case["expect"].keys() - {"points"}:
                yield file, index


def leaves(reason: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the leaves of a tree of reasons; a total of points is one of them."""
    if "of" in reason and "total" not in reason:
        for part in reason["of"]:
            yield from leaves(part)
    else:
        yield reason


def _name(file: Path) -> str:
    return file.name.removesuffix(".cases.yaml")


def _place(golden: Golden) -> str:
    return f"{_name(Path(golden.file))}:{golden.line}"


@pytest.mark.parametrize("golden", [one for file in files() for one in read_golden(file)], ids=_place)
def test_a_golden_case_holds(golden: Golden) -> None:
    assert [str(one) for one in differences(golden, places=divisions, packs=packs())] == []


def test_there_are_golden_cases_beside_every_pack() -> None:
    assert {file.name for file in files()} == {f"{pack.policy}.cases.yaml" for pack in packs()}
    assert sum(len(cases(file)) for file in files()) >= 200


@pytest.mark.parametrize("file", files(), ids=_name)
def test_no_two_cases_of_a_pack_are_named_or_put_alike(file: Path) -> None:
    names = [case["name"]["zh"] for case in cases(file)]
    english = [case["name"]["en"] for case in cases(file)]
    assert len(set(names)) == len(names)
    assert len(set(english)) == len(english)
    put = [repr(case["case"]) for case in cases(file)]
    assert [one for one in put if put.count(one) > 1] == []


def _of(pack: Pack) -> list[dict[str, Any]]:
    answers = (answer(file, index) for file, index in everything())
    return [answer for answer in answers if answer["policy"] == pack.policy]


def _unknown_stands_in_the_way(condition: Condition, pack: Pack) -> bool:
    return any(isinstance(node, Unknown) for node in walk(condition, pack.conditions))


def _facts(condition: Condition, pack: Pack) -> set[str]:
    return {node.fact for node in walk(condition, pack.conditions, totals=False) if isinstance(node, Leaf)}


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.policy)
def test_every_route_is_granted_and_refused_by_some_case(pack: Pack) -> None:
    outcomes: dict[str, set[str]] = defaultdict(set)
    for answer in _of(pack):
        for route in answer["routes"]:
            outcomes[route["id"]].add(route["outcome"])
    for route in pack.routes:
        expected = {"undetermined" if _unknown_stands_in_the_way(route.when, pack) else "eligible"}
        if _facts(route.when, pack):
            expected.add("ineligible")
        assert expected <= outcomes[route.id], route.id


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.policy)
def test_every_condition_of_every_route_refuses_somebody(pack: Pack) -> None:
    refused: dict[str, set[str]] = defaultdict(set)
    for answer in _of(pack):
        for route in answer["routes"]:
            if route["outcome"] == "ineligible":
                failed = (leaf for leaf in leaves(route["reason"]) if leaf["holds"] is False)
                refused[route["id"]].update(leaf["fact"] for leaf in failed if "fact" in leaf)
    for route in pack.routes:
        assert _facts(route.when, pack) <= refused[route.id], route.id


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.policy)
def test_every_prohibition_is_seen_to_hold_and_to_give_way(pack: Pack) -> None:
    seen: dict[str, set[bool | None]] = defaultdict(set)
    for answer in _of(pack):
        for one in answer["prohibitions"]:
            seen[one["id"]].add(one["holds"])
    for prohibition in pack.prohibitions:
        assert seen[prohibition.id] == {True, False, None}, prohibition.id


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.policy)
def test_every_relation_named_is_tried_and_every_host_is_opened(pack: Pack) -> None:
    relations = {one["relation"] for answer in _of(pack) for one in answer["companions"]}
    opened = {host for answer in _of(pack) for host in answer["hosts"]}
    for route in pack.routes:
        if not _unknown_stands_in_the_way(route.when, pack):
            assert {host.host for host in route.hosts} <= opened, route.id
        if route.companions is not None:
            assert set(route.companions.relations) <= relations, route.id


def test_the_cases_show_every_outcome_a_companion_can_have() -> None:
    outcomes = {one["outcome"] for file, index in everything() for one in answer(file, index)["companions"]}
    assert outcomes == {"eligible", "ineligible", "discretionary", "undetermined"}


@pytest.mark.parametrize("pack", [pack for pack in packs() if pack.points], ids=lambda pack: pack.policy)
def test_every_indicator_is_reckoned_by_hand_in_some_case(pack: Pack) -> None:
    (file,) = (file for file in files() if _name(file) == pack.policy)
    reckoned: dict[str, set[str]] = defaultdict(set)
    for case in cases(file):
        for name, points in case["expect"].get("points", {}).items():
            reckoned[name].add(str(points))
    assert pack.points is not None
    assert {one.id for one in pack.points.indicators} | set(pack.totals) <= set(reckoned)
    for name, points in reckoned.items():
        assert points != {"0"}, name
