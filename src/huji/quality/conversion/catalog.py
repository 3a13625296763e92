"""The register's guards while it is loaded: what hangs on its tables is noted, taken off and put back,
and compared.

Taken off are indexes, keys, exclusions and foreign keys; triggers are switched off. CHECK and NOT NULL
stay on.
"""

from dataclasses import asdict, dataclass
from typing import Any

import psycopg
from psycopg import sql

LOADED = (
    "person", "household", "household_address", "citizen_number", "particulars", "standing", "kinship",
    "conversion_row", "conversion_household", "conversion_relative", "archive_old_kind",
)  # fmt: skip
"""The tables that are loaded; the heaviest are rebuilt first."""
OWN = "empties_its_own"
"""The trigger that lets a table be emptied of what a conversion has loaded alone: never switched off."""
Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint on, or a reference to, a table that is loaded."""

    table: str
    name: str
    kind: str
    definition: str


@dataclass(frozen=True, slots=True)
class Index:
    """An index that no constraint owns."""

    table: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger of ours, and how it is switched."""

    table: str
    name: str
    switched: str
    definition: str


@dataclass(frozen=True, slots=True)
class Guards:
    """All that holds the tables, in a fixed order, and the rights on the schema they stand in."""

    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]
    triggers: tuple[Trigger, ...]
    rights: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def guards(connection: Connection) -> Guards:
    """Return what holds the tables now (pg_constraint, pg_index, pg_trigger)."""
    tables = [list(LOADED)]
    constraints = connection.execute(
        "select c.conrelid::regclass::text, c.conname, c.contype, pg_get_constraintdef(c.oid)"
        " from pg_constraint c"
        " where (c.conrelid = any (%s::regclass[]) or c.confrelid = any (%s::regclass[]))"
        " and c.contype <> 't' order by 1, 2",
        tables * 2,
    )
    found = tuple(Constraint(*(_text(v) for v in row)) for row in constraints.fetchall())
    indexes = connection.execute(
        "select i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)"
        " from pg_index i where i.indrelid = any (%s::regclass[]) and i.indisvalid"
        " and not exists (select from pg_constraint c"
        "  where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))"
        " order by 1, 2",
        tables,
    )
    plain = tuple(Index(*row) for row in indexes.fetchall())
    triggers = connection.execute(
        "select t.tgrelid::regclass::text, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid) from pg_trigger t"
        " where t.tgrelid = any (%s::regclass[]) and not t.tgisinternal order by 1, 2",
        tables,
    )
    hung = tuple(Trigger(*(_text(v) for v in row)) for row in triggers.fetchall())
    rights = connection.execute("select nspacl::text from pg_namespace where nspname = 'public'").fetchone()
    return Guards(found, plain, hung, rights[0] if rights else None)


def of_json(kept: dict[str, Any]) -> Guards:
    """Return guards as they were noted."""
    return Guards(
        tuple(Constraint(**one) for one in kept["constraints"]),
        tuple(Index(**one) for one in kept["indexes"]),
        tuple(Trigger(**one) for one in kept["triggers"]),
        kept["rights"],
    )


def differences(before: Guards, after: Guards) -> list[str]:
    """Return what is not as it was, one line each."""
    found = []
    for kind in ("constraints", "indexes", "triggers"):
        was, now = set(getattr(before, kind)), set(getattr(after, kind))
        found += [f"{kind}: gone: {one.table}.{one.name}" for one in sorted(was - now, key=str)]
        found += [f"{kind}: new: {one.table}.{one.name}" for one in sorted(now - was, key=str)]
    if before.rights != after.rights:
        found.append(f"rights on the schema: {before.rights} became {after.rights}")
    return found


def lost(before: Guards, after: Guards) -> list[str]:
    """Return what of `before` is no more as it was; a later version may have brought more guards."""
    return [one for one in differences(before, after) if ": new: " not in one]


def take_off(connection: Connection, held: Guards) -> None:
    """Take off all but checks, and switch off the triggers but `OWN`; inside the caller's transaction."""
    for trigger in held.triggers:
        if trigger.name != OWN:
            connection.execute(_sql("alter table {} disable trigger {}", trigger.table, trigger.name))
    for kinds in ("f", "xup"):
        for one in held.constraints:
            if one.kind in kinds:
                connection.execute(_sql("alter table {} drop constraint {}", one.table, one.name))
    for index in held.indexes:
        connection.execute(_sql("drop index {}", index.name))


def missing(connection: Connection, held: Guards) -> tuple[list[list[sql.Composed]], list[sql.Composed]]:
    """Return the statements that put back what is not there: a list for each table, and the foreign keys
    after.

    Of each table's the keys come first, since a foreign key leans on them.
    """
    now = guards(connection)
    has = {(one.table, one.name) for one in now.constraints}
    indexed = {(one.table, one.name) for one in now.indexes}
    by_table: dict[str, list[sql.Composed]] = {table: [] for table in LOADED}
    for kinds in ("p", "u", "x"):
        for one in held.constraints:
            if one.kind in kinds and (one.table, one.name) not in has:
                by_table[one.table].append(_add(one))
    for index in held.indexes:
        if (index.table, index.name) not in indexed:
            by_table[index.table].append(sql.SQL(index.definition).format())
    foreign = [_add(one) for one in held.constraints if one.kind == "f" and (one.table, one.name) not in has]
    return [statements for statements in by_table.values() if statements], foreign


def switch_on(connection: Connection, held: Guards) -> None:
    """Switch each trigger as it was."""
    words = {"O": "enable", "D": "disable", "R": "enable replica", "A": "enable always"}
    for one in held.triggers:
        connection.execute(
            sql.SQL("alter table {} {} trigger {}").format(
                sql.Identifier(one.table), sql.SQL(words[one.switched]), sql.Identifier(one.name)
            )
        )


def _add(one: Constraint) -> sql.Composed:
    return sql.SQL("alter table {} add constraint {} {}").format(
        sql.Identifier(one.table),
        sql.Identifier(one.name),
        sql.SQL(one.definition),
    )


def _sql(statement: Any, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*(sql.Identifier(name) for name in names))


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
