"""What every step's form is: fields that become one statement."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from huji.cases.queries import Detail
from huji.officers.roles import Role
from huji.web.forms import Form

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

    def said(self, version: int) -> Statement:
        """Return the statement of the step."""
        return self.statement(self.detail.number, version, **self.cleaned_data)

    def ask(self, officer: int, on: date) -> None:
        """Add what must be asked beyond the fixed fields, read from the case in the officer's name."""

    @property
    def plain(self) -> list[Any]:
        """The fields drawn one below the other."""
        return [self[name] for name in self.fields]
