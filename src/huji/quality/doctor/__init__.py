"""The doctor: looks the whole register over, set by set, changes nothing, and names what is ill by id."""

from huji.quality.doctor.examining import Finding, examine
from huji.quality.doctor.values import Check, Weight

__all__ = ["Check", "Finding", "Weight", "examine"]
