"""One person: particulars, standing, household, kin, every change; as it was on a day, as known on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huji.cases import queries as cases
from huji.counter.desk import any_desk, today
from huji.counter.naming import address_names, office_names, officer_names
from huji.counter.purpose import PARAMETER, suffix, with_purpose
from huji.documents import queries as papers
from huji.ledger.access import Purpose
from huji.matters import queries as matters
from huji.register import queries
from huji.register.queries import Reader
from huji.register.records import Change
from huji.standards import Refused
from huji.web.forms import DayField, Form


class AsOfForm(Form):
    """Two days: what was so on the one, as the register held it at the end of the other."""

    on = DayField(label=_("当时情况：截至哪一天"), required=False)
    known = DayField(label=_("当时所知：登记到哪一天为止"), required=False)


@dataclass(frozen=True)
class AsOf:
    """The question about the past, answered in the page's title; both None is now."""

    on: date | None = None
    known: date | None = None

    @property
    def known_at(self) -> datetime | None:
        """The end of the day known, in Shanghai; None is now."""
        if self.known is None:
            return None
        return timezone.make_aware(datetime.combine(self.known + timedelta(days=1), time()))


def as_of(request: HttpRequest) -> tuple[AsOfForm, AsOf]:
    """Read the two days of the address; what cannot be read is a fault of the form and asks about now."""
    form = AsOfForm(request.GET if {"on", "known"} & request.GET.keys() else None)
    if not form.is_bound or not form.is_valid():
        return form, AsOf()
    on, known = form.cleaned_data["on"], form.cleaned_data["known"]
    for name, value in (("on", on), ("known", known)):
        if value and value > today():
            form.add_error(name, str(_("不能晚于今天。")))
            return form, AsOf()
    return form, AsOf(on, None if known == today() else known)


def _by_entry(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes act by act, the latest act first: one act may restate several periods."""
    return [list(group) for _, group in groupby(reversed(changes), key=lambda change: change.entry)]


@any_desk
@with_purpose
def person(request: HttpRequest, person: int, purpose: Purpose) -> HttpResponse:
    """Show the person; logged with the purpose before anything is read."""
    form, moment = as_of(request)
    seen = queries.gate(Reader(request.user, purpose), [person], "人员页")
    try:
        found = queries.person(person, seen, moment.on, moment.known_at)
    except Refused as refusal:
        form.refuse(refusal, "known")
        moment = AsOf()
        found = queries.person(person, seen)
    if found is None:
        values = {"form": form, "moment": moment, "past": moment != AsOf(), "purpose": purpose}
        return render(request, "counter/person_unknown.html", values, status=404)
    standing = found.standing
    home = (
        queries.household(standing.household, seen, moment.on, moment.known_at)
        if standing.household
        else None
    )
    changes = queries.history(person, seen)
    relatives = queries.kin(person, seen, moment.on)
    values: dict[str, Any] = {
        "form": form,
        "moment": moment,
        "past": moment != AsOf(),
        "found": found,
        "age": found.age(moment.on or today()),
        "home": home,
        "changes": [(group[0], group) for group in _by_entry(changes)],
        "relatives": relatives,
        "cases": cases.of_person(request.user.pk, person, today(), purpose),
        "papers": papers.of_person(person, request.user, purpose),
        "matters": matters.of_person(request.user.pk, person, today()),
        "purpose": purpose,
        "purpose_field": PARAMETER,
        "suffix": suffix(purpose),
        "offices": office_names(
            [standing.office, *(change.office for change in changes), *(one.office for one in relatives)]
        ),
        "officers": officer_names(change.officer for change in changes),
        "addresses": address_names(
            [*([home.address] if home else []), *(c.standing.address for c in changes if c.standing.address)]
        ),
    }
    return render(request, "counter/person.html", values)
