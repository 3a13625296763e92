"""A whole population under one policy: the tree of a pack compiled to Ibis, for every engine alike.

Not imported by `huji.policy`, so that deciding one case needs no engine. A population is a table, one row a
person; a fact's column has its name with `__` for the dot, and NULL is unknown:

    from huji.policy import population
    import ibis

    table = ibis.table({"dwelling__tenure": "string", "dwelling__lawful": "boolean"}, name="people")
    routes = {route.id: route.when for route in pack.routes}
    values = population.compiled(table, routes, pack.conditions)    # one boolean column a route
    ibis.to_sql(values)                                              # or run it on any engine

- `compiled(table, conditions, criteria)` adds one boolean column a named condition, NULL where unknown.
- `Trees(table, criteria)` is the same piece by piece: `share(conditions)` puts what is used more than once
  into helper columns of its `table`, `value(condition)` is then a `Truth` over that table (an expression, or
  True, False or None where it is the same for everybody); `leaf(leaf)` one comparison, `fact(name)` a column.
- `conjunction`, `disjunction`, `negation` join truths as Kleene does; `as_column` makes one an expression.
"""

from huji.policy.population.columns import column_of, fact_of
from huji.policy.population.compile import (
    Trees,
    Truth,
    as_column,
    compiled,
    conjunction,
    disjunction,
    negation,
)

__all__ = [
    "Trees",
    "Truth",
    "as_column",
    "column_of",
    "compiled",
    "conjunction",
    "disjunction",
    "fact_of",
    "negation",
]
