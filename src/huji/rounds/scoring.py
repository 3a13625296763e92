"""Scoring one application: the facts as known, the points to the indicator, the conditions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huji import policy
from huji.facts import queries as facts
from huji.facts.values import Where
from huji.policy import Pack
from huji.policy.interpret import Interpreter
from huji.policy.points import By, Scheme, Tally
from huji.policy.points.explaining import explain_tally, plain, points_of
from huji.policy.points.interval import scale
from huji.policy.reasons import open_facts
from huji.rounds.law import ADMITTED, scheme_of
from huji.rounds.values import Application, Round, Standing
from huji.rulebook import queries as rulebook

Facts = Mapping[str, Any]
Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A score before it is stored: ends of the total, keys of the ranking (None: unknown), reason."""

    standing: Standing
    low: Decimal | None
    high: Decimal | None
    keys: tuple[str | None, ...]
    reason: dict[str, Any]
    missing: tuple[str, ...]

    @property
    def total(self) -> Decimal | None:
        """The total where it is one number."""
        return self.low if self.low is not None and self.low == self.high else None


def known(found: Round, one: Application) -> dict[str, Any]:
    """Return what is known of an application on the day it was made, with the source of each fact.

    Call inside `runtime.db.writing()`, as the facts room asks.
    """
    assembled = facts.about(one.number, Where(found.division, found.area), one.day, case=scope_of(one))
    values = {name: value for name, value in assembled.values.items() if name != ADMITTED}
    where = one.part if one.part.isdigit() and len(one.part) in (6, 9, 12) else found.division
    if len(where) in (6, 9, 12):
        values.setdefault("destination.division", where)
    return {
        "values": values,
        "sources": {
            name: {"kind": source.kind.value, "zh": source.text.zh, "en": source.text.en}
            for name, source in assembled.sources.items()
            if name in values
        },
        "contradictions": [
            {"name": one.name, "zh": one.text.zh, "en": one.text.en} for one in assembled.contradictions
        ],
    }


def scope_of(one: Application) -> str:
    """Return to what the facts of an application are tied: its case, else the application itself."""
    return one.case or f"{one.round}/{one.place}"


def scored(pack: Pack, found: Round, values: Facts, on: date) -> Scored:
    """Score the facts: the total with its reason, the keys of the ranking, and whether the way is open.

    The way is judged as if the round had admitted the applicant, for that is what remains to be found out.
    """
    scheme = scheme_of(pack)
    interpreter = Interpreter(pack.conditions)
    memo: dict[str, Any] = {}
    (low, high), reason = _tally(scheme.totals[found.total], interpreter, values, memo)
    reason = {"total": found.total, **reason}
    case = policy.Case(on, found.division, found.area, {**values, ADMITTED: True})
    answer = policy.decide_by(pack, case, area=found.area, packs=rulebook.library())
    standing = {"eligible": Standing.QUALIFIED, "ineligible": Standing.REFUSED}.get(
        answer.outcome, Standing.OPEN
    )
    keys = _keys(scheme, interpreter, values, memo)
    if standing is Standing.QUALIFIED and (low is None or low != high or None in keys):
        standing = Standing.OPEN
    reason["routes"] = [
        {"id": route.id, "outcome": route.outcome, "reason": _without_round(route.reason)}
        for route in answer.routes
    ]
    missing = tuple(dict.fromkeys([*answer.missing, *open_facts(reason), *_unknown_keys(scheme, values)]))
    return Scored(standing, _decimal(low), _decimal(high), keys, json.loads(json.dumps(reason)), missing)


def _tally(tally: Tally, interpreter: Interpreter, values: Facts, memo: dict[str, Any]) -> tuple[Ends, Any]:
    at = scale(tally.score)
    given, reason = explain_tally(tally, interpreter.explain)(values, memo)
    low, high = (None if end is None else Fraction(end, at) for end in given)
    return (low, high), {**points_of(given, at, "given"), **reason}


def _keys(
    scheme: Scheme, interpreter: Interpreter, values: Facts, memo: dict[str, Any]
) -> tuple[str | None, ...]:
    """Return the value of each key of the ranking but the moment of application, as text."""
    found: list[str | None] = []
    for key in scheme.selection.rank if scheme.selection else ():
        if key.by is By.TOTAL:
            (low, high), _ = _tally(scheme.totals[key.name], interpreter, values, memo)
            found.append(str(low) if low is not None and low == high else None)
        elif key.by is By.FACT:
            value = values.get(key.name)
            found.append(None if value is None else str(value))
        else:
            found.append("")
    return tuple(found)


def _without_round(reason: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reason without the admission, which was only supposed."""
    if "of" not in reason or "total" in reason:
        return dict(reason)
    parts = (part for part in reason["of"] if part.get("fact") != ADMITTED)
    return {**reason, "of": [_without_round(part) for part in parts]}


def _unknown_keys(scheme: Scheme, values: Facts) -> list[str]:
    rank = scheme.selection.rank if scheme.selection else ()
    return [key.name for key in rank if key.by is By.FACT and values.get(key.name) is None]


def _decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else Decimal(str(plain(number)))
