"""Approving a case (审批)."""

from dataclasses import dataclass

from huji.cases import clock, proposal
from huji.cases.models import CasePerson
from huji.cases.reasons import written
from huji.cases.refusals import supervisor_needed
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, Kind
from huji.officers.roles import Role
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether one companion comes along, and the written reason where the proposal is not `eligible`."""

    number: str
    admitted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approve:
    """The decision to grant, and for each companion who is not plainly eligible whether he comes along.

    `reason` is needed where the proposal is not `eligible` (and a supervisor where it is `ineligible`), or
    does not open the kind of household gone to.
    """

    case: str
    version: int
    reason: str = ""
    companions: tuple[Admission, ...] = ()


def approve(statement: Approve, by: By) -> Done:
    """Approve. Refuses `same_person`, `reason_needed`, `supervisor_needed`, `companion_undecided`.

    An eligible companion comes along unless the decision says otherwise; any other stays behind unless
    admitted with a reason, an `ineligible` one by a supervisor alone. A discretionary one must be decided
    either way.
    """

    def work(turn: Turn) -> None:
        proposed = turn.file.proposal
        against = turn.kind is not Kind.TO_OUTSIDE and (proposed != "eligible" or not _host_is_open(turn))
        turn.note = statement.reason.strip()
        if against:
            turn.note = written(
                statement.reason, Text("与建议不一致的批准", "Approving against the proposal")
            )
            if proposed == "ineligible" and turn.officer.role is not Role.SUPERVISE:
                raise supervisor_needed()
        turn.data["companions"] = _admit(turn, statement.companions)
        turn.change(decided=turn.on, against_proposal=against, reason=turn.note)
        clock.next_stage(turn)

    return take("approve", statement, by, work)


def _host_is_open(turn: Turn) -> bool:
    """Return whether the policy opens the kind of household gone to; where it names none, all are."""
    hosts = (proposal.answer(turn.file) or {}).get("hosts")
    return not hosts or turn.file.host in hosts


def _admit(turn: Turn, admissions: tuple[Admission, ...]) -> list[dict[str, object]]:
    decided = {admission.number: admission for admission in admissions}
    told: list[dict[str, object]] = []
    for row in CasePerson.objects.filter(case=turn.file).order_by("place"):
        admission = decided.pop(row.number, None)
        if admission is None and row.outcome == "discretionary":
            raise Refused(
                "companion_undecided",
                Text(
                    f"随迁人{row.name}由您裁量，请写明是否准予及理由。",
                    f"Whether companion {row.name} comes along is yours to decide; say so, with the reason.",
                ),
            )
        plain = row.outcome in ("eligible", None)
        admitted = admission.admitted if admission else plain
        reason = admission.reason.strip() if admission else ""
        if admitted != plain or row.outcome == "discretionary":
            what = Text(f"对随迁人{row.name}的决定", f"The decision on companion {row.name}")
            reason = written(reason, what)
        if admitted and row.outcome == "ineligible" and turn.officer.role is not Role.SUPERVISE:
            raise supervisor_needed()
        CasePerson.objects.filter(case=turn.file, number=row.number).update(admitted=admitted, reason=reason)
        told.append({"number": row.number, "outcome": row.outcome, "admitted": admitted, "reason": reason})
    if decided:
        number = next(iter(decided))
        raise Refused(
            "not_in_case", Text(f"{number} 不在本申请中。", f"{number} is not in this application.")
        )
    return told
