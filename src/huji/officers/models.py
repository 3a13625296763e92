"""The officer's account. Private to this room."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huji.officers.roles import Role


class Officer(AbstractBaseUser):
    """One person with one role at one registration office (`office` is an id of `huji.places`).

    The operator belongs to no office: `office` is null for that role alone (a constraint).
    """

    username = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=64)
    role = models.CharField(max_length=16, choices=[(role.value, role.label.zh) for role in Role])
    office = models.IntegerField(null=True)
    is_active = models.BooleanField(default=True)
    appointed_entry = models.BigIntegerField()

    objects: ClassVar[BaseUserManager["Officer"]] = BaseUserManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="officer_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role="operate", office__isnull=True)
                | (~models.Q(role="operate") & models.Q(office__isnull=False)),
                name="officer_has_an_office",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
