"""The acts' ledger: one chain of entries per registration office, its seals, and the log of who read whom."""

from huji.ledger.canonical import NotCanonical, canonical
from huji.ledger.writing import write

__all__ = ["NotCanonical", "canonical", "write"]
