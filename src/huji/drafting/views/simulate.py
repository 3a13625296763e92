"""Simulating a draft over a population: thresholds as sliders, who gains and who loses at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huji.drafting.crowds import COLUMNS, Crowd, crowds, look
from huji.drafting.desk import acting, desk, drafters, may_draft
from huji.drafting.page import Opened, draft_page, opened
from huji.policy import Pack
from huji.rulebook import acts, queries
from huji.rulebook.values import State
from huji.standards import Refused
from huji.web.saying import say

TAKE_UP = 30
"""Of a hundred who are eligible, how many settle, unless the form says otherwise."""


@desk
def simulate(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Show what the draft changes over a population, its thresholds where the sliders stand."""
    found, known = opened(draft), crowds()
    crowd = _chosen(known, request.GET)
    values: dict[str, Any] = {"crowds": known, "crowd": crowd, "take_up": _take_up(request.GET)}
    values["may_adopt"] = may_draft(request) and found.draft.state is State.DRAFTING
    if found.pack is not None and crowd is not None:
        from huji.drafting.simulating import simulated

        to = values["to"] = _to(request.GET, crowd, found.pack)
        values["places"] = _places(crowd, found)
        values |= simulated(found, found.pack, crowd, request.GET, to, values["take_up"] / 100)
    if request.headers.get("HX-Request"):
        if "sliders" in values:
            return render(request, "drafting/simulated.html", {"draft": found.draft, **values})
        # Other people were chosen, who have not been looked at: the whole page says so.
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    return draft_page(request, found, "simulate", "drafting/simulate.html", values)


@desk
@require_POST
def look_again(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Look at the people once for this draft, then show it."""
    found = opened(draft)
    crowd = _chosen(crowds(), request.POST)
    if found.pack is not None and crowd is not None:
        try:
            base = queries.text_of(found.base) if found.base else found.text
            look(crowd, found.base or found.pack, base, found.text, _to(request.POST, crowd, found.pack))
        except Refused as refusal:
            values = {
                "crowds": crowds(),
                "crowd": crowd,
                "take_up": _take_up(request.POST),
                "refusal": refusal,
            }
            return draft_page(request, found, "simulate", "drafting/simulate.html", values, status=409)
    query = request.POST.copy()
    query.pop("csrfmiddlewaretoken", None)
    return redirect(f"{reverse('drafting:simulate', args=[draft])}?{query.urlencode()}")


@drafters
@require_POST
def adopt(request: HttpRequest, draft: int) -> HttpResponse:
    """Save a revision of the draft with the thresholds where the sliders stand."""
    from huji.drafting.simulating import over, sliders_of, written

    found = opened(draft)
    crowd = _chosen(crowds(), request.POST)
    simulation = None
    if crowd is not None and found.pack is not None:
        simulation = over(found, crowd, _to(request.POST, crowd, found.pack))
    if found.pack is None or simulation is None:
        return redirect("drafting:simulate", draft)
    sliders = sliders_of(simulation, found.pack, request.POST)
    text, left = written(found, [one for one in sliders if one.moved])
    if text != found.text:
        statement = acts.SaveRevision(draft, found.draft.last, text, _("按模拟调整数值"))
        number = acts.save_revision(statement, acting(request))
        messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": number})
    if left:
        messages.error(request, _("有的数值在文本中找不到唯一的位置，请在文本中修改。"))
    return redirect("drafting:simulate", draft)


def _chosen(known: list[Crowd], data: QueryDict) -> Crowd | None:
    """Return the population named, else the first one."""
    named = data.get("population")
    return next((one for one in known if one.name == named), known[0] if known else None)


def _to(data: QueryDict, crowd: Crowd, pack: Pack) -> str:
    """Return where people would settle: where each lives, if that is told, or in one kind of area."""
    named = data.get("to", "")
    return named if named in pack.areas or (named == COLUMNS and crowd.lives) else _offered(crowd, pack)[0]


def _offered(crowd: Crowd, pack: Pack) -> list[str]:
    return [*([COLUMNS] if crowd.lives else []), *pack.areas]


def _places(crowd: Crowd, found: Opened) -> list[tuple[str, str]]:
    """Return the places to choose from, with their words."""
    assert found.pack is not None
    areas = found.library.vocabulary.areas
    return [
        (name, _("各人实际居住的地方") if name == COLUMNS else say(areas[name]))
        for name in _offered(crowd, found.pack)
    ]


def _take_up(data: QueryDict) -> int:
    typed = data.get("take_up", "")
    return min(int(typed), 100) if typed.isascii() and typed.isdigit() and len(typed) < 4 else TAKE_UP
