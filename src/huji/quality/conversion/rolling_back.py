"""Rolling a conversion back: the register as it was before, only while no act has followed."""

from psycopg import sql

from huji.ledger import canonical
from huji.quality.conversion import catalog, loading
from huji.quality.conversion.journal import Connection, Journal, hold
from huji.standards import Refused, Text

ACT = "roll_back_conversion"
HARMLESS = (
    "appoint_officer", "dismiss_officer", "open_office", "assign_area", "enter_addresses", "override_zone",
    "change_address",
)  # fmt: skip
"""Acts after which a conversion may still be rolled back: none of them speaks of a person."""


def roll_back(reason: str) -> int:
    """Empty the register of the conversion there is, and enter it; return the entry. Raise `Refused`."""
    with loading.owner() as connection:
        hold(connection)
        row = connection.execute("select id, state from conversion where state <> 'rolled_back'").fetchone()
        if row is None:
            raise Refused(
                "conversion.none", Text("没有可撤回的转换。", "There is no conversion to roll back.")
            )
        conversion, state = row
        journal = Journal(connection, conversion)
        noted = journal.detail("close")
        if state == "running":
            if noted is not None:
                _empty(connection)
                held = catalog.of_json(noted["guards"])
                loading.build(held, lambda step: None)
                return _enter(connection, conversion, reason, held)
            return _enter(connection, conversion, reason, None)
        entered = journal.detail("enter") or {}
        after = connection.execute(
            "select act, count(*) from ledger_entry where entry > %s and act <> all (%s) group by 1",
            [entered["entry"], list(HARMLESS)],
        ).fetchall()
        if after:
            acts = ", ".join(f"{act} × {count}" for act, count in after)
            raise Refused(
                "conversion.acts_followed",
                Text(
                    f"转换之后已有登记：{acts}，不能撤回。",
                    f"Acts have followed ({acts}): it cannot be rolled back.",
                ),
                Text("请从备份恢复，或逐件更正。", "Restore a backup, or correct what is wrong by acts."),
            )
        return _enter(connection, conversion, reason, None)


def _empty(connection: Connection) -> None:
    """Empty the tables; what refers to a person elsewhere (a paper, a tie) must be empty already."""
    others = connection.execute(
        "select distinct c.conrelid::regclass::text from pg_constraint c where c.contype = 'f'"
        " and c.confrelid = any (%s::regclass[]) and c.conrelid <> all (%s::regclass[])",
        [list(catalog.LOADED)] * 2,
    ).fetchall()
    referring = [name for (name,) in others]
    for name in referring:
        if name == "quarantine_row":
            continue
        row = connection.execute(
            sql.SQL("select exists (select from {})").format(sql.Identifier(name))
        ).fetchone()
        if row and row[0]:
            raise Refused(
                "conversion.referred_to", Text(f"{name} 中已有引用。", f"{name} refers to people by now.")
            )
    tables = [*catalog.LOADED, *referring]
    if "quarantine_row" not in tables:
        tables.append("quarantine_row")
    connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))


def _enter(connection: Connection, conversion: int, reason: str, held: catalog.Guards | None) -> int:
    body = {"act": ACT, "statement": {"reason": reason}, "results": {"conversion": conversion}}
    with connection.transaction():
        if held is None:
            _empty(connection)
        else:
            catalog.switch_on(connection, held)
            connection.execute("grant usage on schema public to public")
            if differs := catalog.differences(held, catalog.guards(connection)):
                raise Refused(
                    "conversion.guards",
                    Text(f"约束没有全部恢复：{differs}", f"Not everything is back in its place: {differs}"),
                )
        connection.execute("update conversion set state = 'rolled_back' where id = %s", [conversion])
        row = connection.execute(
            "insert into ledger_entry (office, act, offices, body) values (0, %s, '{}', %s) returning entry",
            [ACT, canonical(body)],
        ).fetchone()
        assert row
        return int(row[0])
