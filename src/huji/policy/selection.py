"""Which policy decides: the destination checked against the divisions of the day, and the pack chosen."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from huji.policy.case import Case, is_division
from huji.policy.faults import Fault, suggestion
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.words import Text


class Division(Protocol):
    """A division on a day."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its name."""


class Places(Protocol):
    """What the engine asks of a gazetteer; `huji.standards.divisions` is one."""

    def lookup(self, code: str, on: dt.date) -> Division | None:
        """Return the division of a code (2, 4, 6, 9 or 12 digits) on a day, or None."""

    def successor(self, code: str, on: dt.date) -> Division | None:
        """Return the division that has taken the place of a code by a day, or None."""

    def predecessor(self, code: str, on: dt.date) -> Division | None:
        """Return the division whose place a code has taken since a day, or None."""

    def children(self, code: str, on: dt.date) -> Sequence[Division]:
        """Return the divisions directly below a code on a day; none where they are not known."""

    def area_of(self, code: str, on: dt.date) -> str | None:
        """Return the kind of area of a 12-digit unit on a day, or None where it must be stated."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pack that decides, and the kind of area of the destination."""

    pack: Pack
    area: str


def choose(case: Case, places: Places, packs: Library) -> Chosen | list[Fault]:
    """Return the pack and area of a case, or every fault of its place, date and policy."""
    faults: list[Fault] = []

    def fault(key: str, code: str, zh: str, en: str) -> None:
        line = case.lines.get(key, case.lines.get("destination", 0))
        faults.append(Fault(case.file, line, code, Text(zh, en)))

    on, division, area = case.date, case.division, case.area
    if case.area is not None and case.area not in packs.vocabulary.areas:
        near = suggestion(case.area, packs.vocabulary.areas)
        fault(
            "area",
            "not-listed",
            f"没有地域类型“{area}”{near.zh}",
            f'there is no kind of area "{area}"{near.en}',
        )
        area = None
    elif not is_division(division):
        if "case" not in case.lines:  # a case made in code; the reading of a file has told already
            fault(
                "division",
                "not-a-division",
                f"“{division}”不是 6、9 或 12 位的区划代码",
                f'"{division}" is no division code of 6, 9 or 12 digits',
            )
    elif not case.lines.get("date-faulty"):
        there = exists(division, on, places)
        if not there:
            other = instead(division, on, places)
            fault(
                "division",
                "no-such-division",
                f"区划 {division} 在 {on} 不存在{other.zh}",
                f"division {division} does not exist on {on}{other.en}",
            )
        if there or len(division) < 12:  # a unit that does not exist tells no area, and need not
            area = _area(case, places, fault)
    if case.policy is not None and case.policy not in packs:
        near = suggestion(case.policy, packs.names)
        fault(
            "policy",
            "unknown-policy",
            f"没有政策“{case.policy}”，已有：{'、'.join(packs.names)}{near.zh}",
            f'there is no policy "{case.policy}"; known: {", ".join(packs.names)}{near.en}',
        )
    if faults or area is None or case.lines.get("date-faulty") or not is_division(division):
        return faults
    pack = (
        packs.get(case.policy, on) or packs.get(case.policy)
        if case.policy
        else packs.covering(division, area, on)
    )
    if pack is None:
        fault(
            "date",
            "no-policy",
            f"{on} 在 {division}（{area}）没有可用的政策包",
            f"no policy covers {division} ({area}) on {on}",
        )
    elif not (packs.in_force(pack, on) and pack.covers(division, area)):
        until = f" – {last}" if (last := packs.last_day(pack)) else " –"
        fault(
            "policy",
            "not-in-force",
            f"政策“{pack.policy}”于 {on} 在 {division}（{area}）不适用（施行期 {pack.in_force_from}{until}）",
            f'the policy "{pack.policy}" is not in force at {division} ({area}) on {on} '
            f"(in force {pack.in_force_from}{until})",
        )
    return faults if faults or pack is None else Chosen(pack, area)


def _area(case: Case, places: Places, fault: "_Note") -> str | None:
    derived = places.area_of(case.division, case.date) if len(case.division) == 12 else None
    if derived is not None and case.area is not None and derived != case.area:
        fault(
            "area",
            "area-contradicts",
            f"“destination.area”写的是 {case.area}，但 {case.division} 属于 {derived}",
            f'"destination.area" says {case.area}, but {case.division} is {derived}',
        )
        return None
    if derived is None and case.area is None and not case.lines.get("area-faulty"):
        fault(
            "destination",
            "area-missing",
            "缺少“destination.area”：代码没有告知地域类型",
            '"destination.area" is missing: the division does not tell the area',
        )
    return derived or case.area


class _Note(Protocol):
    def __call__(self, key: str, code: str, zh: str, en: str) -> None: ...


def instead(code: str, on: dt.date, places: Places) -> Text:
    """Return the clause that names the division standing in the place of a code on a day, or an empty one."""
    if after := places.successor(code, on):
        words, words_en, one = "已改为", "its successor is", after
    elif before := places.predecessor(code, on):
        words, words_en, one = "当时是", "it was then", before
    else:
        return Text("", "")
    return Text(f"；{words}{one.name}（{one.code}）", f"; {words_en} {one.name} ({one.code})")


def exists(code: str, on: dt.date, places: Places) -> bool:
    """Return whether a division exists; below a county whose towns are not known, the county is enough.

    Codes filled up with zeros (`211100`, `211103000000`) mean the division above.
    """
    if places.lookup(code, on) is not None:
        return True
    for size in (9, 6, 4, 2):
        if size < len(code) and not code[size:].strip("0") and places.lookup(code[:size], on) is not None:
            return True
    county = code[:6]
    return len(code) > 6 and places.lookup(county, on) is not None and not places.children(county, on)
