"""The columns of a population table: one row a person, a column a fact, named as the vocabulary names it."""

from collections.abc import Sequence

PERSON = "person_id"
DIVISION = "destination__division"
AREA = "destination__area"
OUTCOME = "outcome"
GRANTED = "granted_by"
UNKNOWN = "unknown"
ROW = "_row"
"""A row's place in the file; a query keeps it where its table has it, so that an engine can restore order."""

BANDS = (18, 30, 45, 60)
"""Where one age band ends and the next begins."""


def column_of(name: str) -> str:
    """Return the column of a fact: its name with `__` for the dot."""
    return name.replace(".", "__")


def fact_of(column: str) -> str:
    """Return the fact a column would hold."""
    return column.replace("__", ".", 1)


def route_column(id_: str) -> str:
    """Return the column of a route's value in a result."""
    return f"route__{id_}"


def prohibition_column(id_: str) -> str:
    """Return the column of a prohibition's value in a result."""
    return f"prohibition__{id_}"


def band_names() -> tuple[str, ...]:
    """Return the names of the age bands: `0-17`, …, `60-`."""
    starts = (0, *BANDS)
    ends = [str(after - 1) for after in BANDS] + [""]
    return tuple(f"{start}-{end}" for start, end in zip(starts, ends, strict=True))


def code_metadata(codes: Sequence[str]) -> dict[bytes, bytes]:
    """Return the Arrow field metadata by which Polars reads a dictionary of these codes as small numbers.

    Without it the words of every row are looked up again, which takes longer than reading all else.
    """
    return {b"_PL_ENUM_VALUES2": "".join(f"{len(code.encode())};{code}" for code in codes).encode()}
