"""The offices and standard addresses of a synthetic old register, entered through the doors of places."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from huji.demo.old_register import dwellings
from huji.places.acts import (
    AssignArea,
    Authority,
    EnterAddresses,
    NewAddress,
    OpenOffice,
    assign_area,
    enter_addresses,
    open_office,
)
from huji.standards import divisions

_BASIS = "演示数据"
_AT_ONCE = 50_000


def enter_places(places: Path, since: date, advance: Callable[[int], None] = lambda addresses: None) -> int:
    """Open one station for each town under a bureau for each county, and enter the dwellings; return how
    many."""
    told = json.loads(places.read_text("utf-8"))
    on, taken = date.fromisoformat(told["on"]), told["villages"]
    by = Authority(officer=None, office=0, on=on, basis=_BASIS)
    for county in divisions.children(told["city"], on):
        bureau = open_office(OpenOffice(f"{county.name}公安局", "bureau"), by)
        for town in divisions.children(county.code, on):
            station = open_office(OpenOffice(f"{county.name}{town.name}派出所", parent=bureau), by)
            villages = tuple(village.code for village in divisions.children(town.code, on))
            if villages:
                assign_area(AssignArea(station, villages, since), by)
    waiting: list[NewAddress] = []
    entered = 0
    for village, count in taken.items():
        flats, named = dwellings.urban(village, on), dwellings.estate(village, on)
        for number in range(count):
            waiting.append(NewAddress(dwellings.parts(village, number, flats, named)))
            if len(waiting) == _AT_ONCE:
                entered += _enter(waiting, since, by, advance)
                waiting = []
    return entered + (_enter(waiting, since, by, advance) if waiting else 0)


def _enter(waiting: list[NewAddress], since: date, by: Authority, advance: Callable[[int], None]) -> int:
    enter_addresses(EnterAddresses(waiting, since), by)
    advance(len(waiting))
    return len(waiting)
