"""Reading officers. Names and roles of officers are not personal secrets: each act shows who signed it."""

from collections.abc import Iterable
from dataclasses import dataclass

from huji.officers.models import Officer
from huji.officers.roles import Role


@dataclass(frozen=True)
class Appointed:
    """An officer as acts and pages name one; `office` is None for the operator."""

    id: int
    username: str
    full_name: str
    role: Role
    office: int | None
    active: bool


def officer(officer_id: int) -> Appointed | None:
    """Return the officer of that id, active or not."""
    return next(iter(officers([officer_id]).values()), None)


def officers(ids: Iterable[int]) -> dict[int, Appointed]:
    """Return the officers of those ids, by id; unknown ids are left out."""
    return {row.pk: _appointed(row) for row in Officer.objects.filter(pk__in=set(ids))}


def named(username: str) -> Appointed | None:
    """Return the officer of a user name, active or not."""
    row = Officer.objects.filter(username=username).first()
    return _appointed(row) if row else None


def at_office(office: int) -> list[Appointed]:
    """Return the active officers of one office, in the order of their roles."""
    order = {role.value: place for place, role in enumerate(Role)}
    rows = Officer.objects.filter(office=office, is_active=True)
    return sorted((_appointed(row) for row in rows), key=lambda one: (order[one.role], one.username))


def all_active() -> list[Appointed]:
    """Return every active officer by office and role (an installation has hundreds, not thousands)."""
    return [_appointed(row) for row in Officer.objects.filter(is_active=True).order_by("office", "pk")[:2000]]


def _appointed(row: Officer) -> Appointed:
    return Appointed(row.pk, row.username, row.full_name, Role(row.role), row.office, row.is_active)
