"""The names of the officers on a page, each looked up once for the whole page."""

from collections.abc import Iterable

from huji.officers import queries as officers


def officer_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those officers, by id."""
    return {id_: one.full_name for id_, one in officers.officers(ids).items()}
