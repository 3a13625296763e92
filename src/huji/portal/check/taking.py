"""Taking the answers along: as a file of one's own, or, on one's wish, laid aside for the counter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import yaml
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huji.policy import Vocabulary
from huji.portal.check import pages, where
from huji.portal.check.pages import Page
from huji.portal.check.said import Said, case_file, known_of
from huji.portal.check.talk import Talk
from huji.portal.check.views import begun, check
from huji.portal.limit import exceeded
from huji.prepared import acts as prepared
from huji.standards import Refused
from huji.web import saying
from huji.web.access import public

KEPT_AN_HOUR = 30
"""How many one address may lay aside in an hour: a library's or a village's shared line still has enough."""

View = Callable[[HttpRequest], HttpResponse]


def _ours(view: View) -> View:
    """Let only our own pages send: told by the browser's headers, so that no cookie is needed for it."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin", "")
        if site not in ("same-origin", "none") or (
            origin and origin != f"{request.scheme}://{request.get_host()}"
        ):
            raise PermissionDenied
        return view(request)

    return guarded


@csrf_exempt  # Nothing is changed by it.
@public
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """Send what was said as a case file for `huji decide`."""
    page = begun(request)
    if not page.said.area:
        return check(request)
    text = yaml.safe_dump(
        dict(case_file(page.said, page.packs.vocabulary)), allow_unicode=True, sort_keys=False
    )
    title = _("自查的情况。可用 huji decide 重新推算；也可以带到户政窗口。")
    response = HttpResponse(f"# {title}\n{text}", content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="huji-case.yaml"'
    return response


@csrf_exempt  # `_ours` guards it without a cookie.
@public
@require_POST
@_ours
def keep(request: HttpRequest) -> HttpResponse:
    """Say what would be laid aside, for how long and for whom; lay it aside once that is wished."""
    page = begun(request)
    pack = pages.covering(page) if page.said.area else None
    if pack is None:
        return check(request)
    talk = Talk(page.said, pack, page.packs)
    if "confirm" not in request.POST:
        return pages.render_page(request, page, "check/keep.html", {"step": "done"}, talk)
    if exceeded(request, "prepared", KEPT_AN_HOUR, 3600):
        page.error = _("这里一小时内保存的次数太多，请过一会儿再试，或者下载情况文件。")
        return pages.render_page(request, page, "check/keep.html", {"step": "done"}, talk)
    try:
        kept = prepared.keep(content(page.said, page.packs.vocabulary))
    except Refused as refusal:
        page.error = saying.refusal(refusal)
        return pages.render_page(request, page, "check/keep.html", {"step": "done"}, talk)
    return _kept(request, page, {"kept": kept})


def content(said: Said, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what is laid aside: the place, what was said, who would come; nobody's name or number."""
    return {
        "on": said.on.isoformat(),
        "place": said.place,
        "area": said.area,
        "values": said.stated(vocabulary),
        "along": [
            {"relation": one.relation, "values": known_of(one, vocabulary)} for one in said.along or ()
        ],
    }


def _kept(request: HttpRequest, page: Page, values: dict[str, Any]) -> HttpResponse:
    place = where.name(page.said.place, page.said.on)
    return render(request, "check/kept.html", {**values, "place_name": place})
