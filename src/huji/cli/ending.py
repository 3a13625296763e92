"""How `huji` ends when its output cannot be written, or somebody interrupts it: one line, no traceback."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

import click

from huji.cli.lazy import Lazy
from huji.standards import Text


class Unwritten(click.ClickException):
    """Standard output or a file failed: one line and 2; nothing is said where the reader has left."""

    exit_code = 2

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line; what is still buffered for standard output is given up."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if self.error.errno == errno.EPIPE:
            return
        where = self.error.filename or Text("标准输出", "standard output")
        reason = self.error.strerror or str(self.error)
        with suppress(OSError):
            click.echo(
                f"{where}: {Text(f'无法读写：{reason}', f'cannot be read or written: {reason}')}", err=True
            )


class Interrupted(click.ClickException):
    """Ctrl-C: one line and 130."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__(str(Text("已中断", "Interrupted")))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line, below what the terminal echoed."""
        with suppress(OSError):
            click.echo(f"\n{self.message}", err=True)


class Command(Lazy):
    """The `huji` command: a group whose output is known to be written when it leaves with 0."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with _in_order():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_order():
            return super().invoke(ctx)


@contextmanager
def _in_order() -> Iterator[None]:
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        raise Unwritten(error) from None
    except KeyboardInterrupt:
        raise Interrupted from None
