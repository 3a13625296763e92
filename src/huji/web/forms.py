"""Fields that read what people at a counter really type, and say plainly what is wrong."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.standards import Refused, citizen_number, names
from huji.web import saying

TOKEN = "token"


def token() -> str:
    """Return a fresh token for a form that is carried out once."""
    return uuid4().hex


class Form(forms.Form):
    """A form whose faults are sentences beside their fields and links in the summary above."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("请填写这一项。")
            # Faults are told by us, in the page's language, all at once; the browser's bubbles are not.
            field.widget.use_required_attribute = lambda initial: False  # type: ignore[method-assign]

    def refuse(self, refusal: Refused, field: str | None = None) -> None:
        """Add a refusal as a fault of `field`, or of the whole form."""
        self.add_error(field if field in self.fields else None, saying.refusal(refusal))


def faults(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return each fault of a form, anybody's, with the anchor of its field; those of the whole form lead up.

    Each names its field, as far from it nobody sees which is meant: by the label before it, but where the
    sentence holds the label's words and no other field of its kind is at fault.
    """
    kinds = Counter(type(form.fields[name]) for name in form.errors if name in form.fields)
    told = []
    for name, errors in form.errors.as_data().items():
        field = form[name] if name in form.fields else None
        for error in errors:
            said = " ".join(error.messages)
            alike = error.code and field is not None and kinds[type(field.field)] > 1
            if field is not None and field.label and (alike or not _names(said, field)):
                said = _now("%(what)s：%(value)s") % {"what": field.label, "value": said}
            told.append((_first_control(field) if field is not None else "main", said))
    return told


def _names(said: str, field: BoundField) -> bool:
    """Tell whether a sentence holds its field's label."""
    return str(field.label).strip("：: ").casefold() in said.casefold()


class WholeField(forms.IntegerField):
    """A whole number from `least` to `most`."""

    default_error_messages = {"invalid": _("请填写数字。")}

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        if number is not None and not self.least <= number <= self.most:
            said = _now("请填写 %(least)s 至 %(most)s 之间的数。")
            raise forms.ValidationError(said % {"least": self.least, "most": self.most}, code="limits")
        return number


class DayField(forms.DateField):
    """A day: 2016-03-01, 20160301, 2016/3/1, 2016.3.1 or 2016年3月1日."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}
    )
    default_error_messages = {"invalid": _("日期不对，请写成 2016-03-01。")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("例如 2016-03-01。")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        text = unicodedata.normalize("NFKC", str(value)).strip()
        match = re.fullmatch(r"(\d{4})(?:(\d{2})(\d{2})|\D(\d{1,2})\D(\d{1,2})\D?)", text)
        if match is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


PLAIN = {
    full: full - 0xFEE0
    for full in range(0xFF01, 0xFF5F)
    if chr(full - 0xFEE0).isalnum() or chr(full - 0xFEE0) in "-./#"
} | {0x3000: " "}
"""Full-width digits, letters and the signs of numbers, and the plain ones they become."""


class LineField(forms.CharField):
    """One line of text; full-width digits and letters become the plain ones, spaces at the ends go.

    Chinese punctuation stays: a text goes into papers as it was written.
    """

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value.translate(PLAIN) if value else value))


class NumberField(LineField):
    """A citizen number as typed: spaces and dashes go, the last letter grows; GB 11643 checks it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("公民身份号码"))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20 digits"}
        )

    def clean(self, value: Any) -> str:
        typed = re.sub(r"[\s\-–—]", "", super().clean(value)).upper()
        if not typed:
            return ""
        return _law(
            lambda: (
                citizen_number.parse(
                    typed, on=timezone.localdate(), demonstration=settings.HUJI_DEMONSTRATION
                ).value
            )
        )


class NameField(LineField):
    """A person's name as the register writes names; Latin letters and the like are refused, with why."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("姓名"))
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return _law(lambda: names.accept(typed)) if typed else ""


def _law(read: Callable[[], str]) -> str:
    """Return what a standard makes of a value; its refusal becomes the field's fault."""
    try:
        return read()
    except Refused as refusal:
        raise forms.ValidationError(saying.refusal(refusal), code=refusal.code) from refusal


def _first_control(field: BoundField) -> str:
    """Return the id the summary's link jumps to: of a group of choices its first."""
    identifier = field.auto_id or field.html_name
    return (
        f"{identifier}_0"
        if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        else str(identifier)
    )
