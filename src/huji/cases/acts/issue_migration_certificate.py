"""Moving out with a migration certificate."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class IssueMigrationCertificate:
    """The approved case; whoever moves is in transit from this day."""

    case: str
    version: int


def issue_migration_certificate(statement: IssueMigrationCertificate, by: By) -> Done:
    """Do the register's act of moving out and issue the certificate, valid 30 days from the day of issue."""
    raise NotImplementedError
