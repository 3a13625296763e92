"""What stops a conversion from outside, told in words: a full disk, a server gone. It goes on afterwards."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import psycopg
import pyarrow as pa

from huji.standards import Refused, Text

_FULL = ("no space left on device", "max_temp_directory_size")


@contextmanager
def told() -> Iterator[None]:
    """Raise `Refused` where the disk is full (`conversion.no_room`) or the server gone (`conversion.server`).

    Every step is a transaction or a file that is whole or not there: nothing half done is left.
    """
    try:
        yield
    except (OSError, duckdb.Error, pa.ArrowException, psycopg.Error) as error:
        if full(error):
            raise Refused(
                "conversion.no_room",
                Text("磁盘空间不够，已停下。", "There is no room on the disk; it stopped."),
                Text(
                    "腾出空间后再运行同一命令，从停下的地方继续。",
                    "Make room and run the same command: it goes on where it stopped.",
                ),
            ) from error
        if isinstance(error, psycopg.OperationalError) and _gone(error):
            raise Refused(
                "conversion.server",
                Text("数据库中途停止，已停下。", "The database went away; it stopped."),
                Text(
                    "请看 server.log（多为磁盘已满），再运行同一命令，从停下的地方继续。",
                    "Read server.log (most often the disk is full) and run the same command: it goes on"
                    " where it stopped.",
                ),
            ) from error
        raise


def full(error: BaseException) -> bool:
    """Return whether an error, or what led to it, is that the disk is full."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg.errors.DiskFull) or getattr(seen, "errno", None) == errno.ENOSPC:
            return True
        if any(words in str(seen).lower() for words in _FULL):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _gone(error: psycopg.OperationalError) -> bool:
    shutdown = isinstance(error, psycopg.errors.AdminShutdown | psycopg.errors.CrashShutdown)
    return shutdown or error.sqlstate is None  # none: the connection itself, not the server's answer
