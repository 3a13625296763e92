"""Registrations that follow their addresses to another office, as an entry's `results.follow` tells."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from huji.quality.rebuilding.timeline import Key, Payload, Timeline

Window = tuple[str, str | None, int]
Piece = tuple[str, str | None, Payload]
_NOWHERE = ("in_transit", "elsewhere", "unregistered")
_END = "9999-12-31"


class Follows(Protocol):
    """The timelines that follow."""

    lives: dict[Key, Timeline]
    seats: dict[Key, Timeline]


def follow(model: Follows, entry: int, moving: Sequence[Mapping[str, Any]]) -> None:
    """Bring seats, standings within them, and the present standing of those absent under the new office."""
    windows: dict[int, list[Window]] = {}
    for one in moving:
        for household in one["households"]:
            windows.setdefault(household, []).append((one["since"], one["until"], one["office"]))
    for household, days in windows.items():
        timeline = model.seats[(household,)]
        held = timeline.open()
        timeline.state(
            entry, [piece for b in held for piece in _cut(b.since, b.until, b.payload, days, _seat)]
        )
    absent = {who: (one["since"], one["office"]) for one in moving for who in one["absent"]}
    for (who,), timeline in model.lives.items():
        if any(belief.payload[1] in windows for belief in timeline.open()):
            timeline.state(entry, _within(timeline, windows))
        if who in absent:
            timeline.state(entry, _gone(timeline, *absent[who]))


def _within(timeline: Timeline, windows: Mapping[int, list[Window]]) -> Iterable[Piece]:
    for belief in timeline.open():
        days = windows.get(belief.payload[1], [])
        yield from _cut(belief.since, belief.until, belief.payload, days, _standing)


def _cut(
    since: str, until: str | None, payload: Payload, windows: Iterable[Window], under: Any
) -> Iterable[Piece]:
    """Give the pieces of a period: those within a window under its office, the rest as they were."""
    at = since
    for begin, end, office in sorted(windows):
        start, stop = max(begin, since), min(end or _END, until or _END)
        if start >= stop:
            continue
        if at < start:
            yield at, start, payload
        yield start, None if stop == _END else stop, under(payload, office)
        at = stop
    if at < (until or _END):
        yield at, until, payload


def _gone(timeline: Timeline, since: str, office: int) -> Iterable[Piece]:
    for belief in timeline.open():
        if belief.until is None and belief.payload[0] in _NOWHERE and belief.payload[3] != office:
            yield from _cut(belief.since, None, belief.payload, [(since, None, office)], _standing)
        else:
            yield belief.since, belief.until, belief.payload


def _seat(payload: Payload, office: int) -> Payload:
    return (payload[0], office)


def _standing(payload: Payload, office: int) -> Payload:
    return (*payload[:3], office, payload[4])
