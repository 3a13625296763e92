"""Two policies compared over cells: to the person what deciding everybody twice would find."""

import datetime as dt
import importlib.util
import random
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huji import policy
from huji.demo import population as synthetic
from huji.policy.faults import Faulty
from huji.policy.pack import Criterion, Document, Pack, Prohibition, Reach, Route
from huji.policy.population.cells import Cells, take
from huji.policy.population.columns import BANDS, column_of
from huji.policy.population.plan import Destination
from huji.policy.population.simulate import Effect, compare
from huji.policy.population.simulation import Simulation
from huji.policy.population.table import Population
from huji.policy.population.thresholds import moved, thresholds
from huji.policy.population.withholding import guarded
from huji.policy.question import Question, conjunction, disjunction, holds, negation, outcome_of
from huji.policy.tree import AnyOf, Citation
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

AREAS = ("town", "rural")
CITES = Citation("document", "一")
DAY = dt.date(2020, 1, 1)
HERE = Destination(None, None)
DTYPES = {
    Type.BOOLEAN: pl.Boolean, Type.INTEGER: pl.Int16, Type.NUMBER: pl.Float64, Type.DIVISION: pl.String,
    Type.CODE: pl.String,
}  # fmt: skip
REACHES = st.builds(
    Reach,
    st.sampled_from([AREAS, ("town",), ("rural",)]),
    st.sampled_from([(), ("21",), ("2111", "37")]),
    st.sampled_from([(), ("2112",)]),
)
QUICK = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def pack_of(name: str, question: Question, reaches: list[Reach], applies_to: tuple[str, ...] = ("",)) -> Pack:
    where = iter(reaches)
    routes = tuple(
        Route(f"way-{i}", rp.W, CITES, next(where), when) for i, when in enumerate(question.routes)
    )
    bans = tuple(
        Prohibition(f"ban-{i}", rp.W, CITES, next(where), when, unless)
        for i, (when, unless) in enumerate(question.prohibitions)
    )
    criteria = {key: Criterion(key, rp.W, node, None) for key, node in question.criteria.items()}
    document = Document("1", None, "issuer", DAY)
    return Pack(
        name, rp.W, document, applies_to, AREAS, DAY, None, None, {}, criteria, routes, bans, (), name, ""
    )


@st.composite
def packs(draw: st.DrawFn, name: str) -> Pack:
    question = draw(rp.questions())
    routes = list(question.routes)
    if draw(st.booleans()):
        total = draw(rs.totals(rp.conditions(leaves=2)))
        routes.append(draw(st.sampled_from([total, AnyOf("", rp.W, None, (total, routes[0]))])))
    question = Question(question.prohibitions, tuple(routes), question.criteria)
    count = len(question.routes) + len(question.prohibitions)
    reaches = draw(st.lists(REACHES, min_size=count, max_size=count))
    return pack_of(name, question, reaches, draw(st.sampled_from([("",), ("21",), ("21", "37")])))


def crowd(seed: int, size: int = 40) -> list[dict]:
    chance = random.Random(seed)
    people = []
    for _ in range(size):
        person = {name: chance.choice(rp.GRID[name]) for name in rp.FACTS if chance.random() < 0.8}
        person["destination"] = (chance.choice(["211103", "211201", "370100"]), chance.choice(AREAS))
        person["sex"] = chance.choice(["male", "female", None])
        people.append(person)
    return people


def written(people: list[dict], path: Path) -> Path:
    series = []
    for name, fact in rp.FACTS.items():
        values = [person.get(name) for person in people]
        if fact.type is Type.NUMBER:
            values = [None if value is None else float(value) for value in values]
        series.append(pl.Series(column_of(name), values, dtype=DTYPES[fact.type]))
    series.append(pl.Series("destination__division", [person["destination"][0] for person in people]))
    series.append(pl.Series("destination__area", [person["destination"][1] for person in people]))
    series.append(pl.Series("sex", [person["sex"] for person in people], dtype=pl.String))
    pl.DataFrame(series).write_parquet(path, row_group_size=16)
    return path


def vocabulary():
    return replace(rp.vocabulary(), areas=dict.fromkeys(AREAS, rp.W))


def standing(pack: Pack, person: dict, division: str, area: str) -> tuple[str, str | None]:
    """How one person stands, as the interpreter finds it."""
    if not pack.covers(division, area):
        return "not_covered", None
    bans = []
    for ban in pack.prohibitions:
        value: bool | None = False
        if ban.to.covers(division, area):
            value = holds(ban.when, pack.conditions)(person)
            if ban.unless is not None:
                value = conjunction([value, negation(holds(ban.unless, pack.conditions)(person))])
        bans.append(value)
    ways = [
        holds(route.when, pack.conditions)(person) if route.to.covers(division, area) else False
        for route in pack.routes
    ]
    if True in bans:
        return "barred", pack.prohibitions[bans.index(True)].id
    outcome = outcome_of(disjunction(bans), ways)
    if outcome == "eligible":
        return "granted", pack.routes[ways.index(True)].id
    return {"undetermined": "undetermined", "ineligible": "no_route"}[outcome], None


def counted(result) -> Counter:
    found = Counter()
    for change in result.changes:
        old, new = change.before, change.after
        found[(old.kind.value, old.clause), (new.kind.value, new.clause)] += change.people
    return found


def expected(old: Pack, new: Pack, people: list[dict]) -> Counter:
    return Counter(
        (standing(old, one, *one["destination"]), standing(new, one, *one["destination"])) for one in people
    )


@QUICK
@given(old=packs("old"), new=packs("new"), third=packs("third"), seed=st.integers(0, 2**32))
def test_cells_find_of_everybody_what_the_interpreter_finds(old, new, third, seed, tmp_path_factory):
    people, words = crowd(seed), vocabulary()
    path = written(people, tmp_path_factory.mktemp("people") / "people.parquet")
    cells = take(Population(path, words), [old, new], HERE)
    result = compare(cells, old, new, words)
    assert result.people == cells.people == len(people)
    assert counted(result) == expected(old, new, people)
    for row in result.by("sex"):
        some = [one for one in people if (one["sex"] or "unknown") == row["key"]]
        assert row["people"] == len(some)
        assert row["gain"] == sum(
            count for (a, b), count in expected(old, new, some).items() if _outcomes(a, b) == ("no", "yes")
        )
    again = compare(cells, new, old, words)
    assert counted(again) == expected(new, old, people)
    if not cells.lacks(third, words):
        assert counted(compare(cells, old, third, words)) == expected(old, third, people)
    else:
        with pytest.raises(ValueError, match="tuple"):
            compare(cells, old, third, words)


def _outcomes(*standings: tuple[str, str | None]) -> tuple[str, ...]:
    words = {"granted": "yes", "no_route": "no", "barred": "no"}
    return tuple(words.get(kind, kind) for kind, _ in standings)


# -- real policies -----------------------------------------------------------------------------------------


@cache
def library() -> policy.Library:
    return policy.packs()


@pytest.fixture(scope="module")
def panjin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("panjin") / "people.parquet"
    synthetic.write(synthetic.Plan(synthetic.city("2111"), 4_000, 3, 0.1), path, words=True)
    return path


@pytest.fixture(scope="module")
def qiqihar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("qiqihar") / "people.parquet"
    synthetic.write(synthetic.Plan(synthetic.city("2302"), 4_000, 4, 0.1), path, words=True)
    return path


def persons(path: Path) -> list[dict]:
    frame = pl.read_parquet(path).with_columns(pl.selectors.categorical().cast(pl.String))
    frame = frame.with_columns(pl.selectors.enum().cast(pl.String))
    rows = frame.rename(lambda name: name.replace("__", ".", 1)).to_dicts()
    return [{**row, "destination": (row["destination.division"], row["destination.area"])} for row in rows]


def test_panjin_against_its_province_to_the_person(panjin: Path) -> None:
    old, new = library().get("liaoning-2015"), library().get("panjin-2015")
    simulation = Simulation.prepare(panjin, old, library(), drafts=(new,))
    result = simulation.compare(new)
    assert counted(result) == expected(old, new, persons(panjin))
    assert simulation.asked_again == ()
    assert result.with_effect(Effect.LOSE) > 0
    assert sum(row["people"] for row in result.by("county")) == 4_000


def test_a_draft_with_other_thresholds_to_the_person(qiqihar: Path) -> None:
    now = library().get("heilongjiang-2014")
    simulation = Simulation.prepare(qiqihar, now, library())
    people = persons(qiqihar)
    cells = simulation.cells
    for to in (
        {"insurance_two_cities": 0.0, "contract_two_cities": 3.0},
        {"lease_two_cities": 0.5},
        {"lease_two_cities": 5.0, "insurance_two_cities": 4.5, "contract_two_cities": 0.5},
    ):
        draft = moved(now, to, library().vocabulary)
        assert draft.digest != now.digest
        result = simulation.moved(to)
        assert simulation.asked_again == ()
        assert counted(result) == expected(now, draft, people)
    assert simulation.cells is cells


def test_a_draft_that_asks_something_new_is_said_and_looked_at_again(qiqihar: Path) -> None:
    now, other = library().get("heilongjiang-2014"), library().get("national-2014")
    simulation = Simulation.prepare(qiqihar, now, library())
    before = simulation.cells
    result = simulation.compare(other)
    assert any("城区人口" in text.zh for text in simulation.asked_again)
    assert simulation.cells is not before
    assert counted(result) == expected(now, other, persons(qiqihar))
    simulation.compare(other)
    assert simulation.asked_again == ()
    off_the_stops = simulation.moved({"insurance_two_cities": 1.7})
    assert len(simulation.asked_again) == 1
    draft = moved(now, {"insurance_two_cities": 1.7}, library().vocabulary)
    assert counted(off_the_stops) == expected(now, draft, persons(qiqihar))


def test_everybody_may_be_thought_to_settle_at_one_place(qiqihar: Path) -> None:
    old, new = library().get("heilongjiang-2014"), library().get("national-2014")
    simulation = Simulation.prepare(
        qiqihar, old, library(), to="city_proper", division="230202", drafts=(new,)
    )
    people = [{**one, "destination": ("230202", "city_proper")} for one in persons(qiqihar)]
    assert counted(simulation.compare(new)) == expected(old, new, people)


def test_the_urban_share_rises_by_those_who_settle(qiqihar: Path) -> None:
    now = library().get("heilongjiang-2014")
    simulation = Simulation.prepare(qiqihar, now, library())
    open_ = {"insurance_two_cities": 0.0, "contract_two_cities": 0.0, "lease_two_cities": 0.0}
    result = simulation.compare(moved(now, open_, library().vocabulary), take_up=0.4)
    urban, people = result.urban(), persons(qiqihar)
    draft = result.to_pack
    here = [one for one in people if (one["hukou.division"] or "").startswith("2302")]
    members = [one for one in here if one["hukou.area"] is not None and one["hukou.registered"] is not False]
    townsfolk = [one for one in members if one["hukou.area"] == "urban"]
    assert urban.registered == len(members)
    assert urban.now == pytest.approx(len(townsfolk) / len(members))
    settling = {id(one) for one in people if standing(draft, one, *one["destination"])[0] == "granted"}
    newcomers = [
        one
        for one in people
        if one["hukou.registered"] is False
        or (one["hukou.division"] is not None and not one["hukou.division"].startswith("2302"))
    ]
    came = 0.4 * sum(id(one) in settling for one in newcomers)
    moved_in = 0.4 * sum(
        id(one) in settling for one in members if one["hukou.area"] == "rural" and one not in newcomers
    )
    wanted = (len(townsfolk) + came + moved_in) / (len(members) + came)
    assert urban.after[0] == pytest.approx(wanted)
    assert urban.now < urban.before[0] < urban.after[0] < urban.after[1]


def test_cells_are_kept_and_read_again(qiqihar: Path, tmp_path: Path) -> None:
    now, words = library().get("heilongjiang-2014"), library().vocabulary
    cells = take(Population(qiqihar, words), [now], HERE)
    cells.save(tmp_path / "cells.parquet")
    read = Cells.load(tmp_path / "cells.parquet")
    assert (read.tests, read.to, read.packs, read.population) == (
        cells.tests, cells.to, {now.policy: now.digest}, cells.population,
    )  # fmt: skip
    one, two = compare(cells, now, now, words), compare(read, now, now, words)
    assert one.as_dict() == two.as_dict()
    assert [file.name for file in tmp_path.iterdir()] == ["cells.parquet"]
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(Faulty, match="no file of cells"):
        Cells.load(tmp_path / "broken.parquet")


def test_a_total_of_points_is_compared_at_every_stop(tmp_path: Path) -> None:
    """Guangzhou's own threshold, moved: each stop is one more test of the people, and exact."""
    pack = next(
        (one for one in library() if any(t.unit == "points" for t in thresholds(one, library().vocabulary))),
        None,
    )
    if pack is None:
        pytest.skip("no pack reads a total with a number of its own")
    path = tmp_path / "people.parquet"
    synthetic.write(synthetic.Plan(synthetic.city("2302"), 1_500, 5, 0.02), path, words=True)
    place = pack.applies_to[0].ljust(6, "0")
    area = pack.areas[0]
    simulation = Simulation.prepare(path, pack, library(), to=area, division=place)
    people = [{**one, "destination": (place, area)} for one in persons(path)]
    total = next(one for one in simulation.thresholds if one.unit == "points")
    for stop in total.stops[:3]:
        draft = moved(pack, {total.id: stop}, library().vocabulary)
        assert counted(simulation.moved({total.id: stop})) == expected(pack, draft, people)
        assert simulation.asked_again == ()


def test_small_groups_are_not_told_and_cannot_be_reckoned() -> None:
    rows = [{"key": key, "people": count} for key, count in (("a", 3), ("b", 40), ("c", 12), ("d", 0))]
    told = {row["key"]: row["people"] for row in guarded(rows, 10)}
    assert told == {"a": None, "b": 40, "c": None, "d": 0}
    both = [{"key": "a", "people": 3}, {"key": "b", "people": 4}, {"key": "c", "people": 12}]
    assert [row["people"] for row in guarded(both, 10)] == [None, None, 12]


def test_age_bands_are_those_of_evaluate(qiqihar: Path) -> None:
    now = library().get("heilongjiang-2014")
    result = Simulation.prepare(qiqihar, now, library()).compare(now)
    ages = [one["person.age"] for one in persons(qiqihar)]
    young = sum(age is not None and age < BANDS[0] for age in ages)
    assert result.by("age")[0] == {**result.by("age")[0], "key": f"0-{BANDS[0] - 1}", "people": young}


def test_people_of_whom_little_is_told_are_compared_all_the_same(qiqihar: Path, tmp_path: Path) -> None:
    kept = ["destination__division", "destination__area", "employment__contract_years"]
    bare = tmp_path / "bare.parquet"
    pl.read_parquet(qiqihar, columns=kept).write_parquet(bare)
    now, draft = library().get("heilongjiang-2014"), library().get("national-2014")
    result = Simulation.prepare(bare, now, library(), drafts=(draft,)).compare(draft)
    assert counted(result) == expected(now, draft, persons(bare))
    assert [row["key"] for row in result.by("sex")] == ["unknown"]
    assert result.urban().now is None
    nobody = tmp_path / "nobody.parquet"
    pl.read_parquet(bare).clear().write_parquet(nobody)
    with pytest.raises(Faulty, match="nobody"):
        Simulation.prepare(nobody, now, library())
