"""A points scheme as values: indicators, the totals made of them, and how the document selects by them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from huji.policy.points.scores import Bounded, Score, Times, conditions_of, facts_of_score
from huji.policy.tree import Citation, Condition
from huji.policy.words import Text

if TYPE_CHECKING:
    from huji.policy.pack import Note


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the published table: its score, its group, who checks it and with which papers."""

    id: str
    title: Text
    cites: Citation
    score: Score
    group: str | None = None
    responsible: tuple[str, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()  # each inner tuple: any one of
    note: "Note | None" = None


@dataclass(frozen=True, eq=False)
class Tally:
    """A named total of the scheme: the indicators it adds up, and the whole score that does so.

    `score` is the tree to compile: the `Sum` of the indicators' scores, in `Times` and `Bounded` where the
    total has a factor or bounds of its own. `standard` is what a document asks for a benefit outside routes.
    """

    id: str
    title: Text
    cites: Citation
    indicators: tuple[Indicator, ...]
    score: Score
    standard: Fraction | None = None
    note: "Note | None" = None

    @cached_property
    def rules(self) -> tuple[Bounded | Times, ...]:
        """The total's own factor and bounds, in the order they apply to the sum of the indicators."""
        found: list[Bounded | Times] = []
        score = self.score
        while isinstance(score, Bounded | Times):
            found.append(score)
            score = score.part
        return tuple(reversed(found))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions the total reads, in reading order."""
        return tuple(conditions_of(self.score))

    def facts(self, criteria: Mapping[str, Condition]) -> Iterator[str]:
        """Yield the facts the total reads, in reading order, with repetition."""
        return facts_of_score(self.score, criteria)


class Kind(StrEnum):
    """How a document selects among those who meet the entry conditions."""

    THRESHOLD = "threshold"  # everyone who reaches a number of points
    QUOTA = "quota"  # so many a round, by rank
    ANNOUNCED = "announced"  # everyone who reaches a number of points announced for the round


class Ties(StrEnum):
    """What becomes of those who are equal by every key at the last place of a quota."""

    ALL_IN = "all_in"
    NONE_IN = "none_in"
    DRAWN = "drawn"


class By(StrEnum):
    """What a key of the ranking compares."""

    TOTAL = "total"
    FACT = "fact"
    APPLIED = "applied"  # the moment of application


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the ranking: a total, a fact (by name) or the moment of application (name "")."""

    by: By
    name: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """A yearly period of application, from a (month, day) to another, both included."""

    opens: tuple[int, int]
    closes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """How a document selects: data for a round, and for the reader; the tree decides nothing by it.

    `total` is the total that `at_least` is asked of. `ties` is None where the document does not say what
    becomes of equals.
    """

    kind: Kind
    cites: Citation
    total: str
    at_least: Fraction | None = None
    quota: int | None = None
    rank: tuple[Key, ...] = ()
    ties: Ties | None = None
    windows: tuple[Window, ...] = ()
    note: "Note | None" = None


@dataclass(frozen=True, eq=False)
class Scheme:
    """The points scheme of a pack; indicators and totals in the order of the document."""

    cites: Citation
    indicators: tuple[Indicator, ...]
    totals: Mapping[str, Tally]
    selection: Selection | None = None
    note: "Note | None" = None

    @property
    def ids(self) -> tuple[str, ...]:
        """What an article of the document may be encoded by: indicators, totals, and `selection`."""
        own = (*(one.id for one in self.indicators), *self.totals)
        return (*own, "selection") if self.selection else own

    def indicator(self, id_: str) -> Indicator:
        """Return the indicator of an id."""
        return next(one for one in self.indicators if one.id == id_)
