"""What papers are made of: persons, members with every item of the form, changes, moves.

Dates are dates; what is copied from the register (names, addresses, items) is a plain Chinese string.
`person` is the register's id, None where the person is not yet in this register; it is kept to find the
papers of a person and never printed.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Somebody a paper concerns, to find the paper again: register id and citizen number where known."""

    name: str
    person: int | None = None
    citizen_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applied; `name` heads the notices."""

    name: str
    citizen_number: str
    address: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One line of a move-in permit or migration certificate.

    `relation` is to the applicant of a permit or the holder of a certificate (本人, 妻, 长子, …).
    """

    name: str
    relation: str
    sex: str
    born: date
    citizen_number: str
    ethnic: str = ""
    former_name: str = ""
    birthplace: str = ""
    native_place: str = ""
    education: str = ""
    marital: str = ""
    occupation: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """登记事项变更和更正记载: an item after its change or correction."""

    item: str
    value: str
    on: date
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """住址变动登记: an address of the household after the first."""

    address: str
    on: date
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member's card, with the items of 公通字〔1995〕91号.

    `relation_code` is GB/T 4761 and gives the place in the booklet; `relation` is what is printed. The
    `arrived_…`, `moved_out` and `cancelled` items answer 何时何因由何地 in one sentence each. An empty string
    prints an empty field. Religion is on the form and stays blank: nobody needs it (Personal Information
    Protection Law arts. 6 and 28).
    """

    name: str
    relation: str
    relation_code: str
    sex: str
    born: date
    citizen_number: str
    ethnic: str
    born_at: str = ""
    former_name: str = ""
    guardian: str = ""
    guardianship: str = ""
    birthplace: str = ""
    birth_certificate_on: date | None = None
    other_address: str = ""
    native_place: str = ""
    identity_card_on: date | None = None
    education: str = ""
    marital: str = ""
    military: str = ""
    height_cm: int | None = None
    blood: str = ""
    occupation: str = ""
    employer: str = ""
    arrived_city: str = ""
    arrived_address: str = ""
    moved_out: str = ""
    cancelled: str = ""
    registered_on: date | None = None
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    person: int | None = None
