"""Small counts of a breakdown: nobody who adds and subtracts what is told finds one."""

from typing import Any

import numpy as np
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from huji.policy.population.simulate import OUTCOMES, Change, Effect, Kind, Standing
from huji.policy.population.withholding import guarded

LEAST = 10
_OF = {
    "eligible": Kind.GRANTED, "undetermined": Kind.UNDETERMINED, "ineligible": Kind.NO_ROUTE,
    "not_covered": Kind.NOT_COVERED,
}  # fmt: skip
KINDS = [(old, new) for old in OUTCOMES for new in OUTCOMES]
EFFECTS = [Change(Standing(_OF[old]), Standing(_OF[new]), 0).effect for old, new in KINDS]
COLUMNS = {
    "people": np.ones(len(KINDS), dtype=bool),
    "eligible_before": np.array([old == "eligible" for old, _ in KINDS]),
    "eligible_after": np.array([new == "eligible" for _, new in KINDS]),
    "undetermined_before": np.array([old == "undetermined" for old, _ in KINDS]),
    "undetermined_after": np.array([new == "undetermined" for _, new in KINDS]),
    **{
        one.value: np.array([effect is one for effect in EFFECTS])
        for one in (
            Effect.GAIN, Effect.LOSE, Effect.SETTLED_FOR, Effect.SETTLED_AGAINST, Effect.UNSETTLED
        )
    },
}  # fmt: skip
AMOUNTS = st.sampled_from([0, 0, 0, 0, 1, 3, 9, 10, 25, 400])


def told(people: np.ndarray) -> list[dict[str, Any]]:
    """Return what is told of people by row and kind, as a simulation tells it."""
    rows = [
        {"key": str(index), **{name: int(row[mask].sum()) for name, mask in COLUMNS.items()}}
        for index, row in enumerate(people)
    ]
    there = people.sum(axis=0) > 0
    return guarded(rows, LEAST, {name: mask[there] for name, mask in COLUMNS.items() if name != "people"})


def attacked(people: np.ndarray, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the small counts that follow from everything told and every total by sums and differences."""
    unknown = [[z3.Real(f"x{row}_{kind}") for kind in range(len(KINDS))] for row in range(len(people))]

    def of(row: int, name: str) -> z3.ArithRef:
        return z3.Sum([one for one, counts in zip(unknown[row], COLUMNS[name], strict=True) if counts])

    solver = z3.Solver()
    for index, row in enumerate(rows):
        nobody = [mask for name, mask in COLUMNS.items() if row[name] == 0]
        solver.add(
            *(one == 0 for mask in nobody for one, hit in zip(unknown[index], mask, strict=True) if hit)
        )
        solver.add(*(of(index, name) == row[name] for name in COLUMNS if row[name] is not None))
    for kind, total in enumerate(people.sum(axis=0).tolist()):
        solver.add(z3.Sum([row[kind] for row in unknown]) == total)
    found = []
    for index, row in enumerate(rows):
        for name, mask in COLUMNS.items():
            real = int(people[index][mask].sum())
            if 0 < real < LEAST:
                assert row[name] is None
                if solver.check(of(index, name) != real) == z3.unsat:
                    found.append((row["key"], name))
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(AMOUNTS, min_size=16, max_size=16), min_size=3, max_size=5), st.data())
def test_no_small_count_can_be_reckoned(drawn: list[list[int]], data: st.DataObject) -> None:
    people = np.array(drawn)
    met = data.draw(st.sets(st.integers(0, 15), min_size=2, max_size=6))
    people[:, [kind for kind in range(16) if kind not in met]] = 0
    assert attacked(people, told(people)) == []


def test_those_who_gain_do_not_follow_from_those_before_and_after() -> None:
    kinds = {pair: place for place, pair in enumerate(KINDS)}
    people = np.zeros((3, 16), dtype=int)
    people[:, kinds["eligible", "eligible"]] = (500, 700, 900)
    people[:, kinds["ineligible", "eligible"]] = (3, 40, 60)
    people[:, kinds["ineligible", "ineligible"]] = (100, 200, 300)
    rows = told(people)
    assert [row["gain"] for row in rows] == [None, None, 60]
    assert [row["eligible_after"] for row in rows] == [None, None, 960]
    assert [row["eligible_before"] for row in rows] == [500, 700, 900]
    assert [row["people"] for row in rows] == [603, 940, 1260]
