"""Approving a case (审批)."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether one companion comes along, and the written reason where the proposal does not say `eligible`."""

    number: str
    admitted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approve:
    """The decision to grant, and for each companion who is not plainly eligible whether he comes along.

    `reason` is needed where the proposal is not `eligible` (and a supervisor where it is `ineligible`).
    """

    case: str
    version: int
    reason: str = ""
    companions: tuple[Admission, ...] = ()


def approve(statement: Approve, by: By) -> Done:
    """Approve. Refuses `same_person`, `reason_needed`, `supervisor_needed`, `companion_undecided`."""
    raise NotImplementedError
