"""A bar for long work: on standard error, where that is a terminal; nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """Give what is to be told how many more are done of `length`."""
    if not sys.stderr.isatty():
        yield lambda more: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def progress_of(label: str, *, shown: bool = True) -> Iterator[Callable[[int, int], None]]:
    """Give what is to be told how many are done, and of how many: of work that first finds out."""
    if not (shown and sys.stderr.isatty()):
        yield lambda done, of: None
        return
    with click.progressbar(length=0, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell
