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

A file of people is evaluated whole:

    people = population.Population("people.parquet", vocabulary)    # raises policy.Faulty: types, damage
    to = population.destination(pack, "city_proper", None, packs, people)
    found = population.evaluate(pack, people, to, by=["age"], out=Path("result.parquet"))   # raises Faulty

- `Population.pieces(columns)` reads the file piece by piece as Polars frames, each value checked against the
  vocabulary; `code_metadata(codes)` on a dictionary column's Arrow field makes it quick to read.
- `Plan(pack, to).outcomes(table)` is the Ibis table of outcome, granting route, unknown count and clauses.
- `embedded(name).run(frame, query)` runs a query on Polars or DuckDB; `spark` and `run_on_spark` on Spark.
"""

from huji.policy.population.columns import code_metadata, column_of, fact_of
from huji.policy.population.compile import (
    Trees,
    Truth,
    as_column,
    compiled,
    conjunction,
    disjunction,
    negation,
)
from huji.policy.population.engines import embedded, run_on_spark, spark
from huji.policy.population.evaluate import GROUPS, Evaluation, destination, evaluate, in_force
from huji.policy.population.plan import OUTCOMES, Destination, Plan
from huji.policy.population.table import Piece, Population

__all__ = [
    "GROUPS",
    "OUTCOMES",
    "Destination",
    "Evaluation",
    "Piece",
    "Plan",
    "Population",
    "Trees",
    "Truth",
    "as_column",
    "code_metadata",
    "column_of",
    "compiled",
    "conjunction",
    "destination",
    "disjunction",
    "embedded",
    "evaluate",
    "fact_of",
    "in_force",
    "negation",
    "run_on_spark",
    "spark",
]
