"""Files a command writes: never over an input, never over a file that exists unless told to, whole or not.

Faults are raised as `Faulty`, one line each.
"""

import os
import signal
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click

from huji.policy import Fault, Faulty, Text

FORCE = click.option("--force", is_flag=True, help="Replace a file that exists already.")


def checked(
    path: Path, *, inputs: Iterable[Path | str] = (), others: Iterable[Path | None] = (), force: bool = False
) -> Path:
    """Return the file to write, a link followed; raise Faulty where it may not be written.

    Refused are a folder, anything that is no regular file (a device, a pipe), an input, another output, a
    file that exists without `force`, and a folder that is not there.
    """
    try:
        real = path.resolve()
        kind = real.stat().st_mode if real.exists() else None
    except (OSError, RuntimeError) as error:
        raise unwritten(path, error) from None
    if kind is not None and stat.S_ISDIR(kind):
        raise _fault(path, "a-folder", "这是一个目录，不是文件", "this is a folder, not a file")
    if kind is not None and not stat.S_ISREG(kind):
        raise _fault(path, "no-regular-file", "不是普通文件，不写入", "this is no regular file, left alone")
    if any(_same(real, Path(one)) for one in inputs):
        raise _fault(path, "an-input", "这是输入文件，不能写入", "this is an input and is not written over")
    if any(one is not None and _same(real, one) for one in others):
        raise _fault(path, "an-output", "另一项输出也写到这个文件", "another output goes to this file too")
    if kind is not None and not force:
        zh, en = "文件已存在；要替换请加 --force", "the file exists already; --force replaces it"
        raise _fault(path, "exists", zh, en)
    if not real.parent.is_dir():
        raise _fault(path, "no-folder", "无法写入：没有这个文件夹", "it cannot be written: no such folder")
    return real if path.is_symlink() else path


@contextmanager
def replacing(
    path: Path | None,
    *,
    inputs: Iterable[Path | str] = (),
    others: Iterable[Path | None] = (),
    force: bool = False,
) -> Iterator[Path | None]:
    """Check `path` and give the file to write, whole or not at all; a file replaced keeps its mode.

    For writers that write beside and rename: being told to end runs their clearing up like any error.
    """
    if path is None:
        yield None
        return
    real = checked(path, inputs=inputs, others=others, force=force)
    mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else None
    with _ended_in_order():
        yield real
    if mode is not None:
        with suppress(OSError):
            real.chmod(mode)


def write(
    path: Path,
    content: bytes,
    *,
    inputs: Iterable[Path | str] = (),
    others: Iterable[Path | None] = (),
    force: bool = False,
) -> None:
    """Check `path` and write `content` to it, whole or not at all; raise Faulty."""
    with replacing(path, inputs=inputs, others=others, force=force) as real:
        assert real is not None
        put(real, content)


def put(path: Path, content: bytes) -> None:
    """Write `content` to a file given by `replacing`, whole or not at all; raise Faulty."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise unwritten(path, error) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def unwritten(path: Path, error: Exception) -> Faulty:
    """Return the refusal of a file that cannot be written."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return _fault(path, "unwritten", f"无法写入：{reason}", f"it cannot be written: {reason}")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return one == Path(os.path.realpath(other))


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let SIGTERM unwind the block, so that what is half written goes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _fault(path: Path, code: str, zh: str, en: str) -> Faulty:
    return Faulty([Fault(str(path), 0, code, Text(zh, en))])
