"""Taking in papers, and showing them again to whoever handles the case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huji.cases import acts, queries
from huji.counter.desk import acting, any_desk, today
from huji.counter.explain import explanation
from huji.counter.forms.evidence import EvidenceForm
from huji.counter.proofs import still_wanted
from huji.counter.version import stale, version_of
from huji.counter.views.facts import people
from huji.counter.wording import paper_title
from huji.facts.values import Evidence
from huji.policy import vocabulary
from huji.standards import Refused
from huji.web.typed import form_data


@any_desk
def evidence(request: HttpRequest, number: str) -> HttpResponseBase:
    """List the papers on file, and take in another while the case is open to it."""
    detail = queries.detail(request.user.pk, number, today())
    open_now = "attach_evidence" in detail.verbs
    wanted = [key for one in (detail.answer or {}).get("evidence", ()) for key in one["any_of"]]
    form = EvidenceForm(
        form_data(request) if open_now else None,
        request.FILES or None,
        people=people(detail).items(),
        papers=_papers(wanted),
        initial={"subject": detail.applicant.number},
    )
    if request.method == "POST" and open_now and form.is_valid():
        given = form.cleaned_data
        statement = acts.AttachEvidence(
            number,
            version_of(request),
            given["subject"],
            given["key"],
            given["file"].name,
            given["file"].read(),
        )
        try:
            acts.attach_evidence(statement, acting(request))
        except Refused as refusal:
            form.refuse(refusal, None if refusal.code == "changed_meanwhile" else "file")
            detail = stale(request, refusal, detail)
        else:
            messages.success(request, _("材料已收取。"))
            return redirect("counter:evidence", number)
    names = people(detail)
    return render(
        request,
        "counter/evidence.html",
        {
            "detail": detail,
            "form": form,
            "open_now": open_now,
            "on_file": [
                {
                    "paper": paper,
                    "title": paper_title(paper.key),
                    "who": names.get(paper.subject, paper.subject),
                }
                for paper in detail.evidence
            ],
            "wanted": still_wanted(
                explanation(detail.answer, {}).proofs if detail.answer else (),
                {paper.key for paper in detail.evidence},
            ),
        },
    )


@any_desk
def scan(request: HttpRequest, number: str, paper: int) -> HttpResponseBase:
    """Show a paper of the case with the type it was verified to have; it runs nothing."""
    return inert(*queries.paper(request.user.pk, number, paper))


def inert(kept: Evidence, content: bytes) -> HttpResponse:
    """Return a paper on file as it is, able to run nothing."""
    response = HttpResponse(content, content_type=kept.media_type)
    response["Content-Disposition"] = content_disposition_header(False, kept.filename)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _papers(wanted: list[str]) -> list[tuple[str, Any]]:
    """Return the papers to choose from: those the proposal asks for first, then the others."""
    others = [key for key in vocabulary().evidence if key not in wanted]
    groups = [(_("还需要的"), [(key, paper_title(key)) for key in dict.fromkeys(wanted)])] if wanted else []
    # Nothing is chosen beforehand: a scan under the wrong name would be on file.
    return [("", _("请选择")), *groups, (_("其他材料"), [(key, paper_title(key)) for key in others])]
