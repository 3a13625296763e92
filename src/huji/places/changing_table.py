"""The table of a change of places: lines of text as rules."""

import csv

from huji.places import queries
from huji.places.acts import Rule
from huji.standards import Refused, Text

FROM = ("division", "road", "number", "compound", "group", "building", "unit", "room")
COLUMNS = (*FROM, "name", *(f"to_{part}" for part in FROM), "area", "office")
REMOVED = "-"
"""Written in a `to_` column: the part falls away. Empty: it stays as it was."""


def rules(text: str, name: str) -> list[Rule]:
    """Read a CSV; columns not needed may be left out, the office is named.

    Raises `Refused` for a column it does not know, a table without `division`, or an unknown office.
    """
    reader = csv.DictReader(text.lstrip("\ufeff").strip().splitlines(keepends=True), restval="")
    given = [column.strip() for column in reader.fieldnames or ()]
    reader.fieldnames = given
    if "division" not in given:
        raise Refused(
            "table.columns", Text(f"{name}缺少列：division。", f"{name} lacks the column division.")
        )
    if strange := [column for column in given if column not in COLUMNS]:
        raise Refused(
            "table.columns",
            Text(f"{name}有不认识的列：{'、'.join(strange)}。", f"Unknown in {name}: {', '.join(strange)}."),
            Text(f"可用：{'、'.join(COLUMNS)}。", f"One of {', '.join(COLUMNS)}."),
        )
    offices = {office.name: office.id for office in queries.offices()}
    return [
        _rule(reader.line_num, {column: (row.get(column) or "").strip() for column in COLUMNS}, offices)
        for row in reader
        if any(value for value in row.values())
    ]


def _rule(line: int, row: dict[str, str], offices: dict[str, int]) -> Rule:
    if row["office"] and row["office"] not in offices:
        raise Refused(
            "office.unknown",
            Text(
                f"第 {line} 行：没有“{row['office']}”。",
                f"line {line}: there is no office “{row['office']}”.",
            ),
        )
    return Rule(
        line,
        row["division"],
        {part: row[part] for part in FROM[1:] if row[part]},
        row["to_division"],
        row["name"],
        {
            part: "" if row[f"to_{part}"] == REMOVED else row[f"to_{part}"]
            for part in FROM[1:]
            if row[f"to_{part}"]
        },
        row["area"],
        offices[row["office"]] if row["office"] else None,
    )
