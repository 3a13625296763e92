"""Who lives with whom: ages from the city's own pyramid, put together into households that could be."""

from dataclasses import dataclass

import numpy as np

from huji.demo.population.city import City
from huji.demo.population.drawing import Array, Draw

HEAD, SPOUSE, CHILD, KIN, COLLECTIVE = range(5)
GROWN = 20
_LARGEST, _OF_COLLECTIVE = 6, 40
_COUPLES = 0.88


@dataclass(frozen=True, slots=True)
class Crowd:
    """People in the order of their households: household (from 0 on), age, role, sex, married, partner.

    Of the households the first are families, the rest collective. `partner` is the row of the other of a
    couple, else the person's own.
    """

    household: Array
    households: int
    families: int
    age: Array
    role: Array
    male: Array
    married: Array
    partner: Array


def crowd(city: City, draw: Draw) -> Crowd:
    """Return as many people as the stream is over; the last household may be cut short."""
    size = draw.size
    ages = _pyramid(city, draw)
    apart = _collective(ages, round(size * city.figures["collective"]), draw)
    ages, dormitory = ages[~apart], ages[apart]
    sizes = _sizes(len(ages), city.figures["household"], draw)
    household, role = _gathered(ages, sizes, draw)
    rooms = len(sizes) + np.arange(len(dormitory)) // _OF_COLLECTIVE
    household = np.concatenate([household, rooms])
    role = np.concatenate([role, np.full(len(dormitory), COLLECTIVE, np.int8)])
    ages = np.concatenate([ages, draw.rng.permutation(dormitory)])
    order = np.lexsort((role, household))
    household, role, ages = household[order], role[order], ages[order]
    # The spouse of a head is in the row after the head's.
    married, partner = np.zeros(size, bool), np.arange(size)
    spouse = np.flatnonzero(role == SPOUSE)
    married[spouse] = married[spouse - 1] = True
    partner[spouse], partner[spouse - 1] = spouse - 1, spouse
    male = _sexes(city.male, spouse, draw)
    return Crowd(household, int(household[-1]) + 1, len(sizes), ages, role, male, married, partner)


def _pyramid(city: City, draw: Draw) -> Array:
    """Return ages in rising order, spread over the pyramid as evenly as their number allows."""
    places = (np.arange(draw.size) + draw.rng.random()) / draw.size
    return np.searchsorted(np.cumsum(city.ages)[:-1], places, side="right").astype(np.int16)


def _collective(ages: Array, number: int, draw: Draw) -> Array:
    low, high = np.searchsorted(ages, [17, 51])
    chosen = np.zeros(len(ages), bool)
    number = min(number, int(high - low) // 2)
    chosen[low + draw.rng.permutation(int(high - low))[:number]] = True
    return chosen


def _sizes(people: int, mean: float, draw: Draw) -> Array:
    """Return sizes of households with a mean, exactly as many as hold the people."""
    drawn = 1 + draw.rng.binomial(_LARGEST - 1, (mean - 1) / (_LARGEST - 1), size=people)
    upto = np.cumsum(drawn)
    last = int(np.searchsorted(upto, people))
    sizes = drawn[: last + 1].copy()
    sizes[-1] -= upto[last] - people
    return sizes


def _gathered(ages: Array, sizes: Array, draw: Draw) -> tuple[Array, Array]:
    """Return the household and role of each of the ages (rising): heads, couples, children, other kin."""
    rng, grown = draw.rng, int(np.searchsorted(ages, GROWN))
    household = np.full(len(ages), -1, np.int64)
    role = np.full(len(ages), KIN, np.int8)

    adults = grown + rng.permutation(len(ages) - grown)
    heads = np.sort(adults[: len(sizes)])
    if len(heads) < len(sizes):  # a handful of people with few adults among them
        heads = np.sort(rng.permutation(len(ages))[: len(sizes)])
    of_head = rng.permutation(len(sizes))
    household[heads], role[heads] = of_head, HEAD
    age_of_head = np.empty(len(sizes))
    age_of_head[of_head] = ages[heads]

    rest = adults[len(sizes) :]
    pairs = np.flatnonzero((sizes >= 2) & (rng.random(len(sizes)) < _COUPLES))
    pairs = rng.permutation(pairs)[: int(len(rest) * 0.9)]
    spouses = np.sort(rest[: len(pairs)])
    pairs = pairs[np.argsort(age_of_head[pairs] + rng.normal(0, 1.5, len(pairs)), kind="stable")]
    household[spouses], role[spouses] = pairs, SPOUSE

    left = sizes - 1
    left[pairs] -= 1
    slots = rng.permutation(np.repeat(np.arange(len(sizes)), left))
    free = np.flatnonzero(household < 0)
    children, kin = free[ages[free] < GROWN], free[ages[free] >= GROWN]
    # Children go to the households of people of the age to have them, in the order of age.
    likely = np.argsort(np.abs(age_of_head[slots] - 40) > 18, kind="stable")
    for_children, for_kin = slots[likely[: len(children)]], slots[likely[len(children) :]]
    by_age = np.argsort(age_of_head[for_children] + rng.normal(0, 3, len(for_children)), kind="stable")
    household[children], role[children] = for_children[by_age], CHILD
    household[kin] = rng.permutation(for_kin)
    return household, role


def _sexes(share: float, spouse: Array, draw: Draw) -> Array:
    """Return who is a man: couples one of each, the others so that the whole has the share."""
    couples = 2 * len(spouse)
    alone = (share * draw.size - couples / 2) / max(draw.size - couples, 1)
    male = draw.chance(min(max(alone, 0.0), 1.0))
    male[spouse - 1] = draw.over(len(spouse)).chance(0.8)
    male[spouse] = ~male[spouse - 1]
    return male
