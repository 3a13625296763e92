"""What the register certifies of one person: the registration form, and certificates of what was done."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from huji.documents.imprint import Kind
from huji.documents.parts import Member, Person
from huji.standards import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm:
    """常住人口登记表: everything the register holds of one person, with every change (公通字〔1995〕91号).

    `shown_on` is the day whose registration it shows. Of one who is registered no more it shows the last
    household, and the items 何时何因迁往何地 and 何时何因注销户口.
    """

    kind: ClassVar[Kind] = Kind.FORM
    household: Literal["family", "collective"]
    head: str
    number: str
    address: str
    office: str
    shown_on: date
    member: Member
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthCertificate:
    """出生登记证明: that a birth was registered; `parents` as the register holds them, the mother first."""

    kind: ClassVar[Kind] = Kind.BIRTH
    child: Person
    born_at: str
    parents: tuple[Person, ...]
    registered_on: date
    head: str
    address: str
    died_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationCertificate:
    """户口注销证明: that a registration has ended, on which day, why, and where the person was registered."""

    kind: ClassVar[Kind] = Kind.CANCELLATION
    subject: Person
    address: str
    cancelled_on: date
    cause: Text
    destination: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An item that was changed (from a day on) or corrected (it had always been so)."""

    item: Text
    before: str
    after: str
    way: Literal["changed", "corrected"]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCertificate:
    """户口登记项目变更更正证明: that the two readings of an item are one person's (曾用名、旧号码 …)."""

    kind: ClassVar[Kind] = Kind.CHANGE
    subject: Person
    address: str
    amendments: tuple[Amendment, ...]
