"""The rounds of points: the list, one round, and its acts as a whole."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huji.cases import queries as cases
from huji.counter import done_words
from huji.counter.desk import acting as acting_in_case
from huji.counter.desk import any_desk, counter_only, today
from huji.counter.forms.rounds import ApplyForm, OpenForm, SettleForm
from huji.counter.naming import officer_names
from huji.counter.version import version_of
from huji.officers.roles import Role
from huji.rounds import acts, queries
from huji.rounds.turn import VERBS
from huji.rounds.values import By, Done, Round, State
from huji.standards import Refused, Text
from huji.web import saying
from huji.web.access import officers
from huji.web.saying import say
from huji.web.typed import form_data


def acting(request: HttpRequest) -> By:
    """Return in whose name, on which day and by which form the request acts."""
    by = acting_in_case(request)
    return By(by.officer, by.on, by.token)


def told(request: HttpRequest, name: str, done: Done) -> None:
    """Say what the step has done, or that it had been taken before."""
    if done.repeated:
        messages.info(request, _("这份表单已经提交过，没有重复办理。"))
    else:
        messages.success(request, say(done_words.ROUND[name]))


@any_desk
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds the office takes part in."""
    found = [(one, queries.pack(one), queries.tally(one.number)) for one in queries.rounds()]
    return render(request, "counter/rounds.html", {"rounds": found, "on": today()})


@officers(*VERBS["open"].roles)
def open_round(request: HttpRequest) -> HttpResponseBase:
    """Open a round of a scheme."""
    packs = queries.schemes()
    form = OpenForm(form_data(request), packs)
    if request.method == "POST" and form.is_valid():
        try:
            done = acts.open_round(form.said(), acting(request))
        except Refused as refusal:
            form.refuse(refusal, _FIELDS.get(refusal.code))
        else:
            told(request, "open", done)
            return redirect("counter:round", done.round)
    return render(
        request,
        "counter/round_form.html",
        {"form": form, "title": say(VERBS["open"].label), "button": say(VERBS["open"].label)},
    )


_FIELDS = {
    "no_scheme": "policy",
    "wrong_place": "division",
    "wrong_days": "closes",
    "wrong_quota": "quota",
    "wrong_score": "at_least",
    "reason_needed": "basis",
}


@any_desk
def the_round(request: HttpRequest, number: str) -> HttpResponse:
    """Show a round: where it stands, what may be done, the applications in the officer's area."""
    found = queries.the_round(number)
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0
    lines = queries.lines(request.user.pk, number, start)
    steps = queries.steps(number)
    return render(
        request,
        "counter/round.html",
        {
            "found": found,
            "pack": queries.pack(found),
            "tally": queries.tally(number),
            "lines": lines,
            "more": lines[-1].application.place if len(lines) == queries.PAGE else None,
            "waiting": queries.waiting(request.user.pk, number),
            "may": _may(request, found),
            "steps": steps,
            "labels": {name: say(verb.label) for name, verb in VERBS.items()},
            "officers": officer_names([step.officer for step in steps]),
            "on": today(),
        },
    )


def _may(request: HttpRequest, found: Round) -> set[str]:
    """Return the steps that the officer's role and the round's state and days leave open."""
    role, on = Role(request.user.role), today()
    may = {name for name, verb in VERBS.items() if role in verb.roles and found.state in verb.states}
    if not found.opens <= on <= found.closes:
        may -= {"apply"}
    if on <= found.closes:
        may -= {"publish"}
    if found.state is State.LISTED and found.objections_until is not None:
        may -= {"settle"} if on <= found.objections_until else {"object"}
    return may


@counter_only
def apply(request: HttpRequest, number: str) -> HttpResponseBase:
    """Enter an application, by a case or by number and name."""
    found = queries.the_round(number)
    form = ApplyForm(form_data(request), found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            who, name, case = given["number"], given["name"], given["case"] or None
            if case is not None:
                detail = cases.detail(request.user.pk, case, today())
                who, name = detail.applicant.number, detail.applicant.name
            done = acts.apply(acts.Apply(number, who, name, given.get("part", ""), case), acting(request))
        except Refused as refusal:
            form.refuse(refusal, "case" if refusal.code == "no_such_case" else None)
        else:
            told(request, "apply", done)
            return redirect("counter:round-application", number, done.result)
    label = say(VERBS["apply"].label)
    return render(
        request, "counter/round_form.html", {"form": form, "found": found, "title": label, "button": label}
    )


def at_once(name: str, do: Callable[[HttpRequest, str], Done]) -> Callable[..., HttpResponseBase]:
    """Return the page of a step without a form of its own: done, told, and back to the round."""

    @officers(*VERBS[name].roles)
    @require_POST
    def page(request: HttpRequest, number: str) -> HttpResponseBase:
        queries.the_round(number)
        try:
            done = do(request, number)
        except Refused as refusal:
            messages.error(request, saying.refusal(refusal))
        else:
            told(request, name, done)
        return redirect("counter:round", number)

    return page


score = at_once("score", lambda request, number: acts.score(acts.Score(number), acting(request)))
publish = at_once(
    "publish",
    lambda request, number: acts.publish(acts.Publish(number, version_of(request)), acting(request)),
)


@officers(*VERBS["settle"].roles)
def settle(request: HttpRequest, number: str) -> HttpResponseBase:
    """Settle the round; equals are asked about where the document is silent."""
    found = queries.the_round(number)
    form = SettleForm(form_data(request) if request.method == "POST" else None)
    if found.ties or found.quotas is None:
        del form.fields["ties"], form.fields["basis"]
    if request.method == "POST" and form.is_valid():
        statement = acts.Settle(
            number,
            version_of(request),
            form.cleaned_data.get("ties") or None,
            form.cleaned_data.get("basis", ""),
        )
        try:
            done = acts.settle(statement, acting(request))
        except Refused as refusal:
            field = {"ties_unsaid": "ties", "reason_needed": "basis"}.get(refusal.code)
            form.refuse(refusal, field)
            found = queries.the_round(number)
        else:
            told(request, "settle", done)
            return redirect("counter:round", number)
    values = {
        "form": form,
        "found": found,
        "title": say(VERBS["settle"].label),
        "button": say(VERBS["settle"].label),
        "lead": say(_SETTLING),
    }
    return render(request, "counter/round_form.html", values)


_SETTLING = Text(
    "按办法的排名规则和名额确定资格，公布结果，并把结果记入每个申请人的情况。一次办成，不能重来。",
    "Ranks by the scheme's rule, fills the quota, publishes the result and records it for every applicant. "
    "It is done once, as a whole, and is not repeated.",
)
