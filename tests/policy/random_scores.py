"""Small random scores and totals over the facts of `random_policies`."""

from fractions import Fraction

from hypothesis import strategies as st

from huji.policy.points.scheme import Tally
from huji.policy.points.scores import (
    Award,
    BestOf,
    Bounded,
    FactQuantity,
    Fixed,
    Least,
    Minus,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Sum,
    Times,
    UnknownScore,
)
from huji.policy.tree import Citation, Condition, Constant, Op, Total
from huji.policy.words import Text

W = Text("词", "word")
CITES = Citation("document", "一")
NUMBERS = {"f.age": (Fraction(3), True), "g.sum": (Fraction(4), False), "h.line": (None, False)}
POINTS = st.sampled_from([Fraction(n) for n in ("0", "1", "2.5", "-1", "-0.5", "10")])

QUANTITIES: st.SearchStrategy[Quantity] = st.recursive(
    st.one_of(
        st.sampled_from(
            [FactQuantity(W, name, Fraction(0), most, whole) for name, (most, whole) in NUMBERS.items()]
        ),
        st.sampled_from([Fixed(W, Fraction(1)), Fixed(W, Fraction("2.5"))]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: Least(W, tuple(parts))),
        st.builds(lambda whole, part: Minus(W, whole, part), inner, inner),
    ),
    max_leaves=3,
)


def scores(conditions: st.SearchStrategy[Condition]) -> st.SearchStrategy[Score]:
    steps = st.lists(
        st.tuples(st.sampled_from([Fraction(n) for n in ("0", "0.5", "1", "2", "3")]), POINTS),
        min_size=1,
        max_size=3,
        unique_by=lambda step: step[0],
    ).map(lambda found: tuple(sorted(found)))
    ends = st.one_of(
        st.builds(lambda points, when: Award("", W, None, points, when), POINTS, conditions),
        st.builds(
            lambda quantity, unit, points, whole: Per("", W, None, quantity, unit, points, whole),
            QUANTITIES,
            st.sampled_from([Fraction(1), Fraction("0.5")]),
            POINTS,
            st.booleans(),
        ),
        st.builds(lambda quantity, found: Steps("", W, None, quantity, found), QUANTITIES, steps),
        st.tuples(POINTS, POINTS, POINTS).map(
            lambda points: Options("", W, None, "d.code", tuple(zip("xyz", points, strict=True)))
        ),
        st.just(UnknownScore("", W, None, W)),
    )

    def grown(inner: st.SearchStrategy[Score]) -> st.SearchStrategy[Score]:
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            parts.map(lambda found: Sum("", W, None, found)),
            parts.map(lambda found: BestOf("", W, None, found)),
            st.builds(
                lambda part, floor, cap: Bounded("", W, None, part, floor, cap),
                inner,
                st.sampled_from([None, Fraction(0), Fraction(-1)]),
                st.sampled_from([None, Fraction(3), Fraction("1.5")]),
            ),
            st.builds(
                lambda part, factor, when: Times("", W, None, part, factor, when),
                inner,
                st.sampled_from([Fraction(0), Fraction("1.3"), Fraction("0.5")]),
                conditions,
            ),
        )

    return st.recursive(ends, grown, max_leaves=4)


def totals(conditions: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.builds(
        lambda score, op, right: Total(
            "", W, None, "all", op, Constant(right), Tally("all", W, CITES, (), score)
        ),
        scores(conditions),
        st.sampled_from([Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW]),
        st.sampled_from([0, 1, 2, 2.5, -0.5, 4]),
    )
