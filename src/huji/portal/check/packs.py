"""The policies the self-check reads: those of the package and those published here."""

import time

from django.db import DatabaseError

from huji.policy import Library
from huji.rulebook import queries

SECONDS = 20
"""How long a process goes on with what it has read: a publication is followed after that at the latest."""

_read: tuple[float, Library] | None = None


def library() -> Library:
    """Return the policies at hand; where the database does not answer, those last known."""
    global _read
    now = time.monotonic()
    if _read is not None and now - _read[0] < SECONDS:
        return _read[1]
    try:
        found = queries.library()
    except DatabaseError:
        found = _read[1] if _read is not None else queries.library_of(())
    _read = (now, found)
    return found
