"""A population that Huji wrote is not read where any of its bytes has changed."""

import random
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huji import policy
from huji.demo import population as made
from huji.policy import population
from huji.policy.population import seal


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("sealed") / "people.parquet"
    made.write(made.Plan(made.city("2111"), 500), file)
    return file


def opened(file: Path) -> population.Population:
    return population.Population(file, policy.vocabulary())


def test_a_byte_changed_anywhere_is_found(whole, tmp_path) -> None:
    content = whole.read_bytes()
    assert opened(whole).rows == 500
    chance = random.Random(1)
    passed = []
    for _ in range(60):
        place = chance.randrange(len(content))
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        file = tmp_path / "damaged.parquet"
        file.write_bytes(damaged)
        with suppress(policy.Faulty):
            opened(file)
            passed.append(place)
    # Only the seal's own size can change unseen: the file then counts as one of another program.
    told = pq.read_metadata(whole).metadata[seal.KEY]
    start = content.rfind(told) + 8
    assert [place for place in passed if not start <= place < start + 17] == []


def test_a_file_another_program_wrote_anew_is_read_although_it_carries_the_old_seal(whole, tmp_path) -> None:
    table = pq.read_table(whole)
    pq.write_table(table.replace_schema_metadata(pq.read_metadata(whole).metadata), tmp_path / "anew.parquet")
    assert opened(tmp_path / "anew.parquet").rows == 500


def test_pages_have_checksums_that_other_programs_can_verify(whole) -> None:
    assert pq.ParquetFile(whole, page_checksum_verification=True).read().num_rows == 500


def test_the_result_of_an_evaluation_is_sealed_too(whole, tmp_path) -> None:
    packs, people = policy.packs(), opened(whole)
    pack = packs.get("panjin-2015")
    assert pack is not None
    to = population.destination(pack, "town", None, packs, people)
    out = tmp_path / "result.parquet"
    population.evaluate(pack, people, to, out=out)
    told = pq.read_metadata(out).metadata[seal.KEY]
    assert not seal.is_broken(out, told)
    damaged = bytearray(out.read_bytes())
    damaged[40] ^= 1
    out.write_bytes(damaged)
    assert seal.is_broken(out, told)
