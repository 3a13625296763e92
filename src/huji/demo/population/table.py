"""The population as a Parquet file: drawn piece by piece, written whole or not at all."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huji import policy
from huji.demo.population.city import City
from huji.demo.population.drawing import Column, Draw, coded
from huji.demo.population.home import home
from huji.demo.population.households import Crowd, crowd
from huji.demo.population.living import AREAS, Living, living
from huji.demo.population.merits import OUTER, merits
from huji.demo.population.person import MARITAL, birth, kin, land, registration
from huji.demo.population.schooling import schooling
from huji.demo.population.work import work
from huji.policy.population import Numbers, code_metadata, fact_of, seal
from huji.policy.vocabulary import Fact, Scope, Type

PIECE = 262_144
"""People drawn, and written as one row group, at a time."""
METADATA = b"huji.population"

LEFT_UNKNOWN = ("points.admitted_in_round",)
"""Facts that nothing can draw: only a settled round tells who was admitted in it."""
_STATED = ("destination.division",)  # the place itself; never unknown

_UNTOLD = ("person_id", "household_id")
"""Columns of which a file keeps no statistics; of the others engines read how many are unknown."""
_HARDER = {"register": 0.3, "applicant": 1.8, "tax": 1.5, "market_regulation": 0.8}
"""How much oftener than the others a source has not told; the figures of a place are always told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A population to make: of which city, how many, from which seed, and the mean share of unknown facts."""

    city: City
    people: int
    seed: int = 20201101
    unknowns: float = 0.05


def shares_unknown(plan: Plan) -> Mapping[str, float]:
    """Return the share of people of whom a fact is not known, by fact; their mean is the plan's."""
    weight = {
        fact.name: 0.0 if fact.scope is Scope.PLACE else _HARDER.get(fact.source, 1.0)
        for fact in policy.vocabulary().facts.values()
        if fact.scope is not Scope.COMPANION and fact.name not in _STATED
    }
    times = plan.unknowns * len(weight) / sum(weight.values())
    told = {name: min(round(value * times, 4), 1.0) for name, value in weight.items()}
    return told | {name: 1.0 for name in LEFT_UNKNOWN if name in told}


def table(plan: Plan) -> pa.Table:
    """Return the whole population as one table."""
    return pa.Table.from_batches(list(_pieces(plan)))


def write(
    plan: Plan, path: Path, advance: Callable[[int], None] = lambda people: None, *, words: bool = False
) -> None:
    """Write the population to a Parquet file, telling `advance` the people of each piece; raise OSError.

    Codes and divisions are written as numbers with their lists of words in the footer, or as words.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    numbers = Numbers()
    pieces = _pieces(plan) if words else _with_numbers(_pieces(plan), numbers)
    try:
        first = next(pieces)
        with pq.ParquetWriter(
            beside,
            first.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[
                field.name
                for field in first.schema
                if field.name in numbers.words
                or pa.types.is_dictionary(field.type)
                or pa.types.is_floating(field.type)
            ],
            write_statistics=[name for name in first.schema.names if name not in _UNTOLD],
            write_page_checksum=True,
        ) as writer:
            for piece in _in_turn(first, pieces):
                writer.write_batch(piece, row_group_size=PIECE)
                advance(piece.num_rows)
            numbers.tell(writer)
            seal.prepare(writer)
        seal.put_on(beside)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _with_numbers(pieces: Iterator[pa.RecordBatch], numbers: Numbers) -> Iterator[pa.RecordBatch]:
    """Yield the pieces with each dictionary as numbers, codes in the order of the vocabulary."""
    schema: pa.Schema | None = None
    for piece in pieces:
        coded = [pa.types.is_dictionary(field.type) for field in piece.schema]
        if schema is None:
            fields = [
                numbers.begin(field.name, _codes_of(field.name, piece[field.name])) if is_coded else field
                for field, is_coded in zip(piece.schema, coded, strict=True)
            ]
            schema = pa.schema(fields, piece.schema.metadata)
        arrays = [
            numbers.places(field, array) if is_coded else array
            for field, array, is_coded in zip(schema, piece.columns, coded, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _codes_of(column: str, array: pa.Array) -> Sequence[str]:
    """Return the codes a column's list begins with: all there are; none of divisions, which are many."""
    vocabulary = policy.vocabulary()
    fact = vocabulary.facts.get(fact_of(column))
    if fact is not None:
        return tuple(fact.values) if fact.type is Type.CODE else ()
    if column.endswith("__division"):
        return ()
    return tuple(vocabulary.areas) if column == "destination__area" else array.dictionary.to_pylist()


def _in_turn(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest


def _pieces(plan: Plan) -> Iterator[pa.RecordBatch]:
    """Yield the population in pieces, each from a stream of chance of its own."""
    facts = policy.vocabulary().facts
    unknown = shares_unknown(plan)
    about = {
        "city": plan.city.code,
        "people": plan.people,
        "seed": plan.seed,
        "synthetic": True,
        "unknown": unknown,
        "vocabulary": policy.vocabulary().digest,
    }
    metadata = {METADATA: json.dumps(about, ensure_ascii=False, sort_keys=True).encode()}
    count = -(-plan.people // PIECE)
    for number, seeds in enumerate(np.random.SeedSequence(plan.seed).spawn(count)):
        size = min(PIECE, plan.people - number * PIECE)
        draw = Draw(np.random.Generator(np.random.SFC64(seeds)), size)
        people = crowd(plan.city, draw)
        places = living(plan.city, people, draw)
        known = _facts(plan.city, people, places, draw)
        arrays = {**_identity(number, people, places)}
        for name, share in unknown.items():
            arrays[name.replace(".", "__")] = _array(facts[name], known.get(name), share, draw)
        schema = pa.schema([_field(name, array) for name, array in arrays.items()], metadata)
        yield pa.RecordBatch.from_arrays(list(arrays.values()), schema=schema)


def _facts(city: City, people: Crowd, places: Living, draw: Draw) -> dict[str, Column]:
    register = registration(people, places, draw)
    married = register["person.marital"].values == MARITAL.index("married")
    school, learnt = schooling(people, places, draw)
    known = {
        **register,
        **land(people, places, draw),
        **learnt,
        **work(people, places, school, draw),
        **home(city, people, places, draw),
        **kin(people, places, married, draw),
        **birth(people, draw),
    }
    outer = np.isin(places.area, [AREAS.index(area) for area in OUTER])
    return {
        **known,
        **merits(people, places, school, known, draw),
        "destination.outer_town": Column(outer),
    }


def _identity(number: int, people: Crowd, places: Living) -> dict[str, pa.Array]:
    """Return who it is and where he lives; the S tells that nobody bears the identity."""
    size = len(people.age)
    return {
        "person_id": _numbered("S", number * PIECE + np.arange(1, size + 1)),
        "household_id": _numbered("H", number * PIECE + people.household + 1),
        "sex": _arrow(coded(np.where(people.male, 0, 1), ("male", "female")), None),
        "destination__division": _arrow(coded(places.here, places.divisions), None),
        "destination__area": _arrow(coded(places.area, AREAS), None),
    }


def _field(name: str, array: pa.Array) -> pa.Field:
    """Return a column's field; of codes with what lets Polars read them as the small numbers they are."""
    codes = [] if name.endswith("__division") or not pa.types.is_dictionary(array.type) else array.dictionary
    return pa.field(name, array.type, metadata=code_metadata(codes.to_pylist()) if len(codes) else None)


def _numbered(letter: str, numbers: np.ndarray) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 9, "0")
    return pc.binary_join_element_wise(pa.scalar(letter), digits, "")


def _array(fact: Fact, column: Column | None, share: float, draw: Draw) -> pa.Array:
    """Return a fact's column with its share of unknowns; all unknown where no model draws the fact."""
    if column is None:
        return pa.nulls(draw.size, _type(fact))
    hidden = draw.chance(share) if share else None
    if column.absent is not None:
        hidden = column.absent if hidden is None else hidden | column.absent
    return _arrow(column, hidden)


def _arrow(column: Column, hidden: np.ndarray | None) -> pa.Array:
    array = pa.array(column.values, mask=hidden)
    if column.codes is None:
        return array
    return pa.DictionaryArray.from_arrays(array, pa.array(column.codes))


def _type(fact: Fact) -> pa.DataType:
    plain = {Type.BOOLEAN: pa.bool_(), Type.INTEGER: pa.int32(), Type.NUMBER: pa.float64()}
    return plain.get(fact.type, pa.dictionary(pa.int16(), pa.string()))
