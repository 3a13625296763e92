"""The engine's answer to one application, in the frozen shape of its JSON."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from huji.policy.interpret import Reason
from huji.policy.tree import Citation, Kleene
from huji.policy.words import Text


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """One route open at the destination: its outcome and the whole tree of reasons."""

    id: str
    outcome: str
    basis: tuple[Citation, ...]
    reason: Reason

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"id": self.id, "outcome": self.outcome, "basis": _basis(self.basis), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class ProhibitionAnswer:
    """One prohibition at the destination: whether it holds, exceptions counted, and both trees of reasons."""

    id: str
    holds: Kleene
    basis: tuple[Citation, ...]
    reason: Reason
    unless: Reason | None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "id": self.id,
            "holds": self.holds,
            "basis": _basis(self.basis),
            "reason": self.reason,
            "unless": self.unless,
        }


@dataclass(frozen=True, slots=True)
class CompanionAnswer:
    """What becomes of one companion, in the order of the case."""

    relation: str
    outcome: str
    missing: tuple[str, ...]
    basis: tuple[Citation, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "relation": self.relation,
            "outcome": self.outcome,
            "missing": list(self.missing),
            "basis": _basis(self.basis),
        }


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What no fact can settle in a route or prohibition, because the document does not say it."""

    route: str
    reason: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"route": self.route, "reason": self.reason.as_dict()}


@dataclass(frozen=True, slots=True)
class Nearest:
    """The route that fails by the fewest leaves, and those leaves (in the shape of reasons)."""

    route: str
    leaves: tuple[Reason, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"route": self.route, "leaves": list(self.leaves)}


@dataclass(frozen=True, slots=True)
class SuperiorRoute:
    """A route of a superior policy that would admit the applicant: the ground for an appeal."""

    policy: str
    route: str
    basis: tuple[Citation, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"policy": self.policy, "route": self.route, "basis": _basis(self.basis)}


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers to bring: any one of them, for a criterion, a route or a fact."""

    any_of: tuple[str, ...]
    proves: str

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"any_of": list(self.any_of), "for": self.proves}


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. Reasons are shared JSON-ready trees and must not be changed."""

    outcome: str
    policy: str
    policy_digest: str
    date: dt.date
    granted_by: str | None
    basis: tuple[Citation, ...]
    routes: tuple[RouteAnswer, ...]
    prohibitions: tuple[ProhibitionAnswer, ...]
    missing: tuple[str, ...]
    unanimous: str | None
    unsettled: tuple[Unsettled, ...]
    nearest: Nearest | None
    superior: tuple[SuperiorRoute, ...]
    companions: tuple[CompanionAnswer, ...]
    hosts: tuple[str, ...]
    evidence: tuple[Papers, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object of `huji decide --format json`, keys in their frozen order."""
        return {
            "outcome": self.outcome,
            "policy": self.policy,
            "policy_digest": self.policy_digest,
            "date": self.date.isoformat(),
            "granted_by": self.granted_by,
            "basis": _basis(self.basis),
            "routes": [route.as_dict() for route in self.routes],
            "prohibitions": [prohibition.as_dict() for prohibition in self.prohibitions],
            "missing": list(self.missing),
            "unanimous": self.unanimous,
            "unsettled": [one.as_dict() for one in self.unsettled],
            "nearest": self.nearest.as_dict() if self.nearest else None,
            "superior": [route.as_dict() for route in self.superior],
            "companions": [companion.as_dict() for companion in self.companions],
            "hosts": list(self.hosts),
            "evidence": [papers.as_dict() for papers in self.evidence],
        }

    def to_json(self) -> bytes:
        """Return the answer as canonical bytes: the same case, pack and zones give the same bytes.

        UTF-8, no spaces, keys in the frozen order; a case keeps them to be compared when it is replayed.
        """
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _basis(citations: tuple[Citation, ...]) -> list[dict[str, str]]:
    return [citation.as_dict() for citation in citations]
