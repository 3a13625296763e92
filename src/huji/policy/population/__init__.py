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
  vocabulary; `code_metadata(codes)` on a dictionary column's Arrow field makes it quick to read, and codes
  written as `Numbers`, with their words in the footer, are the quickest. `confirm()` waits for the seal.
- `Plan(pack, to).outcomes(table)` is the Ibis table of outcome, granting route, unknown count and clauses.
- `embedded(name).run(frame, query)` runs a query on Polars or DuckDB; `spark` and `run_on_spark` on Spark.

Two policies are compared by a simulation, which reads the file once and then answers in milliseconds:

    simulation = population.Simulation.prepare("people.parquet", pack, packs)   # seconds; raises Faulty
    result = simulation.compare(draft, take_up=0.3)             # any draft of the same tests: milliseconds
    result = simulation.moved({"insurance_two_cities": 1.5})    # or the policy with thresholds elsewhere
    result.as_dict()                                            # effects, by county, area, age, sex, urban

- `simulation.thresholds` are the numbers that can be moved, each a `Threshold` with `id`, `title`, `value`,
  `unit` and the `stops` of a slider; `move(pack, {id: number}, vocabulary)` is the policy with some moved.
- A draft that asks something new of the people costs another pass; `simulation.asked_again` says what it was.
- `Result.changes` are `Change(before, after, people)` with their `effect`; `by(dimension)` is exact,
  `as_dict()` withholds small counts; `urban()` is the urban share of the registered if those eligible settle.
- `take(population, packs, to)` makes `Cells` alone, which can be saved and loaded; `compare(cells, …)`
  compares over them, `fitting(…)` finds kept ones that will do.
"""

from huji.policy.population.cells import Cells, digest_of, fitting, take
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
from huji.policy.population.evaluate import Evaluation, evaluate, outcomes
from huji.policy.population.grouping import GROUPS
from huji.policy.population.numbered import Numbers
from huji.policy.population.oddities import oddities
from huji.policy.population.plan import OUTCOMES, Destination, Plan
from huji.policy.population.simulate import (
    EFFECTS,
    OUTCOME_WORDS,
    Change,
    Effect,
    Result,
    Standing,
    Urban,
    compare,
)
from huji.policy.population.simulation import Simulation
from huji.policy.population.table import Piece, Population
from huji.policy.population.thresholds import Threshold
from huji.policy.population.thresholds import moved as move
from huji.policy.population.whereto import days, destination, in_force, place

__all__ = [
    "EFFECTS",
    "GROUPS",
    "OUTCOMES",
    "OUTCOME_WORDS",
    "Cells",
    "Change",
    "Destination",
    "Effect",
    "Evaluation",
    "Numbers",
    "Piece",
    "Plan",
    "Population",
    "Result",
    "Simulation",
    "Standing",
    "Threshold",
    "Trees",
    "Truth",
    "Urban",
    "as_column",
    "code_metadata",
    "column_of",
    "compare",
    "compiled",
    "conjunction",
    "days",
    "destination",
    "digest_of",
    "disjunction",
    "embedded",
    "evaluate",
    "fact_of",
    "fitting",
    "in_force",
    "move",
    "negation",
    "oddities",
    "outcomes",
    "place",
    "run_on_spark",
    "spark",
    "take",
]
