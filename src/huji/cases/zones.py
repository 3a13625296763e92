"""The divisions and zones a decision rests on, as plain data: enough to decide the case again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huji.places import divisions
from huji.places import queries as places

_SIZES = (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Named:
    """A division by code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Zones:
    """What was known of one destination on one day; a `huji.policy.Places` for the engine."""

    day: date
    names: Mapping[str, str]
    divided: frozenset[str]
    area: str | None

    def lookup(self, code: str, on: date) -> Named | None:
        """Return the destination's division, or one above it."""
        return Named(code, self.names[code]) if code in self.names and on == self.day else None

    def successor(self, code: str, on: date) -> Named | None:
        """Return None: a case is accepted only where the division existed."""
        return None

    def predecessor(self, code: str, on: date) -> Named | None:
        """Return None, for the same reason."""
        return None

    def children(self, code: str, on: date) -> Sequence[Named]:
        """Return the destination's own division below `code`, where any below it are known."""
        if code not in self.divided:
            return ()
        return tuple(
            Named(one, name) for one, name in self.names.items() if one.startswith(code) and one != code
        )

    def area_of(self, code: str, on: date) -> str | None:
        """Return the destination's area: the one set by an act, else the one its code tells."""
        return self.area if code in self.names and len(code) == 12 else None

    def as_data(self) -> dict[str, Any]:
        """Return plain data, to be kept."""
        return {
            "day": self.day.isoformat(),
            "names": dict(self.names),
            "divided": sorted(self.divided),
            "area": self.area,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Zones":
        """Return the zones kept as plain data."""
        return cls(date.fromisoformat(data["day"]), data["names"], frozenset(data["divided"]), data["area"])


def at(division: str, on: date) -> Zones:
    """Return what is known of a destination (12 digits) on a day."""
    above = [division[:size] for size in _SIZES if size <= len(division)]
    book = divisions.book()
    found = {code: book.lookup(code, on) for code in above}
    return Zones(
        on,
        {code: one.name for code, one in found.items() if one is not None},
        frozenset(code for code in above if book.children(code, on)),
        places.area_of(division, on),
    )
