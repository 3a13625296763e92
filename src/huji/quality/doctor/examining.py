"""Asking all questions in one snapshot, read-only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from huji.quality.doctor import ledger, people, procedure, structure
from huji.quality.doctor.values import Check
from huji.standards import Text

Connection = psycopg.Connection[Any]

CHECKS: tuple[Check, ...] = (*people.CHECKS, *ledger.CHECKS, *procedure.CHECKS, *structure.CHECKS)
EXAMPLES = 10
_ASKED_ALWAYS = ("conversion.under_way", "archive.failing")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how many, and the first by id.

    `skipped`: its tables are not there, or being filled.
    """

    check: Check
    count: int
    examples: tuple[str, ...]
    skipped: bool = False

    @property
    def said(self) -> Text:
        """What was found, in words."""
        if self.skipped:
            return Text(
                "没有检查：所需的表不在，或者正在转换。",
                "Not asked: its tables are not there, or a conversion is under way.",
            )
        if not self.count:
            return Text("没有发现问题。", "Nothing found.")
        found = self.check.meaning
        return Text(f"发现 {self.count:,} 处：{found.zh}", f"{self.count:,} found: {found.en}")


def examine(
    connection: Connection,
    checks: Iterable[Check] = CHECKS,
    tell: Callable[[Check], None] = lambda check: None,
) -> list[Finding]:
    """Ask each question and return the findings, in the order of the checks, sound ones included.

    `connection` belongs to the schema's owner, in no transaction. Everything is read in one snapshot. `tell`
    hears of each check before it begins.
    """
    findings = []
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute(
            "set local search_path = public, pg_catalog; set local jit = off; set local work_mem = '128MB'"
        )
        converting = bool(_ask(connection, structure.UNDER_WAY).count)
        for check in checks:
            tell(check)
            skip = converting and check.code not in _ASKED_ALWAYS
            findings.append(Finding(check, 0, (), skipped=True) if skip else _ask(connection, check))
    return findings


def _ask(connection: Connection, check: Check) -> Finding:
    row = connection.execute(
        "select count(*) from unnest(%s::text[]) n where to_regclass(n) is null", [list(check.needs)]
    ).fetchone()
    if row and row[0]:
        return Finding(check, 0, (), skipped=True)
    # The first examples and the count in one pass; ids sort as numbers where they are numbers.
    found = connection.execute(
        f"with found (id) as materialized (select id::text from ({check.query}) q (id))"
        f" select (select count(*) from found), array(select id from found"
        f" order by length(id), id limit {EXAMPLES})".encode()
    ).fetchone()
    assert found is not None
    return Finding(check, found[0], tuple(found[1]))
