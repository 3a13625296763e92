"""Writing a draft: its text with its faults beside it, told again while it is typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huji.drafting.desk import acting, desk, drafters
from huji.drafting.numbers import moved, numbers
from huji.drafting.page import draft_page, opened
from huji.places import queries as places
from huji.policy import Fault
from huji.rulebook import acts, checking, queries
from huji.standards import Refused
from huji.web.saying import joined, say
from huji.web.typed import form_data


@desk
def draft(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Show the text and its faults; a drafter saves revisions here."""
    found = opened(draft)
    data = form_data(request)
    text = data["text"] if data and "text" in data else found.text
    refusal: Refused | None = None
    if request.method == "POST":
        statement = acts.SaveRevision(draft, _after(request), text, request.POST.get("note", ""))
        try:
            number = acts.save_revision(statement, acting(request))
        except Refused as said:
            refusal, found = said, opened(draft)
        else:
            messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": number})
            return redirect("drafting:draft", draft)
    return draft_page(
        request,
        found,
        "draft",
        "drafting/editor.html",
        {
            "text": text,
            "refusal": refusal,
            "faults": faults_of(text),
            "revisions": queries.revisions(draft),
            "numbers": numbers(found.text, found.library.vocabulary),
        },
        status=409 if refusal else 200,
    )


@drafters
@require_POST
def move(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Save a revision with the numbers of the last one changed as the form says."""
    found = opened(draft)
    known = numbers(found.text, found.library.vocabulary)
    text, wrong = moved(found.text, known, request.POST)
    if wrong:
        lines = joined(str(one.line) for one in wrong)
        messages.error(
            request, _("第 %(lines)s 行：请填写数字，例如 3 或 10.5。没有保存。") % {"lines": lines}
        )
        return redirect("drafting:draft", draft)
    statement = acts.SaveRevision(draft, _after(request), text, _("调整数值"))
    number = acts.save_revision(statement, acting(request))
    messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": number})
    return redirect("drafting:draft", draft)


def _after(request: HttpRequest) -> int:
    """Return the revision a form was drawn from; 0, which no draft has, where it is missing."""
    after = request.POST.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0


@drafters
@require_POST
def check(request: HttpRequest, draft: int) -> HttpResponse:
    """Tell the faults of what was typed so far; nothing is saved."""
    text = request.POST.get("text", "")
    return render(request, "drafting/faults.html", {"faults": faults_of(text)})


def faults_of(text: str) -> list[dict[str, object]]:
    """Return the faults of a text as the page draws them, at most a hundred."""
    found: tuple[Fault, ...] = checking.faults(text, queries.library(), places.territory())
    return [{"line": fault.line, "words": say(fault.text)} for fault in found[:100]]
