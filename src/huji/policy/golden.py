"""Golden cases: applications with the answer a lawyer expects, kept beside each pack and run against it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huji.policy import source
from huji.policy.case import read_node
from huji.policy.deciding import decide
from huji.policy.faults import Fault, Faulty
from huji.policy.library import Library, text_of
from huji.policy.reading import Reading
from huji.policy.scoring import TotalScore, score
from huji.policy.selection import Places
from huji.policy.vocabulary import content
from huji.policy.words import Text

PARTS = (
    "outcome",
    "policy",
    "granted_by",
    "basis",
    "missing",
    "unanimous",
    "unsettled",
    "nearest",
    "superior",
    "companions",
    "hosts",
    "evidence",
    "prohibitions",
    "routes",
    "points",
)


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden case: its name, its line, the case as nodes, and the expected parts of the answer."""

    name: Text
    file: str
    line: int
    case: source.Node
    expect: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of an answer that is not as expected, or the faults of the case."""

    golden: Golden
    part: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        where = f"{self.golden.file}:{self.golden.line}: {self.golden.name}"
        return f"{where}: {self.part}: 应为 / expected {self.expected!r}，得到 / found {self.found!r}"


def cases_file(pack_file: str | Path) -> Path:
    """Return where the golden cases of a pack file stand: `<pack>.cases.yaml` beside it."""
    return Path(pack_file).with_suffix(".cases.yaml")


def read_golden(path: Path) -> tuple[Golden, ...]:
    """Return the golden cases of a file; raise Faulty with every fault of its structure."""
    name = str(path)
    reading = Reading(name)
    found: list[Golden] = []
    for index, node in enumerate(reading.sequence(source.read(text_of(path), name), "cases")):
        entry = reading.mapping(node, f"cases.{index}")
        if entry is None:
            continue
        reading.keys(entry, f"cases.{index}", ("name", "case", "expect"))
        expect = reading.mapping(entry.items["expect"], "expect") if "expect" in entry.items else None
        if expect is not None and "case" in entry.items:
            reading.keys(expect, "expect", (), PARTS)
            title = reading.text(entry.items.get("name"), "name")
            found.append(Golden(title, name, node.line, entry.items["case"], content(expect)))
    if reading.faults:
        raise Faulty(reading.faults)
    return tuple(found)


def differences(golden: Golden, *, places: Places, packs: Library) -> Iterator[Difference]:
    """Yield where the answer to a golden case differs from what is expected (only the parts it names).

    Companions are compared by their outcomes where the case lists words, `unsettled` by its routes, routes
    and prohibitions by id → outcome or value, `points` by total or indicator → number, or [least, most] with
    null for no end; everything else by its JSON. A case of points alone is scored and not decided.
    """
    answer: dict[str, Any] = {}
    try:
        case, faults = read_node(golden.case, golden.file, packs.vocabulary)
        if faults:
            raise Faulty(faults)
        if golden.expect.keys() - {"points"}:
            answer = decide(case, places=places, packs=packs).as_dict()
        if "points" in golden.expect:
            totals = score(case, places=places, packs=packs).totals
            answer["points"] = _points(totals, golden.expect["points"])
    except Faulty as error:
        yield Difference(golden, "faults", [], [str(fault) for fault in error.faults])
        return
    for part, expected in golden.expect.items():
        found = answer[part]
        if part == "companions" and all(isinstance(one, str) for one in expected):
            found = [one["outcome"] for one in found]
        elif part == "unsettled" and all(isinstance(one, str) for one in expected):
            found = [one["route"] for one in found]
        elif part == "nearest" and isinstance(expected, str):
            found = found and found["route"]
        elif part in ("routes", "prohibitions") and isinstance(expected, dict):
            found = {
                one["id"]: one.get("outcome", one.get("holds")) for one in found if one["id"] in expected
            }
        if found != expected:
            yield Difference(golden, part, expected, found)


def _points(totals: tuple[TotalScore, ...], wanted: Collection[str]) -> dict[str, Any]:
    nodes = {part["indicator"]: part for total in totals for part in total.reason["of"]}
    nodes |= {total.id: total.reason for total in totals}
    found = {name: node for name, node in nodes.items() if name in wanted}
    return {
        name: node["between"] if node["points"] is None else node["points"] for name, node in found.items()
    }


def faults_of(differing: Iterator[Difference]) -> list[Fault]:
    """Return differences as faults, to be printed like others."""
    return [
        Fault(
            one.golden.file,
            one.golden.line,
            "golden",
            Text(
                f"{one.golden.name.zh}：{one.part} 应为 {one.expected}，得到 {one.found}",
                f"{one.golden.name.en}: {one.part} should be {one.expected}, is {one.found}",
            ),
        )
        for one in differing
    ]
