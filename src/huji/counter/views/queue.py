"""The work queue: what waits for this officer, what is late, what the office has in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.cases import queries
from huji.cases.records import Line
from huji.cases.values import State
from huji.counter.desk import any_desk, today
from huji.matters import queries as matters
from huji.matters.records import Line as Business
from huji.officers import queries as officers
from huji.quality.quarantine import queries as quarantine


@any_desk
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue: `show` is waiting, late, all, expired_papers or a state.

    `after` is a number: what comes after it in its own list, cases or business, fills the page.
    """
    on, me = today(), officers.officer(request.user.pk) or request.user.pk
    business, counts = matters.counts(me, on), queries.counts(me, on)
    show = request.GET.get("show", "waiting")
    state = State(show) if show in set(State) else None
    if state is None and show not in {"waiting", "late", "all", "expired_papers"}:
        show = "waiting"
    which = {"awaiting": show == "waiting", "overdue": show == "late"}
    after = request.GET.get("after")
    further = after is not None and after.startswith("M")
    lines: tuple[Line, ...] = ()
    if show == "expired_papers":
        lines = queries.expired(me, on, after=after)
    elif not further:
        lines = queries.queue(me, on, state=state, after=after, **which)
    others: tuple[Business, ...] = ()
    if show in {"waiting", "late", "all"} and (further or after is None):
        others = matters.queue(me, on, after=after, **which)
    return render(
        request,
        "counter/queue.html",
        {
            "lines": lines,
            "business": others,
            "awaiting": counts.awaiting + business.awaiting,
            "overdue": counts.overdue + business.overdue,
            "more": lines[-1].number if len(lines) == queries.PAGE else None,
            "more_business": others[-1].number if len(others) == matters.PAGE else None,
            "first": after is None,
            "counts": counts,
            "all": sum(counts.by_state.values()) + sum(business.by_state.values()),
            "states": [(one, counts.by_state[one]) for one in State if counts.by_state.get(one)],
            "show": show,
            "quarantine": quarantine.left(),
            "on": on,
        },
    )
