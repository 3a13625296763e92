"""What a verification found: one sentence per result, and the people who show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huji.policy.case import Case
from huji.policy.tree import Citation
from huji.policy.words import Text


class Guarantee(StrEnum):
    """What every policy must keep to."""

    LAND = "no-forced-exit"
    GROUND = "no-protected-ground"
    MORE = "more-never-hurts"
    FLOOR = "not-below-the-floor"
    USABLE = "every-route-usable"
    CONTRADICTION = "no-contradiction"
    CITED = "every-clause-cited"


GUARANTEES: Mapping[Guarantee, Text] = {
    Guarantee.LAND: Text("不以退出土地权益为条件", "No forced exit from land rights"),
    Guarantee.GROUND: Text("不以受保护的特征为条件", "No protected ground"),
    Guarantee.MORE: Text("条件更好不会更差", "More never hurts"),
    Guarantee.FLOOR: Text("不低于上级标准", "Not below the floor"),
    Guarantee.USABLE: Text("每条途径都走得通", "Every route can be used"),
    Guarantee.CONTRADICTION: Text("途径与禁令不相抵触", "No contradiction between routes and prohibitions"),
    Guarantee.CITED: Text("每项都有出处", "Every clause is cited"),
}


class Status(StrEnum):
    """How a result stands. The last three fail a verification."""

    PROVED = "proved"
    CLOSED = "closed"  # a finding of the version in force that the draft does away with
    FINDING = "finding"  # the document itself does so, and the pack's list of findings says it
    OPEN = "open"  # the document does not say; nothing can be proved either way
    COUNTEREXAMPLE = "counterexample"
    STALE = "stale"  # listed as a finding, and not found any more
    UNDECIDED = "undecided"  # the solver gave up

    @property
    def fails(self) -> bool:
        """Whether a verification with such a result fails."""
        return self in (Status.COUNTEREXAMPLE, Status.STALE, Status.UNDECIDED)


STATUSES: Mapping[Status, Text] = {
    Status.PROVED: Text("已证明", "proved"),
    Status.CLOSED: Text("已补上", "closed"),
    Status.FINDING: Text("文件本身如此", "finding"),
    Status.OPEN: Text("文件未定", "open"),
    Status.COUNTEREXAMPLE: Text("反例", "counterexample"),
    Status.STALE: Text("已不存在", "stale"),
    Status.UNDECIDED: Text("未能判断", "undecided"),
}


@dataclass(frozen=True, slots=True)
class Witness:
    """A case, what `huji decide` says of it, and of its one companion if it has one.

    `text` is the case file; `role` says what the case stands for.
    """

    role: Text
    case: Case
    text: str
    outcome: str
    companion: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the witness as JSON-ready data, the case in the shape of a case file."""
        case = self.case
        told: dict[str, Any] = {"date": case.date.isoformat()}
        told["destination"] = {"division": case.division, "area": case.area}
        if case.policy:
            told["policy"] = case.policy
        told["applicant"] = dict(case.applicant)
        if case.companions:
            told["companions"] = [
                {"relation": one.relation, "facts": dict(one.facts)} for one in case.companions
            ]
        said: dict[str, Any] = {"role": self.role.as_dict(), "case": told, "outcome": self.outcome}
        if self.companion is not None:
            said["companion"] = self.companion
        return said


@dataclass(frozen=True, slots=True)
class Result:
    """One result: the guarantee, a stable id, how it stands, the sentence, and who shows it."""

    guarantee: Guarantee
    id: str
    status: Status
    text: Text
    cites: tuple[Citation, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    because: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        said: dict[str, Any] = {
            "guarantee": self.guarantee.value,
            "id": self.id,
            "status": self.status.value,
            "text": self.text.as_dict(),
            "basis": [cites.as_dict() for cites in self.cites],
        }
        if self.because is not None:
            said["because"] = self.because.as_dict()
        said["cases"] = [witness.as_dict() for witness in self.witnesses]
        return said


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one pack, in the order of the guarantees."""

    policy: str
    digest: str
    against: tuple[str, ...]
    results: tuple[Result, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing fails: all is proved, left open by the document, or a finding that is listed."""
        return not any(result.status.fails for result in self.results)

    def of(self, status: Status) -> tuple[Result, ...]:
        """Return the results of one status."""
        return tuple(result for result in self.results if result.status is status)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return {
            "policy": self.policy,
            "policy_digest": self.digest,
            "against": list(self.against),
            "holds": self.holds,
            "results": [result.as_dict() for result in self.results],
        }
