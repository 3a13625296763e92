"""Names for the ids on a page: offices, officers, addresses, each looked up once for the whole page."""

from collections.abc import Iterable
from datetime import date

from huji.counter.desk import today
from huji.officers import queries as officers
from huji.officers.roles import Role
from huji.places import queries as places
from huji.places import search


def office_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of those offices, by id."""
    wanted = {one for one in ids if one is not None}
    return {office.id: office.name for office in places.offices() if office.id in wanted} if wanted else {}


def officer_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those officers, by id."""
    return {id_: one.full_name for id_, one in officers.officers(ids).items()}


def officer_roles(ids: Iterable[int]) -> dict[int, Role]:
    """Return the roles those officers hold, by id."""
    return {id_: one.role for id_, one in officers.officers(ids).items()}


def address_names(
    ids: Iterable[int], valid_on: date | None = None, known_at: int | None = None
) -> dict[int, str]:
    """Return those addresses as printed, by id: as now, or as written on a day, as known at an entry."""
    wanted = set(ids)
    if valid_on is None and known_at is None:
        return {id_: address.text for id_, address in places.addresses(wanted).items()} if wanted else {}
    return {id_: address.text for id_, address in places.readings(wanted, valid_on, known_at).items()}


def address_text(id_: int) -> str:
    """Return an address as printed."""
    return address_names([id_]).get(id_, "")


def find_addresses(typed: str, limit: int) -> search.Found:
    """Return standard addresses in use today that begin with what was typed, or once began so."""
    return search.begins(typed, today(), limit=limit)
