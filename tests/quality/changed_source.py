"""An old register whose rows a test has changed, and what became of them."""

import csv
from collections.abc import Callable

import psycopg
from tests.quality.conversion_source import Old, planned

Row = dict[str, str]


def changed(old: Old, change: Callable[[list[Row]], None]) -> Old:
    """Write the rows of a CSV source again as `change` left them, plan and freeze."""
    with old.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    change(rows)
    path = old.path.with_name("changed.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns)
        out.writeheader()
        out.writerows(rows)
    return planned(path, old.written, old.path.parent)


def households(rows: list[Row], type_: str) -> list[list[Row]]:
    """Return the households of a kind (户别), the largest first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["户别"] == type_:
            found.setdefault(row["户号"], []).append(row)
    return sorted(found.values(), key=len, reverse=True)


def couple(rows: list[Row]) -> tuple[Row, Row]:
    """Return a wife and her older husband, who name each other."""
    by_number = {row["公民身份号码"]: row for row in rows}
    return next(
        (row, other)
        for row in rows
        if row["性别"] == "女"
        and (other := by_number.get(row["配偶公民身份号码"]))
        and other["配偶公民身份号码"] == row["公民身份号码"]
        and other["出生日期"] < row["出生日期"]
    )


def outcome(owner: psycopg.Connection, row: int) -> tuple[str, list[str], str]:
    """Return how a row ended, why, and its note."""
    found = owner.execute(
        "select outcome, coalesce(reasons, '{}'), coalesce(note, '') from conversion_row where row = %s",
        [row],
    ).fetchone()
    assert found
    return found[0], found[1], found[2]
