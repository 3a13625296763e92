"""Set-based statements kept as SQL beside the modules that run them."""

import re
from functools import cache
from importlib.resources import files


@cache
def statements(file: str) -> dict[str, str]:
    """Return the statements of a file by name; names in braces are for `str.format`."""
    text = (files("huji.quality.conversion") / f"{file}.sql").read_text("utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
