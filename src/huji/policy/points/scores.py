"""The forms of a score: a total, loop-free tree over facts that gives points.

Every reader of a scheme (the interpreter here, and any other compiler) walks these nine forms of scores and
four forms of quantities and no others. Points are exact: `Fraction`s that a pack writes as decimals. What a
score is worth is an interval [low, high], one number where all that matters is known; `huji.policy.points
.interval` says how each form makes its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from huji.policy.tree import Condition, Node, facts_of
from huji.policy.words import Text

# -- quantities ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactQuantity:
    """A number fact, read to the millionth; unknown, it lies anywhere from `minimum` to `maximum` (or ∞)."""

    words: Text
    fact: str
    minimum: Fraction = Fraction(0)
    maximum: Fraction | None = None
    whole: bool = False  # the fact is a whole number by its type


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number of the document, beside a fact in `least_of` or `minus`."""

    words: Text
    value: Fraction


@dataclass(frozen=True, slots=True)
class Least:
    """The least of several quantities: years of residence counted no further than years of insurance."""

    words: Text
    parts: tuple["Quantity", ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """One quantity without another, never below 0: years insured without the years of study."""

    words: Text
    whole: "Quantity"
    part: "Quantity"


Quantity = FactQuantity | Fixed | Least | Minus

# -- scores ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Award(Node):
    """So many points where a condition is true, else none; a deduction has negative points."""

    points: Fraction
    when: Condition


@dataclass(frozen=True, slots=True)
class Per(Node):
    """So many points for every `unit` of a quantity; for every whole one only, where `whole`."""

    quantity: Quantity
    unit: Fraction
    points: Fraction
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Steps(Node):
    """The points of the highest step a quantity reaches; none below the first. Steps rise by their start."""

    quantity: Quantity
    steps: tuple[tuple[Fraction, Fraction], ...]  # (from, points)


@dataclass(frozen=True, slots=True)
class Options(Node):
    """The points of the code a fact has. Every code of the fact is here, those the document omits with 0."""

    fact: str
    points: tuple[tuple[str, Fraction], ...]  # in the vocabulary's order


@dataclass(frozen=True, slots=True)
class BestOf(Node):
    """The most that one of its parts gives (从高不重复)."""

    parts: tuple["Score", ...]


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """What its parts give together."""

    parts: tuple["Score", ...]


@dataclass(frozen=True, slots=True)
class Bounded(Node):
    """What its part gives, but never below `floor` nor above `cap`."""

    part: "Score"
    floor: Fraction | None
    cap: Fraction | None


@dataclass(frozen=True, slots=True)
class Times(Node):
    """What its part gives, times `factor` (≥ 0) where a condition is true; an exclusion has factor 0."""

    part: "Score"
    factor: Fraction
    when: Condition


@dataclass(frozen=True, slots=True)
class UnknownScore(Node):
    """Points the document does not say: anything at all, with the reason; `Bounded` may narrow it."""

    reason: Text


Score = Award | Per | Steps | Options | BestOf | Sum | Bounded | Times | UnknownScore


def walk_score(score: Score) -> Iterator[Score]:
    """Yield the nodes of a score in reading order."""
    yield score
    if isinstance(score, BestOf | Sum):
        for part in score.parts:
            yield from walk_score(part)
    elif isinstance(score, Bounded | Times):
        yield from walk_score(score.part)


def conditions_of(score: Score) -> Iterator[Condition]:
    """Yield the conditions a score reads, in reading order."""
    for part in walk_score(score):
        if isinstance(part, Award | Times):
            yield part.when


def walk_quantity(quantity: Quantity) -> Iterator[Quantity]:
    """Yield the nodes of a quantity in reading order."""
    yield quantity
    if isinstance(quantity, Least):
        for part in quantity.parts:
            yield from walk_quantity(part)
    elif isinstance(quantity, Minus):
        yield from walk_quantity(quantity.whole)
        yield from walk_quantity(quantity.part)


def facts_of_score(score: Score, criteria: Mapping[str, Condition]) -> Iterator[str]:
    """Yield the names of the facts a score reads, those of its conditions too, in reading order."""
    for part in walk_score(score):
        if isinstance(part, Award | Times):
            yield from facts_of(part.when, criteria)
        elif isinstance(part, Per | Steps):
            for quantity in walk_quantity(part.quantity):
                if isinstance(quantity, FactQuantity):
                    yield quantity.fact
        elif isinstance(part, Options):
            yield part.fact
