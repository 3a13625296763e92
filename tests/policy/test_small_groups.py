"""Small counts of groups are not told, and do not follow from what is told."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from huji.policy.population.small_groups import LEAST, withheld

PARTS = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 3, 9, 10, 11, 40, 500]), min_size=3, max_size=4),
    min_size=2,
    max_size=7,
).filter(lambda rows: len({len(row) for row in rows}) == 1)


def table(parts: list[list[int]]) -> np.ndarray:
    return np.array([[sum(row), *row] for row in parts], dtype=np.int64)


def follow(mask: np.ndarray) -> list[tuple[int, int]]:
    """Return the withheld numbers that row sums and column totals determine, by elimination."""
    places = [tuple(place) for place in np.argwhere(mask)]
    number = {place: index for index, place in enumerate(places)}
    sums = []
    for row in range(mask.shape[0]):
        sums.append({(row, 0): -1.0, **{(row, column): 1.0 for column in range(1, mask.shape[1])}})
    for column in range(mask.shape[1]):
        sums.append({(row, column): 1.0 for row in range(mask.shape[0])})
    matrix = np.zeros((len(sums), len(places)))
    for index, one in enumerate(sums):
        for place, sign in one.items():
            if place in number:
                matrix[index, number[place]] = sign
    rank = np.linalg.matrix_rank(matrix)
    told = []
    for place, index in number.items():
        alone = np.zeros(len(places))
        alone[index] = 1.0
        if np.linalg.matrix_rank(np.vstack([matrix, alone])) == rank:
            told.append(place)
    return told


@settings(max_examples=120, deadline=None)
@given(PARTS)
def test_no_withheld_count_follows_from_the_totals_and_the_counts_told(parts) -> None:
    counts = table(parts)
    mask = withheld(counts)
    assert mask[(counts > 0) & (counts < LEAST)].all()
    assert mask[counts[:, 0] < LEAST].all()
    assert follow(mask) == []


def test_a_lonely_small_group_takes_the_next_smallest_with_it() -> None:
    counts = table([[1, 0, 0], [40, 20, 20], [400, 200, 200], [500, 500, 500]])
    assert withheld(counts).all(axis=1).tolist() == [True, True, False, False]


def test_what_is_large_is_told() -> None:
    counts = table([[40, 20, 20], [400, 200, 0], [500, 500, 500]])
    assert not withheld(counts).any()


def test_two_small_counts_do_not_tell_each_other_by_their_sum() -> None:
    counts = table([[95, 3, 2], [400, 200, 100], [500, 500, 500]])
    assert withheld(counts)[0].tolist() == [False, True, True, True]


def test_thousands_of_groups_take_no_time() -> None:
    chance = np.random.default_rng(1)
    counts = table(chance.integers(0, 60, (5_000, 3)).tolist())
    mask = withheld(counts)
    assert mask[counts[:, 0] < LEAST].all()
    assert not mask.all()
