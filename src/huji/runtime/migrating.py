"""Bringing a schema up to this version: one at a time, forward only, never under a newer one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from huji.standards import Refused, Text

_LOCK = 1213549131
"""Held by whoever migrates; 'HUJI' and two more, the ledger's and a conversion's being taken."""


def migrate() -> int:
    """Apply what is missing as the owner of the schema; return how many migrations that were.

    A second process waits for the first and then finds nothing missing. Raises Refused (`db.newer`) when the
    schema has migrations that this version does not know.
    """
    from django.core.management import call_command
    from django.db import connections

    owner = connections["owner"]
    with _alone(owner):
        missing = len(pending(owner))
        if missing:
            call_command("migrate", database="owner", verbosity=0, interactive=False)
        return missing


def pending(connection: Any) -> list[str]:
    """Return the migrations that the database lacks, in order, as app.name. Raises Refused (`db.newer`)."""
    from django.apps import apps
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("huji.")}
    known = set(executor.loader.disk_migrations or {})
    newer = sorted(key for key in executor.loader.applied_migrations if key[0] in ours and key not in known)
    if newer:
        named = ", ".join(f"{app}.{name}" for app, name in newer[:5])
        raise Refused(
            "db.newer",
            Text(
                f"数据库由更新的版本建立（{named}），本版本不能使用。",
                f"The schema is of a newer version, which this one does not know: {named}.",
            ),
            Text(
                "请安装该版本；要退回旧版本，请恢复升级前的备份。",
                "Install that version; to go back, restore the backup taken before upgrading.",
            ),
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def holds_acts(connection: Any) -> bool:
    """Return whether anything was registered, so that a backup is worth its while."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.ledger_entry') is not null")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("select exists (select from ledger_entry)")
        return bool(cursor.fetchone()[0])


@contextmanager
def _alone(owner: Any) -> Iterator[None]:
    """Hold the session's lock; a killed migrator gives it up with its connection."""
    with owner.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with owner.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])
