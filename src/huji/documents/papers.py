"""What each paper says, as frozen values.

Dates are dates. Sentences that a citizen reads in both languages are `Text`; what is copied from the register
(names, addresses, items) is a plain Chinese string. `person` is the register's id, None where the person is
not yet in this register; it is kept to find the papers of a person and never printed.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from huji.documents.certified import (
    Amendment,
    BirthCertificate,
    CancellationCertificate,
    ChangeCertificate,
    RegistrationForm,
)
from huji.documents.imprint import Imprint, Issuer, Kind
from huji.documents.parts import Applicant, Bearer, Change, Member, Move, Person
from huji.standards import Text

__all__ = [
    "Amendment",
    "Applicant",
    "Bearer",
    "BirthCertificate",
    "CancellationCertificate",
    "Change",
    "ChangeCertificate",
    "HouseholdBooklet",
    "Imprint",
    "Issuer",
    "Item",
    "Kind",
    "Member",
    "MigrationCertificate",
    "Move",
    "MoveInPermit",
    "NoticeOfAcceptance",
    "NoticeOfCompletion",
    "NoticeOfRefusal",
    "Paper",
    "Person",
    "RegistrationForm",
    "Route",
    "bearers",
    "in_booklet_order",
    "masked",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveInPermit:
    """准予迁入证明: the destination agrees that persons of another register move in; 40 days."""

    kind: ClassVar[Kind] = Kind.PERMIT
    applicant: Applicant
    persons: tuple[Person, ...]
    reason: str
    from_address: str
    from_office: str
    to_address: str
    to_office: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationCertificate:
    """户口迁移证: persons have left this register and are to register at `to_address`; 30 days.

    `permit_number` is the number of the destination's move-in permit.
    """

    kind: ClassVar[Kind] = Kind.CERTIFICATE
    holder: str
    persons: tuple[Person, ...]
    reason: str
    from_address: str
    to_address: str
    permit_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdBooklet:
    """居民户口簿: first page, changes of address, one card a member in booklet order.

    `officer` is the name printed at 承办人签章. With one member only it is the booklet of somebody to whom
    the head will not hand the household's.
    """

    kind: ClassVar[Kind] = Kind.BOOKLET
    household: Literal["family", "collective"]
    head: str
    number: str
    address: str
    members: tuple[Member, ...]
    moves: tuple[Move, ...] = ()
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something missing: what is to be shown, the papers of which any one proves it, and the ground."""

    what: Text
    papers: tuple[Text, ...]
    basis: str = ""


UNCOMPLETED = Text(
    "逾期未补正的，本机关将根据已有材料作出决定；你也可以撤回申请，材料齐备后重新提出。",
    "If nothing comes by then, the decision will rest on what has been handed in; "
    "you may also withdraw and apply again when the papers are complete.",
)


NONE = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOfCompletion:
    """补正告知书: everything missing, said once and fully; `until` is the last day to bring it.

    `way` names the way to settle that the applicant pursues, with its article; empty where it is not one.
    `otherwise` says what happens if nothing comes by then.
    """

    kind: ClassVar[Kind] = Kind.COMPLETION
    applicant: Applicant
    matter: Text
    accepted_on: date
    items: tuple[Item, ...]
    until: date
    where: str = ""
    case: str = ""
    otherwise: Text = UNCOMPLETED
    way: Text = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way to settle that the policy opens, and in plain sentences why it is not open to the applicant."""

    name: Text
    article: str
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOfRefusal:
    """不予…决定书: reasons by route, articles, and how to appeal.

    `matter` fills the title (迁入 → 不予迁入决定书); `articles` are the grounds of the whole decision;
    `reconsideration` and `court` name the authority and the court.
    """

    kind: ClassVar[Kind] = Kind.REFUSAL
    applicant: Applicant
    matter: Text
    applied_on: date
    facts: tuple[Text, ...]
    routes: tuple[Route, ...]
    articles: tuple[str, ...]
    reconsideration: str
    court: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOfAcceptance:
    """受理回执: what was handed in and by when the decision is due (`limit_days` in working days)."""

    kind: ClassVar[Kind] = Kind.RECEIPT
    applicant: Applicant
    matter: Text
    accepted_on: date
    received: tuple[Text, ...]
    limit_days: int
    due: date
    where: str = ""
    case: str = ""


Paper = (
    MoveInPermit
    | MigrationCertificate
    | HouseholdBooklet
    | NoticeOfCompletion
    | NoticeOfRefusal
    | NoticeOfAcceptance
    | RegistrationForm
    | BirthCertificate
    | CancellationCertificate
    | ChangeCertificate
)


# GB/T 4761 tens → place in the booklet: head, spouse, children and their spouses, grandchildren, parents,
# grandparents, brothers and sisters, other kin, others (公通字〔1995〕91号).
_PLACES = {"0": 0, "1": 1, "2": 2, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6, "8": 7, "9": 7}


def in_booklet_order(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Members in the order of the booklet; within a place the older first."""

    def place(member: Member) -> tuple[int, date, str]:
        code = member.relation_code
        return (8 if code == "99" else _PLACES.get(code[:1], 8), member.born, member.citizen_number)

    return tuple(sorted(members, key=place))


def bearers(paper: Paper) -> tuple[Bearer, ...]:
    """Whom a paper concerns; the first is the one a public check shows, masked."""
    if isinstance(paper, MoveInPermit):
        others = [p for p in paper.persons if p.citizen_number != paper.applicant.citizen_number]
        return (_bearer(paper.applicant), *map(_bearer, others))
    if isinstance(paper, MigrationCertificate):
        return tuple(map(_bearer, sorted(paper.persons, key=lambda p: p.name != paper.holder)))
    if isinstance(paper, HouseholdBooklet):
        return tuple(map(_bearer, in_booklet_order(paper.members)))
    if isinstance(paper, RegistrationForm):
        return (_bearer(paper.member),)
    if isinstance(paper, BirthCertificate):
        return (_bearer(paper.child), *map(_bearer, paper.parents))
    if isinstance(paper, CancellationCertificate | ChangeCertificate):
        return (_bearer(paper.subject),)
    return (_bearer(paper.applicant),)


def _bearer(who: Applicant | Person | Member) -> Bearer:
    return Bearer(name=who.name, person=who.person, citizen_number=who.citizen_number or None)


def masked(name: str) -> str:
    """A name as a public page shows it: the first character, then one or two stars.

    Never more than two, so that a long name is not recognised by its length. A masked name stays as it is.
    """
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2)
