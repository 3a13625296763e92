"""What templates need to speak both languages and to send a form once."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from huji.web import law, saying
from huji.web.forms import TOKEN, faults, token

register = template.Library()
register.filter("say", saying.say)
register.filter("in_words", saying.days_in_words)
register.filter("joined", saying.joined)
register.filter("sentences", saying.sentences)
register.filter("day", saying.day)
register.filter("moment", saying.moment)
register.filter("clock", saying.clock)
register.filter("cited", law.cited)


@register.simple_tag
def once() -> SafeString:
    """A hidden field that lets the form be carried out once, however often it is sent."""
    return SafeString(f'<input type="hidden" name="{TOKEN}" value="{token()}">')


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look `key` up in a mapping; None where it is absent."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter("faults")
def faults_of(form: Any) -> Any:
    """Return a form's faults with their anchors; several forms that stand as one tell theirs themselves."""
    return faults(form) if isinstance(form, forms.BaseForm) else form.faults()


@register.filter
def shape(field: BoundField) -> str:
    """Name the pattern a field is drawn with: line, lines, choice, radios, checks, check, file, hidden, …"""
    widget = field.field.widget
    for kind, name in _SHAPES:
        if isinstance(widget, kind):
            return name
    return "line"


@register.filter
def control(field: BoundField, shape: str) -> SafeString:
    """Draw a field's control with its classes and the ids of what describes it."""
    extra = field.field.widget.attrs.get("class", "")
    wrong = f" {shape}--error" if field.errors else ""
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}-hint")
    if field.errors:
        described.append(f"{field.auto_id}-error")
    attrs: dict[str, Any] = {"class": f"{shape}{wrong} {extra}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


_SHAPES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "lines"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "check"),
    (forms.FileInput, "file"),
    (forms.Select, "choice"),
)
