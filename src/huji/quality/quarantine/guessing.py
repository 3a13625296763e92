"""What a line that could not be read may have said: a guess, split by the source's header, for an officer to
correct."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from huji.quality.conversion.layout import COLUMNS

_LONGEST = 64 * 1024
_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
_SEALED = "old_kind"


def header(source: Path) -> list[str]:
    """Return the columns of a frozen source by our names ("" where none fits); [] where none is there."""
    try:
        with source.open("rb") as file:
            line = file.readline(_LONGEST)
    except OSError:
        return []
    if line.startswith(b"PAR1"):
        return []
    ours = {name: column.name for column in COLUMNS for name in (column.name, column.zh)}
    return [ours.get(one.strip(), "") for one in split(line)]


def guess(original: bytes, columns: Sequence[str]) -> dict[str, str]:
    """Return what the fields of a line would be by the columns; of a line of other width what fits.

    Before the citizen number fields are counted from the left; then from the field that looks like one.
    """
    values = split(original)
    if not columns or sum(map(bool, values)) < 2:
        return {}
    shift, number = 0, columns.index("number") if "number" in columns else len(columns)
    if len(values) != len(columns):
        seen = next((at for at, value in enumerate(values) if _NUMBER.fullmatch(value)), None)
        shift = seen - number if seen is not None else len(values)  # without one: nothing from there on
    found = {}
    for at, name in enumerate(columns):
        place = at if at < number else at + shift
        if name and name != _SEALED and place < len(values) and values[place]:
            found[name] = values[place]
    return found


def split(line: bytes) -> list[str]:
    """Return the fields of a line: in UTF-8, else GB18030, by its quotes, else without them."""
    text = _decoded(line).strip("\r\n")
    try:
        [values] = csv.reader([text], strict=True)
    except (csv.Error, ValueError):
        values = text.replace('"', "").split(",")
    return ["".join(c for c in value if c.isprintable()).strip() for value in values]


def _decoded(line: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", "replace").replace("\ufffd", "")
