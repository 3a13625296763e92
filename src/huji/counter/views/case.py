"""The case page: what it is about, what the law proposes, what was done, what may be done now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.cases import queries
from huji.cases.procedure import VERBS
from huji.counter.desk import any_desk, today
from huji.counter.explain import explanation
from huji.counter.forms.steps import FORMS
from huji.counter.naming import address_names, office_names
from huji.counter.purpose import suffix
from huji.counter.wording import paper_title
from huji.documents import queries as papers
from huji.ledger.access import Purpose
from huji.register import queries as register
from huji.register.queries import Reader

LESSER = frozenset({"withdraw", "refuse", "request_completion", "reopen_completion", "expire"})
"""Verbs drawn as lesser buttons; the way forward is drawn first and full."""


@any_desk
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case; what names a person is logged by the query."""
    detail = queries.detail(request.user.pk, number, today())
    verbs = [VERBS[name] for name in detail.verbs if name in FORMS]
    destination = detail.destination
    return render(
        request,
        "counter/case.html",
        {
            "detail": detail,
            "forward": [verb for verb in verbs if verb.name not in LESSER],
            "lesser": [verb for verb in verbs if verb.name in LESSER],
            "may_amend": "amend_draft" in detail.verbs,
            "may_record": "record_facts" in detail.verbs,
            "may_attach": "attach_evidence" in detail.verbs,
            "explained": explanation(detail.answer, {}) if detail.answer else None,
            "address": address_names([destination.address]).get(destination.address) if destination else None,
            "offices": office_names([detail.office]),
            "papers": papers.of_case(number),
            "on_file": [(paper, paper_title(paper.key)) for paper in detail.evidence],
            "suffix": suffix(Purpose.HANDLE_CASE),
            "sponsor": register.search_by_number(
                detail.sponsor.number, Reader(request.user, Purpose.HANDLE_CASE)
            )
            if detail.sponsor
            else None,
        },
    )
