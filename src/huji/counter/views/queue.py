"""The work queue: what waits for this officer, what is late, what the office has in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.cases import queries
from huji.cases.values import State
from huji.counter.desk import any_desk, today
from huji.matters import queries as matters
from huji.quality.quarantine import queries as quarantine


@any_desk
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue: `show` is waiting, late, all, expired_papers or a state; `after` pages on."""
    on = today()
    business = matters.counts(request.user.pk, on)
    counts = queries.counts(request.user.pk, on)
    show = request.GET.get("show", "waiting")
    state = State(show) if show in set(State) else None
    if state is None and show not in {"waiting", "late", "all", "expired_papers"}:
        show = "waiting"
    if show == "expired_papers":
        lines = queries.expired(request.user.pk, on)
    else:
        lines = queries.queue(
            request.user.pk,
            on,
            state=state,
            awaiting=show == "waiting",
            overdue=show == "late",
            after=request.GET.get("after"),
        )
    return render(
        request,
        "counter/queue.html",
        {
            "lines": lines,
            "business": matters.queue(request.user.pk, on, awaiting=show == "waiting", overdue=show == "late")
            if show in {"waiting", "late", "all"}
            else (),
            "awaiting": counts.awaiting + business.awaiting,
            "overdue": counts.overdue + business.overdue,
            "more": lines[-1].number if len(lines) == queries.PAGE and show != "expired_papers" else None,
            "counts": counts,
            "all": sum(counts.by_state.values()) + sum(business.by_state.values()),
            "states": [(one, counts.by_state[one]) for one in State if counts.by_state.get(one)],
            "show": show,
            "quarantine": quarantine.counts().left,
            "on": on,
        },
    )
