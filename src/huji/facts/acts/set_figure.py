"""Setting a local figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huji.register.acts import Acting


@dataclass(frozen=True, slots=True)
class SetFigure:
    """A local figure of a place (`place.*`): division prefix, value, days [since, until) and where it is published."""

    division: str
    name: str
    value: Decimal
    since: date
    until: date | None
    source_zh: str
    source_en: str


def set_figure(statement: SetFigure, by: Acting) -> int:
    """Put the figure on file and return the ledger entry."""
    raise NotImplementedError
