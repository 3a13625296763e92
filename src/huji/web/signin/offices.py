"""The names of offices, for the list of demonstration officers."""

from huji.places import queries


def names_of(offices: set[int]) -> dict[int, str]:
    """Return the names of offices by id."""
    return {office.id: office.name for office in queries.offices() if office.id in offices}
