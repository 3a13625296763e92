"""What the page of a row tells of relatives: which ties registering would make, whom the form begins with."""

from collections.abc import Mapping

from huji.quality.quarantine import kin
from huji.quality.quarantine.values import Row, State
from huji.runtime.db import writing


def bonds(found: Row) -> tuple[kin.Bond, ...]:
    """Return the relatives of a person proposed, and whether each tie is certain; nothing is written."""
    if found.proposal is None or found.state is not State.PROPOSED:
        return ()
    with writing():  # a relative may be another office's
        return kin.bonds(found, found.proposal)


def offered(found: Row, read: Mapping[str, str]) -> dict[str, str]:
    """Return what the form begins with otherwise than was read: a relative's number as it is registered now,
    and as spouse whoever was taken over and names this person so. An officer confirms it."""
    offers = {}
    with writing():
        for role in ("father", "mother", "spouse"):
            was = read.get(role, "").strip().upper()
            if was and (now := kin.corrected(found.conversion, was)) != was:
                offers[role] = now
    if not read.get("spouse", "").strip() and (spouse := kin.spouse_naming(found)):
        offers["spouse"] = spouse
    return offers
