"""The papers that prove what a tree of reasons found, or would have to find."""

from collections.abc import Iterator

from huji.policy.answer import Papers
from huji.policy.pack import Pack
from huji.policy.reasons import Reason, held
from huji.policy.vocabulary import Vocabulary


def papers_of(reason: Reason, pack: Pack, vocabulary: Vocabulary, *, leaves: bool) -> Iterator[Papers]:
    """Yield the papers that prove a tree: a criterion's or an indicator's own, else those of its facts.

    Parts that are false prove nothing, nor do open parts of an `any` that is true already, nor indicators
    that give no points. Facts the register knows need no paper; where a clause lists papers of its own, those
    of single facts are left out (`leaves` false).
    """
    if "criterion" in reason:
        own = pack.criteria[reason["criterion"]].evidence
        if own:
            yield from (Papers(any_of, reason["criterion"]) for any_of in own)
            return
    if "total" in reason:
        for indicator in reason["of"]:
            if indicator["points"] != 0:
                yield from _of_indicator(indicator, pack, vocabulary, leaves=leaves)
    elif "of" in reason:
        value = held(reason)
        for part in reason["of"]:
            if held(part) is True or (value is None and held(part) is None):
                yield from papers_of(part, pack, vocabulary, leaves=leaves)
    elif leaves and "fact" in reason:
        yield from _of_fact(reason["fact"], vocabulary)


def _of_indicator(node: Reason, pack: Pack, vocabulary: Vocabulary, *, leaves: bool) -> Iterator[Papers]:
    assert pack.points is not None
    indicator = pack.points.indicator(node["indicator"])
    if indicator.evidence:
        yield from (Papers(any_of, indicator.id) for any_of in indicator.evidence)
    elif leaves:
        yield from _of_score(node["of"][0], pack, vocabulary)


def _of_score(node: Reason, pack: Pack, vocabulary: Vocabulary) -> Iterator[Papers]:
    """Yield the papers of the facts of those parts of a score that give points, or still may."""
    if node.get("points", node.get("given")) == 0:
        return
    if "fact" in node:
        yield from _of_fact(node["fact"], vocabulary)
    elif node.get("score") == "award":
        yield from papers_of(node["of"][0], pack, vocabulary, leaves=True)
    else:
        for part in node.get("of", ()):
            yield from _of_score(part, pack, vocabulary)


def _of_fact(name: str, vocabulary: Vocabulary) -> Iterator[Papers]:
    fact = vocabulary[name]
    if fact.evidence and fact.source != "register":
        yield Papers(fact.evidence, name)
