"""The rows of the register's tables, from what was judged: ids in the order of the source, digests of
every table."""

from dataclasses import dataclass

from huji.quality.conversion.layout import LONGEST_NUMBER
from huji.quality.conversion.plan import Plan
from huji.quality.conversion.statements import statements
from huji.quality.conversion.workspace import Workspace, digest, engine, keep, quoted

TABLES = (
    "person", "household", "household_address", "citizen_number", "particulars", "standing", "kinship",
    "conversion_row", "conversion_household", "conversion_relative", "archive_old_kind",
)  # fmt: skip
"""The tables a conversion fills, with the columns as their files have them."""


@dataclass(frozen=True, slots=True)
class Bases:
    """The last ids given before: persons and households are numbered on from here. The number of this
    conversion."""

    person: int
    household: int
    conversion: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Every row read, as it ended."""

    read: int
    loaded: int
    flagged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Tabled:
    """The tables made: rows and digest (SHA-256) of each, and the tally."""

    tables: dict[str, tuple[int, str]]
    tally: Tally


def table(room: Workspace, plan: Plan, bases: Bases) -> Tabled:
    """Write `tables/*.parquet` but for the entry's number, which is not known yet."""
    with engine(room) as db:
        for query in statements("taking").values():
            db.execute(
                query.format(
                    judged=quoted(room.file("judged")), household=bases.household, person=bases.person,
                    on=quoted(plan.on),
                )
            )  # fmt: skip
        made = {}
        for name, query in _queries(room, bases).items():
            rows = keep(db, query, room.table(name))
            made[name] = (rows, digest(room.table(name)))
        counted = dict(
            db.execute(
                f"select outcome, count(*) from {quoted(room.table('conversion_row'))} group by 1"
            ).fetchall()
        )
    tally = Tally(
        sum(counted.values()), *(counted.get(name, 0) for name in ("loaded", "flagged", "rejected"))
    )
    return Tabled(made, tally)


def _queries(room: Workspace, bases: Bases) -> dict[str, str]:
    """Return the rows of each table."""
    named = {name: quoted(room.file(name)) for name in ("judged", "rows", "names", "unread")}
    return {
        name: text.format(conversion=bases.conversion, longest=LONGEST_NUMBER, **named)
        for name, text in statements("tabling").items()
    }
