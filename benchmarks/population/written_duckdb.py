"""The policy of Panjin written by hand as SQL for DuckDB."""

import re
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from population import BUSINESS, CITY, COLUMNS, HOME, TALENT, VILLAGE, listed
from population.huji_polars import arrays

NAME = "DuckDB, by hand"
AT_HAND = "people"


def missing(names: tuple[str, ...]) -> str:
    return " + ".join(f"({name} is null)::tinyint" for name in names)


SQL = f"""
with parts as (
  select {{row}} as row,
    destination__area = 'city_proper' as city,
    destination__area in ('county_seat', 'town') as small,
    destination__area = 'rural' as village,
    dwelling__lawful
      and dwelling__tenure in ('owned', 'rented', 'public_rental', 'unit_provided', 'self_built') as home,
    employment__lawful_stable as works,
    insurance__urban_participant as insured,
    education__graduate and (
      education__level in ('technical_secondary', 'junior_college', 'bachelor', 'master', 'doctor')
      or (education__level in ('skilled_worker_school', 'vocational_high')
          and (qualification__skill <> 'none' or qualification__title <> 'none'))) as qualified,
    employment__employer in ('state_organ', 'enterprise', 'public_institution', 'social_organisation',
                             'foundation', 'private_non_enterprise')
      and employment__employer_legal_person and employment__formally_hired
      and employment__contract_signed and employment__contract_filed as hired,
    business__invests and business__legal_representative and business__fixed_premises
      and business__licence and (business__tax_paid_years >= 1 or business__tax_relief) as invests,
    hukou__area = 'rural' as rural,
    hukou__area = 'urban' as urban,
    hukou__area = 'rural' and sponsor__relation in ('spouse', 'child', 'parent')
      and sponsor__hukou_area = 'rural' and sponsor__registered_at_destination as reliance,
    education__graduate and education__this_years_graduate and education__province_origin_student
      and education__regular_university
      and (employment__employer = 'none' or not employment__lawful_stable)
      and hukou__destination_is_origin as returning_home,
    {missing(HOME)} as no_home,
    {missing(CITY)} as no_city,
    {missing((*TALENT, *BUSINESS))} as no_other,
    {missing(VILLAGE)} as no_village
  from {{people}}
), clauses as (
  select row, city, small, village, no_home, no_city, no_other, no_village,
    small and home as r0,
    city and works and home and insured as r1,
    (city or small) and qualified and hired as r2,
    (city or small) and invests as r3,
    village and reliance as r4,
    village and returning_home as r5,
    village and rural and null::boolean as r6,
    village and urban and not (reliance or returning_home) as ban
  from parts
), settled as (
  select *, not ban and (r0 or r1 or r2 or r3 or r4 or r5 or r6) as admitted from clauses
)
select row,
  case when city or small or village then
    (case when ban is null or admitted is null then 1 when admitted then 2 else 0 end)::tinyint
  end as outcome,
  (case when admitted then
    case when r0 then 0 when r1 then 1 when r2 then 2 when r3 then 3 when r4 then 4 when r5 then 5
         when r6 then 6 end
  end)::tinyint as granted_by,
  (case when village then no_village
        when city then no_home + no_city + no_other
        when small then no_home + no_other else 0 end)::smallint as unknown,
  r0 as "route__town-dwelling",
  r1 as "route__city-employment-and-dwelling",
  r2 as "route__graduate-hired",
  r3 as "route__investor",
  r4 as "route__rural-mutual-reliance",
  r5 as "route__unemployed-graduate-return",
  r6 as "route__other-moves-of-rural-residents",
  ban as "prohibition__urban-to-rural"
from settled
"""


def asked(file: Path, people: str, row: str) -> str:
    """Return the query, its words as the numbers they are where the file holds numbers."""
    words = listed(file)

    def numbers(found: re.Match[str]) -> str:
        of = words.get(found["column"])
        if of is None:
            return found[0]
        return re.sub(r"'(\w+)'", lambda word: str(of.index(word[1])), found[0])

    tests = r"(?P<column>\w+__\w+) (?:in \([^)]*\)|(?:=|<>) '\w+')"
    return re.sub(tests, numbers, SQL).format(people=people, row=row)


def read(file: Path) -> tuple[Path, duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(f"create table people as select {', '.join(COLUMNS)} from '{file}'")
    return file, connection


def evaluate(table: Any) -> pa.Table:
    file, connection = table
    return connection.sql(asked(file, "people", "rowid")).to_arrow_table()


def from_file(file: Path) -> pa.Table:
    people = f"read_parquet('{file}', file_row_number = true)"
    return duckdb.connect().sql(asked(file, people, "file_row_number")).to_arrow_table()


def values(result: pa.Table) -> dict[str, np.ndarray]:
    """Return the results in the file's order, which DuckDB's threads do not keep."""
    found = pl.from_arrow(result)
    assert isinstance(found, pl.DataFrame)
    return arrays(found.sort("row"))
