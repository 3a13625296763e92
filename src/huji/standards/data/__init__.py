"""The package's tables, read when first asked for."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV table of this package, without its header."""
    table = csv.reader(files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines())
    next(table)
    return table
