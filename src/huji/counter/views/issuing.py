"""One paper: issued at the counter, looked up, replaced, made void."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huji.counter.desk import acting as acting_in_case
from huji.counter.desk import any_desk, counter_only
from huji.counter.forms.papers import OF_HOUSEHOLD, OF_PERSON, CancelForm, IssueForm, ReplaceForm
from huji.counter.naming import office_names
from huji.documents import due as outgrown
from huji.documents import hand_out, queries
from huji.documents import issue as verbs
from huji.documents.hand_out import Hand
from huji.documents.imprint import FORMS, Issued, Kind
from huji.ledger.access import Purpose
from huji.register import acts as register
from huji.register import queries as people
from huji.register.queries import Reader
from huji.standards import Refused, Text
from huji.web.saying import say
from huji.web.typed import form_data

BASIS = "户口登记条例（1958）第四条、第五条"
ON_REQUEST = frozenset({Kind.BOOKLET, Kind.FORM, Kind.BIRTH, Kind.CANCELLATION, Kind.CHANGE})
"""Papers replaced and made void here; the others are those of an act or of a procedure."""

ONLY_KEEPER = Text("请到户口所在的派出所办理。", "The office that keeps the registration issues it.")
NOT_REGISTERED = Text("此人现在没有登记在任何一户。", "The person is registered with no household now.")

_ISSUING: dict[str, Callable[[int, Hand], Issued]] = {
    "form": hand_out.form,
    "birth": hand_out.birth,
    "cancellation": hand_out.cancellation,
    "change": hand_out.change,
    "booklet": hand_out.booklet,
}


@any_desk
def about(request: HttpRequest) -> HttpResponse:
    """Show where a paper stands: kind, days, state, what replaced it; nobody is named.

    A booklet that the register has outgrown says so as the public check does, and since which entry.
    """
    found = _paper(request)
    counter = request.user.role == "counter"
    may = counter and found.office == request.user.office and found.kind in ON_REQUEST
    due = outgrown.of_household(found.household) if found.since and found.household else None
    return render(
        request,
        "counter/paper.html",
        {
            "found": found,
            "offices": office_names([found.office, found.since and found.since.office]),
            "line": queries.line_of(found.number),
            "anew": found.household if counter and due and due.office == request.user.office else None,
            "may_replace": may and found.status in ("issued", "expired") and found.since is None,
            "may_cancel": may and found.status == "issued",
        },
    )


@counter_only
def issue(request: HttpRequest) -> HttpResponseBase:
    """Issue a paper of a person or of a household that the office keeps."""
    person, household = _record(request, "person"), _record(request, "household")
    if (person is None) == (household is None):
        raise Http404
    heading, home, kept, choices = _subject(request, person, household)
    form = IssueForm(form_data(request), choices=choices, initial={})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["paper"]
        try:
            to = hand(request)
            if not kept:
                raise Refused("paper-office", ONLY_KEEPER)
            if chosen == "member":
                assert person is not None
                if home is None:
                    raise Refused("paper-nothing", NOT_REGISTERED)
                issued = hand_out.member_booklet(home, person, to)
            else:
                issued = _ISSUING[chosen](person or household or 0, to)
        except Refused as refusal:
            if refusal.code == "paper-token":
                return _again(request)
            form.refuse(refusal, "paper")
        else:
            messages.success(request, _("已签发，可以打印。"))
            return redirect(address(issued.number))
    back = (
        reverse("counter:person", args=[person]) if person else reverse("counter:household", args=[household])
    )
    lead = _("签发以后，本户原有的户口簿随即作废。") if household else ""
    return _page(request, form, _("签发证件"), heading, back, _("签发"), lead=lead)


@counter_only
def replace(request: HttpRequest) -> HttpResponseBase:
    """Issue a lost, damaged or expired paper anew: what it says stays, the old one is void."""
    found = _paper(request)
    if found.kind not in ON_REQUEST:
        raise Http404
    form = ReplaceForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            to = hand(request)
            issued = hand_out.replace(found.number, form.said, to)
        except Refused as refusal:
            if refusal.code == "paper-token":
                return _again(request)
            form.refuse(refusal)
        else:
            messages.success(request, _("已补发，原件作废。"))
            return redirect(address(issued.number))
    heading = f"{say(FORMS[found.kind].title)} {found.number}"
    return _page(
        request, form, _("补发、换发证件"), heading, address(found.number), _("补发"),
        lead=_("新证件的内容与原件完全相同，编号和日期是新的；原件作废，并写入台账。"),
    )  # fmt: skip


@counter_only
def cancel(request: HttpRequest) -> HttpResponseBase:
    """Make a paper void, with the reason."""
    found = _paper(request)
    if found.kind not in ON_REQUEST:
        raise Http404
    form = CancelForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.cancel(found.number, form.cleaned_data["because"], by=hand(request).by)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已作废。"))
            return redirect(address(found.number))
    heading = f"{say(FORMS[found.kind].title)} {found.number}"
    return _page(
        request, form, _("作废证件"), heading, address(found.number), _("作废此件"), warning=True,
        lead=_("作废后不能恢复；公众核验时显示“已作废”。"),
    )  # fmt: skip


def hand(request: HttpRequest) -> Hand:
    """Return in whose hand a paper of this form is issued, now."""
    by = acting_in_case(request)
    now = datetime.now(UTC).replace(microsecond=0)
    on = timezone.localdate(now)
    acting = register.Acting(request.user.pk, request.user.office or 0, on, BASIS)
    return Hand(acting, request.user.full_name, now, token=by.token)


def address(number: str) -> str:
    """Return the address of a paper's page."""
    return f"{reverse('counter:paper-about')}?{urlencode({'number': number})}"


def _paper(request: HttpRequest) -> queries.Listed:
    found = queries.of_number(request.GET.get("number", ""))
    if found is None:
        raise Http404
    return found


def _record(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _subject(
    request: HttpRequest, person: int | None, household: int | None
) -> tuple[str, int | None, bool, Sequence[tuple[str, Any]]]:
    """Return of whom the paper is, in words; the household; whether the own office keeps it; which papers."""
    reader = Reader(request.user, Purpose.HANDLE_CASE)
    if person is not None:
        seen = people.gate(reader, [person], "签发证件")
        found = people.person(person, seen)
        if found is None:
            raise Http404
        kept = found.standing.office == request.user.office
        home_id = found.standing.household
        without = {"cancellation"} if home_id is not None else {"member"}
        if all(change.act != "birth" for change in people.history(person, seen)):
            without.add("birth")
        choices = [one for one in OF_PERSON if one[0] not in without]
        return f"{found.name} {found.number}", home_id, kept, choices
    home = people.household(household or 0, reader)
    if home is None:
        raise Http404
    named = home.head.name if home.head else ""
    heading = _("户号 %(number)s") % {"number": home.number} + f" {named}"
    return heading, home.id, home.office == request.user.office, OF_HOUSEHOLD


def _again(request: HttpRequest) -> HttpResponseBase:
    """Lead a form sent twice to the paper it issued."""
    messages.info(request, _("这份表单已经提交过，没有重复签发。"))
    return redirect(address(verbs.issued_by(acting_in_case(request).token) or ""))


def _page(
    request: HttpRequest, form: Any, title: str, heading: str, back: str, button: str, **more: Any
) -> HttpResponse:
    values = {"form": form, "title": title, "heading": heading, "back": back, "button": button, **more}
    return render(request, "counter/paper_form.html", values)
