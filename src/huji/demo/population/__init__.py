"""A synthetic population of a real city's shape: one row a person, one column a fact of the vocabulary.

    from huji.demo import population

    city = population.city("2302")                    # raises KeyError; population.CITIES names them
    plan = population.Plan(city, people=5_670_000, seed=1, unknowns=0.05)
    population.write(plan, Path("qiqihar.parquet"), advance=print)      # whole, or not at all
    population.table(plan)                            # the same as one Arrow table, for small ones

Nobody in it exists. Columns are the vocabulary's names (`.` becomes `__`) without those of companions, and
`person_id`, `household_id`, `sex`, `destination__division`, `destination__area` (where the person lives). The
same plan gives the same bytes. What stands behind the figures is in `cities.yaml`, with its sources.
"""

from huji.demo.population.city import CENSUS, CITIES, City, city
from huji.demo.population.table import Plan, shares_unknown, table, write

__all__ = ["CENSUS", "CITIES", "City", "Plan", "city", "shares_unknown", "table", "write"]
