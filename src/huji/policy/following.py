"""What follows from known facts: the vocabulary's implications, chained until nothing new follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from huji.policy.question import Holds, holds
from huji.policy.tree import All, Condition, Constant, Leaf, Op, Value, facts_of
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that necessarily follows, the implication's reason, and the facts it was drawn from."""

    value: Value
    why: Text
    follows_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    when: Holds
    then: Holds
    gives: tuple[tuple[str, Implied], ...]


def implied(values: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, Implied]:
    """Return by name the unknown facts whose values follow from known ones; a known value is never touched.

    An implication that the values contradict is left aside; a fact for which implications disagree stays
    unknown. Only a `then` that names values (`is`, alone or joined by `all`) gives any.
    """
    known = dict(values)
    found: dict[str, Implied] = {}
    while fresh := _following(known, vocabulary):
        found |= fresh
        known |= {name: one.value for name, one in fresh.items()}
    return found


def contradicted(values: Mapping[str, Value], vocabulary: Vocabulary) -> bool:
    """Return whether known values go against what no person can contradict."""
    return any(rule.when(values) is True and rule.then(values) is False for rule in _rules(vocabulary))


def _following(known: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, Implied]:
    """Return what follows in one step."""
    fresh: dict[str, Implied] = {}
    disputed: set[str] = set()
    for rule in _rules(vocabulary):
        if rule.when(known) is not True or rule.then(known) is False:
            continue
        for name, one in rule.gives:
            if name not in known and fresh.setdefault(name, one).value != one.value:
                disputed.add(name)
    return {name: one for name, one in fresh.items() if name not in disputed}


@lru_cache(maxsize=8)
def _rules(vocabulary: Vocabulary) -> tuple[_Rule, ...]:
    rules = []
    for one in vocabulary.implications:
        read = tuple(dict.fromkeys(facts_of(one.condition, {})))
        gives = tuple((name, Implied(value, one.why, read)) for name, value in _named(one.then))
        rules.append(_Rule(holds(one.condition, {}), holds(one.then, {}), gives))
    return tuple(rules)


def _named(then: Condition) -> Iterator[tuple[str, Value]]:
    """Yield the facts a condition gives a value, with the value; `is` names no single division."""
    if isinstance(then, All):
        for part in then.parts:
            yield from _named(part)
        return
    if not isinstance(then, Leaf) or then.op is not Op.IS or then.division:
        return
    if isinstance(then.right, Constant) and not isinstance(then.right.value, tuple):
        yield then.fact, then.right.value
