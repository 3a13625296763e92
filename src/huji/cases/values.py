"""The values of the cases room: kinds and states of a case, who is in it, where it leads, who acts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.standards import Text


class Kind(StrEnum):
    """Where a case leads from and to."""

    WITHIN_CITY = "within_city"
    FROM_OUTSIDE = "from_outside"
    TO_OUTSIDE = "to_outside"

    @property
    def label(self) -> Text:
        return _KINDS[self]


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    COMPLETION_REQUESTED = "completion_requested"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    PERMIT_ISSUED = "permit_issued"
    IN_TRANSIT = "in_transit"
    SETTLED = "settled"
    ARRIVED = "arrived"
    RESTORED = "restored"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> Text:
        return _STATES[self]

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self in _CLOSED


class Host(StrEnum):
    """The household an applicant goes to; the names of policy.md §3."""

    OWN_DWELLING = "own_dwelling"
    RELATIVES = "relatives_or_friends_household"
    UNIT = "unit_collective"
    TALENT_CENTRE = "talent_centre_collective"
    SCHOOL = "school_collective"
    LABOUR_SERVICE_CENTRE = "labour_service_centre"
    COMMUNITY = "community_collective"

    @property
    def label(self) -> Text:
        return _HOSTS[self]


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: the officer's account id, the day (Asia/Shanghai), and the token of the form that was sent.

    Role and office are read from the account inside the transaction: a dismissed officer acts no more.
    """

    officer: int
    on: date
    token: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """The applicant as the application names one; the register's person is looked up by the number."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Companion:
    """Who comes along: number, name, and the vocabulary's relation (the companion is the applicant's …).

    `code` is the GB/T 4761 relation to the head of the household gone to; None lets the case derive it.
    """

    number: str
    name: str
    relation: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Whom the applicant would join, and what the sponsor is to the applicant (the vocabulary's relation)."""

    number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the applicant would be registered.

    `address` is an id of `huji.places`; division, area and office follow from it. `household` is an existing
    one, None founds a new one at the address. A household of relatives or friends needs its head's consent
    (`consent`: the words or paper in which it was given). `code` is the applicant's GB/T 4761 relation to the
    head; None derives it (the head of a new household; else from the sponsor's relation).
    """

    address: int
    host: Host = Host.OWN_DWELLING
    household: int | None = None
    consent: str = ""
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """The other city of a move: its register's office by name and division, and (to outside) its permit.

    `permit`, `issued` and `until` are the number and dates of the move-in permit the other city issued.
    """

    place: str
    division: str
    permit: str = ""
    issued: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb did: the case with its new version and state, its ledger entry, the papers issued.

    `repeated` tells that the form had been sent before and this is the earlier result.
    """

    case: str
    version: int
    state: State
    entry: int
    papers: tuple[str, ...] = ()
    repeated: bool = False


_CLOSED = frozenset({State.SETTLED, State.ARRIVED, State.RESTORED, State.REFUSED, State.WITHDRAWN})

_KINDS = {
    Kind.WITHIN_CITY: Text("市内迁移", "Within the city"),
    Kind.FROM_OUTSIDE: Text("市外迁入", "From outside"),
    Kind.TO_OUTSIDE: Text("迁出市外", "To outside"),
}
_STATES = {
    State.DRAFT: Text("草稿", "Draft"),
    State.ACCEPTED: Text("已受理", "Accepted"),
    State.COMPLETION_REQUESTED: Text("待补正", "Awaiting completion"),
    State.IN_REVIEW: Text("审核中", "In review"),
    State.REVIEWED: Text("待审批", "Reviewed"),
    State.APPROVED: Text("已批准", "Approved"),
    State.PERMIT_ISSUED: Text("已发准迁证", "Permit issued"),
    State.IN_TRANSIT: Text("迁移途中", "In transit"),
    State.SETTLED: Text("已落户", "Settled"),
    State.ARRIVED: Text("已在外市落户", "Arrived elsewhere"),
    State.RESTORED: Text("已恢复原户口", "Restored at origin"),
    State.REFUSED: Text("不予批准", "Refused"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
    State.EXPIRED: Text("准迁证已过期", "Permit expired"),
}
_HOSTS = {
    Host.OWN_DWELLING: Text("本人住所", "Own dwelling"),
    Host.RELATIVES: Text("亲属或朋友家庭户", "Household of relatives or friends"),
    Host.UNIT: Text("单位集体户", "Collective household of the unit"),
    Host.TALENT_CENTRE: Text("人才中心集体户", "Collective household of the talent centre"),
    Host.SCHOOL: Text("学校集体户", "Collective household of the school"),
    Host.LABOUR_SERVICE_CENTRE: Text(
        "劳动服务中心集体户", "Collective household of the labour service centre"
    ),
    Host.COMMUNITY: Text("社区集体户", "Community collective household"),
}
