"""The published lists of rounds of points: numbers, masked names, points and results, for everybody."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huji.rounds import queries
from huji.rounds.values import Standing
from huji.standards import Refused
from huji.web.access import public

KINDS = ("provisional", "result")
SHOWN = 200
"""Rows of a list on one page."""


@public
def rounds(request: HttpRequest) -> HttpResponse:
    """List what is published, the newest first."""
    return render(request, "portal/rounds.html", {"lists": queries.published()})


@public
def published(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Show one list, a page at a time; a result best first, admitted before the others.

    `no` opens the page on which a receipt's number stands.
    """
    if kind not in KINDS:
        raise Http404
    try:
        found = queries.published_list(number, kind)
    except Refused as refusal:
        raise Http404 from refusal
    rows = [{**row, "standing": Standing(row["standing"]).label} for row in found.content["rows"]]
    if kind == "result":
        rows.sort(key=lambda row: (not row.get("admitted"), row.get("rank") or 10**9, row["no"]))
    sought = request.GET.get("no", "").strip()[:20]
    place = next((index for index, row in enumerate(rows) if str(row["no"]) == sought), None)
    asked = place // SHOWN + 1 if place is not None else request.GET.get("page")
    until = found.content.get("objections_until")
    shown = {
        "found": found,
        "said": found.content,
        "page": Paginator(rows, SHOWN).get_page(asked),
        "sought": sought,
        "missed": bool(sought) and place is None,
    }
    return render(
        request, "portal/round_list.html", shown | {"until": date.fromisoformat(until) if until else None}
    )
