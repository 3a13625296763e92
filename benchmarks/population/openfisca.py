"""The policy of Panjin in OpenFisca: persons in households, each condition as two variables, sure and maybe.

OpenFisca knows no unknown, so that three values take two variables each. Codes are whole numbers, which is
kinder to it than its enumerations. Its documented way builds a simulation of persons and households, joins
them, sets the inputs and calculates; `wired` sets the join's array by hand instead; `alone` drops what was
calculated and calculates again.
"""

from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from openfisca_core import entities, periods
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from huji import policy
from huji.policy.tree import All, AnyOf, Condition, Leaf, Not, Op, Reference, Unknown
from population import BAN, BUSINESS, CITY, CODES, COLUMNS, FLAGS, HOME, ROUTES, TALENT, VILLAGE
from population.written_numpy import read as read_columns

NAME = "OpenFisca"
PERIOD = "2016-03"
AREAS = CODES["destination__area"]


def read(file: Path) -> dict[str, Any]:
    """Return the arrays to set, and the household of each person."""
    numbers = pq.read_table(file, columns=["household_id"])["household_id"].to_numpy()
    households, household = np.unique(numbers, return_inverse=True)
    return {
        "facts": read_columns(file),
        "persons": np.arange(len(numbers)),
        "households": np.arange(len(households)),
        "household": household,
    }


def system() -> TaxBenefitSystem:
    """Return Panjin's policy as OpenFisca variables."""
    person = entities.build_entity(key="person", plural="persons", label="A person", is_person=True)
    roles = [{"key": "member", "plural": "members", "label": "Member"}]
    household = entities.build_entity(key="household", plural="households", label="A household", roles=roles)
    made = TaxBenefitSystem([person, household])
    pack = policy.packs().get("panjin-2015")
    assert pack is not None

    def add(name: str, kind: type, formula: Any = None) -> None:
        shared: dict[str, Any] = {
            "entity": person,
            "definition_period": periods.DateUnit.MONTH,
            "label": name,
            "value_type": kind,
        }
        if formula is not None:
            shared["formula"] = formula
        made.add_variable(type(name, (Variable,), shared))

    for name in COLUMNS:
        add(name, bool if name in FLAGS else int if name in CODES else float)
        add(f"{name}__known", bool)

    def formula_of(node: Condition, sure: bool) -> Any:
        if isinstance(node, Unknown):
            return lambda people, period: np.full(people.count, not sure)
        if isinstance(node, Not):
            inner = formula_of(node.part, not sure)
            return lambda people, period: ~inner(people, period)
        if isinstance(node, Reference):
            name = f"{node.criterion}__{'sure' if sure else 'maybe'}"
            return lambda people, period: people(name, period)
        if isinstance(node, Leaf):
            return leaf_of(node, sure)
        assert isinstance(node, All | AnyOf)
        parts = [formula_of(part, sure) for part in node.parts]
        if isinstance(node, All):
            return lambda people, period: reduce(np.logical_and, (part(people, period) for part in parts))
        return lambda people, period: reduce(np.logical_or, (part(people, period) for part in parts))

    def leaf_of(leaf: Leaf, sure: bool) -> Any:
        name, value = leaf.fact.replace(".", "__"), leaf.right.value  # type: ignore[union-attr]
        if isinstance(value, bool):

            def met(people: Any, period: Any) -> Any:
                return people(name, period) == value
        elif name in CODES:
            codes = CODES[name]
            wanted = list(value) if isinstance(value, tuple) else [str(value)]
            if leaf.op is Op.AT_LEAST:
                wanted = list(codes[codes.index(str(value)) :])
            places = [codes.index(code) for code in wanted]

            def met(people: Any, period: Any) -> Any:
                given = people(name, period)
                return reduce(np.logical_or, (given == place for place in places))
        else:
            assert leaf.op is Op.AT_LEAST

            def met(people: Any, period: Any) -> Any:
                return people(name, period) >= value

        known = f"{name}__known"
        if sure:
            return lambda people, period: met(people, period) & people(known, period)
        return lambda people, period: met(people, period) | ~people(known, period)

    def plain(made_by: Any) -> Any:
        def formula(people: Any, period: Any) -> Any:
            return made_by(people, period)

        return formula

    for name, node in pack.conditions.items():
        for sure in (True, False):
            add(f"{name}__{'sure' if sure else 'maybe'}", bool, plain(formula_of(node, sure)))

    def there(areas: tuple[str, ...]) -> Any:
        places = [AREAS.index(area) for area in areas]

        def within(people: Any, period: Any) -> Any:
            area = people("destination__area", period)
            return reduce(np.logical_or, (area == place for place in places))

        return within

    clauses = [(f"route_{i}", route.to.areas, route.when, None) for i, route in enumerate(pack.routes)]
    clauses += [("ban", one.to.areas, one.when, one.unless) for one in pack.prohibitions]
    for name, areas, when, unless in clauses:
        for sure in (True, False):
            within, holds = there(areas), formula_of(when, sure)
            excepted = formula_of(unless, not sure) if unless is not None else None

            def value(people: Any, period: Any, within=within, holds=holds, excepted=excepted) -> Any:
                found = within(people, period) & holds(people, period)
                return found if excepted is None else found & ~excepted(people, period)

            add(f"{name}__{'sure' if sure else 'maybe'}", bool, plain(value))

    ways = range(len(pack.routes))

    def admitted(sure: bool) -> Any:
        word, other = ("sure", "maybe") if sure else ("maybe", "sure")

        def value(people: Any, period: Any) -> Any:
            some = reduce(np.logical_or, (people(f"route_{i}__{word}", period) for i in ways))
            return some & ~people(f"ban__{other}", period)

        return value

    add("admitted__sure", bool, plain(admitted(True)))
    add("admitted__maybe", bool, plain(admitted(False)))

    def outcome(people: Any, period: Any) -> Any:
        eligible = people("admitted__sure", period)
        open_ = (people("ban__maybe", period) & ~people("ban__sure", period)) | (
            people("admitted__maybe", period) & ~eligible
        )
        covered = there(pack.areas)(people, period)
        return np.where(covered, eligible * 2 + open_, -1)

    def granted(people: Any, period: Any) -> Any:
        eligible = people("admitted__sure", period)
        first = np.full(people.count, -1)
        for i in reversed(ways):
            first[eligible & people(f"route_{i}__sure", period)] = i
        return first

    def unknown(people: Any, period: Any) -> Any:
        def missing(names: tuple[str, ...]) -> Any:
            return reduce(np.add, ((~people(f"{name}__known", period)).astype(np.int8) for name in names))

        towns = there(("city_proper", "county_seat", "town"))(people, period)
        return (
            towns * (missing(HOME) + missing((*TALENT, *BUSINESS)))
            + there(("city_proper",))(people, period) * missing(CITY)
            + there(("rural",))(people, period) * missing(VILLAGE)
        )

    add("outcome", int, plain(outcome))
    add("granted", int, plain(granted))
    add("unknown", int, plain(unknown))
    return made


RESULTS = [
    "outcome",
    "granted",
    "unknown",
    *(
        f"{name}__{end}"
        for name in [f"route_{i}" for i in range(len(ROUTES))] + ["ban"]
        for end in ("sure", "maybe")
    ),
]
SYSTEM: list[TaxBenefitSystem] = []


def simulation(table: dict[str, Any], *, wired: bool = False) -> Any:
    """Return a simulation with its inputs set: in the documented way, or with the join wired by hand."""
    if not SYSTEM:
        SYSTEM.append(system())
    builder = SimulationBuilder()
    builder.create_entities(SYSTEM[0])
    builder.declare_person_entity("person", table["persons"])
    households = builder.declare_entity("household", table["households"])
    if wired:
        households.members_entity_id = table["household"]
        households.members_role = np.full(len(table["persons"]), households.entity.flattened_roles[0])
    else:
        builder.join_with_persons(households, table["household"], ["member"] * len(table["persons"]))
    built = builder.build(SYSTEM[0])
    for name, (value, known) in table["facts"].items():
        built.set_input(name, PERIOD, value)
        built.set_input(f"{name}__known", PERIOD, known)
    return built


def calculated(built: Any) -> dict[str, np.ndarray]:
    return {name: built.calculate(name, PERIOD) for name in RESULTS}


def evaluate(table: dict[str, Any]) -> dict[str, np.ndarray]:
    return calculated(simulation(table))


def wired(table: dict[str, Any]) -> dict[str, np.ndarray]:
    return calculated(simulation(table, wired=True))


def again(built: Any) -> dict[str, np.ndarray]:
    """Return the results calculated once more, on a simulation that stands."""
    inputs = {*COLUMNS, *(f"{name}__known" for name in COLUMNS)}
    for name in SYSTEM[0].variables:
        if name not in inputs:
            built.delete_arrays(name)
    return calculated(built)


def from_file(file: Path) -> dict[str, np.ndarray]:
    return evaluate(read(file))


def values(result: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    found = {
        "outcome": result["outcome"].astype(np.int8),
        "granted": result["granted"].astype(np.int8),
        "unknown": result["unknown"].astype(np.int16),
    }
    names = [*(f"route__{id_}" for id_ in ROUTES), f"prohibition__{BAN}"]
    for name, own in zip(names, [*(f"route_{i}" for i in range(len(ROUTES))), "ban"], strict=True):
        sure, maybe = result[f"{own}__sure"], result[f"{own}__maybe"]
        found[name] = np.where(sure, 1, np.where(maybe, 2, 0)).astype(np.int8)
    return found
