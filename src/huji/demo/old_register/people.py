"""The people of a synthetic old register, piece by piece, as columns of the documented layout."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from huji.demo.namegiving import GIVEN, SURNAMES
from huji.demo.old_register import dwellings
from huji.demo.old_register.plan import ON, Plan
from huji.demo.population.drawing import Array, Draw
from huji.demo.population.households import CHILD, COLLECTIVE, HEAD, KIN, SPOUSE, Crowd, crowd
from huji.quality.conversion.layout import NAMES

PIECE = 250_000
_EARLIEST = np.datetime64("1986-01-01", "D")
_DAY = np.datetime64(ON, "D")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = np.array(list("10X98765432"))
_ETHNIC = (["汉族", "满族", "蒙古族", "回族", "达斡尔族", "朝鲜族"], [930, 30, 12, 8, 12, 8])
_EDUCATION = (
    ["初中毕业", "普通高中毕业", "小学毕业", "大学本科毕业", "大学专科毕业", "71", "81"],
    [38, 16, 22, 7, 9, 4, 4],
)
_WORK = ["农民", "工人", "职员", "教师", "个体经营者", "退休人员", "商业服务人员", "驾驶员"]
_MARITAL = ["未婚", "已婚", "丧偶", "离婚"]
_HEIGHTS = [*map(str, range(150, 190)), *[""] * 40]
_BLOOD = ["", "A", "B", "O", "AB"]


@dataclass(frozen=True, slots=True)
class Crowds:
    """Everybody's compact columns: household (from 0), its dwelling's village, role, sex, birth, number."""

    household: Array
    village_of: Array
    dwelling_of: Array
    role: Array
    male: Array
    born: Array
    married: Array
    partner: Array
    sequence: Array


def gather(plan: Plan, supply: dwellings.Supply, share: Array) -> Crowds:
    """Draw who lives with whom and where; numbers are unique over all pieces."""
    pieces: list[tuple[Crowd, Array, Array, Array]] = []
    for start in range(0, plan.people, PIECE):
        size = min(PIECE, plan.people - start)
        draw = Draw(np.random.default_rng([plan.seed, start]), size)
        one = crowd(plan.city, draw)
        village = draw.over(one.households).among(share)
        days = (one.age.astype(np.int64) * 365.25 + draw.rng.integers(0, 365, size)).astype(np.int64)
        pieces.append(
            (one, village.astype(np.int32), supply.take(village), (_DAY - days.astype("timedelta64[D]")))
        )
    whole = np.cumsum([0, *(one.households for one, *_ in pieces)])
    people = np.arange(0, plan.people, PIECE)
    household = np.concatenate(
        [one.household + before for (one, *_), before in zip(pieces, whole, strict=False)]
    )
    village_of = np.concatenate([village for _, village, _, _ in pieces])
    born = np.concatenate([days for *_, days in pieces])
    male = np.concatenate([one.male for one, *_ in pieces])
    return Crowds(
        household=household,
        village_of=village_of,
        dwelling_of=np.concatenate([taken for _, _, taken, _ in pieces]),
        role=np.concatenate([one.role for one, *_ in pieces]),
        male=male,
        born=born,
        married=np.concatenate([one.married for one, *_ in pieces]),
        partner=np.concatenate(
            [one.partner + start for (one, *_), start in zip(pieces, people, strict=True)]
        ),
        sequence=_sequences(_counties(supply.codes)[village_of[household]], born, male),
    )


def _counties(codes: list[str]) -> Array:
    return np.array([int(code[2:6]) for code in codes])


def _sequences(county: Array, born: Array, male: Array) -> Array:
    """Return the sequence of each number: odd for men, even for women, each once to a county and day."""
    key = (county.astype(np.int64) * 100_000 + born.astype(np.int64) + 60_000) * 2 + male
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    rank = np.arange(len(key)) - np.repeat(first, np.diff([*first, len(key)]))
    sequence = np.empty(len(key), np.int64)
    sequence[order] = rank
    sequence = np.where(male, 2 * sequence + 1, 2 * sequence + 2)
    if sequence.max(initial=0) > 999:
        raise ValueError("too many people for the numbers of one county and day")
    return sequence


def frames(plan: Plan, all_: Crowds, codes: list[str]) -> Iterator[pl.DataFrame]:
    """Yield the rows, in the order of households, as text in the documented layout."""
    places = pl.Series(dwellings.prefixes(codes, ON))
    flats = np.array([dwellings.urban(code, ON) for code in codes])
    named = pl.Series([dwellings.estate(code, ON) for code in codes])
    county = np.array([int(f"99{code[2:6]}") for code in codes])
    numbers = _numbers(all_, county)
    for start in range(0, plan.people, PIECE):
        rows = np.arange(start, min(start + PIECE, plan.people))
        yield _frame(plan, all_, rows, places, flats, named, numbers)


def _frame(
    plan: Plan,
    all_: Crowds,
    rows: Array,
    places: pl.Series,
    flats: Array,
    named: pl.Series,
    numbers: pl.Series,
) -> pl.DataFrame:
    draw = Draw(np.random.default_rng([plan.seed, int(rows[0]), 7]), len(rows))
    home = all_.household[rows]
    village = all_.village_of[home]
    role, male, born = all_.role[rows], all_.male[rows], all_.born[rows]
    head = _head_of(all_, rows)
    adult = np.maximum(all_.born[head].astype("datetime64[D]") + 18 * 366, _EARLIEST)
    rng = np.random.default_rng([plan.seed, 11])
    spread = rng.random(plan.people // 2 + 2)[home % (plan.people // 2 + 2)]
    moved = adult + ((_DAY - adult).astype(np.int64).clip(0) * spread * 0.9).astype(np.int64)
    since = np.where(role == COLLECTIVE, np.maximum(born + 17 * 366, _EARLIEST), np.maximum(moved, born))
    since = np.minimum(np.maximum(since, born), _DAY)
    arrived = pl.Series(since.astype("datetime64[D]")).dt.strftime("%Y%m%d")
    stayed = pl.Series((since == born) & (role != HEAD) & (role != COLLECTIVE))
    age = (_DAY - born).astype(np.int64) // 365.25
    father, mother = _parents(all_, rows, head)
    urban = flats[village]
    collective = role == COLLECTIVE
    given = _given(draw, male, born)
    surname = _surnames(plan, home, role, draw)
    local = dwellings.local(all_.dwelling_of[home], urban, named.gather(village))
    kind = np.where(urban, 0, 1) + np.where(collective, 2, 0)
    single = draw.among([70, 0, 14, 16])
    empty = pl.Series([""]).new_from_index(0, len(rows))
    columns: dict[str, pl.Series] = {
        "household": pl.Series(home + 100_000_000).cast(pl.String),
        "old_kind": _word(kind, ["11", "12", "21", "22"]),
        "household_type": _word(collective.astype(int), ["家庭户", "集体户"]),
        "collective_sort": _word(collective.astype(int), ["", "单位"]),
        "relation": _relations(role, male),
        "name": surname + given,
        "former_name": empty,
        "sex": _word(male.astype(int), ["女", "男"]),
        "ethnic": _drawn(draw, *_ETHNIC),
        "born": pl.Series(born.astype("datetime64[D]")).dt.strftime("%Y%m%d"),
        "number": numbers.gather(rows),
        "address": places.gather(village) + local,
        "arrived": pl.select(pl.when(stayed).then(pl.lit("久居")).otherwise(arrived)).to_series(),
        "arrived_from": empty,
        "arrived_city": empty,
        "marital": _word(np.where(age < 20, 0, np.where(all_.married[rows], 1, single)), _MARITAL),
        "education": _word(np.where(age < 7, 7, draw.among(_EDUCATION[1])), [*_EDUCATION[0], ""]),
        "military": empty,
        "occupation": _word(np.where(age < 18, 8, draw.among([1] * 8)), [*_WORK, ""]),
        "workplace": empty,
        "birthplace": _word(draw.among([9, 1]), ["黑龙江省", "山东省"]),
        "native_place": _word(draw.among([4, 6]), ["黑龙江省", "山东省"]),
        "height": _word(draw.among([1] * 40) + np.where(age < 16, 40, 0), _HEIGHTS),
        "blood_type": _word(draw.among([60, 10, 12, 14, 4]), _BLOOD),
        "father": _other(numbers, father),
        "mother": _other(numbers, mother),
        "spouse": _other(numbers, np.where(all_.partner[rows] == rows, -1, all_.partner[rows])),
    }  # fmt: skip
    return pl.select(*(pl.lit(columns[name]).alias(name) for name in NAMES))


def _head_of(all_: Crowds, rows: Array) -> Array:
    """Return the row of each one's head: the first of the household."""
    first = np.searchsorted(all_.household, all_.household[rows], side="left")
    return np.asarray(first)


def _parents(all_: Crowds, rows: Array, head: Array) -> tuple[Array, Array]:
    """Return the rows of father and mother of the children of heads, -1 where not known."""
    other = all_.partner[head]
    other = np.where(other == head, -1, other)
    child = (all_.role[rows] == CHILD) & (all_.born[rows] > all_.born[head] + 16 * 366)
    other = np.where((other >= 0) & (all_.born[rows] > all_.born[other] + 16 * 366), other, -1)
    man = all_.male[head]
    none = np.full(len(rows), -1)
    return (
        np.where(child, np.where(man, head, other), none),
        np.where(child, np.where(man, other, head), none),
    )


def _numbers(all_: Crowds, county: Array) -> pl.Series:
    """Return the synthetic citizen numbers, with their check digits (ISO 7064 MOD 11-2)."""
    born = all_.born.astype("datetime64[D]")
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    month = born.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    prefix = county[all_.village_of[all_.household]].astype(np.int64)
    digits = ((prefix * 10_000 + year) * 10_000 + month * 100 + day) * 1000 + all_.sequence
    total, left = np.zeros(len(digits), np.int64), digits.copy()
    for weight in reversed(_WEIGHTS):
        total += left % 10 * weight
        left //= 10
    return pl.Series(digits).cast(pl.String) + pl.Series(_CHECK.tolist()).gather(total % 11)


def _other(numbers: pl.Series, row: Array) -> pl.Series:
    found = numbers.gather(np.maximum(row, 0))
    return pl.select(pl.when(pl.Series(row >= 0)).then(found).otherwise(pl.lit(""))).to_series()


def _relations(role: Array, male: Array) -> pl.Series:
    words = ["户主", "妻", "夫", "子", "女", "其他亲属", "非亲属"]
    place = np.select(
        [role == HEAD, role == SPOUSE, role == CHILD, role == KIN],
        [0, np.where(male, 2, 1), np.where(male, 3, 4), 5],
        6,
    )
    return _word(place, words)


def _surnames(plan: Plan, home: Array, role: Array, draw: Draw) -> pl.Series:
    """Return surnames: one to a household but for spouses and those in collective households."""
    words, weights = list(SURNAMES), list(SURNAMES.values())
    shared = np.random.default_rng([plan.seed, 13]).choice(
        len(words), 9973, p=np.array(weights) / sum(weights)
    )
    own = draw.among(weights)
    return _word(np.where((role == SPOUSE) | (role == COLLECTIVE), own, shared[home % 9973]), words)


def _given(draw: Draw, male: Array, born: Array) -> pl.Series:
    """Return given names in the taste of the years."""
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    first, second = draw.even(), draw.even()
    name = np.zeros(len(male), np.int64)
    words: list[str] = []
    for sex, man in ((next(iter(GIVEN)), True), (list(GIVEN)[1], False)):
        since = 0
        for until, liked in GIVEN[sex]:
            chosen = (male == man) & (year > since) & (year <= until)
            size = len(liked)
            one = (first * size).astype(np.int64).clip(0, size - 1)
            two = (second * size * 1.4).astype(np.int64)
            name = np.where(chosen, len(words) + one * (size + 1) + np.minimum(two, size), name)
            words += [a + b for a in liked for b in [*liked, ""]]
            since = until
    return _word(name, words)


def _word(place: Array, words: list[str]) -> pl.Series:
    return pl.Series(words).gather(place)


def _drawn(draw: Draw, words: list[str], weights: list[int]) -> pl.Series:
    return _word(draw.among(weights), words)
