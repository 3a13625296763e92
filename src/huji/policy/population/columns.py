"""The columns of a population table: one row a person, a column a fact, named as the vocabulary names it."""

PERSON = "person_id"
DIVISION = "destination__division"
AREA = "destination__area"


def column_of(name: str) -> str:
    """Return the column of a fact: its name with `__` for the dot."""
    return name.replace(".", "__")


def fact_of(column: str) -> str:
    """Return the fact a column would hold."""
    return column.replace("__", ".", 1)
