"""The two times of a page: as it was on a day, as known at the end of a day or just after an entry."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huji.counter.desk import today
from huji.counter.purpose import PARAMETER
from huji.register import queries
from huji.register.queries import AsOf, Reader, Seen
from huji.standards import Refused
from huji.web.forms import DayField, Form

ENTRY = "entry"
EXTRACTS = {"person": "counter:form-then", "household": "counter:booklet-then"}
DIGITS = 19
"""An entry's number has fewer; Python reads no number of thousands of them."""


class AsOfForm(Form):
    """Two days: what was so on the one, as the register held it at the end of the other."""

    on = DayField(label=_("当时情况：截至哪一天"), required=False)
    known = DayField(label=_("当时所知：登记到哪一天为止"), required=False)


@dataclass(frozen=True)
class Moment:
    """The question about the past, answered in the page's title; all None is now.

    `entry` is named by a link of the history, and goes before the day.
    """

    on: date | None = None
    known: date | None = None
    entry: int | None = None

    @property
    def known_at(self) -> int | datetime | None:
        """The entry, or the end of the day known, in Shanghai; None is now."""
        if self.entry is not None:
            return self.entry
        if self.known is None:
            return None
        return timezone.make_aware(datetime.combine(self.known + timedelta(days=1), time()))


NOW = Moment()


@dataclass(frozen=True)
class Then:
    """The register at the moment a page asks for, what the page says of it, and where it is printed so."""

    register: AsOf
    form: AsOfForm
    moment: Moment
    extract: str = ""

    def page(self) -> dict[str, Any]:
        """Return what the template of the two times reads."""
        return {
            "form": self.form,
            "moment": self.moment,
            "past": self.moment != NOW,
            "extract": self.extract,
        }


def asked(request: HttpRequest) -> tuple[AsOfForm, Moment]:
    """Read the times of the address; what cannot be read is a fault of the form and asks about now."""
    form = AsOfForm(request.GET if {"on", "known", ENTRY} & request.GET.keys() else None)
    entry = request.GET.get(ENTRY, "")
    named = int(entry) if entry.isascii() and entry.isdigit() and len(entry) < DIGITS else None
    if not form.is_bound or not form.is_valid():
        return form, NOW
    on, known = form.cleaned_data["on"], form.cleaned_data["known"]
    for name, value in (("on", on), ("known", known)):
        if value and value > today():
            form.add_error(name, str(_("不能晚于今天。")))
            return form, NOW
    return form, Moment(on, None if known == today() or named else known, named)


def then(request: HttpRequest, by: Reader | Seen) -> Then:
    """Return the register at the moment asked for; one too young is a fault of the form and shows now."""
    form, moment = asked(request)
    try:
        return Then(queries.as_of(moment.on, moment.known_at, by), form, moment, _extract(request))
    except Refused as refusal:
        form.refuse(refusal, "known")
        return Then(queries.as_of(None, None, by), form, NOW)


def _extract(request: HttpRequest) -> str:
    """Return where the page's subject is printed as it was at the moment asked for."""
    page = request.resolver_match
    if page is None or page.url_name not in EXTRACTS:
        return ""
    asked = {name: request.GET[name] for name in (PARAMETER, "on", "known", ENTRY) if request.GET.get(name)}
    return f"{reverse(EXTRACTS[page.url_name], kwargs=page.kwargs)}?{urlencode(asked)}"
