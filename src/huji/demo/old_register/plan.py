"""What synthetic old register to make."""

from dataclasses import dataclass
from datetime import date

from huji.demo.population.city import City

ON = date(2015, 12, 31)
"""The last day of the old kinds in a city that unified its register with the new year."""
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people of which city, which share of rows has a fault, and how the file is written.

    `long_line` puts a line of that many bytes at the end; compressed (.gz), it makes a small file of a
    great one.
    """

    city: City
    people: int
    faults: float = 0.0
    seed: int = 20151231
    encoding: str = "utf-8"
    long_line: int = 0
