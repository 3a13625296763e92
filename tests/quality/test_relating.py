"""What is flagged of an old register's relations is what the acts would refuse."""

import random
from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pytest

from huji.quality.conversion.relating import relations
from huji.quality.conversion.statements import statements
from huji.register.acts import fitting
from huji.register.acts.fitting import Related
from huji.register.bounds import LEAST_WEDDED
from huji.standards import Refused, code_tables

ON = date(2015, 12, 31)
FLAGS = {"relation_sex": "relation_sex", "heads_sex": "relation_sex", "spouse_sex": "relation_sex",
         "relation_age": "relation_age", "two_spouses_of_head": "relation_twice",
         "place_taken": "relation_twice"}  # fmt: skip
CODES = [one.code for one in code_tables.RELATION if one.code not in ("01", "02")]


def families(count: int) -> list[list[Related]]:
    """Return families of a head and two others, of any sex, age and relation."""
    chance = random.Random(7)

    def born() -> date:
        if chance.random() < 0.1:
            return date(chance.choice((1960, 1984, 1996)), 2, 29)
        return date(1930, 1, 1) + timedelta(days=chance.randrange(85 * 365))

    return [
        [Related(0, born(), chance.choice("12"), "02", "头")]
        + [Related(0, born(), chance.choice("12"), chance.choice(CODES), "员") for _ in range(2)]
        for _ in range(count)
    ]


def flagged(homes: list[list[Related]]) -> list[list[set[str]]]:
    """Return the flags of each person, as the conversion's own statements give them."""
    people = [(which, one) for which, home in enumerate(homes) for one in home]
    db = duckdb.connect(":memory:")
    relations(db)
    db.register(
        "given",
        pa.table(
            {
                "row": range(len(people)),
                "h": [str(which) for which, _ in people],
                "rel": [one.relation for _, one in people],
                "sx": [one.sex for _, one in people],
                "born": [one.born for _, one in people],
            }
        ),
    )
    db.execute(
        "create table alone as select *, 'family' as type, []::varchar[] as reasons, 1 as address_id,"
        " 1 as office, date '2015-01-01' as since, null::varchar as sort, false as sort_said from given"
    )
    db.execute("create table twice (row bigint, reason varchar, first boolean)")
    sql = statements("judging")
    db.execute(sql["households"].format())
    db.execute(sql["in_household"].format(on=f"'{ON}'", wedded=LEAST_WEDDED))
    found = db.execute("select flags from placed order by row").fetchall()
    return [[set(flags) for (flags,) in found[at : at + 3]] for at in range(0, len(found), 3)]


def refusals(home: list[Related]) -> set[str]:
    """Return the flags of what the acts refuse of a family, each member alone and both together."""
    head, *others = home
    said = set()
    for coming in ([others[0]], [others[1]], others, others[::-1]):
        try:
            fitting.fit(coming, [head], ON)
        except Refused as refused:
            said.add(FLAGS[refused.code.removeprefix("register.")])
    return said


def test_the_flags_are_what_the_acts_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting.kindred, "spouses", lambda persons: [])
    homes = families(4000)
    seen: set[str] = set()
    for home, flags in zip(homes, flagged(homes), strict=True):
        told = set[str]().union(*flags)
        refused = refusals(home)
        seen |= refused
        assert bool(told) == bool(refused), (home, told, refused)
        assert refused <= told, (home, told, refused)
        assert flags[0] == set(), "the head is to nobody anything"
    assert seen == set(FLAGS.values())
