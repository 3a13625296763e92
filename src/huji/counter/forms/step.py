"""What every step's form is: fields that become one statement."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from huji.cases.queries import Detail
from huji.cases.values import Companion
from huji.officers.roles import Role
from huji.web.forms import Form, LineField

Statement = Any


def words(label: Any, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StepForm(Form):
    """A step that needs no more than to be confirmed."""

    statement: ClassVar[type]

    def __init__(self, *args: Any, detail: Detail, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.detail = detail
        self.role = role
        self.along: list[Companion] = []

    def said(self, version: int) -> Statement:
        """Return the statement of the step."""
        return self.statement(self.detail.number, version, **self.cleaned_data)

    def ask(self, officer: int, on: date) -> None:
        """Add what must be asked beyond the fixed fields, read from the case in the officer's name."""

    def ask_who_stays(self) -> None:
        """Let each companion admitted stay behind after all, for a written reason."""
        self.along = [one.companion for one in self.detail.companions if one.admitted]
        for index, one in enumerate(self.along):
            self.fields[f"stays{index}"] = LineField(
                label=_("%(name)s不再随迁的理由") % {"name": one.name}, required=False, max_length=200
            )

    def staying(self) -> dict[str, str]:
        """Return who stays behind, by citizen number, with the reason."""
        reasons = {one.number: self.cleaned_data.get(f"stays{i}", "") for i, one in enumerate(self.along)}
        return {number: reason for number, reason in reasons.items() if reason}

    @property
    def stays(self) -> list[Any]:
        """The fields for who stays behind, drawn folded."""
        return [self[name] for name in self.fields if name.startswith("stays")]

    @property
    def stays_open(self) -> bool:
        """Whether one of them is filled in or at fault."""
        return any(field.value() or field.errors for field in self.stays)

    @property
    def plain(self) -> list[Any]:
        """The fields drawn one below the other."""
        return [self[name] for name in self.fields if not name.startswith("stays")]
