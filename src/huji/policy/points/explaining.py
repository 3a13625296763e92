"""The points of a score with the whole explanation: every indicator, every part, every fact.

The numbers are those of `huji.policy.points.interval`. A node of the reason carries `points` (the number, or
null where it is not one number, and then `between` with both ends, null for none) and its form:

    {"indicator": id, "points": n, "most": n, "of": [score]}    most: what anybody could have (null: no end)
    {"score": "award", "worth": n, "holds": v, "of": [condition]}
    {"score": "per", "worth": n, "unit": n, "whole": v, "of": [quantity]}
    {"score": "steps", "steps": [[from, n], …], "of": [quantity]}
    {"score": "options", "fact": name, "options": {code: n, …}, "given": code}
    {"score": "best_of" | "sum", "of": [score, …]}
    {"score": "bounded", "floor": n, "cap": n, "of": [score]}
    {"score": "times", "factor": n, "holds": v, "when": condition, "of": [score]}
    {"score": "unknown", "unknown": {"zh", "en"}}
    {"quantity": "fact", "fact": name, "given": n} · {"quantity": "fixed", "given": n}
    {"quantity": "least_of" | "minus", "given": n, "of": [quantity, …]}
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from huji.policy.points import interval as iv
from huji.policy.points.interval import Facts, Interval
from huji.policy.points.scheme import Indicator, Tally
from huji.policy.points.scores import (
    Award,
    BestOf,
    Bounded,
    FactQuantity,
    Fixed,
    Least,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Sum,
    Times,
    UnknownScore,
)
from huji.policy.reasons import Reason
from huji.policy.tree import Condition, Kleene, Op, Parameter, Total

Memo = dict[str, Any]
Scored = tuple[Interval, Reason]
Explain = Callable[[Facts, Memo], Scored]
Conditions = Callable[[Condition], Callable[[Facts, Memo], tuple[Kleene, Reason]]]
"""A condition as the interpreter's closure over facts and what has been explained so far."""


def total(node: Total, conditions: Conditions) -> Callable[[Facts, Memo], tuple[Kleene, Reason]]:
    """Return the closure that evaluates and explains a total compared.

    Its reason is `{"total": id, op: n, "given": n, "holds": v, "of": [indicator, …]}`; where the total has
    bounds or a factor of its own, `adjusted` lists what each made of it in turn, and where too few points are
    reached `lacking` says how many even the most favourable facts would leave wanting.
    """
    tally, op = node.tally, node.op
    at = iv.scale(tally.score)
    worth, test = explain_tally(tally, conditions), iv.compared(node, at)
    wanted = iv.threshold(node.right)
    parameter = {"of_parameter": node.right.name} if isinstance(node.right, Parameter) else {}
    compared = {"total": node.total, op.value: plain(wanted), **parameter}

    def explain(facts: Facts, memo: Memo) -> tuple[Kleene, Reason]:
        given, reason = worth(facts, memo)
        value = test(given)
        found = {**compared, **points_of(given, at, "given"), "holds": value}
        if value is False and op in (Op.AT_LEAST, Op.ABOVE) and given[1] is not None:
            found["lacking"] = plain(wanted - Fraction(given[1], at))
        return value, {**found, **reason}

    return explain


def explain_tally(tally: Tally, conditions: Conditions) -> Explain:
    """Return the closure that gives a total, at the scale of its score, and how it was made."""
    at = iv.scale(tally.score)
    indicators = [explain_indicator(one, conditions, at) for one in tally.indicators]
    rules = [_rule(rule, conditions, at) for rule in tally.rules]
    key = f"total/{tally.id}"

    def explain(facts: Facts, memo: Memo) -> Scored:
        found: Scored | None = memo.get(key)
        if found is None:
            explained = [indicator(facts, memo) for indicator in indicators]
            worth = iv.together([one for one, _ in explained])
            adjusted: list[Reason] = []
            for rule in rules:
                worth, said = rule(worth, facts, memo)
                adjusted.append(said)
            reason: Reason = {"adjusted": adjusted} if adjusted else {}
            memo[key] = found = (worth, {**reason, "of": [one for _, one in explained]})
        return found

    return explain


def explain_indicator(indicator: Indicator, conditions: Conditions, at: int) -> Explain:
    """Return the closure that gives an indicator's points at a scale, and how they were made."""
    inner = _score(indicator.score, conditions, at)
    _, most = iv.bounds(indicator.score, at, lambda condition: lambda facts: None)({})
    named: Reason = {"indicator": indicator.id}
    ceiling = None if most is None else plain(Fraction(most, at))

    def explain(facts: Facts, memo: Memo) -> Scored:
        worth, reason = inner(facts, memo)
        return worth, {**named, **points_of(worth, at, "points"), "most": ceiling, "of": [reason]}

    return explain


def _rule(
    rule: Bounded | Times, conditions: Conditions, at: int
) -> Callable[[Interval, Facts, Memo], Scored]:
    if isinstance(rule, Bounded):
        into, said = iv.between(rule, at), _bounds(rule)

        def bound(given: Interval, facts: Facts, memo: Memo) -> Scored:
            worth = into(given)
            return worth, {**said, **points_of(worth, at, "points")}

        return bound
    when, factor = conditions(rule.when), rule.factor

    def multiply(given: Interval, facts: Facts, memo: Memo) -> Scored:
        holds, reason = when(facts, memo)
        worth = iv.times(given, factor, holds)
        said = {"score": "times", "factor": plain(factor), **points_of(worth, at, "points")}
        return worth, {**said, "holds": holds, "when": reason}

    return multiply


def _score(score: Score, conditions: Conditions, at: int) -> Explain:
    if isinstance(score, Award):
        return _award(score, conditions, at)
    if isinstance(score, Options):
        return _options(score, at)
    if isinstance(score, Per):
        form = {"score": "per", "worth": plain(score.points), "unit": plain(score.unit), "whole": score.whole}
        return _counted(form, score.quantity, iv.per(score, at), at)
    if isinstance(score, Steps):
        starts = [[plain(start), plain(points)] for start, points in score.steps]
        return _counted({"score": "steps", "steps": starts}, score.quantity, iv.steps(score, at), at)
    if isinstance(score, BestOf | Sum):
        return _several(score, conditions, at)
    if isinstance(score, UnknownScore):
        nothing: Reason = {"score": "unknown", "points": None, "between": [None, None]}
        nothing["unknown"] = score.reason.as_dict()
        return lambda facts, memo: ((None, None), nothing)
    inner, rule = _score(score.part, conditions, at), _rule(score, conditions, at)

    def explain(facts: Facts, memo: Memo) -> Scored:
        given, of = inner(facts, memo)
        worth, reason = rule(given, facts, memo)
        return worth, {**reason, "of": [of]}

    return explain


def _award(score: Award, conditions: Conditions, at: int) -> Explain:
    when, worth = conditions(score.when), int(score.points * at)
    by_value: dict[Kleene, Interval] = {
        True: (worth, worth),
        False: (0, 0),
        None: (min(0, worth), max(0, worth)),
    }
    form: Reason = {"score": "award", "worth": plain(score.points)}

    def explain(facts: Facts, memo: Memo) -> Scored:
        holds, reason = when(facts, memo)
        given = by_value[holds]
        return given, {**form, **points_of(given, at, "points"), "holds": holds, "of": [reason]}

    return explain


def _options(score: Options, at: int) -> Explain:
    by_code, name = iv.options(score, at), score.fact
    worth = {code: plain(points) for code, points in score.points if points}
    form: Reason = {"score": "options", "fact": name, "options": worth}

    def explain(facts: Facts, memo: Memo) -> Scored:
        code = facts.get(name)
        given = by_code[code]
        return given, {**form, "given": code, **points_of(given, at, "points")}

    return explain


def _counted(form: Reason, of: Quantity, points: Callable[[Interval], Interval], at: int) -> Explain:
    count = _quantity(of)

    def explain(facts: Facts, memo: Memo) -> Scored:
        counted, reason = count(facts)
        worth = points(counted)
        return worth, {**form, **points_of(worth, at, "points"), "of": [reason]}

    return explain


def _several(score: BestOf | Sum, conditions: Conditions, at: int) -> Explain:
    parts = [_score(part, conditions, at) for part in score.parts]
    form, join = ("best_of", iv.best) if isinstance(score, BestOf) else ("sum", iv.together)

    def explain(facts: Facts, memo: Memo) -> Scored:
        explained = [part(facts, memo) for part in parts]
        worth = join([one for one, _ in explained])
        said = {"score": form, **points_of(worth, at, "points")}
        return worth, {**said, "of": [one for _, one in explained]}

    return explain


def _bounds(rule: Bounded) -> Reason:
    floor, cap = (None if end is None else plain(end) for end in (rule.floor, rule.cap))
    return {"score": "bounded", "floor": floor, "cap": cap}


def _quantity(of: Quantity) -> Callable[[Facts], Scored]:
    read = iv.quantity(of)
    if isinstance(of, FactQuantity):
        name = of.fact
        return lambda facts: (read(facts), {"quantity": "fact", "fact": name, "given": facts.get(name)})
    if isinstance(of, Fixed):
        fixed: Reason = {"quantity": "fixed", "given": plain(of.value)}
        return lambda facts: (read(facts), fixed)
    form = "least_of" if isinstance(of, Least) else "minus"
    parts = [_quantity(part) for part in (of.parts if isinstance(of, Least) else (of.whole, of.part))]

    def explain(facts: Facts) -> Scored:
        counted = read(facts)
        said = points_of(counted, iv.PRECISION, "given")
        return counted, {"quantity": form, **said, "of": [part(facts)[1] for part in parts]}

    return explain


# -- numbers ---------------------------------------------------------------------------------------------


def plain(number: Fraction) -> int | float:
    """Return an exact number as JSON writes it: 60, 10.5."""
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator


def points_of(given: Interval, at: int, key: str) -> Reason:
    """Return an interval as a reason carries it: one number under `key`, or null there and both ends."""
    low, high = (None if end is None else plain(Fraction(end, at)) for end in given)
    if low is not None and low == high:
        return {key: low}
    return {key: None, "between": [low, high]}
