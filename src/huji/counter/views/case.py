"""The case page: what it is about, what the law proposes, what was done, what may be done now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.cases import queries
from huji.cases.procedure import VERBS
from huji.counter.desk import any_desk, today
from huji.counter.explain import explanation
from huji.counter.forms.steps import FORMS
from huji.counter.purpose import suffix
from huji.counter.views.brief import brief
from huji.counter.views.facts import known_lines
from huji.counter.wording import paper_title
from huji.documents import queries as papers
from huji.ledger.access import Purpose
from huji.officers import queries as officers
from huji.officers.roles import Role

LESSER = frozenset({"withdraw", "refuse", "request_completion", "reopen_completion", "expire"})
"""Verbs drawn as lesser buttons; the way forward is drawn first and full."""


@any_desk
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case; what names a person is logged by the query."""
    detail = queries.detail(request.user.pk, number, today())
    verbs = [VERBS[name] for name in detail.verbs if name in FORMS]
    shown = brief(request, detail)
    foreign = detail.person is not None and detail.person not in shown["readable"]
    return render(
        request,
        "counter/case.html",
        {
            **shown,
            "known": known_lines(queries.known(request.user.pk, number), detail) if foreign else None,
            "forward": [verb for verb in verbs if verb.name not in LESSER],
            "lesser": [verb for verb in verbs if verb.name in LESSER and not _early(verb.name, detail)],
            "may_amend": "amend_draft" in detail.verbs,
            "may_record": "record_facts" in detail.verbs,
            "may_undo": _to_undo(request, detail),
            "may_attach": "attach_evidence" in detail.verbs,
            "explained": explanation(detail.answer, {}) if detail.answer else None,
            "papers": papers.of_case(number),
            "on_file": [(paper, paper_title(paper.key)) for paper in detail.evidence],
            "suffix": suffix(Purpose.HANDLE_CASE),
        },
    )


def _to_undo(request: HttpRequest, detail: queries.Detail) -> int | None:
    """Return the entry of a closed case's last act, where whoever looks may begin to undo it."""
    me = officers.officer(request.user.pk) if request.user.pk is not None else None
    if me is None or me.role is not Role.COUNTER or detail.undone or not detail.state.closed:
        return None
    acts = [int(step.data["act"]) for step in detail.steps if "act" in step.data]
    return acts[-1] if acts else None


def _early(verb: str, detail: queries.Detail) -> bool:
    """Tell whether a paper that still runs would be offered to be closed."""
    return verb == "expire" and detail.expires is not None and detail.expires >= today()
