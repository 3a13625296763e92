"""Django's cache, in which allauth and the public pages count tries: in PostgreSQL, shared by all workers.

The answers to the desks' forms lie in it too (`huji.web.middleware.answers`).

A count in each worker's own memory would multiply every limit by the number of workers, and let a one-time
code be used once in each. Values are JSON, so that whoever writes the table runs nothing here.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

SWEPT = 100
"""Rows past their time that one writing takes away, so that no job is needed and no request waits long."""


class Tries(BaseCache):
    """A cache whose `add` and `incr` are each one statement, so that of two at once only one is first."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        rows = _rows(
            "insert into web_try as t (key, value, until) values (%s, %s, %s)"
            " on conflict (key) do update set value = excluded.value, until = excluded.until"
            " where t.until <= clock_timestamp() returning 1",
            [self._name(key, version), json.dumps(value), self._until(timeout)],
        )
        _sweep()
        return bool(rows)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        rows = _rows(
            "select value::text from web_try where key = %s and until > clock_timestamp()",
            [self._name(key, version)],
        )
        return json.loads(rows[0][0]) if rows else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        _rows(
            "insert into web_try (key, value, until) values (%s, %s, %s)"
            " on conflict (key) do update set value = excluded.value, until = excluded.until returning 1",
            [self._name(key, version), json.dumps(value), self._until(timeout)],
        )
        _sweep()

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a count and return it; ValueError where there is none."""
        rows = _rows(
            "update web_try set value = to_jsonb((value #>> '{}')::bigint + %s)"
            " where key = %s and until > clock_timestamp() returning (value #>> '{}')::bigint",
            [delta, self._name(key, version)],
        )
        if not rows:
            raise ValueError(f"there is no count {key}")
        return int(rows[0][0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(
            _rows(
                "update web_try set until = %s where key = %s and until > clock_timestamp() returning 1",
                [self._until(timeout), self._name(key, version)],
            )
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(_rows("delete from web_try where key = %s returning 1", [self._name(key, version)]))

    def clear(self) -> None:
        _rows("delete from web_try returning 1", [])

    def _name(self, key: str, version: int | None) -> str:
        # Keys name addresses and accounts: their digests do for counting.
        return hashlib.sha256(self.make_key(key, version=version).encode()).hexdigest()

    def _until(self, timeout: Any) -> datetime | str:
        at = self.get_backend_timeout(timeout)
        return "infinity" if at is None else datetime.fromtimestamp(at, UTC)


def _sweep() -> None:
    _rows(
        "delete from web_try where key in (select key from web_try where until <= clock_timestamp()"
        " limit %s for update skip locked) returning 1",
        [SWEPT],
    )


def _rows(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
