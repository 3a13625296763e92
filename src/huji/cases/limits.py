"""How long a case may take, in working days: the limits of limits.yaml."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from huji.cases.values import Host, Kind
from huji.standards import Refused, Text, working_days

COMPLETION_DAYS = 30
"""Days the applicant is given to bring what is missing; the notice says what follows."""


class Stage(StrEnum):
    """What the clock runs for: checking at the counter, deciding, telling the applicant or doing the act."""

    CHECK = "check"
    DECIDE = "decide"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class Rule:
    """The limits of the cases it fits: so many working days a stage, or for the whole case (`whole`)."""

    kinds: frozenset[Kind]
    hosts: frozenset[Host] | None
    areas: frozenset[str] | None
    stages: dict[Stage, int]
    whole: int | None

    def fits(self, kind: Kind, host: Host | None, area: str | None) -> bool:
        """Return whether a case falls under the rule."""
        return (
            kind in self.kinds
            and (self.hosts is None or host in self.hosts)
            and (self.areas is None or area in self.areas)
        )

    @property
    def total(self) -> int:
        """Working days from acceptance to the decision."""
        return self.whole if self.whole is not None else self.stages[Stage.CHECK] + self.stages[Stage.DECIDE]

    def decided_by(self, accepted: date) -> date:
        """Return the last day for the decision on a case accepted that day."""
        return working_days.limit(accepted, self.total).day

    def due(self, stage: Stage, on: date, before: date | None) -> date:
        """Return the last day of a stage that starts `on`; `before` is the limit that ran until then."""
        if self.whole is None:
            return working_days.limit(on, self.stages[stage]).day
        return before or working_days.limit(on, self.whole).day


def rule(kind: Kind, host: Host | None, area: str | None) -> Rule:
    """Return the first rule that fits."""
    for candidate in _rules(settings.CASE_LIMITS):
        if candidate.fits(kind, host, area):
            return candidate
    raise Refused(
        "no_limit",
        Text(
            f"办理时限表没有规定“{kind.label.zh}”。", f"The table of limits has no rule for {kind.label.en}."
        ),
        Text("请在时限表中补上。", "Add one to the file of limits."),
    )


def rules() -> tuple[Rule, ...]:
    """Return all rules in the order in which they are tried."""
    return _rules(settings.CASE_LIMITS)


def left(due: date, on: date) -> int:
    """Return how many working days are left after `on`; 0 once the limit has passed."""
    return max(0, working_days.between(on, due))


def resumed(days_left: int, on: date) -> date:
    """Return the limit of a clock that starts again `on`."""
    return working_days.limit(on, days_left).day


@cache
def _rules(path: str | None) -> tuple[Rule, ...]:
    file = Path(path) if path else Path(__file__).with_name("limits.yaml")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return tuple(_rule(entry) for entry in content["rules"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(
            "limits_broken",
            Text(f"办理时限表 {file} 有误：{error}", f"The file of limits {file} is broken: {error}"),
        ) from error


def _rule(entry: dict[str, Any]) -> Rule:
    stages = {Stage(name): _days(days) for name, days in entry.get("stages", {}).items()}
    whole = _days(entry["whole"]) if "whole" in entry else None
    if (whole is None) == (not stages) or (stages and set(stages) != set(Stage)):
        raise ValueError(f"a rule names every stage or `whole`: {entry}")
    if unknown := set(entry) - {"kinds", "hosts", "areas", "stages", "whole"}:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    return Rule(
        kinds=frozenset(Kind(kind) for kind in entry["kinds"]),
        hosts=frozenset(Host(host) for host in entry["hosts"]) if "hosts" in entry else None,
        areas=frozenset(entry["areas"]) if "areas" in entry else None,
        stages=stages,
        whole=whole,
    )


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 365:
        raise ValueError(f"{value!r} is not a number of working days")
    return value
