"""Which purposes of reading a person an officer of a role may name."""

from django.conf import settings

from huji.ledger.access import Purpose
from huji.officers.roles import Role

FOR_EVERY_DESK = (Purpose.HANDLE_CASE, Purpose.ANSWER_PERSON, Purpose.CORRECT)
FOR_SUPERVISION = (Purpose.SUPERVISE, Purpose.AUDIT)


def open_to(role: Role) -> list[Purpose]:
    """Return the purposes an officer of this role may name."""
    purposes = list(FOR_EVERY_DESK)
    if role is Role.SUPERVISE:
        purposes = [*FOR_SUPERVISION, *purposes]
    if settings.HUJI_DEMONSTRATION:
        purposes.append(Purpose.DEMONSTRATE)
    return purposes
