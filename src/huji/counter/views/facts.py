"""Asking what can still change the outcome, with the reasoned proposal beside it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji.cases import acts, queries
from huji.counter.desk import acting, today
from huji.counter.explain import explanation
from huji.counter.forms.facts import CorrectionForm, questions
from huji.counter.prepared import by_subject
from huji.counter.version import stale, version_of
from huji.counter.wording import value
from huji.officers.roles import Role
from huji.standards import Refused
from huji.web.access import officers
from huji.web.saying import say
from huji.web.typed import form_data


@officers(Role.COUNTER, Role.REVIEW)
def facts(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the next questions and take their answers; known facts stand below with their sources."""
    detail = queries.detail(request.user.pk, number, today())
    open_now = "record_facts" in detail.verbs
    asked = queries.asking(request.user.pk, number) if open_now else ()
    scans = {paper.key: paper.digest for paper in detail.evidence}
    data = form_data(request)
    correction = _correction(request, data)
    forms = questions(None if correction else data, asked, scans, by_subject(detail))
    refusal: Refused | None = None
    if request.method == "POST" and open_now:
        if correction is not None:
            statement = correction.said(number, version_of(request)) if correction.is_valid() else None
        else:
            faulty = [form for form in forms if not form.is_valid()]
            given = tuple(form.given() for form in forms if form not in faulty and form.answered)
            statement = acts.RecordFacts(number, version_of(request), given) if given and not faulty else None
        if statement:
            try:
                acts.record_facts(statement, acting(request))
            except Refused as said:
                refusal = said
                detail = stale(request, said, detail)
            else:
                return redirect("counter:facts", number)
    known = queries.known(request.user.pk, number)
    sources = sources_of(known, detail)
    values = {
        "detail": detail,
        "open_now": open_now,
        "questions": forms,
        "more": max(len(asked) - len(forms), 0),
        "people": people(detail),
        "refusal": refusal,
        "correction": correction,
        "nothing": request.method == "POST"
        and correction is None
        and refusal is None
        and not any(form.errors for form in forms),
        "known": known_lines(known, detail),
        "explained": explanation(detail.answer, sources) if detail.answer else None,
        "title": _("情况与建议"),
    }
    return render(request, "counter/facts.html", values)


def sources_of(known: Iterable[queries.KnownFact], detail: queries.Detail) -> dict[str, str]:
    """Return whence each fact of the applicant is known, in words."""
    return {fact.name: say(fact.source.text) for fact in known if fact.subject == detail.applicant.number}


def known_lines(known: Iterable[queries.KnownFact], detail: queries.Detail) -> list[dict[str, Any]]:
    """Return the lines of the table of what is known."""
    names = people(detail)
    return [
        {
            "fact": fact,
            "words": value(fact.name, fact.value),
            "who": names.get(fact.subject, fact.subject),
        }
        for fact in known
    ]


def people(detail: queries.Detail) -> dict[str, str]:
    """Return the names of applicant and companions by citizen number."""
    return {
        detail.applicant.number: detail.applicant.name,
        **{one.companion.number: one.companion.name for one in detail.companions},
    }


def _correction(request: HttpRequest, data: QueryDict | None) -> CorrectionForm | None:
    """Return the form that closes a fact: just asked for by its link, or sent."""
    if data is not None:
        return CorrectionForm(data) if "close" in data else None
    asked = request.GET.get("correct", "")
    return CorrectionForm(initial={"close": asked}) if asked.isascii() and asked.isdigit() else None
