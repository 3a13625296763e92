"""Rolling a conversion back: the register as it was before, only while no act has followed."""

from typing import Any
from zoneinfo import ZoneInfo

import psycopg
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
    if not (reason := reason.strip()):
        raise Refused("conversion.reason_needed", Text("请写明撤回的理由。", "Say why it is rolled back."))
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
        if state == "running" and noted is None:  # it never closed the register: what stands there is others'
            with connection.transaction():
                return _entered(connection, conversion, reason)
        if state != "running":
            _nothing_followed(connection, (journal.detail("enter") or {})["entry"])
        with connection.transaction():
            if noted is not None and state == "running":
                held = catalog.of_json(noted["guards"])
                connection.execute("grant usage on schema public to public")
            else:
                held = catalog.guards(connection)
                catalog.take_off(connection, held)
            _empty(connection)
            by_table, foreign = catalog.missing(connection, held)
            for statement in (*(one for table in by_table for one in table), *foreign):
                _put_back(connection, statement)
            catalog.switch_on(connection, held)
            if differs := catalog.lost(held, catalog.guards(connection)):
                raise Refused(
                    "conversion.guards",
                    Text(f"约束没有全部恢复：{differs}", f"Not everything is back in its place: {differs}"),
                )
            return _entered(connection, conversion, reason)


_OURS = (*catalog.LOADED, "quarantine_row", "quarantine_forwarding", "archive_quarantined_kind")


def _nothing_followed(connection: Connection, genesis: int) -> None:
    after = connection.execute(
        "select act, count(*) from ledger_entry where entry > %s and act <> all (%s) group by 1",
        [genesis, list(HARMLESS)],
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


def _empty(connection: Connection) -> None:
    """Empty the tables; the database refuses it where they hold what no conversion has loaded."""
    try:
        connection.execute("truncate " + ", ".join(_OURS))
    except psycopg.errors.CheckViolation as error:
        raise Refused(
            "conversion.not_its_own",
            Text(
                f"{error.diag.table_name} 中有不是这次转换载入的内容，不能撤回。",
                f"{error.diag.table_name} holds what this conversion did not load: it cannot be rolled back.",
            ),
            Text("什么也没有删除。请从备份恢复。", "Nothing was removed. Restore a backup."),
        ) from error


def _put_back(connection: Connection, statement: sql.Composed) -> None:
    try:
        connection.execute(statement)
    except psycopg.errors.ForeignKeyViolation as error:
        raise Refused(
            "conversion.referred_to",
            Text(
                f"{error.diag.table_name} 中已有引用。", f"{error.diag.table_name} refers to people by now."
            ),
        ) from error


def told(connection: Connection, conversion: int) -> dict[str, Any]:
    """Return when a conversion was rolled back (ISO, to the minute, Asia/Shanghai), why, by which entry."""
    row = connection.execute(
        "select entry, recorded, convert_from(body, 'UTF8')::jsonb #>> '{statement,reason}' from ledger_entry"
        " where act = %s and convert_from(body, 'UTF8')::jsonb #> '{results,conversion}' = to_jsonb(%s::int)",
        [ACT, conversion],
    ).fetchone()
    assert row
    entry, recorded, reason = row
    at = recorded.astimezone(ZoneInfo("Asia/Shanghai")).isoformat(timespec="minutes")
    return {"at": at, "reason": reason, "entry": entry}


def _entered(connection: Connection, conversion: int, reason: str) -> int:
    body = {"act": ACT, "statement": {"reason": reason}, "results": {"conversion": conversion}}
    connection.execute("update conversion set state = 'rolled_back' where id = %s", [conversion])
    row = connection.execute(
        "insert into ledger_entry (office, act, offices, body) values (0, %s, '{}', %s) returning entry",
        [ACT, canonical(body)],
    ).fetchone()
    assert row
    return int(row[0])
