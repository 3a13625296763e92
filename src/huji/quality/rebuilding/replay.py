"""The entries replayed, one after the other, over what they touch: by results alone, without the register.

What was believed of a life, of items, numbers, seats and ties is a timeline each: beliefs [day, day) ×
[entry, entry), open at the top while they hold. An entry's results say how a timeline goes on
(docs/register.md).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huji.quality.rebuilding.following import follow
from huji.quality.rebuilding.timeline import Key, Payload, Timeline


@dataclass(slots=True)
class Model:
    """The read model as far as entries touch it; the same tables as the register's."""

    items: tuple[tuple[str, str | None], ...]
    persons: dict[int, list[Any]] = field(default_factory=dict)  # born, created, born_entry
    former_births: list[tuple[int, str, int, int]] = field(default_factory=list)
    households: dict[int, Payload] = field(default_factory=dict)  # kind, sort, created
    lives: dict[Key, Timeline] = field(default_factory=dict)
    particulars: dict[Key, Timeline] = field(default_factory=dict)
    numbers: dict[Key, Timeline] = field(default_factory=dict)
    seats: dict[Key, Timeline] = field(default_factory=dict)
    ties: dict[Key, Timeline] = field(default_factory=dict)
    same: list[tuple[int, int, int]] = field(default_factory=list)  # person, kept, entry
    permits: list[dict[str, Any]] = field(default_factory=list)
    certificates: list[dict[str, Any]] = field(default_factory=list)

    def wide(self, told: Mapping[str, Any]) -> Payload:
        """Return the items of a statement as the table's texts, in its order."""
        return tuple(
            default if (value := told.get(name)) is None else str(value) for name, default in self.items
        )

    def apply(self, entry: int, results: Mapping[str, Any]) -> None:
        """Let an entry's results be so."""
        if house := results.get("household"):
            self.households[house["id"]] = (house["kind"], house["sort"], entry)
            seat = (house["since"], None, (house["address"], house["office"]))
            self._of(self.seats, house["id"]).state(entry, [seat])
        for move in results.get("standings", ()):
            person, day, *standing = move
            self._of(self.lives, person).stand(entry, day, _five(standing))
        for one in _list(results.get("persons")):
            self._enter(entry, one)
        for person, born in results.get("born", ()):
            before, created, since = self.persons[person]
            if before != born:
                self.former_births.append((person, before, since or created, entry))
                self.persons[person] = [born, created, entry]
        self._state(entry, results)
        if moving := results.get("follow"):
            follow(self, entry, moving)
        self._papers(entry, results)
        self.same += [(person, kept, entry) for person, kept in results.get("same_person", ())]

    def _enter(self, entry: int, one: Mapping[str, Any]) -> None:
        person, born = one["id"], one["born"]
        self.persons[person] = [born, entry, None]
        if one.get("number"):
            self._of(self.numbers, person).state(entry, [(born, None, (one["number"],))])
        self._of(self.particulars, person).state(entry, [(born, None, self.wide(one["particulars"]))])
        life = [_period(period) for period in one["life"]]
        self._of(self.lives, person).state(entry, life)

    def _state(self, entry: int, results: Mapping[str, Any]) -> None:
        for person, life in results.get("lives", ()):
            self._of(self.lives, person).state(entry, [_period(period) for period in life])
        for person, told in results.get("items", ()):
            periods = [(since, until, self.wide(items)) for since, until, items in told]
            self._of(self.particulars, person).state(entry, periods)
        for person, borne in results.get("numbers", ()):
            self._of(self.numbers, person).state(entry, [(s, u, (n,)) for s, u, n in borne])
        for household, seats in results.get("seats", ()):
            self._of(self.seats, household).state(entry, [(s, u, (a, o)) for s, u, a, o in seats])
        pairs: dict[Key, list[tuple[str, str | None, Payload]]] = {}
        for person, relative, kind, since, until in results.get("ties", ()):
            periods = pairs.setdefault((person, relative, kind), [])
            if since is not None:
                periods.append((since, until, ()))
        for pair, periods in pairs.items():
            self.ties.setdefault(pair, Timeline()).state(entry, periods)
        for person, day in results.get("widowed", ()):  # only of entries from before ties were told
            self._end_marriages(entry, person, day)

    def _end_marriages(self, entry: int, person: int, day: str) -> None:
        for (one, other, kind), timeline in self.ties.items():
            if kind != "spouse" or person not in (one, other):
                continue
            kept = [(b.since, b.until, b.payload) for b in timeline.open()]
            cut = [(s, day if u is None and s < day else u, p) for s, u, p in kept]
            timeline.state(entry, cut)

    def _papers(self, entry: int, results: Mapping[str, Any]) -> None:
        for number in results.get("void_permits", ()):
            _live(self.permits, number=number)["void_entry"] = entry
        for issuer, number in results.get("void_certificates", ()):
            _live(self.certificates, issuer=issuer, number=number)["void_entry"] = entry
        if permit := results.get("permit"):
            self.permits.append({**permit, "entry": entry})
        for permit in results.get("permits", ()):  # good again: under the entry that had issued it
            self.permits.append(dict(permit))
        if certificate := results.get("certificate"):
            self.certificates.append({**certificate, "entry": entry})
        for certificate in results.get("certificates", ()):
            self.certificates.append(dict(certificate))
        if used := results.get("used_permit"):
            _live(self.permits, number=used)["used_entry"] = entry

    @staticmethod
    def _of(timelines: dict[Key, Timeline], key: int) -> Timeline:
        return timelines.setdefault((key,), Timeline())


def touched(results: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """Return the persons and the households that an entry's results speak of."""
    persons = {one["id"] for one in _list(results.get("persons"))}
    for key in ("standings", "lives", "items", "numbers", "born", "widowed"):
        persons |= {row[0] for row in results.get(key, ())}
    for person, relative, *_ in results.get("ties", ()):
        persons |= {person, relative}
    households = {row[0] for row in results.get("seats", ())}
    if house := results.get("household"):
        households.add(house["id"])
    for moving in results.get("follow", ()):
        persons |= set(moving["absent"])
        households |= set(moving["households"])
    return persons, households


def paper_row(paper: Mapping[str, Any], columns: Sequence[str]) -> list[Any]:
    """Return a paper as its table's row, lists as JSON."""
    return [
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, list) else value
        for value in (paper.get(column) for column in columns)
    ]


def _live(papers: list[dict[str, Any]], **which: Any) -> dict[str, Any]:
    paper: dict[str, Any]
    for paper in reversed(papers):
        if paper.get("void_entry") is None and all(paper[key] == value for key, value in which.items()):
            return paper
    return {}  # none: the comparison will say so


def _period(told: Any) -> tuple[str, str | None, Payload]:
    if isinstance(told, Mapping):  # as entries held a life at first
        since, until = told["since"], told["until"]
        return since, until, (told["kind"], told["household"], told["relation"], told["office"], None)
    since, until, *standing = told
    return since, until, _five(standing)


def _five(standing: Sequence[Any]) -> Payload:
    """Return kind, household, relation, office, cause; entries from before causes have four."""
    return (*standing, None) if len(standing) == 4 else tuple(standing)


def _list(value: Any) -> list[Any]:
    """Return a list of persons; a genesis entry holds their number instead."""
    return value if isinstance(value, list) else []
