"""What operators collect: requests by route, and the state of database, ledger and backups. No personal data.

Labels are names of routes, methods and statuses, all from closed lists. Under several workers the counts lie
in files that they share (PROMETHEUS_MULTIPROC_DIR, set by `huji serve`).
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REQUESTS = Counter("huji_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "huji_request_seconds",
    "Time to answer a request",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1, 2.5, 5, 10, 30),
)


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> bytes:
    """Return all metrics in Prometheus' text form."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
        counted = generate_latest(registry)
    else:
        counted = generate_latest(REGISTRY)
    state = CollectorRegistry()
    state.register(_State())
    return counted + generate_latest(state)


class _State(Collector):
    """Asked when it is collected: database, ledger, archive of the log, backups."""

    def collect(self) -> Iterator[Metric]:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select coalesce((select max(entry) from ledger_entry), 0),"
                    " (select count(*) from pg_stat_activity where datname = current_database()),"
                    " coalesce(extract(epoch from now() - last_archived_time), -1)::float,"
                    " coalesce(last_failed_time > last_archived_time, last_failed_time is not null)::int"
                    " from pg_stat_archiver"
                )
                entry, connections, archived, failing = cursor.fetchone()
        except Error:
            yield GaugeMetricFamily("huji_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("huji_database_up", "Whether the database answers", 1)
        yield GaugeMetricFamily("huji_database_connections", "Connections to the database", connections)
        yield GaugeMetricFamily("huji_ledger_entry", "Number of the last entry of the ledger", entry)
        yield GaugeMetricFamily(
            "huji_archive_age_seconds", "Since the last segment of the log was archived; -1: never", archived
        )
        yield GaugeMetricFamily("huji_archive_failing", "Whether the last segment was not archived", failing)
        yield GaugeMetricFamily(
            "huji_backup_age_seconds", "Since the last base copy was taken; -1: not known", _backup_age()
        )


def _backup_age() -> float:
    from huji.runtime.backups import place
    from huji.runtime.backups.taking import NOTE
    from huji.standards import Refused

    try:
        noted = json.loads((settings.HUJI_HOME / NOTE).read_bytes())
        bases = place.found(Path(noted["place"])).bases()
        return (datetime.now(UTC) - bases[-1].finished).total_seconds()
    except (OSError, ValueError, KeyError, IndexError, Refused):
        return -1
