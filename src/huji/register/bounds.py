"""What a relation to the head of a household (GB/T 4761) demands of sex, age and number, whoever asks.

The acts refuse what does not fit (`acts/fitting.py`); of an old register it is flagged, by a conversion whose
processes run without Django: this module imports nothing that needs it.
"""

SPOUSES = ("10", "11", "12")
"""What a spouse is to the head."""
WEDDED = (*SPOUSES, "28", "38", "45", "46")
"""Relations of one who is married: to the head, to a child or grandchild of the head."""
LEAST_WEDDED = 18
"""The least age at which the law of any year, or of an autonomous region, let anybody marry."""
GENERATION = 12
"""Full years between a parent by birth and a child, at the least: as births are registered."""
_NATURAL = tuple(f"{sex}{place}" for sex in "23" for place in range(7))
YOUNGER = {
    **dict.fromkeys(_NATURAL, 0),
    **dict.fromkeys(("40", "41", "42", "43", "44"), 2 * GENERATION),
    **dict.fromkeys(("47", "48"), 3 * GENERATION),
}
"""By how many full years one is younger than the head, at the least; 0: at all, an adopted child may be one.

Stepchildren and what the table calls “other” are left out.
"""
OLDER = {
    **dict.fromkeys(("50", "51", "52"), 0),
    **dict.fromkeys(("60", "61", "62", "63", "64"), 2 * GENERATION),
    **dict.fromkeys(("66", "67"), 3 * GENERATION),
}
"""By how many full years one is older than the head, at the least."""
ELDER, YOUNGER_SIBLING = ("71", "75"), ("73", "77")
HEADS_SEX = {"53": "2", "54": "2", "55": "1", "56": "1"}
"""The sex of a head who has somebody as a parent-in-law: a husband's parents are a woman's."""
ORDERED = frozenset(f"{sex}{place}" for sex in "23" for place in range(2, 7))
"""Codes of which a head has one: the eldest to the fifth son, likewise the daughters."""

HEIGHT = (30, 250)
"""Centimetres, of a person of any age: the least and the most."""


def only_one(relation: str) -> frozenset[str]:
    """Return the codes that no two of a household have with this one; none where several may have it."""
    return frozenset(SPOUSES) if relation in SPOUSES else frozenset({relation}) & ORDERED
