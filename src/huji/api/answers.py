"""What is answered: the values of `register.queries`, field by field; days are ISO dates, codes are codes."""

from datetime import date, datetime

from ninja import Schema

from huji.register.histories import AddressAsOf
from huji.register.histories import Entry as RegisterEntry
from huji.register.queries import MEMBERS_SHOWN, AsOf
from huji.register.records import Household as RegisterHousehold
from huji.standards import Text, law

PEOPLE_SHOWN = 60
"""People at one address that are listed; beyond them only households and their numbers are told."""


class Words(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class Point(Schema):
    """The point of both times of which an answer is: null is now."""

    valid_on: date | None
    entry: int | None

    @classmethod
    def of(cls, then: AsOf) -> "Point":
        return cls(valid_on=then.valid_on, entry=then.entry)


class Standing(Schema):
    """One period of a life: days [since, until)."""

    kind: str
    since: date
    until: date | None
    office: int
    household: int | None
    relation: str | None
    address: int | None
    cause: str | None


class Particulars(Schema):
    """The items of the registration form; codes as in GB/T 2261.1, 3304, 2261.2, 4658."""

    name: str
    sex: str
    ethnic: str
    former_name: str
    marital: str
    education: str
    birthplace: str
    native_place: str
    military: str
    occupation: str
    workplace: str
    height_cm: int | None
    blood_type: str
    born_at: str
    guardian: str
    guardianship: str
    second_guardian: str
    second_guardianship: str
    birth_certificate_on: date | None
    identity_card_on: date | None
    other_address: str
    arrived_city: str
    arrived_address: str


class Person(Schema):
    """A person: number, items (null before anything was known) and standing."""

    id: int
    number: str
    born: date
    died: date | None
    particulars: Particulars | None
    standing: Standing


class PersonAnswer(Schema):
    """A person as of a point."""

    as_of: Point
    person: Person


class Member(Schema):
    """A member of a household; relations to the head are codes of GB/T 4761."""

    person: int
    number: str
    name: str
    sex: str
    born: date
    relation: str
    since: date


class Household(Schema):
    """A household; `members` is null where there are too many to list."""

    id: int
    number: str
    kind: str
    sort: str | None
    address: int
    office: int
    since: date
    members_count: int
    members: list[Member] | None

    @classmethod
    def of(cls, found: RegisterHousehold, most: int) -> "Household":
        shown = found.count <= most
        return cls(
            **{name: getattr(found, name) for name in ("id", "number", "address", "office", "since")},
            kind=str(found.kind),
            sort=found.sort and str(found.sort),
            members_count=found.count,
            members=[Member.from_orm(member) for member in found.members] if shown else None,
        )


class HouseholdAnswer(Schema):
    """A household as of a point."""

    as_of: Point
    household: Household


class Address(Schema):
    """A standard address as it was written then, and the households there in the area you may read."""

    id: int
    text: str
    households: list[Household]

    @classmethod
    def of(cls, found: AddressAsOf) -> "Address":
        people = sum(house.count for house in found.households)
        most = MEMBERS_SHOWN if people <= PEOPLE_SHOWN else -1
        return cls(id=found.id, text=found.text, households=[Household.of(h, most) for h in found.households])


class AddressAnswer(Schema):
    """An address as of a point."""

    as_of: Point
    address: Address


class Relative(Schema):
    """A relative within three generations, and where that person stands."""

    person: int
    number: str
    name: str
    sex: str
    born: date
    relation: str
    kind: str
    household: int | None
    office: int


class KinAnswer(Schema):
    """Relatives as of a point, nearest first."""

    as_of: Point
    kin: list[Relative]


class Entry(Schema):
    """The ledger entry that made something so; officer, day, basis and sentence as far as you may know.

    `law` is the basis in both languages.
    """

    number: int
    act: str
    recorded: datetime
    office: int
    officer: int | None
    on: date | None
    basis: str | None
    law: Words | None
    case: str | None
    sentence: Words

    @staticmethod
    def resolve_law(entry: RegisterEntry) -> Text | None:
        return law.cited(entry.basis) if entry.basis else None


class ItemBelief(Schema):
    """A value of an item on days [since, until), as held from `made` until `superseded`; null: still."""

    item: str
    value: str | int | date | None
    since: date
    until: date | None
    made: int
    superseded: int | None


class StandingBelief(Schema):
    """A standing as held from `made` until `superseded`; null: still."""

    standing: Standing
    made: int
    superseded: int | None


class TieBelief(Schema):
    """A tie to a parent, child or spouse as held from `made` until `superseded`; null: still."""

    other: int
    relation: str
    since: date
    until: date | None
    made: int
    superseded: int | None


class HistoryAnswer(Schema):
    """Everything ever held of a person, and the entries that made and superseded it, by number."""

    items: list[ItemBelief]
    standings: list[StandingBelief]
    ties: list[TieBelief]
    entries: list[Entry]

    @staticmethod
    def entries_of(beliefs: "list[object]") -> list[RegisterEntry]:
        found = {e.number: e for b in beliefs for e in (b.made, b.superseded) if e}  # type: ignore[attr-defined]
        return [found[number] for number in sorted(found)]


class Hit(Schema):
    """One whom a search found."""

    person: int
    number: str
    name: str
    sex: str
    born: date
    kind: str
    household: int | None
    office: int


class Elsewhere(Schema):
    """That a number is registered at an office whose people you may not read: the office, and no more."""

    kind: str
    office: int


class SearchAnswer(Schema):
    """What a search by number found: a hit in your area, else where in the city it is registered."""

    found: list[Hit]
    elsewhere: Elsewhere | None
