"""What people who come into a household are to its head, where their statement leaves it open."""

from dataclasses import replace

from huji.register import refusals
from huji.register.acts import looking
from huji.register.acts.succession import Family
from huji.register.acts.values import HEAD, Mover, NewHousehold


def filled(members: tuple[Mover, ...], into: int | NewHousehold) -> tuple[Mover, ...]:
    """Return the members, each empty relation filled with the one that kinship shows to the head, else 97.

    The head is that of the household gone to, or the member who is to head it. In a new collective household
    the relation is 99.
    """
    if all(mover.relation for mover in members):
        return members
    if isinstance(into, NewHousehold) and into.kind == "collective":
        return tuple(mover if mover.relation else replace(mover, relation="99") for mover in members)
    stated = next((mover.person for mover in members if mover.relation == HEAD), None)
    head = stated if isinstance(into, NewHousehold) else looking.head_of(into) or stated
    if head is None:
        raise refusals.no_head()
    family = Family.of({head, *(mover.person for mover in members)})
    return tuple(
        mover if mover.relation else replace(mover, relation=family.relation(mover.person, head))
        for mover in members
    )
