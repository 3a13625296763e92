"""The population engine against the interpreter, row for row, on every engine."""

import datetime as dt
import importlib.util
import random
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huji import policy
from huji.policy import population as pop
from huji.policy.decision import decide_here, here
from huji.policy.pack import Criterion, Document, Pack, Prohibition, Reach, Route
from huji.policy.population.columns import prohibition_column, route_column
from huji.policy.question import Question, conjunction, disjunction, holds, negation, outcome_of
from huji.policy.tree import AnyOf, Citation, Constant, Leaf, Op, Parameter, walk
from huji.policy.vocabulary import Type

for _name in ("random_policies", "random_scores"):
    _spec = importlib.util.spec_from_file_location(_name, Path(__file__).with_name(f"{_name}.py"))
    assert _spec is not None
    assert _spec.loader is not None
    _module = importlib.util.module_from_spec(_spec)
    sys.modules.setdefault(_name, _module)
    if sys.modules[_name] is _module:
        _spec.loader.exec_module(_module)
rp, rs = sys.modules["random_policies"], sys.modules["random_scores"]

AGREE = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink two dozen people takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
AREAS = ("town", "rural")
CITES = Citation("document", "一")
DAY = dt.date(2020, 1, 1)
NEAR = [0.1 + 0.2, 0.3, 0.5, 0.49999999999999994, 0.5000000000000001, 2, 1.9999999, 2.0000005, 1.9999995, 1e9]
DTYPES = {
    Type.BOOLEAN: pl.Boolean,
    Type.INTEGER: pl.Int32,
    Type.NUMBER: pl.Float64,
    Type.DIVISION: pl.String,
}


def pack_of(question: Question, reaches: list[Reach] | None = None) -> Pack:
    """A pack whose clauses are those of a random question, open everywhere or where they are told."""
    everywhere = Reach(AREAS)
    where = iter(reaches or [])
    routes = tuple(
        Route(f"way-{i}", rp.W, CITES, next(where, everywhere), when)
        for i, when in enumerate(question.routes)
    )
    bans = tuple(
        Prohibition(f"ban-{i}", rp.W, CITES, next(where, everywhere), when, unless)
        for i, (when, unless) in enumerate(question.prohibitions)
    )
    criteria = {name: Criterion(name, rp.W, node, None) for name, node in question.criteria.items()}
    document = Document("1", None, "issuer", DAY)
    return Pack(
        "random", rp.W, document, ("",), AREAS, DAY, None, None, {}, criteria, routes, bans, (), "", ""
    )


def frame_of(people: list[dict], facts: dict, columns: list[str] | None = None) -> pl.DataFrame:
    """People as a table with the vocabulary's types; codes as the reader of files makes them."""
    series = []
    for name in columns if columns is not None else list(facts):
        fact = facts[name]
        kind = pl.Enum(list(fact.values)) if fact.type is Type.CODE else DTYPES[fact.type]
        values = [person.get(name) for person in people]
        if fact.type is Type.NUMBER:
            values = [None if value is None else float(value) for value in values]
        series.append(pl.Series(pop.column_of(name), values, dtype=kind))
    return pl.DataFrame([pl.Series("_row", range(len(people))), *series])


def expected(plan: pop.Plan, person: dict, area: str, division: str) -> dict[str, object]:
    """The result's row as the interpreter finds it."""
    pack, facts = plan.pack, set()
    ways, bans, row = [], [], {}
    for route in plan.routes:
        value = False
        if route.to.covers(division, area):
            value = holds(route.when, pack.conditions)(person)
            facts |= read_by(route.when, pack)
        ways.append(value)
        row[route_column(route.id)] = value
    for ban in plan.prohibitions:
        value = False
        if ban.to.covers(division, area):
            value = holds(ban.when, pack.conditions)(person)
            facts |= read_by(ban.when, pack)
            if ban.unless is not None:
                value = conjunction([value, negation(holds(ban.unless, pack.conditions)(person))])
                facts |= read_by(ban.unless, pack)
        bans.append(value)
        row[prohibition_column(ban.id)] = value
    outcome = outcome_of(disjunction(bans), ways)
    granted = ways.index(True) if outcome == "eligible" else None
    unknown = sum(person.get(name) is None for name in facts)
    return {"outcome": pop.OUTCOMES.index(outcome), "granted_by": granted, "unknown": unknown, **row}


def read_by(node, pack: Pack) -> set[str]:
    from huji.policy.tree import facts_of

    return set(facts_of(node, pack.conditions))


@st.composite
def populations(draw, size=24):
    """A seeded crowd: some facts unknown, numbers at and next to thresholds."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    people = []
    for _ in range(size):
        person = {}
        for name, fact in rp.FACTS.items():
            if chance.random() < 0.7:
                values = NEAR if fact.type is Type.NUMBER else rp.GRID[name]
                person[name] = chance.choice(values)
        people.append(person)
    return people


@st.composite
def packs(draw, totals=True):
    question = draw(rp.questions())
    routes = list(question.routes)
    if totals and draw(st.booleans()):
        total = draw(rs.totals(rp.conditions(leaves=2)))
        routes.append(draw(st.sampled_from([total, AnyOf("", rp.W, None, (total, routes[0]))])))
    return Question(question.prohibitions, tuple(routes), question.criteria)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@AGREE
@given(packs(), populations(), st.sets(st.sampled_from(sorted(rp.FACTS)), max_size=3))
def test_an_engine_finds_of_everybody_what_the_interpreter_finds(engine, question, people, absent):
    pack = pack_of(question)
    columns = [name for name in rp.FACTS if name not in absent]
    frame = frame_of(people, rp.FACTS, columns)
    plan = pop.Plan(pack, pop.Destination("town", "210000"), bits=engine == "polars")
    found = pop.embedded(engine).run(frame, plan.outcomes)
    known = [{name: value for name, value in person.items() if name not in absent} for person in people]
    assert found.columns == list(plan.results)
    assert found.rows(named=True) == [expected(plan, person, "town", "210000") for person in known]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@AGREE
@given(packs(totals=False), populations(), st.data())
def test_clauses_are_open_where_each_person_would_settle(engine, question, people, data):
    reaches = st.builds(
        Reach,
        st.sampled_from([AREAS, ("town",), ("rural",)]),
        st.sampled_from([(), ("21",), ("2111", "37")]),
        st.sampled_from([(), ("2112",)]),
    )
    count = len(question.routes) + len(question.prohibitions)
    pack = pack_of(question, data.draw(st.lists(reaches, min_size=count, max_size=count)))
    chance = random.Random(len(people))
    where = [(chance.choice(AREAS), chance.choice(["211103", "211201", "370100"])) for _ in people]
    frame = frame_of(people, rp.FACTS).with_columns(
        pl.Series("destination__area", [area for area, _ in where]),
        pl.Series("destination__division", [division for _, division in where]),
    )
    plan = pop.Plan(pack, pop.Destination(None, None), bits=engine == "polars")
    found = pop.embedded(engine).run(frame, plan.outcomes)
    assert found.rows(named=True) == [
        expected(plan, person, *place) for person, place in zip(people, where, strict=True)
    ]


# -- the packs of the package ----------------------------------------------------------------------------


def random_people(pack: Pack, count: int, seed: str) -> list[dict]:
    """People with values at and around everything the pack compares, a third of the facts unknown."""
    chance = random.Random(seed)
    facts = policy.vocabulary().facts
    around: dict[str, set] = {}
    nodes = [route.when for route in pack.routes]
    for ban in pack.prohibitions:
        nodes += [ban.when, *([ban.unless] if ban.unless else [])]
    for node in nodes:
        for leaf in walk(node, pack.conditions):
            if isinstance(leaf, Leaf) and isinstance(leaf.right, Constant | Parameter):
                around.setdefault(leaf.fact, set()).add(leaf.right.value)
    people = []
    for _ in range(count):
        person = {}
        for name in pack.order:
            fact = facts.get(name)
            if fact is None or fact.scope.value == "companion" or chance.random() < 0.25:
                continue
            if fact.type is Type.BOOLEAN:
                person[name] = chance.random() < 0.7
            elif fact.type is Type.CODE:
                person[name] = chance.choice(list(fact.values))
            elif fact.type is Type.DIVISION:
                person[name] = chance.choice(["210102", "211103", "230202", "530902"])
            else:
                near = [v + step for v in around.get(name, {2}) for step in (-1, 0, 1)]
                if fact.type is Type.NUMBER:
                    near += [v + step for v in around.get(name, {2}) for step in (-0.5, 1e-9, -1e-9)]
                value = max(fact.minimum, chance.choice(near))
                top = value if fact.maximum is None else fact.maximum
                person[name] = int(min(value, top)) if fact.type is Type.INTEGER else float(min(value, top))
        people.append(person)
    return people


def division_in(pack: Pack) -> str:
    reaches = [route.to for route in pack.routes]
    prefix = next((code for reach in reaches for code in reach.divisions), pack.applies_to[0])
    return (prefix or "110101").ljust(6, "0")


REAL = [pack for pack in policy.packs() if pack.routes]


@pytest.mark.parametrize("pack", REAL, ids=lambda pack: pack.policy)
def test_the_real_packs_give_everybody_the_outcome_of_a_single_decision(pack):
    packs_, division = policy.packs(), division_in(pack)
    facts = packs_.vocabulary.facts
    people = random_people(pack, 30, pack.policy)
    columns = [name for name in pack.order if name in facts]
    frame = frame_of(people, facts, columns)
    for area in pack.areas:
        plan = pop.Plan(pack, pop.Destination(area, division))
        polars, duckdb = (pop.embedded(name).run(frame, plan.outcomes) for name in ("polars", "duckdb"))
        assert polars.rows() == duckdb.rows()
        at = here(pack, packs_.vocabulary, division, area)
        rows = polars.rows(named=True)
        assert rows == [expected(plan, person, area, division) for person in people]
        if pack.points is not None:  # what is missing of a total takes the solver long
            continue
        for person, row in zip(people, rows, strict=True):
            answer = decide_here(policy.Case(DAY, division, area, person), at, packs_, division, area)
            granted = None if row["granted_by"] is None else plan.routes[row["granted_by"]].id
            assert (pop.OUTCOMES[row["outcome"]], granted) == (answer.outcome, answer.granted_by)
            values = {True: "eligible", False: "ineligible", None: "undetermined"}
            for route in answer.routes:
                assert values[row[route_column(route.id)]] == route.outcome
            for ban in answer.prohibitions:
                assert row[prohibition_column(ban.id)] is ban.holds


def test_duckdb_gives_rows_back_in_the_order_of_the_file(tmp_path):
    # With several threads it hands over row groups as they are done; a million rows show it.
    pack = policy.packs().get("panjin-2015")
    facts = policy.vocabulary().facts
    names = [name for name in pack.order if name in facts]
    frame = frame_of(random_people(pack, 500, "order"), facts, names).drop("_row")
    frame = pl.concat([frame] * 1000).sample(fraction=1, shuffle=True, seed=1)
    plan = pop.Plan(pack, pop.Destination("town", "211100"))
    polars, duckdb = (pop.embedded(name).run(frame, plan.outcomes) for name in ("polars", "duckdb"))
    assert polars.equals(duckdb)


# -- Spark -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def spark_session():
    pytest.importorskip("pyspark", reason="PySpark is not installed (huji[spark])")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["panjin-2015", "lincang-2015", "zhongshan-2014"])
def test_spark_agrees_with_the_embedded_engine_row_for_row(spark_session, tmp_path, name):
    pack = policy.packs().get(name)
    facts = policy.packs().vocabulary.facts
    people = random_people(pack, 1000, "spark")
    frame = frame_of(people, facts, [fact for fact in pack.order if fact in facts]).drop("_row")
    file = tmp_path / "people.parquet"
    frame.write_parquet(file, row_group_size=500)
    plan = pop.Plan(pack, pop.Destination("town", division_in(pack)))
    with pop.spark(spark_session) as connection:
        found = pop.run_on_spark(file, plan.outcomes, connection)
    here_ = pop.embedded("polars").run(frame, plan.outcomes)
    assert found.rows() == here_.rows()


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.timeout(300)
def test_spark_agrees_with_the_interpreter_on_totals_of_points(spark_session, tmp_path):
    chosen: list = []

    @settings(max_examples=12, deadline=None, database=None, derandomize=True)
    @given(rs.totals(rp.conditions(references=False, leaves=2)))
    def collect(total):
        chosen.append(total)

    collect()
    pack = pack_of(Question((), tuple(chosen[-6:]), {}))
    chance = random.Random(5)
    people = [
        {
            name: chance.choice(NEAR if fact.type is Type.NUMBER else rp.GRID[name])
            for name, fact in rp.FACTS.items()
            if chance.random() < 0.7
        }
        for _ in range(200)
    ]
    file = tmp_path / "people.parquet"
    frame_of(people, rp.FACTS).drop("_row").write_parquet(file)
    plan = pop.Plan(pack, pop.Destination("town", "210000"))
    with pop.spark(spark_session) as connection:
        found = pop.run_on_spark(file, plan.outcomes, connection)
    assert found.rows(named=True) == [expected(plan, person, "town", "210000") for person in people]


# -- the expressions -------------------------------------------------------------------------------------


def test_no_condition_becomes_a_case_and_each_criterion_is_computed_once():
    import ibis

    pack = policy.packs().get("panjin-2015")
    facts = policy.vocabulary().facts
    kinds = {Type.BOOLEAN: "boolean", Type.NUMBER: "float64", Type.INTEGER: "int32"}
    table = ibis.table(
        {pop.column_of(name): kinds.get(facts[name].type, "string") for name in pack.order if name in facts},
        name="people",
    )
    conditions = {route.id: route.when for route in pack.routes}
    sql = ibis.to_sql(pop.compiled(table, conditions, pack.conditions).select(list(conditions)))
    assert "CASE" not in sql.upper()
    assert sql.count("'rented'") == 1  # the lawful stable dwelling, which two routes ask for
    constant = Leaf("", rp.W, None, "person.age", Op.AT_LEAST, Constant(1.5))
    whole = pop.Trees(ibis.table({"person__age": "int8"}, name="people"), {}).leaf(constant)
    assert ">= 2" in ibis.to_sql(whole.name("value").as_table())
