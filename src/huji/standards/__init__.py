"""The standards a register rests on: numbers, code tables, divisions, names and periods."""

from huji.standards.words import Refused, Text

__all__ = ["Refused", "Text"]
