"""The policy engine: settlement policies written once, as data, and read by one tree."""

from huji.policy.faults import Fault, Faulty
from huji.policy.library import Library, load_pack, packs, vocabulary
from huji.policy.pack import Pack
from huji.policy.words import Text

__all__ = ["Fault", "Faulty", "Library", "Pack", "Text", "load_pack", "packs", "vocabulary"]
