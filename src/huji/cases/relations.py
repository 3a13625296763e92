"""Relations to the head of a household (GB/T 4761) where nobody has stated one."""

from huji.standards.code_tables import Sex

HEAD, OTHER_RELATIVE, NOT_RELATED = "02", "97", "99"

# What the member is to the head, by the member's sex: male, female, not known.
_CODES = {
    "spouse": ("11", "12", "10"),
    "child": ("20", "30", "20"),
    "parent": ("51", "52", "50"),
    "grandparent": ("60", "60", "60"),
    "grandchild": ("40", "40", "40"),
    "great_grandparent": ("66", "67", "66"),
    "great_grandchild": ("47", "48", "47"),
    "sibling": ("70", "70", "70"),
    "child_in_law": ("28", "38", "97"),
    "friend": ("99", "99", "99"),
    "none": ("99", "99", "99"),
}
_IN_LAW = {Sex.MALE: ("55", "56", "97"), Sex.FEMALE: ("53", "54", "97")}
_INVERSE = {
    "child": "parent",
    "parent": "child",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "great_grandparent": "great_grandchild",
    "great_grandchild": "great_grandparent",
}


def code(relation: str, member: Sex, head: Sex = Sex.UNKNOWN) -> str:
    """Return the code of a member who is the head's `relation` (spouse, child, …; else 97)."""
    codes = _IN_LAW.get(head) if relation == "parent_in_law" else _CODES.get(relation)
    if codes is None:
        return OTHER_RELATIVE
    return codes[0 if member is Sex.MALE else 1 if member is Sex.FEMALE else 2]


def inverse(relation: str) -> str:
    """Return what one is to somebody who is one's `relation`."""
    return _INVERSE.get(relation, relation)
