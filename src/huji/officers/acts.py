"""Appointing and dismissing officers: each is an act in the ledger."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection

from huji import ledger
from huji.officers.models import Officer
from huji.officers.roles import Role
from huji.runtime.db import writing
from huji.standards import Refused, Text

CITY = 0
"""The chain of acts that concern the whole installation rather than one registration office."""


@dataclass(frozen=True)
class Appoint:
    """An officer to be appointed; `office` is an id of `huji.places`, None for the operator."""

    username: str
    full_name: str
    role: Role
    office: int | None
    password: str


def appoint(statement: Appoint, by: str) -> int:
    """Appoint an officer and return the account's id; `by` names who ordered it.

    Raises `Refused` when the name is taken or the role needs an office.
    """
    if (statement.office is None) != (statement.role is Role.OPERATE):
        raise Refused(
            "officer-office",
            Text(
                f"{statement.role.label.zh}人员与派出所不符。",
                f"The role {statement.role.label.en} and the office do not fit.",
            ),
            Text(
                "运维人员不属于任何派出所，其他人员必须属于一个派出所。",
                "The operator belongs to no office, all others to one.",
            ),
        )
    body = {
        "username": statement.username,
        "full_name": statement.full_name,
        "role": statement.role.value,
        "office": statement.office,
        "by": by,
    }
    try:
        with writing():
            entry = ledger.write(statement.office or CITY, "appoint_officer", body)
            officer = Officer(
                username=statement.username,
                full_name=statement.full_name,
                role=statement.role.value,
                office=statement.office,
                password=make_password(statement.password),
                appointed_entry=entry,
            )
            officer.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            "officer-name-taken",
            Text(
                f"用户名“{statement.username}”已被使用。", f"The user name “{statement.username}” is taken."
            ),
            Text("请换一个用户名。", "Choose another one."),
        ) from error
    return int(officer.pk)


def dismiss(username: str, by: str) -> None:
    """Close an officer's account: the name stays in every act it signed, but can no longer sign in."""
    with writing():
        officer = Officer.objects.select_for_update().filter(username=username, is_active=True).first()
        if officer is None:
            raise Refused(
                "officer-unknown",
                Text(f"没有在岗的人员“{username}”。", f"There is no active officer “{username}”."),
            )
        ledger.write(officer.office or CITY, "dismiss_officer", {"username": username, "by": by})
        officer.is_active = False
        officer.save(update_fields=["is_active"])
        with connection.cursor() as cursor:
            cursor.execute("select officers_end_sessions(%s)", [officer.pk])
