"""Settling within the city."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Execute:
    """The approved case whose act is to be done."""

    case: str
    version: int


def execute(statement: Execute, by: By) -> Done:
    """Do the register's act and issue the booklet, whole or not at all."""
    raise NotImplementedError
