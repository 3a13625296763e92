"""Putting a draft to the proof: its guarantees, the golden cases of its base, one case."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huji.drafting.desk import desk, today
from huji.drafting.page import Opened, draft_page, opened
from huji.drafting.working import work
from huji.standards import Refused, divisions
from huji.web.saying import say

MOST_CHARACTERS = 50_000


@desk
def verify(request: HttpRequest, draft: int) -> HttpResponse:
    """Prove the draft's guarantees, when asked to."""
    return _page(request, draft, "verify")


@desk
def golden(request: HttpRequest, draft: int) -> HttpResponse:
    """Tell which golden cases of the base the draft decides otherwise, when asked to."""
    return _page(request, draft, "golden")


@desk
def trial(request: HttpRequest, draft: int) -> HttpResponse:
    """Decide one case by the draft, and by its base beside it."""
    found = opened(draft)
    text = request.POST.get("case", "")[:MOST_CHARACTERS] or _example(found, today())
    values: dict[str, Any] = {"case": text}
    if request.method == "POST" and "show" not in request.POST:
        values |= _worked(found, "trial", text)
    return draft_page(request, found, "trial", "drafting/trial.html", values)


def _page(request: HttpRequest, draft: int, task: str) -> HttpResponse:
    found = opened(draft)
    values = _worked(found, task) if request.method == "POST" else {}
    return draft_page(request, found, task, f"drafting/{task}.html", values)


def _worked(found: Opened, task: str, case: str = "") -> dict[str, Any]:
    try:
        said = work(task, found.text, base=found.base.digest if found.base else None, case=case)
    except Refused as refusal:
        return {"refusal": refusal}
    if "faults" in said:
        return {"faults": [{"line": one["line"], "words": say(one)} for one in said["faults"]]}
    return {"said": said}


def _example(found: Opened, on: date) -> str:
    """Return a case to begin with, at the first place the draft applies to."""
    pack = found.pack or found.base
    place = pack.applies_to[0] if pack and pack.applies_to else "2111"
    while len(place) < 6 and (below := divisions.children(place, on)):
        # The first code below a city holds its districts together and is no place.
        place = next((one.code for one in below if not one.code.endswith("01")), below[0].code)
    area = pack.areas[0] if pack and pack.areas else "city_proper"
    heading = _("申请人的情况，每行一项；不知道的不写")
    return (
        f"date: {on}\n"
        f'destination: {{division: "{place}", area: {area}}}\n'
        f"applicant:  # {heading}\n"
        "  employment.lawful_stable: true\n"
        "  dwelling.lawful: true\n"
        "  dwelling.tenure: rented\n"
        "  insurance.urban_participant: false\n"
    )
