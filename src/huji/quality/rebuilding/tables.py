"""The tables of the read model as both sides write them, in one order of columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import psycopg

Connection = psycopg.Connection[Any]

_DAYS = ("from_day date", "to_day date", "known_from bigint", "known_to bigint")
_RANGES = "lower(valid), upper(valid), lower(known), upper(known)"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with DuckDB's types (the first `key` name the row), and PostgreSQL's query."""

    name: str
    columns: tuple[str, ...]
    query: str
    key: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.split()[0].strip('"') for column in self.columns)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the registration form and what it is where nothing was said."""

    name: str
    default: str | None


def items(connection: Connection) -> tuple[Item, ...]:
    """Return the items that `particulars` has; the sort key of names is left out, being derived."""
    rows = connection.execute(
        "select column_name, is_nullable = 'YES' from information_schema.columns"
        " where table_schema = 'public' and table_name = 'particulars'"
        " and column_name <> all (array['person', 'valid', 'known', 'name_sort_key'])"
        " order by ordinal_position"
    ).fetchall()
    return tuple(Item(name, None if nullable else "") for name, nullable in rows)


def tables(of: Sequence[Item]) -> dict[str, Table]:
    """Return the tables by name."""
    wide = tuple(f'"{item.name}" varchar' for item in of)
    asked = ", ".join(f'"{item.name}"::text' for item in of)
    told = (
        Table(
            "person",
            ("id bigint", "born date", "created_entry bigint", "born_entry bigint"),
            "select id, born, created_entry, born_entry from person",
        ),
        Table(
            "former_birth",
            ("person bigint", "born date", "known_from bigint", "known_to bigint"),
            "select person, born, lower(known), upper(known) from former_birth",
        ),
        Table(
            "citizen_number",
            ("person bigint", *_DAYS, "number varchar"),
            f"select person, {_RANGES}, number from citizen_number",
        ),
        Table(
            "particulars",
            ("person bigint", *_DAYS, *wide),
            f"select person, {_RANGES}, {asked} from particulars",
        ),
        Table(
            "household",
            ("id bigint", "kind varchar", "sort varchar", "created_entry bigint"),
            "select id, kind, sort, created_entry from household",
        ),
        Table(
            "household_address",
            ("household bigint", *_DAYS, "address bigint", "office bigint"),
            f"select household, {_RANGES}, address, office from household_address",
        ),
        Table(
            "standing",
            (
                "person bigint", *_DAYS, "kind varchar", "household bigint", "relation varchar",
                "office bigint", "cause varchar",
            ),
            f"select person, {_RANGES}, kind::text, household, relation, office, cause from standing",
        ),
        Table(
            "kinship",
            ("person bigint", "relative bigint", "kind varchar", *_DAYS),
            f"select person, relative, kind, {_RANGES} from kinship",
            3,
        ),
        Table(
            "same_person",
            ("person bigint", "kept bigint", "entry bigint"),
            "select person, kept, entry from same_person",
        ),
        Table(
            "move_in_permit",
            (
                "number varchar", "office bigint", "address bigint", "household bigint", "issued date",
                "expires date", "numbers varchar", "names varchar", "entry bigint", "used_entry bigint",
                "void_entry bigint",
            ),
            "select number, office, address, household, issued, expires, to_json(numbers)::text,"
            " to_json(names)::text, entry, used_entry, void_entry from move_in_permit",
        ),
        Table(
            "migration_certificate",
            (
                "issuer varchar", "number varchar", "office bigint", "issued date", "expires date",
                "destination varchar", "persons varchar", "entry bigint", "void_entry bigint",
            ),
            "select issuer, number, office, issued, expires, destination, to_json(persons)::text, entry,"
            " void_entry from migration_certificate",
            2,
        ),
    )  # fmt: skip
    return {table.name: table for table in told}


def make(db: duckdb.DuckDBPyConnection, table: Table, prefix: str) -> None:
    """Make the empty table `<prefix>_<name>`."""
    columns = ", ".join(
        f'"{name}" {column.split()[-1]}' for name, column in zip(table.names, table.columns, strict=True)
    )
    db.execute(f"create table {prefix}_{table.name} ({columns})")


def fill(db: duckdb.DuckDBPyConnection, table: Table, prefix: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add rows, days as texts, to `<prefix>_<name>`."""
    if not rows:
        return
    import pyarrow as pa

    arrays = []
    for place, column in enumerate(table.columns):
        kind = pa.int64() if column.endswith("bigint") else pa.string()
        arrays.append(pa.array([row[place] for row in rows], kind))
    handed = pa.table(arrays, names=list(table.names))
    db.register("handed", handed)
    cast = ", ".join(
        f'"{name}"::{column.split()[-1]}' for name, column in zip(table.names, table.columns, strict=True)
    )
    db.execute(f"insert into {prefix}_{table.name} select {cast} from handed")
    db.unregister("handed")
