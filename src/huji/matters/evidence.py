"""What was shown against what is wanted: all that is missing is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huji.matters import refusals
from huji.matters.asked import Asked
from huji.matters.kind import Proof
from huji.matters.values import Shown


@dataclass(frozen=True, slots=True)
class Met:
    """One wanted proof beside what was shown for it."""

    proof: Proof
    shown: Shown

    @property
    def met(self) -> bool:
        if self.shown.paper is not None:
            return 0 <= self.shown.paper < len(self.proof.papers)
        return self.proof.exempt is not None and bool(self.shown.exempt.strip())


def kept(shown: Mapping[str, Shown]) -> dict[str, Any]:
    """Return what was shown as it is kept."""
    return {
        key: {"paper": one.paper, "exempt": one.exempt.strip()[:200], "note": one.note.strip()[:200]}
        for key, one in shown.items()
        if one.met or one.note.strip()
    }


def shown(kept: Mapping[str, Any]) -> dict[str, Shown]:
    """Return what was shown from how it is kept."""
    return {
        key: Shown(one.get("paper"), one.get("exempt", ""), one.get("note", "")) for key, one in kept.items()
    }


def compared(asked: Asked, kept: Mapping[str, Any]) -> tuple[Met, ...]:
    """Return each wanted proof with what was shown for it."""
    found = shown(kept)
    return tuple(Met(one, found.get(one.key, Shown())) for one in asked.kind.wanted(asked))


def missing(asked: Asked, kept: Mapping[str, Any]) -> tuple[Proof, ...]:
    """Return the wanted proofs that have not been shown."""
    return tuple(one.proof for one in compared(asked, kept) if not one.met)


def complete(asked: Asked, kept: Mapping[str, Any]) -> None:
    """Refuse (`matter.evidence_missing`) where anything wanted has not been shown, naming all of it."""
    if lacking := missing(asked, kept):
        raise refusals.missing(one.what for one in lacking)
