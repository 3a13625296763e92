"""Reading places: offices and what they keep, the area of a village, a standard address by id or parts."""

from dataclasses import astuple, dataclass
from datetime import date
from typing import Literal

from django.db.models import F
from django.db.models.functions import Left

from huji.places import divisions as held_divisions
from huji.places import models
from huji.places.addresses import PARTS, Address, Parts, accept
from huji.places.readings import Reading as Reading
from huji.places.readings import address_history as address_history
from huji.places.readings import floor_area as floor_area
from huji.places.readings import floor_areas as floor_areas
from huji.places.readings import read_so
from huji.places.readings import reading as reading
from huji.places.readings import readings as readings
from huji.standards import Refused, Text, divisions

_NEAREST = 5
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


@dataclass(frozen=True, slots=True)
class Office:
    """A registration office (`station`, 派出所) or a bureau above several (`bureau`, 分局、县局)."""

    id: int
    name: str
    kind: str
    parent: int | None
    phone: str
    opened: date


@dataclass(frozen=True, slots=True)
class Zone:
    """The policy area of a village on a day, and whence it is known: its code, or an act with its basis.

    `area` and `urban_rural` are None where the code tells nothing and no act has set them: to be stated.
    """

    division: str
    area: str | None
    urban_rural: divisions.UrbanRural | None
    source: Literal["derived", "act"]
    basis: str = ""
    entry: int | None = None


def office(office_id: int) -> Office:
    """Return an office. Raises `Refused` if there is none of that id."""
    row = models.Office.objects.filter(pk=office_id).first()
    if row is None:
        raise Refused(
            "office.unknown",
            Text(f"没有编号为 {office_id} 的派出所。", f"There is no office {office_id}."),
        )
    return _office(row)


def offices() -> tuple[Office, ...]:
    """Return every office, bureaus first (a city has some dozens)."""
    return tuple(
        _office(row) for row in models.Office.objects.order_by(F("parent").asc(nulls_first=True), "id")
    )


def offices_under(office_id: int) -> frozenset[int]:
    """Return an office and all below it."""
    below: dict[int | None, list[int]] = {}
    for number, parent in models.Office.objects.values_list("id", "parent"):
        below.setdefault(parent, []).append(number)
    found, waiting = {office_id}, [office_id]
    while waiting:
        waiting = [child for parent in waiting for child in below.get(parent, ()) if child not in found]
        found.update(waiting)
    return frozenset(found)


def office_of(division: str, on: date) -> Office | None:
    """Return the office that keeps a community or village (12 digits) on a day, or None."""
    row = models.OfficeArea.objects.filter(
        division=division, valid__contains=on, known__upper_inf=True
    ).first()
    return office(row.office) if row else None


def area_of_office(office_id: int, on: date) -> tuple[str, ...]:
    """Return the communities and villages an office keeps on a day, by code."""
    rows = models.OfficeArea.objects.filter(office=office_id, valid__contains=on, known__upper_inf=True)
    return tuple(rows.order_by("division").values_list("division", flat=True))


def territory() -> frozenset[str]:
    """Return the cities the offices keep, by four digits; of a municipality (京津沪渝) its two."""
    kept = models.OfficeArea.objects.filter(known__upper_inf=True).annotate(city=Left("division", 4))
    cities = kept.values_list("city", flat=True).distinct()
    return frozenset(city[:2] if city[:2] in _MUNICIPALITIES else city for city in cities)


def zone(division: str, on: date, known_at: int | None = None) -> Zone:
    """Return the policy area of a village on a day: the one set by an act, else the one its code tells.

    `known_at` is a ledger entry: what was held just after it; None is now. A code of another time stands for
    the one division that has taken its place, or whose place it took.
    """
    book = held_divisions.book(known_at)
    division = _code_on(division, on, book)
    held = models.Zone.objects.filter(division=division, valid__contains=on)
    held = held.filter(known__upper_inf=True) if known_at is None else held.filter(known__contains=known_at)
    row = held.first()
    if row is None or row.area is None:
        place = book.lookup(division, on)
        told = place is not None and place == divisions.lookup(division, on)  # else an act made it: state it
        return Zone(
            division,
            divisions.area_of(division, on) if told else None,
            divisions.urban_rural(division, on) if told else None,
            source="derived",
        )
    return Zone(
        division,
        row.area,
        "rural" if row.area == "rural" else "urban",
        source="act",
        basis=row.basis,
        entry=row.known.lower,
    )


def _code_on(division: str, on: date, book: held_divisions.Book) -> str:
    if book.lookup(division, on):
        return division
    other = book.predecessor(division, on) or book.successor(division, on)
    return other.code if other else division


def area_of(division: str, on: date) -> str | None:
    """Return the policy area of a village on a day, or None where it must be stated."""
    return zone(division, on).area


def urban_rural(division: str, on: date) -> divisions.UrbanRural | None:
    """Return the urban–rural class of a village on a day, or None where it must be stated."""
    return zone(division, on).urban_rural


def address(address_id: int) -> Address:
    """Return a standard address. Raises `Refused` if there is none of that id."""
    found = addresses([address_id])
    if address_id not in found:
        raise Refused(
            "address.unknown",
            Text(f"没有编号为 {address_id} 的标准地址。", f"There is no standard address {address_id}."),
        )
    return found[address_id]


def addresses(ids: "list[int] | set[int] | tuple[int, ...]") -> dict[int, Address]:
    """Return the addresses of those ids, by id; unknown ids are left out."""
    return {row.pk: row.value() for row in models.Address.objects.filter(pk__in=set(ids))}


def addresses_in(division: str) -> tuple[int, ...]:
    """Return the addresses of a community or village (12 digits) by id, in the order of their text."""
    rows = models.Address.objects.filter(division=division).order_by("local", "id")
    return tuple(rows.values_list("id", flat=True))


def find(parts: Parts, on: date) -> Address:
    """Return the one address with exactly these parts that is usable on a day.

    Raises `Refused` where there is none, naming the nearest on file, or where its time is over.
    """
    wanted = accept(parts)
    exact = dict(zip(PARTS, astuple(wanted), strict=True))
    given = {name: value for name, value in exact.items() if value is not None}
    absent = {f"{name}__isnull": True for name, value in exact.items() if value is None}
    row = models.Address.objects.filter(**given, **absent).first()
    then = read_so(wanted)
    for former, since, until in then:
        if since <= on and (until is None or on < until) and former.usable_on(on):
            return former
    if row is not None and row.value().usable_on(on) and row.pk not in {former.id for former, *_ in then}:
        return row.value()
    if then and row is None:
        now = addresses({former.id for former, *_ in then})
        raise Refused(
            "address.renamed",
            Text(
                f"标准地址“{wanted.text(on)}”已变更。",
                f"The standard address “{wanted.text(on)}” has another name now.",
            ),
            Text(
                f"现为：{'；'.join(a.text for a in now.values())}。",
                f"It is now: {'; '.join(a.text for a in now.values())}.",
            ),
        )
    if row is not None:
        raise Refused(
            "address.ended",
            Text(
                f"标准地址“{row.local}”在 {on} 不在用。",
                f"The standard address “{row.local}” is not in use on {on}.",
            ),
        )
    near = nearest(wanted)
    raise Refused(
        "address.unknown",
        Text(f"没有标准地址“{wanted.text()}”。", f"There is no standard address “{wanted.text()}”."),
        Text(
            f"相近的地址：{'；'.join(a.parts.local for a in near)}。",
            f"The nearest are: {'; '.join(a.parts.local for a in near)}.",
        )
        if near
        else Text("请核对社区（村）、道路和小区。", "Check the community (village), road and compound."),
    )


def nearest(parts: Parts, limit: int = _NEAREST) -> tuple[Address, ...]:
    """Return addresses of the same village that share the most leading parts, at most `limit`."""
    exact = dict(zip(PARTS, astuple(parts), strict=True))
    kept = [name for name in PARTS if exact[name] is not None]
    while kept:
        rows = models.Address.objects.filter(**{name: exact[name] for name in kept})
        first_differing = next((name for name in reversed(PARTS) if name not in kept and exact[name]), "id")
        found = sorted(
            rows[:500], key=lambda row: _distance(getattr(row, first_differing), exact.get(first_differing))
        )
        if found:
            return tuple(row.value() for row in found[:limit])
        kept.pop()
    return ()


def _distance(on_file: object, wanted: str | None) -> tuple[int, str]:
    if isinstance(on_file, str) and on_file.isdecimal() and wanted and wanted.isdecimal():
        return abs(int(on_file) - int(wanted)), on_file
    return 10**9, str(on_file)


def _office(row: models.Office) -> Office:
    return Office(row.pk, row.name, row.kind, row.parent, row.phone, row.opened)
