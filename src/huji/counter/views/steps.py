"""One page for each step of a case: the form, the case in brief, and the act when it is sent."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji.cases import acts, queries
from huji.cases.procedure import VERBS
from huji.counter import done_words
from huji.counter.desk import acting, today
from huji.counter.explain import explanation
from huji.counter.forms.placing import field_of
from huji.counter.forms.steps import FORMS
from huji.counter.version import stale, version_of
from huji.counter.views.brief import brief
from huji.counter.views.case import LESSER
from huji.counter.views.facts import sources_of
from huji.counter.wording import paper_title
from huji.officers.roles import Role
from huji.standards import Refused
from huji.web.access import officers
from huji.web.saying import say
from huji.web.typed import form_data

WARNING = frozenset({"withdraw", "refuse"})
JUDGING = frozenset({"review", "approve", "refuse"})
"""Steps whose page shows reasons, law and evidence together."""


def page_of(name: str) -> Callable[..., HttpResponseBase]:
    """Return the page of a verb, open to the roles the procedure gives it."""
    verb, form_class, do = VERBS[name], FORMS[name], getattr(acts, name)

    @officers(*verb.roles)
    def step(request: HttpRequest, number: str) -> HttpResponseBase:
        detail = queries.detail(request.user.pk, number, today())
        form = form_class(
            form_data(request) if request.method == "POST" or form_class.base_fields else None,
            detail=detail,
            role=Role(request.user.role),
        )
        if name in detail.verbs:
            form.ask(request.user.pk, today())
        refusal: Refused | None = None
        if request.method == "POST" and form.is_valid():
            try:
                done = do(form.said(version_of(request)), acting(request))
            except Refused as said:
                refusal = said
                form.refuse(said, field_of(said, form))
                detail = stale(request, said, detail)
            else:
                if done.repeated:
                    messages.info(request, _("这份表单已经提交过，没有重复办理。"))
                else:
                    messages.success(request, say(done_words.CASE[name]))
                return redirect("counter:case", number)
        sources = sources_of(queries.known(request.user.pk, number), detail) if name in JUDGING else {}
        values = {
            **brief(request, detail),
            "verb": verb,
            "form": form,
            "refusal": refusal,
            "now": name in detail.verbs,
            "lesser": name in LESSER,
            "warning": name in WARNING,
            "explained": explanation(detail.answer, sources) if detail.answer else None,
            "judging": name in JUDGING,
            "on_file": [(paper, paper_title(paper.key)) for paper in detail.evidence],
        }
        return render(request, "counter/step.html", values)

    return step
