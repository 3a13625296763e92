"""Who is what to whom: relatives found along the edges of parents and spouses."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum


class KinRelation(StrEnum):
    """How a relative is related, within three generations."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    GREAT_GRANDPARENT = "great_grandparent"
    GREAT_GRANDCHILD = "great_grandchild"
    SIBLING = "sibling"
    PARENT_IN_LAW = "parent_in_law"
    CHILD_IN_LAW = "child_in_law"
    UNCLE_OR_AUNT = "uncle_or_aunt"
    NEPHEW_OR_NIECE = "nephew_or_niece"


# U to a parent, D to a child, S to a spouse. Step-relations (US, SD) are not kin within three generations.
_PATHS = {
    "S": KinRelation.SPOUSE,
    "U": KinRelation.PARENT,
    "D": KinRelation.CHILD,
    "UU": KinRelation.GRANDPARENT,
    "DD": KinRelation.GRANDCHILD,
    "UD": KinRelation.SIBLING,
    "SU": KinRelation.PARENT_IN_LAW,
    "DS": KinRelation.CHILD_IN_LAW,
    "UUU": KinRelation.GREAT_GRANDPARENT,
    "DDD": KinRelation.GREAT_GRANDCHILD,
    "UUD": KinRelation.UNCLE_OR_AUNT,
    "UDD": KinRelation.NEPHEW_OR_NIECE,
}


def relatives(who: int, edges: Iterable[tuple[int, int, str]]) -> dict[int, KinRelation]:
    """Return the relatives of `who` by their nearest relation.

    `edges` are (person, relative, kind), the relative being the person's "parent" or "spouse".
    """
    steps: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for person, relative, kind in edges:
        if kind == "parent":
            steps[person].add(("U", relative))
            steps[relative].add(("D", person))
        else:
            steps[person].add(("S", relative))
    found: dict[int, KinRelation] = {}
    reached = {("", who)}
    for _ in range(3):
        reached = {(path + step, to) for path, at in reached for step, to in steps[at] if to != who}
        for path, person in sorted(reached):
            if path in _PATHS and person not in found:
                found[person] = _PATHS[path]
        reached = {(path, person) for path, person in reached if any(p.startswith(path) for p in _PATHS)}
    return found
