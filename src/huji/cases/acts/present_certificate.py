"""Moving in with the migration certificate (户口迁移证)."""

from dataclasses import dataclass
from datetime import date

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person new to the register, as the migration certificate has it (codes of GB/T 2261, 3304, 4658)."""

    number: str
    name: str
    ethnic: int
    marital: int | None = None
    education: int | None = None
    birthplace: str = ""
    native_place: str = ""
    former_name: str = ""


@dataclass(frozen=True, slots=True)
class PresentCertificate:
    """The other city's certificate, and what it says of each person who is not yet in the register."""

    case: str
    version: int
    certificate: str
    issuer: str
    issued: date
    until: date
    arrivals: tuple[Arrival, ...] = ()


def present_certificate(statement: PresentCertificate, by: By) -> Done:
    """Do the register's act of moving in and issue the booklet. Refuses `certificate_expired`, `permit_expired`."""
    raise NotImplementedError
