"""Points schemes: scores as trees, totals as intervals, selection by rank.

A pack's scheme is `pack.points` (None where it has none), its named totals are `pack.totals`. A condition
reads one through `huji.policy.tree.Total`, which carries the `Tally` it compares: a compiler needs
`total.tally.score` alone, the indicators' scores summed under the total's own bounds.
"""

from huji.policy.points.ranking import Entry, Placed, Ranking, Standing, Unranked, rank
from huji.policy.points.scheme import (
    By,
    Indicator,
    Key,
    Kind,
    Scheme,
    Selection,
    Tally,
    Ties,
    Window,
)
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
    conditions_of,
    facts_of_score,
    walk_quantity,
    walk_score,
)

__all__ = [
    "Award",
    "BestOf",
    "Bounded",
    "By",
    "Entry",
    "FactQuantity",
    "Fixed",
    "Indicator",
    "Key",
    "Kind",
    "Least",
    "Minus",
    "Options",
    "Per",
    "Placed",
    "Quantity",
    "Ranking",
    "Scheme",
    "Score",
    "Selection",
    "Standing",
    "Steps",
    "Sum",
    "Tally",
    "Ties",
    "Times",
    "UnknownScore",
    "Unranked",
    "Window",
    "conditions_of",
    "facts_of_score",
    "rank",
    "walk_quantity",
    "walk_score",
]
