"""One application of a round: every score explained, what is not known, objections and their answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji import policy
from huji.cases.records import Asking
from huji.counter.desk import any_desk, today
from huji.counter.forms.facts import QuestionForm
from huji.counter.forms.rounds import AnswerForm, ObjectionForm, ReasonForm
from huji.counter.naming import officer_names
from huji.counter.scored import shown
from huji.counter.views.rounds import acting, told
from huji.officers.roles import Role
from huji.rounds import acts, queries
from huji.rounds.acts.object_to import CONDITIONS
from huji.rounds.queries import Explained
from huji.rounds.turn import VERBS
from huji.rounds.values import State
from huji.standards import Refused
from huji.web import saying
from huji.web.access import officers
from huji.web.saying import say
from huji.web.typed import form_data

AT_A_TIME = 6


@any_desk
def application(request: HttpRequest, number: str, id_: int) -> HttpResponseBase:
    """Show the application; facts of one without a case are recorded here."""
    one = queries.application(request.user.pk, number, id_)
    role = Role(request.user.role)
    may = {name for name, verb in VERBS.items() if role in verb.roles and one.round.state in verb.states}
    asked = _asked(one) if "record_facts" in may and one.application.case is None else []
    forms = _questions(request, asked)
    valid = [form.is_valid() for form in forms]  # all of them, so that every fault is told at once
    if request.method == "POST" and asked and all(valid):
        given = tuple(form.given() for form in forms if form.answered)
        try:
            if given:
                told(
                    request,
                    "record_facts",
                    acts.record_facts(acts.RecordFacts(number, id_, given), acting(request)),
                )
        except Refused as refusal:
            messages.error(request, saying.refusal(refusal))
        return redirect("counter:round-application", number, id_)
    return render(request, "counter/round_application.html", _values(one, may, forms, len(asked)))


def _values(one: Explained, may: set[str], forms: list[QuestionForm], asked: int) -> dict[str, Any]:
    pack = queries.pack(one.round)
    assert pack.points is not None
    titles = {each.id: say(each.title) for each in pack.points.indicators} | {CONDITIONS: _("申请条件")}
    names = [score.officer for score in one.scores]
    names += [each.officer for each in one.objections]
    names += [each.answered_by for each in one.objections if each.answered_by is not None]
    return {
        "one": one,
        "found": one.round,
        "pack": pack,
        "latest": shown(one.scores[0], pack) if one.scores else None,
        "earlier": [shown(score, pack) for score in one.scores[1:]],
        "titles": titles,
        "officers": officer_names(names),
        "questions": forms,
        "more": max(asked - AT_A_TIME, 0),
        "may": may,
        "objecting": "object" in may and one.round.objections_until and today() <= one.round.objections_until,
        "listed": one.round.state is not State.COLLECTING,
    }


def _asked(one: Explained) -> list[Asking]:
    words = policy.vocabulary()
    names = queries.missing(one.round, one.application)
    return [Asking(one.application.number, name, words[name]) for name in names if name in words.facts]


def _questions(request: HttpRequest, asked: list[Asking]) -> list[QuestionForm]:
    data = form_data(request)
    sent = set(data.getlist("asked")) if data is not None else set()
    chosen = [each for each in asked if f"{each.subject}/{each.name}" in sent] if sent else asked[:AT_A_TIME]
    return [QuestionForm(data if sent else None, each, {}) for each in chosen]


@officers(*VERBS["score"].roles)
def rescore(request: HttpRequest, number: str, id_: int) -> HttpResponseBase:
    """Score one application again from the facts as they are now."""
    if request.method != "POST":
        return redirect("counter:round-application", number, id_)
    try:
        done = acts.score(acts.Score(number, (id_,)), acting(request))
    except Refused as refusal:
        messages.error(request, saying.refusal(refusal))
    else:
        if done.result:
            told(request, "score", done)
        else:
            messages.info(request, _("情况没有变动，计分不变。"))
    return redirect("counter:round-application", number, id_)


@officers(*VERBS["object"].roles)
def objection(request: HttpRequest, number: str, id_: int) -> HttpResponseBase:
    """Enter an objection of the applicant."""
    one = queries.application(request.user.pk, number, id_)
    form = ObjectionForm(form_data(request), queries.pack(one.round))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = acts.object_to(
                acts.ObjectTo(number, id_, given["indicator"], given["words"]), acting(request)
            )
        except Refused as refusal:
            form.refuse(refusal, {"reason_needed": "words", "wrong_indicator": "indicator"}.get(refusal.code))
        else:
            told(request, "object", done)
            return redirect("counter:round-application", number, id_)
    return _form(request, one, form, "object")


@officers(*VERBS["answer"].roles)
def answer(request: HttpRequest, number: str, id_: int, objection: int) -> HttpResponseBase:
    """Answer an objection."""
    one = queries.application(request.user.pk, number, id_)
    raised = next((each for each in one.objections if each.id == objection), None)
    if raised is None:
        raise Http404
    form = AnswerForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        statement = acts.Answer(number, objection, given["corrected"] == "yes", given["reason"])
        try:
            done = acts.answer(statement, acting(request))
        except Refused as refusal:
            form.refuse(
                refusal, {"reason_needed": "reason", "nothing_changed": "corrected"}.get(refusal.code)
            )
        else:
            told(request, "answer", done)
            return redirect("counter:round-application", number, id_)
    return _form(request, one, form, "answer", lead=raised.words)


@officers(*VERBS["withdraw"].roles)
def withdraw(request: HttpRequest, number: str, id_: int) -> HttpResponseBase:
    """Withdraw an application, or take back one entered by mistake."""
    one = queries.application(request.user.pk, number, id_)
    form = ReasonForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = acts.withdraw(acts.Withdraw(number, id_, form.cleaned_data["reason"]), acting(request))
        except Refused as refusal:
            form.refuse(refusal, "reason")
        else:
            told(request, "withdraw", done)
            return redirect("counter:round", number)
    return _form(request, one, form, "withdraw")


def _form(request: HttpRequest, one: Explained, form: Any, step: str, lead: str = "") -> HttpResponse:
    label = say(VERBS[step].label)
    values = {
        "form": form,
        "found": one.round,
        "one": one.application,
        "title": label,
        "button": label,
        "lead": lead,
        "warning": step == "withdraw",
    }
    return render(request, "counter/round_form.html", values)
