"""Refusing an application."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Refuse:
    """The decision to refuse; the reasons of each route follow from the answer, `reason` adds to them.

    `reason` is needed where the proposal is not `ineligible`.
    """

    case: str
    version: int
    reason: str = ""


def refuse(statement: Refuse, by: By) -> Done:
    """Refuse with reasons, articles and the way to appeal, and issue the notice of refusal."""
    raise NotImplementedError
