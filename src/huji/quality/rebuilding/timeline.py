"""What was ever believed of one thing: beliefs over days, between the entries that began and ended them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Payload = tuple[Any, ...]
Key = tuple[Any, ...]


@dataclass(slots=True)
class Belief:
    """Held to be so on the days [since, until) by the register between two entries."""

    since: str
    until: str | None
    payload: Payload
    known: int
    superseded: int | None = None


@dataclass(slots=True)
class Timeline:
    """All that was ever believed of one thing."""

    beliefs: list[Belief] = field(default_factory=list)

    def open(self) -> list[Belief]:
        """Return what is believed."""
        return [belief for belief in self.beliefs if belief.superseded is None]

    def stand(self, entry: int, day: str, payload: Payload) -> None:
        """From a day on it is so; what was believed from an earlier day is cut there."""
        for belief in self.open():
            if belief.until is None:
                belief.superseded = entry
                if belief.since < day:
                    self.beliefs.append(Belief(belief.since, day, belief.payload, entry))
        self.beliefs.append(Belief(day, None, payload, entry))

    def state(self, entry: int, periods: Iterable[tuple[str, str | None, Payload]]) -> None:
        """The whole timeline is believed to be this; what is believed already stays believed."""
        wished = {(since, until, payload) for since, until, payload in periods}
        for belief in self.open():
            said = (belief.since, belief.until, belief.payload)
            if said in wished:
                wished.discard(said)
            else:
                belief.superseded = entry
        for since, until, payload in sorted(wished, key=lambda period: period[0]):
            self.beliefs.append(Belief(since, until, payload, entry))
