"""Every kind of matter, one file each: `KIND`, or `KINDS` where one act has several counters.

A file here is found by itself; nothing has to be listed.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from huji.matters.kind import Kind
from huji.matters.values import Occasion
from huji.standards import Refused, Text


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by name, in the order of their occasions and files."""
    found = sorted(_found(), key=lambda kind: list(Occasion).index(kind.occasion))
    by_name = {kind.name: kind for kind in found}
    if len(by_name) != len(found):
        raise ValueError("two kinds of matter bear one name")
    return by_name


def kind(name: str) -> Kind:
    """Return a kind; refuses `no_such_kind`."""
    try:
        return kinds()[name]
    except KeyError:
        raise Refused(
            "matter.no_such_kind",
            Text(f"没有业务“{name}”。", f"There is no business “{name}”."),
        ) from None


def _found() -> Iterator[Kind]:
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            loaded = importlib.import_module(f"{__name__}.{module.name}")
            yield from getattr(loaded, "KINDS", None) or (loaded.KIND,)
