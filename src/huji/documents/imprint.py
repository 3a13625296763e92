"""What is fixed about a kind of paper, who issues it, and what issuing adds."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huji.standards import Text


class Kind(StrEnum):
    """The kinds of papers; the values are stored."""

    PERMIT = "permit"
    CERTIFICATE = "certificate"
    BOOKLET = "booklet"
    COMPLETION = "completion"
    REFUSAL = "refusal"
    RECEIPT = "receipt"
    FORM = "form"
    BIRTH = "birth"
    CANCELLATION = "cancellation"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Form:
    """What is fixed about a kind: its title, the character in its numbers, its days of validity."""

    title: Text
    character: str
    days: int | None = None


# 40 and 30 days from the day of issue: Ministry of Public Security, notice of 1994-07-11.
FORMS: dict[Kind, Form] = {
    Kind.PERMIT: Form(Text("准予迁入证明", "Move-in permit"), "准", 40),
    Kind.CERTIFICATE: Form(Text("户口迁移证", "Migration certificate"), "迁", 30),
    Kind.BOOKLET: Form(Text("居民户口簿", "Household booklet"), "簿"),
    Kind.COMPLETION: Form(Text("补正告知书", "Notice of completion"), "补"),
    Kind.REFUSAL: Form(Text("不予批准决定书", "Notice of refusal"), "决"),
    Kind.RECEIPT: Form(Text("受理回执", "Notice of acceptance"), "受"),
    Kind.FORM: Form(Text("常住人口登记表", "Registration form"), "表"),
    Kind.BIRTH: Form(Text("出生登记证明", "Certificate of birth registration"), "生"),
    Kind.CANCELLATION: Form(Text("户口注销证明", "Certificate of cancellation"), "销"),
    Kind.CHANGE: Form(Text("户口登记项目变更更正证明", "Certificate of changed and corrected items"), "更"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The office whose name stands on the paper.

    `mark` is its short name in numbers; `page` the address of the public page that checks papers.
    """

    name: str
    name_en: str
    mark: str
    page: str
    address: str = ""
    telephone: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What issuing adds to a paper: number, code, days, the issuer, and whether it replaces another."""

    issuer: Issuer
    number: str
    code: str
    issued_on: date
    last_day: date | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number taken in a transaction, which must become a paper before it ends."""

    kind: Kind
    office: int
    year: int
    serial: int
    number: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper as it was issued; `pdf` is what to print and is not stored (see `queries.reprint`)."""

    number: str
    code: str
    kind: Kind
    issued_on: date
    last_day: date | None
    digest: bytes
    pdf: bytes
    entry: int


def last_day(kind: Kind, issued_on: date) -> date | None:
    """The last day on which a paper issued on `issued_on` is good, that day being the first; None: no end."""
    days = FORMS[kind].days
    return issued_on + timedelta(days=days - 1) if days is not None else None
