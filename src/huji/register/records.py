"""What the register answers: persons, standings, households, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from huji.register.acts.values import CollectiveSort, HouseholdKind, Particulars
from huji.register.kinship import KinRelation as KinRelation


class Kind(StrEnum):
    """The five standings; on every day since birth a person has exactly one."""

    REGISTERED = "registered"
    IN_TRANSIT = "in_transit"
    ELSEWHERE = "elsewhere"
    UNREGISTERED = "unregistered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """One period of a life: days [`since`, `until`), `until` None while it lasts.

    `office` keeps the registration, or kept the last one. `household` and `relation` only when registered;
    `cause` says why, where the kind alone does not (docs/register.md).
    """

    kind: Kind
    since: date
    until: date | None
    office: int
    household: int | None
    relation: str | None
    address: int | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the register holds one on a day: number, particulars (None before anything was known) and
    standing."""

    id: int
    born: date
    number: str
    particulars: Particulars | None
    standing: Standing
    died: date | None = None

    @property
    def name(self) -> str:
        """The name, or an empty string where this reader may not know it."""
        return self.particulars.name if self.particulars else ""

    def age(self, on: date) -> int:
        """Full years of age on a day; born on 29 February one ages on 1 March of a common year."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a household on a day, with the day since which."""

    person: int
    number: str
    name: str
    sex: str
    born: date
    relation: str
    since: date


@dataclass(frozen=True, slots=True)
class Household:
    """A household on a day: its number (户号), kind, address, office, and members in the booklet's order.

    `since` is the day since which it is at that address without a break, under whichever office.
    `count` is how many they are; of a crowd, as of a large collective household, a look reads nobody.
    """

    id: int
    number: str
    kind: HouseholdKind
    sort: CollectiveSort | None
    address: int
    office: int
    since: date
    members: tuple[Member, ...]
    count: int

    @property
    def head(self) -> Member | None:
        """The head; a collective household need not have one."""
        return next((member for member in self.members if member.relation == "02"), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One act that touched a person: what it made so, who did it, on which day, on which ground.

    `superseded` is the entry since which the register holds otherwise; None while it is believed.
    """

    entry: int
    act: str
    recorded: datetime
    office: int
    officer: int
    on: date
    basis: str
    case: str | None
    standing: Standing
    superseded: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a search."""

    person: int
    number: str
    name: str
    sex: str
    born: date
    kind: Kind
    household: int | None
    office: int
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """The hits of a search within the reader's area, or only their count when there are too many to show."""

    found: tuple[Found, ...]
    count: int

    @property
    def shown(self) -> bool:
        """Whether the hits are listed; otherwise ask for a citizen number or an address."""
        return len(self.found) == self.count


@dataclass(frozen=True, slots=True)
class Kin:
    """A relative: who, how related, and where the register holds the relative to stand."""

    person: int
    number: str
    name: str
    sex: str
    born: date
    relation: KinRelation
    kind: Kind
    household: int | None
    office: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What an officer of another area may know: whether the number is registered, and at which office."""

    number: str
    kind: Kind
    office: int


@dataclass(frozen=True, slots=True)
class Permit:
    """A move-in permit this city issued: good on days [`issued`, `expires`]."""

    number: str
    office: int
    address: int
    household: int | None
    issued: date
    expires: date
    people: tuple[tuple[str, str], ...]
