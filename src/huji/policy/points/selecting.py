"""How a document selects, read from the node of a pack: data for the rounds, which the tree never reads."""

import datetime as dt
from collections.abc import Mapping

from huji.policy import source
from huji.policy.entries import Entries, note_of
from huji.policy.points.numbers import points
from huji.policy.points.scheme import By, Key, Kind, Selection, Tally, Ties, Window
from huji.policy.vocabulary import Type

SELECTION = ("kind", "article")
SELECTION_OPTIONAL = (
    "document",
    "total",
    "at_least",
    "quota",
    "rank",
    "ties",
    "windows",
    "note",
    "alternatives",
)
WHAT = "points.selection"
NEEDED = {Kind.THRESHOLD: "at_least", Kind.QUOTA: "rank"}
_LEAP_YEAR = 2000


def read_selection(entries: Entries, node: source.Node, totals: Mapping[str, Tally]) -> Selection | None:
    """Return the selection of a node; faults are noted."""
    reading = entries.reading
    entry = reading.mapping(node, WHAT)
    if entry is None:
        return None
    reading.keys(entry, WHAT, SELECTION, SELECTION_OPTIONAL)
    items = entry.items
    kind = Kind(reading.one_of(items.get("kind"), f"{WHAT}.kind", [*Kind]) or Kind.THRESHOLD)
    needed = NEEDED.get(kind)
    if needed is not None and needed not in items:
        reading.fault(
            entry,
            "missing-key",
            f"“{WHAT}”是 {kind}，须写明“{needed}”",
            f'"{WHAT}" is {kind} and must have "{needed}"',
        )
    least, ties = items.get("at_least"), items.get("ties")
    keys = [
        _key(entries, part, f"{WHAT}.rank.{index}", totals)
        for index, part in enumerate(reading.parts(entry, "rank", WHAT))
    ]
    windows = [
        _window(entries, part, f"{WHAT}.windows.{index}")
        for index, part in enumerate(reading.parts(entry, "windows", WHAT))
    ]
    tie = reading.one_of(ties, f"{WHAT}.ties", [*Ties]) if ties is not None else ""
    return Selection(
        kind=kind,
        cites=entries.cites(entry),
        total=_total(entries, entry, keys, totals),
        at_least=points(reading, least, f"{WHAT}.at_least") if least is not None else None,
        quota=_quota(entries, items.get("quota")),
        rank=tuple(key for key in keys if key is not None),
        ties=Ties(tie) if tie else None,
        windows=tuple(window for window in windows if window is not None),
        note=note_of(reading, entry),
    )


def _total(
    entries: Entries, entry: source.Mapping, keys: list[Key | None], totals: Mapping[str, Tally]
) -> str:
    """Return the total selected by: the one named, else the first of the rank, else the only one."""
    if "total" in entry.items:
        return entries.reading.one_of(entry.items["total"], f"{WHAT}.total", totals)
    ranked = [key.name for key in keys if key is not None and key.by is By.TOTAL]
    if ranked or len(totals) == 1:
        return [*ranked, *totals][0]
    entries.reading.fault(
        entry,
        "missing-key",
        f"“{WHAT}”须以“total”写明按哪个总积分",
        f'"{WHAT}" must say by which total it selects: "total"',
    )
    return ""


def _quota(entries: Entries, node: source.Node | None) -> int | None:
    if node is None:
        return None
    number = entries.reading.number(node, f"{WHAT}.quota")
    if isinstance(number, float):
        entries.reading.fault(
            node, "not-a-number", f"“{WHAT}.quota”应是整数", f'"{WHAT}.quota" is a whole number'
        )
        return None
    return number


def _key(entries: Entries, node: source.Node, what: str, totals: Mapping[str, Tally]) -> Key | None:
    reading = entries.reading
    entry = reading.mapping(node, what)
    if entry is None:
        return None
    reading.keys(entry, what, (), (*By, "order"))
    named = [by for by in By if by in entry.items]
    if len(named) != 1:
        reading.fault(
            entry,
            "wrong-key",
            f"“{what}”应恰有一项：{'、'.join(By)}",
            f'"{what}" has exactly one of {", ".join(By)}',
        )
        return None
    by, order = named[0], entry.items.get("order")
    word = reading.one_of(order, f"{what}.order", ("descending", "ascending")) if order is not None else ""
    part = entry.items[by]
    if by is By.APPLIED:
        reading.flag(part, f"{what}.applied")
        return Key(by, "", word == "descending")
    facts = entries.vocabulary.facts
    numbers = [name for name, fact in facts.items() if fact.type in (Type.INTEGER, Type.NUMBER)]
    name = reading.one_of(part, f"{what}.{by}", totals if by is By.TOTAL else numbers)
    return Key(by, name, word != "ascending") if name else None


def _window(entries: Entries, node: source.Node, what: str) -> Window | None:
    reading = entries.reading
    entry = reading.mapping(node, what)
    if entry is None:
        return None
    reading.keys(entry, what, ("from", "to"))
    opens, closes = (_day(entries, entry.items.get(key), f"{what}.{key}") for key in ("from", "to"))
    return Window(opens, closes) if opens and closes else None


def _day(entries: Entries, node: source.Node | None, what: str) -> tuple[int, int] | None:
    if node is None:
        return None
    raw = node.raw if isinstance(node, source.Scalar) else ""
    try:
        day = dt.date.fromisoformat(f"{_LEAP_YEAR}-{raw}")
    except ValueError:
        entries.reading.fault(
            node,
            "not-a-date",
            f"“{what}”应是“月-日”，如 08-01",
            f'"{what}" must be written MM-DD, such as 08-01',
        )
        return None
    return day.month, day.day
