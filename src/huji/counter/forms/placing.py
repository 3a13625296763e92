"""Beside which field a refusal stands, so that it is read where it can be mended."""

from django import forms

from huji.standards import Refused

_FIELDS: dict[str, tuple[str, ...]] = {
    "another_case": ("number",),
    "dead": ("number",),
    "in_transit": ("number",),
    "not_registered_here": ("number",),
    "registered_here": ("number",),
    "own_sponsor": ("sponsor_number",),
    "unknown_relation": ("sponsor_relation",),
    "outside_missing": ("place",),
    "permit_dates": ("until",),
    "host_consent_missing": ("consent",),
    "host_differs": ("household", "host"),
    "host_household_missing": ("household", "host"),
    "certificate_expired": ("until",),
    "certificate_not_yet": ("issued",),
    "certificate_used": ("certificate",),
    "prepared_unknown": ("prepared",),
    "permit_expired": ("issued",),
    "companion_undecided": ("admit0",),
    "reason_needed": ("reason", "note", "receipt"),
    "before_last_change": ("registered",),
    "future": ("registered",),
    "past": ("registered",),
}


def field_of(refusal: Refused, form: forms.Form) -> str | None:
    """Return the field of `form` that a refusal is about; None for the whole form.

    What is not listed is placed by the beginning of its code: `number…`, `name…`, `address…`, `household…`.
    """
    code = refusal.code.removeprefix("register.").replace("-", "_")
    begins = tuple(name for name in ("number", "name", "address", "household") if code.startswith(name))
    return next((name for name in _FIELDS.get(code, begins) if name in form.fields), None)
