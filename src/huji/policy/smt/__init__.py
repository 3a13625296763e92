"""The tree as Z3 terms: one encoding, used by the exact `missing` and by the proofs."""

from huji.policy.smt.terms import Terms
from huji.policy.smt.variables import LOCK, Blur, Person, Rails, Term

__all__ = ["LOCK", "Blur", "Person", "Rails", "Term", "Terms"]
