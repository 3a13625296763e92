"""Two policies compared over the cells of a population: who gains, who loses, through which clause.

Applicants are compared, not those who would come along. What cannot be settled is kept apart: from eligible
to undetermined is no loss yet, from undetermined to eligible no gain.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from huji.policy.pack import Pack
from huji.policy.population.cells import Cells
from huji.policy.population.planes import CLAUSES, NOT_COVERED, REFUSED, UNDETERMINED, standings
from huji.policy.population.withholding import guarded
from huji.policy.tree import Citation
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text

Counts = npt.NDArray[np.int64]
LEAST = 10
"""Counts below it are not shown where people are broken down by place, age or sex."""
_NONE = 255
"""No code of standing."""
DIMENSIONS = {"county": "division", "area": "area", "age": "age", "sex": "sex"}


class Kind(StrEnum):
    """How a person stands under a policy."""

    NOT_COVERED = "not_covered"
    UNDETERMINED = "undetermined"
    NO_ROUTE = "no_route"
    BARRED = "barred"
    GRANTED = "granted"


OUTCOME = {
    Kind.NOT_COVERED: "not_covered",
    Kind.UNDETERMINED: "undetermined",
    Kind.NO_ROUTE: "ineligible",
    Kind.BARRED: "ineligible",
    Kind.GRANTED: "eligible",
}
OUTCOMES = ("eligible", "undetermined", "ineligible", "not_covered")


class Effect(StrEnum):
    """What a change of policy does to a person."""

    GAIN = "gain"  # from ineligible to eligible
    LOSE = "lose"  # from eligible to ineligible
    SETTLED_FOR = "settled_for"  # from undetermined to eligible
    SETTLED_AGAINST = "settled_against"  # from undetermined to ineligible
    UNSETTLED = "unsettled"  # from eligible or ineligible to undetermined
    OTHER_CLAUSE = "other_clause"  # the same outcome through another clause
    COVERAGE = "coverage"  # within the reach of one policy only
    SAME = "same"


EFFECTS = {
    Effect.GAIN: Text("新符合", "Gain"),
    Effect.LOSE: Text("不再符合", "Lose"),
    Effect.SETTLED_FOR: Text("由不能确定转为符合", "Settled in favour"),
    Effect.SETTLED_AGAINST: Text("由不能确定转为不符合", "Settled against"),
    Effect.UNSETTLED: Text("转为不能确定", "No longer determined"),
    Effect.OTHER_CLAUSE: Text("结论不变，依据的条款变了", "Same outcome, other clause"),
    Effect.COVERAGE: Text("只有一个政策适用", "Covered by one policy only"),
    Effect.SAME: Text("不变", "Unchanged"),
}
"""The effects in words, in the order to show them."""
NOTES = {
    "urban": Text(
        "城镇化率＝本市户籍人口中户口在城镇的比例。户口所在区划不详、户口城乡类别不详的人不计入分子和分母"
        "（not_known 为其人数）。本市指文件中多数人的户籍所在市，没有多数时为现行政策的适用地域。"
        "落户后的比例：符合条件者各按落户率计入，户口在外地或没有户口的人计入分母，迁往农村以外的计入分子；"
        "本市户口由农村迁往城镇的加入分子，由城镇迁往农村的减去。",
        "The urban share is of those registered in the city: registered as urban, out of urban and rural. "
        "Who is registered in an unknown division or as an unknown class is in neither number (not_known "
        "counts them). The city is the one most of the file are registered in, else the places of the "
        "policy as it is. After settling, each eligible person counts as the take-up: who is "
        "registered elsewhere or nowhere is added to the registered, and to the urban unless the "
        "destination is rural; who is registered in the city moves to the urban or to the rural.",
    ),
    "withheld": Text(
        "null 是不显示的数：小于 least 的数，以及可以由此推算出它们的数。",
        "null is a count withheld: one below least, or one that would tell such a count.",
    ),
}
"""What the figures mean, for whoever reads them without the documentation."""
OUTCOME_WORDS = {
    "eligible": Text("符合条件", "Eligible"),
    "undetermined": Text("尚不能确定", "Undetermined"),
    "ineligible": Text("不符合条件", "Not eligible"),
    "not_covered": Text("政策不适用", "Not covered"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands, and the clause that says so: the route that grants, the prohibition that bars."""

    kind: Kind
    clause: str | None = None
    title: Text | None = None
    cites: Citation | None = None

    @property
    def outcome(self) -> str:
        """The outcome of an application, or `not_covered`."""
        return OUTCOME[self.kind]

    def as_dict(self) -> dict[str, Any]:
        """Return the standing as JSON-ready data."""
        told: dict[str, Any] = {"kind": self.kind.value, "outcome": self.outcome, "clause": self.clause}
        told["title"] = self.title.as_dict() if self.title else None
        told["basis"] = self.cites.as_dict() if self.cites else None
        return told


@dataclass(frozen=True, slots=True)
class Change:
    """People who stand one way under the first policy and another (or the same) under the second."""

    before: Standing
    after: Standing
    people: int

    @property
    def effect(self) -> Effect:
        """What the change does to them."""
        old, new = self.before.outcome, self.after.outcome
        if old == new:
            return Effect.SAME if self.before.clause == self.after.clause else Effect.OTHER_CLAUSE
        if "not_covered" in (old, new):
            return Effect.COVERAGE
        if new == "undetermined":
            return Effect.UNSETTLED
        if new == "eligible":
            return Effect.GAIN if old == "ineligible" else Effect.SETTLED_FOR
        return Effect.LOSE if old == "eligible" else Effect.SETTLED_AGAINST

    def as_dict(self) -> dict[str, Any]:
        """Return the change as JSON-ready data."""
        told = {"effect": self.effect.value, "people": self.people}
        return {**told, "before": self.before.as_dict(), "after": self.after.as_dict()}


@dataclass(frozen=True, slots=True)
class Urban:
    """The urban share of the registered: now, and if those eligible settle; None where nobody is registered.

    `before` and `after` are under the two policies; each pair tells the share if only the eligible settle,
    and if the undetermined turn out eligible too.
    """

    registered: int
    not_known: int
    now: float | None
    before: tuple[float | None, float | None]
    after: tuple[float | None, float | None]

    def as_dict(self) -> dict[str, Any]:
        """Return the shares as JSON-ready data."""
        told: dict[str, Any] = {"registered": self.registered, "not_known": self.not_known, "now": self.now}
        for name, (sure, open_) in (("before", self.before), ("after", self.after)):
            told[name] = {"share": sure, "with_undetermined": open_}
        return told


@dataclass(frozen=True, eq=False)
class Result:
    """Two policies compared: exact counts of people by change of standing and by group.

    `counts` has a row for each group of the cells and a column for each pair of standings in `changes`.
    """

    from_pack: Pack
    to_pack: Pack
    cells: Cells
    take_up: float
    changes: tuple[Change, ...]
    counts: Counts

    @property
    def people(self) -> int:
        """How many people were compared."""
        return int(self.counts.sum())

    def with_effect(self, *effects: Effect) -> int:
        """Return how many people a change has one of these effects on."""
        return sum(change.people for change in self.changes if change.effect in effects)

    def outcomes(self) -> dict[str, dict[str, int]]:
        """Return the people by outcome, `before` and `after`."""
        told = {"before": dict.fromkeys(OUTCOMES, 0), "after": dict.fromkeys(OUTCOMES, 0)}
        for change in self.changes:
            told["before"][change.before.outcome] += change.people
            told["after"][change.after.outcome] += change.people
        return told

    def by(self, dimension: str) -> list[dict[str, Any]]:
        """Return exact counts by `county`, `area`, `age` or `sex`: a row for each name that people have."""
        groups, of = self.cells.groups, DIMENSIONS[dimension]
        names = groups.names[of]
        keys = [name[:6] for name in names] if dimension == "county" else list(names)
        order = list(dict.fromkeys(sorted(keys) if dimension == "county" else keys))
        place = np.array([order.index(key) for key in keys])[groups.of[of]]
        rows = []
        for index, key in enumerate(order):
            counted = self.counts[place == index].sum(axis=0)
            if counted.sum():
                rows.append({"key": key, **self._columns(counted)})
        return rows

    def _columns(self, counted: Counts) -> dict[str, int]:
        told = {"people": int(counted.sum())}
        for name, mask in self._masks.items():
            told[name] = int(counted[mask].sum())
        return told

    @cached_property
    def _masks(self) -> Mapping[str, npt.NDArray[np.bool_]]:
        """Which changes each column of a breakdown counts."""

        def of(test: Callable[[Change], bool]) -> npt.NDArray[np.bool_]:
            return np.array([test(change) for change in self.changes], dtype=bool)

        told = {
            "eligible_before": of(lambda change: change.before.outcome == "eligible"),
            "eligible_after": of(lambda change: change.after.outcome == "eligible"),
            "undetermined_before": of(lambda change: change.before.outcome == "undetermined"),
            "undetermined_after": of(lambda change: change.after.outcome == "undetermined"),
        }
        for effect in (
            Effect.GAIN,
            Effect.LOSE,
            Effect.SETTLED_FOR,
            Effect.SETTLED_AGAINST,
            Effect.UNSETTLED,
        ):
            told[effect.value] = of(lambda change, effect=effect: change.effect is effect)  # type: ignore[misc]
        return told

    def urban(self) -> Urban:
        """Return the urban share of the registered if those eligible settle at the take-up."""
        groups = self.cells.groups
        inside = groups.of["inside"] == 0
        known = groups.of["hukou"] <= 1
        urban = groups.of["hukou"] == 0
        area = self.cells.to.area
        rural_there = np.array([(area or name) == "rural" for name in groups.column("area")])
        people = self.counts.sum(axis=1)
        members, townsfolk = people[inside & known].sum(), people[inside & urban].sum()
        newcomer = groups.of["inside"] == 1  # registered outside, or (below) nowhere
        newcomer = newcomer | (groups.of["hukou"] == 3)
        inside = inside & ~newcomer

        def share(mask: npt.NDArray[np.bool_]) -> float | None:
            settling = self.counts[:, mask].sum(axis=1) * self.take_up
            more = settling[newcomer].sum()
            towns = settling[(newcomer | (inside & known & ~urban)) & ~rural_there].sum()
            towns -= settling[inside & urban & rural_there].sum()
            whole = members + more
            return float((townsfolk + towns) / whole) if whole else None

        masks = self._masks
        return Urban(
            registered=int(members),
            not_known=int(people[(groups.of["inside"] == 2) | (groups.of["hukou"] == 2)].sum()),
            now=float(townsfolk / members) if members else None,
            before=(
                share(masks["eligible_before"]),
                share(masks["eligible_before"] | masks["undetermined_before"]),
            ),
            after=(
                share(masks["eligible_after"]),
                share(masks["eligible_after"] | masks["undetermined_after"]),
            ),
        )

    def as_dict(self, least: int = LEAST) -> dict[str, Any]:
        """Return the comparison as JSON-ready data; in breakdowns counts below `least` are null, and
        whatever would tell them."""
        told = {effect.value: self.with_effect(effect) for effect in Effect}
        return {
            "from": _header(self.from_pack),
            "to": _header(self.to_pack),
            "population": self.cells.population,
            "people": self.people,
            "take_up": self.take_up,
            "outcomes": self.outcomes(),
            "effects": told,
            "changes": [change.as_dict() for change in self.changes],
            "by": {name: guarded(self.by(name), least, self._masks) for name in DIMENSIONS},
            "least": least,
            "urban": self.urban().as_dict(),
            "notes": {name: text.as_dict() for name, text in NOTES.items()},
        }


@dataclass(frozen=True, eq=False)
class Footing:
    """How everybody stands under the policy as it is: a code each cell, and people by group and code."""

    codes: npt.NDArray[np.uint8]
    counts: Counts


def footing(cells: Cells, pack: Pack, vocabulary: Vocabulary) -> Footing:
    """Return how everybody stands; raise ValueError where the cells lack a test of the policy."""
    codes = standings(cells, pack, vocabulary)
    return Footing(codes, _grouped(cells, None, codes, len(standings_of(pack))))


def compare(
    cells: Cells, from_pack: Pack, to_pack: Pack, vocabulary: Vocabulary, take_up: float = 0.3
) -> Result:
    """Return two policies compared; raise ValueError where the cells lack a test of one of them."""
    before = footing(cells, from_pack, vocabulary)
    return compared(cells, from_pack, to_pack, vocabulary, before, take_up)


def compared(
    cells: Cells,
    from_pack: Pack,
    to_pack: Pack,
    vocabulary: Vocabulary,
    before: Footing,
    take_up: float,
) -> Result:
    """Return the comparison where the standings under the first policy are already known.

    Most people stand as they did: only the cells that do not are counted, the others follow from `before`.
    """
    after = standings(cells, to_pack, vocabulary)
    old, new = standings_of(from_pack), standings_of(to_pack)
    codes = {(one.kind, one.clause): code for code, one in enumerate(new)}
    alike = [codes.get((one.kind, one.clause), _NONE) for one in old]
    turned = np.flatnonzero(np.array(alike, dtype=np.uint8)[before.codes] != after)
    left = before.codes[turned]
    stayed = before.counts - _grouped(cells, turned, left, len(old))

    pairs = left.astype(np.uint16) * np.uint16(len(new)) + after[turned]
    met = np.flatnonzero(np.bincount(pairs, minlength=len(old) * len(new)))
    place = np.zeros(len(old) * len(new), dtype=np.uint16)
    place[met] = np.arange(len(met))
    moved = _grouped(cells, turned, place[pairs], len(met))

    columns = [(code, alike[code], stayed[:, code]) for code in range(len(old)) if alike[code] != _NONE]
    columns += [
        (pair // len(new), pair % len(new), moved[:, index]) for index, pair in enumerate(met.tolist())
    ]
    counted = [(one, two, column, int(column.sum())) for one, two, column in columns]
    counted = sorted((one for one in counted if one[3]), key=lambda one: -one[3])
    changes = tuple(Change(old[one], new[two], people) for one, two, _, people in counted)
    return Result(from_pack, to_pack, cells, take_up, changes, np.stack([one[2] for one in counted], axis=1))


def _grouped(cells: Cells, of: npt.NDArray[np.int64] | None, codes: npt.NDArray[Any], number: int) -> Counts:
    """Return people by group and code, of all cells or of some."""
    group, count = (cells.group, cells.count) if of is None else (cells.group[of], cells.count[of])
    flat = group * np.int32(max(number, 1)) + codes
    found = np.bincount(flat, weights=count, minlength=len(cells.groups) * max(number, 1))
    return found.reshape(len(cells.groups), max(number, 1)).astype(np.int64)


def standings_of(pack: Pack) -> list[Standing]:
    """Return the standings of a policy in the order of their codes."""
    told = {
        NOT_COVERED: Standing(Kind.NOT_COVERED),
        UNDETERMINED: Standing(Kind.UNDETERMINED),
        REFUSED: Standing(Kind.NO_ROUTE),
    }
    found = [told[code] for code in range(CLAUSES)]
    found += [Standing(Kind.BARRED, ban.id, ban.title, ban.cites) for ban in pack.prohibitions]
    found += [Standing(Kind.GRANTED, route.id, route.title, route.cites) for route in pack.routes]
    return found


def _header(pack: Pack) -> dict[str, Any]:
    return {"policy": pack.policy, "title": pack.title.as_dict(), "digest": pack.digest}
