"""Where somebody was registered before, and as what: first answers for whoever comes back."""

from huji.register import queries as register
from huji.register.acts import HEAD
from huji.register.acts.succession import NOT_RELATED, Family
from huji.register.records import Kind, Standing


def home(who: int) -> int | None:
    """Return the household somebody was last registered in, before the present one."""
    now = register.person(who, register.within_act())
    present = now.standing.household if now is not None else None
    earlier = [one for one in _registered(who) if one.household != present]
    return earlier[-1].household if earlier else None


def relation(who: int, household: int) -> str:
    """Return what somebody is to the head of a household: as before under the same head, else as kin.

    The head where nobody is left there; in a collective household not related.
    """
    seen = register.within_act()
    found = register.household(household, seen)
    if found is None:
        return ""
    if found.sort is not None:
        return NOT_RELATED
    if found.head is None:
        return HEAD
    head = found.head.person
    there = [one for one in _registered(who) if one.household == household]
    if there and there[-1].relation not in (None, HEAD):
        then = register.household(household, seen, valid_on=there[-1].since)
        if then is not None and then.head is not None and then.head.person == head:
            return there[-1].relation or ""
    return Family.of({who, head}).relation(who, head)


def _registered(who: int) -> list[Standing]:
    """Return the standings in households that are believed now, the first one first."""
    held = [one.standing for one in register.history(who, register.within_act()) if one.superseded is None]
    kept = [one for one in held if one.kind is Kind.REGISTERED and one.household is not None]
    return sorted(kept, key=lambda one: one.since)
