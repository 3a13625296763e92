"""The contenders of benchmarks/policy.py give everybody the same results, so that it cannot rot."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def benchmark():
    sys.path.insert(0, str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("benchmark_policy", BENCHMARKS / "policy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def people(benchmark, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("people") / "people.parquet"
    benchmark.generate(5000, file)
    return file


def test_huji_and_the_queries_written_by_hand_give_everybody_the_same(benchmark, people):
    names = ("huji_polars", "huji_duckdb", "written_polars", "written_duckdb", "written_numpy")
    found = {name: benchmark.work(name, people, 1) for name in names}
    assert len({one["digest"] for one in found.values()}) == 1
    for one in found.values():
        one["medians"] = {label: times[0] for label, times in one["times"].items()}
    assert len(benchmark.report(5000, people, found)) == 5


def test_openfisca_gives_everybody_the_same(benchmark, people):
    pytest.importorskip("openfisca_core", reason="OpenFisca is not installed (requirements/bench.lock)")
    assert (
        benchmark.work("openfisca", people, 1)["digest"] == benchmark.work("huji_polars", people, 1)["digest"]
    )
