"""The journal of a conversion: which steps are done, each with what it found. It outlives the process."""

import json
from collections.abc import Callable
from typing import Any

import psycopg

from huji.standards import Refused, Text

Connection = psycopg.Connection[Any]
_LOCK = 1213549130  # one command at a time


def hold(connection: Connection) -> None:
    """Keep every other conversion command of this database out while this connection lasts.

    Connections that a killed command left behind at the server end first.
    """
    with connection.transaction():
        connection.execute("set local lock_timeout = '10s'")
        try:
            connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        except psycopg.errors.LockNotAvailable as error:
            raise Refused(
                "conversion.busy",
                Text("另一个转换命令正在运行。", "Another conversion command is running."),
            ) from error
    left = connection.execute(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database()"
        " and usename = current_user and application_name = 'huji-convert' and pid <> pg_backend_pid()"
    )
    left.fetchall()


class Journal:
    """The steps of one conversion."""

    def __init__(self, connection: Connection, conversion: int) -> None:
        self._connection = connection
        self.conversion = conversion

    def detail(self, step: str) -> dict[str, Any] | None:
        """Return what a step that is done has found, None where it is not done."""
        row = self._connection.execute(
            "select detail from conversion_step where conversion = %s and step = %s and done is not null",
            [self.conversion, step],
        ).fetchone()
        return row[0] if row else None

    def begin(self, step: str) -> None:
        """Note that a step begins; outside any transaction, so that it shows."""
        self._connection.execute(
            "insert into conversion_step (conversion, step) values (%s, %s)"
            " on conflict (conversion, step) do update set begun = clock_timestamp()",
            [self.conversion, step],
        )

    def done(self, step: str, detail: dict[str, Any], connection: Connection | None = None) -> None:
        """Note that a step is done: in the transaction of what it did, where `connection` has one."""
        (connection or self._connection).execute(
            "update conversion_step set done = clock_timestamp(), detail = %s"
            " where conversion = %s and step = %s",
            [json.dumps(detail), self.conversion, step],
        )

    def once(self, step: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Do a step that can be done over, unless it is done; return what it found."""
        if (found := self.detail(step)) is not None:
            return found
        self.begin(step)
        found = work()
        self.done(step, found)
        return found

    def steps(self) -> list[tuple[str, float | None]]:
        """Return the steps begun, in their order, with the seconds each took."""
        rows = self._connection.execute(
            "select step, extract(epoch from done - begun)::float from conversion_step where conversion = %s"
            " order by begun",
            [self.conversion],
        )
        return [(step, seconds) for step, seconds in rows.fetchall()]
