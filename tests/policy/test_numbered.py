"""Codes and divisions that a file holds as numbers mean the words that it lists."""

import json
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huji import policy
from huji.demo import population as made
from huji.policy import population
from huji.policy.population import numbered, seal

TENURES = policy.vocabulary().facts["dwelling.tenure"].values


def written(file: Path, lists: object, **columns: object) -> Path:
    table = pa.table(columns)
    pq.write_table(table.replace_schema_metadata({numbered.KEY: json.dumps(lists).encode()}), file)
    return file


def read(file: Path) -> tuple[list[object], list[str]]:
    """Return the tenures read, or what is refused of them."""
    people = population.Population(file, policy.vocabulary())
    (piece,) = people.pieces(list(people.facts))
    refused = [one.fault("people").text.en for one in piece.refused]
    return ([] if piece.frame is None else piece.frame.rows()), refused


@pytest.mark.parametrize("words", [tuple(TENURES), ("none", "owned", "castle")])
def test_places_are_the_words_of_the_list_in_whatever_order(tmp_path, words) -> None:
    column = pa.array([1, None, 0, 1], pa.uint8())
    found, refused = read(written(tmp_path / "a", {"dwelling__tenure": words}, dwelling__tenure=column))
    assert refused == []  # a word that nobody has is nobody's fault
    assert found == [(words[1],), (None,), (words[0],), (words[1],)]


def test_unknown_words_and_places_beyond_the_list_are_refused_with_counts_and_first_rows(tmp_path) -> None:
    lists = {"dwelling__tenure": ["owned", "castle"], "hukou__division": ["211103", "21110A"]}
    file = written(
        tmp_path / "a",
        lists,
        dwelling__tenure=pa.array([0, 1, None, 2, 1, -1], pa.int16()),
        hukou__division=pa.array([0, None, 1, 0, 0, 0], pa.uint16()),
    )
    assert read(file)[1] == [
        'column "dwelling__tenure" has 4 impossible values: row 4: 2; row 6: -1; '
        "row 2: castle; row 5: castle",
        'column "hukou__division" has 1 impossible value: row 3: 21110A',
    ]


@pytest.mark.parametrize("lists", [{}, {"dwelling__tenure": "owned"}, {"dwelling__tenure": [1]}, ["owned"]])
def test_numbers_without_a_list_of_words_have_the_wrong_type(tmp_path, lists) -> None:
    file = written(tmp_path / "a", lists, dwelling__tenure=pa.array([0], pa.uint8()))
    with pytest.raises(policy.Faulty, match="uint8"):
        population.Population(file, policy.vocabulary())


def test_a_population_as_numbers_is_the_same_as_words(tmp_path) -> None:
    plan = made.Plan(made.city("2302"), 3_000, 5, 0.1)
    made.write(plan, tmp_path / "numbers")
    made.write(plan, tmp_path / "words", words=True)
    lists = json.loads(pl.read_parquet_metadata(tmp_path / "numbers")["huji.codes"])
    assert lists["dwelling__tenure"] == list(TENURES)
    decoded = pl.read_parquet(tmp_path / "numbers").with_columns(  # as docs/population.md has it
        pl.col(name).replace_strict(dict(enumerate(words)), return_dtype=pl.String)
        for name, words in lists.items()
    )
    plain = pl.read_parquet(tmp_path / "words").with_columns(
        pl.selectors.by_dtype(pl.Categorical, pl.Enum).cast(pl.String)
    )
    assert decoded.equals(plain)
    packs = policy.packs()
    pack = packs.get("heilongjiang-2014")
    assert pack is not None
    told = []
    for name in ("numbers", "words"):
        people = population.Population(tmp_path / name, policy.vocabulary())
        out = tmp_path / f"{name}.out"
        population.evaluate(
            pack, people, population.Destination(None, None), by=["division", "area"], out=out
        )
        told.append(pl.read_parquet(out))
    assert told[0].equals(told[1])


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.timeout(300)
def test_spark_reads_the_words_too(tmp_path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed (huji[spark])")
    made.write(made.Plan(made.city("2111"), 500), tmp_path / "people.parquet")
    pack = policy.packs().get("panjin-2015")
    assert pack is not None
    found = []
    for engine in ("polars", "spark"):
        people = population.Population(tmp_path / "people.parquet", policy.vocabulary())
        to = population.Destination(None, "2111")
        population.evaluate(pack, people, to, engine=engine, out=tmp_path / engine)
        found.append(pl.read_parquet(tmp_path / engine))
    assert found[0].equals(found[1])


def test_a_large_file_is_held_against_its_seal_before_anything_is_published(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(seal, "_AT_ONCE", 0)
    file, out = tmp_path / "people.parquet", tmp_path / "out.parquet"
    made.write(made.Plan(made.city("2111"), 500), file)
    content = bytearray(file.read_bytes())
    content[40] ^= 1  # within the first page of the identities
    file.write_bytes(content)
    pack = policy.packs().get("panjin-2015")
    assert pack is not None
    with pytest.raises(policy.Faulty, match="damaged"):  # noqa: PT012  (at whichever point it is known)
        people = population.Population(file, policy.vocabulary())
        population.evaluate(pack, people, population.Destination("town", "2111"), out=out)
    assert not out.exists()
    content[40] ^= 1
    file.write_bytes(content)
    again = population.Population(file, policy.vocabulary())
    population.evaluate(pack, again, population.Destination("town", "2111"), out=out)
    assert out.exists()
    assert seal.watched(file, pq.read_metadata(file).metadata[seal.KEY]).done()  # it is known to be whole
