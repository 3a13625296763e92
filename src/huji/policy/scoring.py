"""What a case scores under a pack's scheme of points: every total, to its indicators."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from huji.policy.case import Case, check_values, read_case
from huji.policy.faults import Fault, Faulty, suggestion
from huji.policy.interpret import Interpreter, Memo
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.points.explaining import Explain, explain_tally, plain, points_of
from huji.policy.points.interval import Facts, scale
from huji.policy.points.scheme import Tally
from huji.policy.reasons import Reason, open_facts
from huji.policy.selection import Places, choose
from huji.policy.tree import Citation, Kleene
from huji.policy.words import Text

WHERE = "destination.division"
"""The fact that a case tells by its destination: where the place gives points, nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """The number of points a total is held against, and the place in the document that says so."""

    at_least: Fraction
    cites: Citation


@dataclass(frozen=True, slots=True)
class Gain:
    """What an indicator could still add to a total; `more` is None where there is no end."""

    indicator: str
    more: Fraction | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TotalScore:
    """One total of a case: the least and most it can be (None: no end), and how it is made.

    `reason` is the node of a total without comparison; `unknown` are the facts that keep it open, the
    widest first; `gains` are the indicators that could add to it, the largest first.
    """

    id: str
    title: Text
    low: Fraction | None
    high: Fraction | None
    line: Line | None
    reason: Reason
    unknown: tuple[str, ...]
    gains: tuple[Gain, ...]

    @property
    def reached(self) -> Kleene:
        """Whether the line is reached; None where that is open, or where there is no line."""
        if self.line is None:
            return None
        if self.low is not None and self.low >= self.line.at_least:
            return True
        return False if self.high is not None and self.high < self.line.at_least else None

    @property
    def lacking(self) -> Fraction | None:
        """The points that are wanting of the line even at best; None where the line can be reached."""
        if self.line is None or self.high is None or self.reached is not False:
            return None
        return self.line.at_least - self.high

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        line = None
        if self.line is not None:
            line = {
                "at_least": plain(self.line.at_least),
                **self.line.cites.as_dict(),
                "reached": self.reached,
                "lacking": None if self.lacking is None else plain(self.lacking),
            }
        return {
            "total": self.id,
            "title": self.title.as_dict(),
            **{key: value for key, value in self.reason.items() if key in ("points", "between")},
            "line": line,
            "unknown": list(self.unknown),
            "could_add": [
                {
                    "indicator": gain.indicator,
                    "more": None if gain.more is None else plain(gain.more),
                    "unknown": list(gain.unknown),
                }
                for gain in self.gains
            ],
            **{key: value for key, value in self.reason.items() if key in ("adjusted", "of")},
        }


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """The totals of a case under one pack, in the order of its scheme."""

    policy: str
    policy_digest: str
    date: dt.date
    totals: tuple[TotalScore, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object of `huji policy score --format json`."""
        return {
            "policy": self.policy,
            "policy_digest": self.policy_digest,
            "date": self.date.isoformat(),
            "totals": [total.as_dict() for total in self.totals],
        }


def score_by(pack: Pack, facts: Facts, on: dt.date) -> ScoreAnswer:
    """Return what facts score under a pack that has a scheme; the values are taken as checked."""
    memo = Memo()
    totals = tuple(_total(pack, tally, explain, facts, memo) for tally, explain in _compiled(pack))
    return ScoreAnswer(pack.policy, pack.digest, on, totals)


@lru_cache(maxsize=64)
def _compiled(pack: Pack) -> tuple[tuple[Tally, Explain], ...]:
    interpreter = Interpreter(pack.conditions)
    return tuple((tally, explain_tally(tally, interpreter.explain)) for tally in pack.totals.values())


def score(case: Case, *, places: Places, packs: Library) -> ScoreAnswer:
    """Return what a case scores under the policy it names, else of its place and day; raise Faulty.

    A policy named for its points need not decide at the destination, only be in force on the day.
    """
    return _score(case, check_values(case, packs.vocabulary), places, packs)


def score_text(
    text: str, name: str, *, places: Places, packs: Library, policy: str | None = None
) -> ScoreAnswer:
    """Return what the case of a YAML or JSON text scores, under another policy if one is named."""
    case, faults = read_case(text, name, packs.vocabulary)
    if policy is not None:
        case = Case(
            case.date,
            case.division,
            case.area,
            case.applicant,
            case.companions,
            policy,
            case.file,
            {key: line for key, line in case.lines.items() if key != "policy"},
        )
    return _score(case, list(faults), places, packs)


def _score(case: Case, faults: list[Fault], places: Places, packs: Library) -> ScoreAnswer:
    found = _pack(case, places, packs)
    if isinstance(found, list) or faults:
        raise Faulty([*faults, *(found if isinstance(found, list) else ())])
    return score_by(found, {WHERE: case.division, **case.applicant}, case.date)


def _pack(case: Case, places: Places, packs: Library) -> Pack | list[Fault]:
    def fault(code: str, zh: str, en: str) -> list[Fault]:
        line = case.lines.get("policy", case.lines.get("destination", 0))
        return [Fault(case.file, line, code, Text(zh, en))]

    if case.policy is None:
        chosen = choose(case, places, packs)
        if isinstance(chosen, list):
            return chosen
        pack = chosen.pack
    else:
        named = packs.get(case.policy)
        if named is None:
            near = suggestion(case.policy, packs.names)
            return fault(
                "unknown-policy",
                f"没有政策“{case.policy}”{near.zh}",
                f'there is no policy "{case.policy}"{near.en}',
            )
        if case.lines.get("date-faulty"):
            return []
        in_force = packs.get(case.policy, case.date)
        if in_force is None:
            return fault(
                "not-in-force",
                f"政策“{case.policy}”于 {case.date} 不施行",
                f'the policy "{case.policy}" is not in force on {case.date}',
            )
        pack = in_force
    if pack.points is None:
        with_points = "、".join(one.policy for one in packs if one.points)
        return fault(
            "no-points",
            f"政策“{pack.policy}”没有积分办法；有积分办法的：{with_points}",
            f'the policy "{pack.policy}" has no scheme of points; these have: {with_points}',
        )
    return pack


def _total(pack: Pack, tally: Tally, explain: Explain, facts: Facts, memo: Memo) -> TotalScore:
    at = scale(tally.score)
    worth, made = explain(facts, memo)
    low, high = (None if end is None else Fraction(end, at) for end in worth)
    gains = gains_of(made["of"])
    by_width = sorted(made["of"], key=_width)
    adjusting = {"total": tally.id, "of": [], "adjusted": made.get("adjusted", [])}
    unknown = [name for part in (*by_width, adjusting) for name in _unknown(part)]
    return TotalScore(
        tally.id,
        tally.title,
        low,
        high,
        _line(pack, tally),
        {**points_of(worth, at, "points"), **made},
        tuple(dict.fromkeys(unknown)),
        tuple(gains),
    )


def _line(pack: Pack, tally: Tally) -> Line | None:
    if tally.standard is not None:
        return Line(tally.standard, tally.cites)
    selection = pack.points.selection if pack.points else None
    if selection is None or selection.at_least is None or selection.total != tally.id:
        return None
    return Line(selection.at_least, selection.cites)


def gains_of(indicators: list[Reason]) -> list[Gain]:
    """Return what indicators could still add, by their reasons, the largest first."""
    return sorted(_gains(indicators), key=_largest)


def _gains(indicators: list[Reason]) -> Iterator[Gain]:
    for one in indicators:
        now, most = _ends(one)[0], one["most"]
        if most is not None and most <= 0:  # a deduction adds nothing, at best it takes nothing away
            continue
        if most is None or now is None:
            yield Gain(one["indicator"], None, _unknown(one))
        elif most > now:
            yield Gain(one["indicator"], Fraction(str(most)) - Fraction(str(now)), _unknown(one))


def _unknown(part: Reason) -> tuple[str, ...]:
    """Return the unknown facts that keep an indicator, or the rules of a total, open."""
    node = part if "total" in part else {"total": "", "of": [part]}
    return tuple(dict.fromkeys(open_facts(node)))


def _largest(gain: Gain) -> tuple[bool, Fraction]:
    return gain.more is not None, -(gain.more or Fraction(0))


def _width(indicator: Reason) -> tuple[bool, float]:
    low, high = _ends(indicator)
    return (False, 0.0) if low is None or high is None else (True, low - high)


def _ends(node: Reason) -> tuple[float | None, float | None]:
    low, high = node["between"] if node["points"] is None else (node["points"], node["points"])
    return low, high
