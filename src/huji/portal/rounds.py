"""The published lists of rounds of points: numbers, masked names, points and results, for everybody."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huji.rounds import queries
from huji.rounds.values import Standing
from huji.standards import Refused
from huji.web.access import public

KINDS = ("provisional", "result")


@public
def rounds(request: HttpRequest) -> HttpResponse:
    """List what is published, the newest first."""
    return render(request, "portal/rounds.html", {"lists": queries.published()})


@public
def published(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Show one list; a result is shown best first, admitted before the others."""
    if kind not in KINDS:
        raise Http404
    try:
        found = queries.published_list(number, kind)
    except Refused as refusal:
        raise Http404 from refusal
    rows = [{**row, "standing": Standing(row["standing"]).label} for row in found.content["rows"]]
    if kind == "result":
        rows.sort(key=lambda row: (not row.get("admitted"), row.get("rank") or 10**9, row["no"]))
    until = found.content.get("objections_until")
    shown = {"found": found, "said": found.content, "rows": rows}
    return render(
        request, "portal/round_list.html", shown | {"until": date.fromisoformat(until) if until else None}
    )
