"""A settlement policy as values: what a pack file says, read, checked and resolved."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from huji.policy.points.scheme import Scheme, Tally
from huji.policy.tree import Citation, Condition, OtherFact, Value, facts_of
from huji.policy.words import Text

__all__ = [
    "Article",
    "Companions",
    "Criterion",
    "Document",
    "Given",
    "Host",
    "Note",
    "OtherFact",
    "Pack",
    "Prohibition",
    "Reach",
    "Route",
    "Status",
]


@dataclass(frozen=True, slots=True)
class Note:
    """How a clause was read, with the other readings that were possible."""

    text: Text
    alternatives: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The document a pack encodes; what it does not say is None, with the reason in `unknown`."""

    number: str | None
    title: str | None
    issuer: str
    issued: dt.date | None
    unknown: Mapping[str, Text] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The number, or the title of a document whose number is not known."""
        return self.number or self.title or self.issuer


@dataclass(frozen=True, slots=True)
class Given:
    """A named number or code of a pack."""

    name: str
    value: Value
    unit: str | None
    title: Text
    article: str | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A named condition with its papers (each inner tuple: any one of) and its own article, if any."""

    id: str
    title: Text
    condition: Condition
    cites: Citation | None
    evidence: tuple[tuple[str, ...], ...] = ()
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a clause applies: kinds of area, and divisions by prefix."""

    areas: tuple[str, ...]
    divisions: tuple[str, ...] = ()
    except_divisions: tuple[str, ...] = ()

    def covers(self, division: str, area: str) -> bool:
        """Return whether a destination lies within."""
        if area not in self.areas or (self.except_divisions and division.startswith(self.except_divisions)):
            return False
        return not self.divisions or division.startswith(self.divisions)


@dataclass(frozen=True, slots=True)
class Companions:
    """Who may come with the applicant: the listed relations, whether 等 follows, and the conditions."""

    relations: tuple[str, ...]
    and_so_on: bool = False
    when: Condition | None = None
    by_relation: Mapping[str, Condition] = field(default_factory=dict)
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """A household that may receive the applicant, and under which condition."""

    host: str
    when: Condition | None = None
    cites: Citation | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way to settle: where, on which conditions, with whom, into which household, with which papers."""

    id: str
    title: Text
    cites: Citation
    to: Reach
    when: Condition
    companions: Companions | None = None
    hosts: tuple[Host, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()
    responsible: tuple[str, ...] = ()
    lead: bool = False
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Prohibition:
    """A ban at a destination, with its exceptions."""

    id: str
    title: Text
    cites: Citation
    to: Reach
    when: Condition
    unless: Condition | None = None
    responsible: tuple[str, ...] = ()
    note: Note | None = None


class Status(StrEnum):
    """What became of an article of the document."""

    ENCODED = "encoded"
    NOT_SETTLEMENT = "not_settlement"
    NOT_ENCODABLE = "not_encodable"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the document and what became of it; `by` names the clauses that encode it."""

    article: str
    title: Text
    status: Status
    by: tuple[str, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True, eq=False)
class Pack:
    """One policy: its document, place and time; its clauses in the file's order."""

    policy: str
    title: Text
    document: Document
    applies_to: tuple[str, ...]
    areas: tuple[str, ...]
    in_force_from: dt.date
    in_force_to: dt.date | None
    superior: str | None
    parameters: Mapping[str, Given]
    criteria: Mapping[str, Criterion]
    routes: tuple[Route, ...]
    prohibitions: tuple[Prohibition, ...]
    articles: tuple[Article, ...]
    digest: str
    file: str
    note: Note | None = None
    points: Scheme | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    """The lines of the top keys and of the clauses, criteria and indicators by id, for faults."""

    def in_force(self, on: dt.date) -> bool:
        """Return whether the policy is in force on a day (its last day included)."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def nearness(self, division: str) -> int:
        """Return how locally the pack applies to a division: digits of the longest prefix, else -1."""
        return max((len(prefix) for prefix in self.applies_to if division.startswith(prefix)), default=-1)

    def covers(self, division: str, area: str) -> bool:
        """Return whether the pack has the destination within its places and areas."""
        return area in self.areas and self.nearness(division) >= 0

    def reaches_beyond(self, other: "Pack") -> bool:
        """Return whether the pack applies to a place that another does not wholly hold."""
        return not all(place.startswith(other.applies_to) for place in self.applies_to)

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """The criteria's conditions by id."""
        return {name: criterion.condition for name, criterion in self.criteria.items()}

    @property
    def totals(self) -> Mapping[str, Tally]:
        """The named totals of the points scheme; none where the pack has no scheme."""
        return self.points.totals if self.points else {}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each fact: where routes, then prohibitions, then the rest first read it."""
        names: dict[str, int] = {}
        for condition in self._trees():
            for name in facts_of(condition, self.conditions):
                names.setdefault(name, len(names))
        return names

    def _trees(self) -> Iterator[Condition]:
        for route in self.routes:
            yield route.when
        for prohibition in self.prohibitions:
            yield prohibition.when
            if prohibition.unless is not None:
                yield prohibition.unless
        for route in self.routes:
            if route.companions is not None:
                if route.companions.when is not None:
                    yield route.companions.when
                yield from route.companions.by_relation.values()
            for host in route.hosts:
                if host.when is not None:
                    yield host.when
