"""What is odd about a population that was evaluated, without being refused: told before the numbers."""

import datetime as dt
from collections.abc import Iterator, Sequence

import polars as pl

from huji.policy.pack import Pack
from huji.policy.population.columns import DIVISION, PERSON, column_of
from huji.policy.population.evaluate import Evaluation
from huji.policy.population.plan import Destination, Plan
from huji.policy.population.table import SHOWN, Population, unreadable
from huji.policy.selection import Places, exists
from huji.policy.vocabulary import Type
from huji.policy.words import Text


def oddities(
    population: Population,
    pack: Pack,
    to: Destination,
    found: Evaluation,
    places: Places,
    on: Sequence[dt.date],
) -> tuple[Text, ...]:
    """Return one line each: nobody covered, no fact of the policy, places that are none, identities twice.

    A place must exist on one of the days `on`. Raise Faulty where the file can no longer be read.
    """
    lines = [*_uncovered(found), *_without_facts(population, pack, to)]
    try:
        return (*lines, *_nowhere(population, places, on), *_identities(population))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise unreadable(population.path, error) from None


def _uncovered(found: Evaluation) -> Iterator[Text]:
    if found.not_covered == found.people:
        yield Text(
            f"注意：政策“{found.policy}”对文件中 {found.people:,} 人的迁入地都不适用",
            f'note: the policy "{found.policy}" covers nobody of {found.people:,}: all would settle '
            "elsewhere",
        )


def _without_facts(population: Population, pack: Pack, to: Destination) -> Iterator[Text]:
    reads = Plan(pack, to).reads
    if reads and not any(column_of(name) in population for name in reads):
        yield Text(
            "注意：文件中没有该政策要看的任何一列，下面的数字只说明什么都不知道",
            "note: the file has none of the columns that the policy reads; the figures below tell only that",
        )


def _nowhere(population: Population, places: Places, on: Sequence[dt.date]) -> Iterator[Text]:
    columns = [DIVISION] if DIVISION in population else []
    columns += [name for name, fact in population.facts.items() if fact.type is Type.DIVISION]
    rows = pl.scan_parquet(population.path, glob=False)
    for name in dict.fromkeys(columns):
        code = population.words(name).alias(name)
        counted = rows.select(code).drop_nulls().group_by(name).len().collect()
        wrong = [one for one in counted[name] if not any(exists(one, day, places) for day in on)]
        if not wrong:
            continue
        count = int(counted.filter(pl.col(name).is_in(wrong))["len"].sum())
        asked = rows.select(code).with_row_index("row", 1).filter(pl.col(name).is_in(wrong)).head(SHOWN)
        first = asked.collect().rows()
        zh = "；".join(f"第 {row} 行 {value}" for row, value in first)
        en = "; ".join(f"row {row}: {value}" for row, value in first)
        more = " ……" if count > len(first) else ""
        yield Text(
            f"注意：列“{name}”有 {count:,} 人的区划不存在（{len(wrong):,} 个代码）：{zh}{more}",
            f'note: in column "{name}" {count:,} people have a division that does not exist '
            f"({len(wrong):,} codes): {en}{more}",
        )


def _identities(population: Population) -> Iterator[Text]:
    if PERSON not in population:
        return
    person = pl.col(PERSON)
    asked = pl.scan_parquet(population.path, glob=False).select(
        person.null_count().alias("missing"), person.drop_nulls().hash().n_unique().alias("different")
    )
    missing, different = asked.collect(engine="streaming").row(0)
    double = population.rows - missing - different
    if double:
        yield Text(
            f"注意：列“{PERSON}”有 {double:,} 行与别的行重复，重复的人被数了不止一次",
            f'note: in column "{PERSON}" {double:,} rows repeat another; these people count more than once',
        )
    if missing:
        yield Text(
            f"注意：列“{PERSON}”有 {missing:,} 行是空的",
            f'note: in column "{PERSON}" {missing:,} rows are empty',
        )
