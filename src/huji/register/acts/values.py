"""What the statements of the acts are made of, and what an act leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huji.register.bounds import SPOUSES as SPOUSES

HEAD = "02"
"""The relation code of the head of a household (GB/T 4761)."""


class HouseholdKind(StrEnum):
    """A family household (家庭户) or a collective one (集体户)."""

    FAMILY = "family"
    COLLECTIVE = "collective"


class CollectiveSort(StrEnum):
    """The four collective households: of a unit, a school, a talent centre, a community."""

    UNIT = "unit"
    SCHOOL = "school"
    TALENT_CENTRE = "talent_centre"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: officer, office, the day of the act (Asia/Shanghai), its legal basis, its case."""

    officer: int
    office: int
    on: date
    basis: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What an act left: its ledger entry, the persons concerned in the statement's order, the household
    they are now in (None where there is none), and the citizen numbers it assigned."""

    entry: int
    persons: tuple[int, ...] = ()
    household: int | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mover:
    """A person of this register and the relation to the head of the household gone to."""

    person: int
    relation: str


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household founded by the act at a standard address; exactly one of its members has relation "02".

    `minor_ground` says why a minor may head it (Nanjing rule art. 10: orphans and the like); empty: none may.
    """

    address: int
    kind: HouseholdKind = HouseholdKind.FAMILY
    sort: CollectiveSort | None = None
    minor_ground: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """Who heads a household when its head leaves, and the others' relations to the new head.

    A member not named in `relations` gets the relation that kinship shows, else 97 (other relative).
    """

    head: int
    relations: Mapping[int, str] = field(default_factory=dict)
    minor_ground: str = ""


Successors = Mapping[int, Succession | int]
"""By household id: who succeeds its leaving head (a person's id alone where the relations may be derived)."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """The items of the registration form that are kept on both axes (公通字[1995]91号, without religion).

    Codes: sex GB/T 2261.1, ethnic GB/T 3304, marital GB/T 2261.2, education GB/T 4658. `born_at` is "HH:MM".
    `arrived_city` and `arrived_address` tell, in words, when, why and where from somebody came
    before this register kept it (何时何因由何地迁来本市、本址).
    """

    name: str
    sex: str
    ethnic: str = "01"
    former_name: str = ""
    marital: str = "90"
    education: str = "90"
    birthplace: str = ""
    native_place: str = ""
    military: str = ""
    occupation: str = ""
    workplace: str = ""
    height_cm: int | None = None
    blood_type: str = ""
    born_at: str = ""
    guardian: str = ""
    guardianship: str = ""
    second_guardian: str = ""
    second_guardianship: str = ""
    birth_certificate_on: date | None = None
    identity_card_on: date | None = None
    other_address: str = ""
    arrived_city: str = ""
    arrived_address: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person from another register, as the migration certificate names one, and the relation to the head.

    Birth date comes from the citizen number. One whom this register already knows as registered elsewhere
    is continued, not made anew; the particulars then stay as they are.
    """

    number: str
    particulars: Particulars
    relation: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A migration certificate (户口迁移证) of another register, good from `issued` through `expires`."""

    number: str
    issuer: str
    issued: date
    expires: date


class Tie(StrEnum):
    """An edge of kinship: the relative is the person's parent, or spouse."""

    PARENT = "parent"
    SPOUSE = "spouse"


@dataclass(frozen=True, slots=True)
class KinTie:
    """`relative` is `person`'s parent or spouse since `since`; both named by citizen number."""

    person: str
    relative: str
    tie: Tie
    since: date
