"""Who reads, for what, and the line it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from huji.ledger import access
from huji.register.queries.asking import rows


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads (the officer's account), and for what."""

    officer: access.Reader
    purpose: access.Purpose


@dataclass(frozen=True, slots=True)
class Seen:
    """A logged look: the persons it covers. Persons beyond them are logged when they are met.

    `reader` None is the leave of an act, which covers everyone.
    """

    reader: Reader | None
    persons: frozenset[int]


def gate(reader: Reader, persons: Iterable[int], what: str) -> Seen:
    """Log that `reader` looks at `persons` and return the leave to read them.

    Raises RuntimeError inside a transaction, as the line must be committed before the data leaves.
    """
    covered = frozenset(persons)
    access.look(reader.officer, reader.purpose, covered, what)
    return Seen(reader, covered)


def within_act() -> Seen:
    """Leave to read inside an act or case verb, as `huji_writer`; raises RuntimeError anywhere else."""
    if not connection.in_atomic_block or rows("select current_user")[0][0] != "huji_writer":
        raise RuntimeError("only an act reads without a line: its ledger entry is the record")
    return Seen(None, frozenset())


def covered(by: Reader | Seen, persons: Iterable[int], what: str) -> None:
    """Log those of `persons` that no earlier look covers."""
    wanted = frozenset(persons)
    if isinstance(by, Reader):
        gate(by, wanted, what)
    elif by.reader is not None and not wanted <= by.persons:
        gate(by.reader, wanted - by.persons, what)
