"""On whose authority a place is changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Authority:
    """Who orders: an officer (None for the operator's setup), the acting office (0 is the city's own chain),
    the day, and the document it rests on."""

    officer: int | None
    office: int
    on: date
    basis: str

    def as_body(self) -> dict[str, Any]:
        """The authority as every entry's body names it."""
        return {"officer": self.officer, "on": self.on.isoformat(), "basis": self.basis}
