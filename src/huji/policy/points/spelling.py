"""What a score says by its form, whatever it is titled."""

from huji.policy.points import wording as say
from huji.policy.points.scores import (
    Award,
    BestOf,
    Bounded,
    FactQuantity,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Sum,
    Times,
    walk_quantity,
)
from huji.policy.vocabulary import Vocabulary
from huji.policy.wording import unit_of
from huji.policy.words import Text


def spelled(score: Score, vocabulary: Vocabulary) -> Text:
    """Return the words of a score as they are without titles: every number and condition is in them."""
    if isinstance(score, Award):
        return say.award_words(score.points, score.when.words)
    if isinstance(score, Per):
        unit = _unit(score.quantity, vocabulary)
        return say.per_words(score.quantity.words, score.unit, unit, score.points, whole=score.whole)
    if isinstance(score, Steps):
        return say.steps_words(score.quantity.words, _unit(score.quantity, vocabulary), score.steps)
    if isinstance(score, Options):
        return say.options_words(vocabulary[score.fact], score.points)
    if isinstance(score, BestOf | Sum):
        form = "best_of" if isinstance(score, BestOf) else "sum"
        return say.several_words(form, [spelled(part, vocabulary) for part in score.parts])
    if isinstance(score, Bounded):
        return say.bounded_words(spelled(score.part, vocabulary), score.floor, score.cap)
    if isinstance(score, Times):
        return say.times_words(spelled(score.part, vocabulary), score.factor, score.when)
    return score.reason


def _unit(quantity: Quantity, vocabulary: Vocabulary) -> str | None:
    facts = (part.fact for part in walk_quantity(quantity) if isinstance(part, FactQuantity))
    return next((unit_of(vocabulary[fact]) for fact in facts), None)
