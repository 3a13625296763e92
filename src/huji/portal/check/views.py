"""The self-check's one address: each page is the answer to a form, and nothing is kept between."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huji import policy
from huji.portal.check import pages, where
from huji.portal.check.packs import library
from huji.portal.check.pages import MOST_OF_A_KIND, Page
from huji.portal.check.said import MOST_ALONG, Companion, boxed, read
from huji.portal.check.talk import Ask, Boxes, Talk, WhoComes
from huji.portal.check.typed import TypedError, field_value, read_value
from huji.web.access import public
from huji.web.forms import DayField
from huji.web.saying import say
from huji.web.views import A_YEAR


@csrf_exempt  # Nothing is changed by sending it: there is nothing to forge, and no cookie to set.
@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Draw the page that follows from what was sent."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return _drawn(request)
    with translation.override(wanted):
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        response = _drawn(request)
        response.headers["Content-Language"] = wanted
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def begun(request: HttpRequest) -> Page:
    """Return the page with what was said before, checked anew."""
    packs = library()
    said, whole = read(request.POST, packs.vocabulary, timezone.localdate())
    page = Page(said, packs)
    if not whole:
        page.notices.append(_("有的内容无法识别，已经略去；其余都还在，请核对。"))
    if said.place and not where.exists(said.place, said.on):
        page.notices.append(_("所选的地方在这一天不存在，请重新选择。"))
        page.said = replace(said, place="", exact=False, area="")
    return page


def _drawn(request: HttpRequest) -> HttpResponse:
    page = begun(request)
    data = request.POST
    if "back" in data:
        page.said = page.said.back()
        return _next(request, page) if page.said.area else pages.place(request, page)
    if "change" in data:
        return _changing(request, page, data["change"])
    step = data.get("step", "")
    if "language" in data:
        return _again(request, page, step)
    if step == "place":
        return _placed(request, page)
    if step == "area" and data.get("value", "") in page.packs.vocabulary.areas:
        page.said = replace(page.said, area=data["value"])
    elif step == "area":
        page.error = _("请选择一项。")
    elif step == "boxes":
        shown = [name for name in data.getlist("shown") if boxed(name, page.packs.vocabulary)]
        ticked = set() if "unsure" in data else set(data.getlist("value"))
        boxes = () if "unsure" in data else tuple((name, name in ticked) for name in shown)
        words, now = page.packs.vocabulary, dict(boxes)
        kept = tuple(
            one
            for one in page.said.answers  # how much there is of what is still ticked stays as it was told
            if one[0] not in now or (now[one[0]] and words[one[0]].type != "boolean")
        )
        page.said = replace(page.said, boxes=boxes, answers=kept)
    elif step == "ask":
        if (answer := _answered(page, data)) is not None:
            return _asking(request, page, answer)
    elif step == "who":
        along = [
            Companion(relation)
            for relation in page.packs.vocabulary.relations
            for _n in range(_whole(data.get(f"count-{relation}", "")))
        ]
        before = list(page.said.along or ())
        page.said = replace(page.said, along=tuple(_as_before(one, before) for one in along[:MOST_ALONG]))
    return _next(request, page)


def _as_before(one: Companion, before: list[Companion]) -> Companion:
    """Return a companion with what was said of one of the same relation before."""
    for known in before:
        if known.relation == one.relation:
            before.remove(known)
            return known
    return one


def _whole(text: str) -> int:
    return min(int(text), MOST_OF_A_KIND) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _placed(request: HttpRequest, page: Page) -> HttpResponse:
    """Take a step towards the place: a choice, a name typed, a day, or that no smaller place is known."""
    data, said = request.POST, page.said
    if data.get("day", "").strip():
        try:
            on = DayField(required=False).clean(data["day"]) or said.on
            if date(1958, 1, 9) <= on <= date(timezone.localdate().year + 5, 12, 31):
                said = page.said = replace(said, on=on)
            else:
                page.error = _("没有这一天的规定：请填写 1958 年以后、五年以内的日期。")
        except ValidationError as error:
            page.error = " ".join(error.messages)
    to = data.get("to", "")
    if to == "top":
        page.said = replace(said, place="", exact=False, area="")
    elif to and where.exists(to, said.on):
        page.said = replace(said, place=where.descend(to, said.on), exact=False, area="")
    elif "exact" in data and data["exact"] == "yes":
        page.said = replace(said, exact=True)
    elif "find" in data:
        typed = where.plain(data.get("name", ""))
        page.typed = {"name": typed, "found": where.found(typed, said.on), "sought": True}
        return pages.place(request, page)
    return pages.place(request, page) if page.error else _next(request, page)


def _next(request: HttpRequest, page: Page) -> HttpResponse:
    """Draw what comes next."""
    if not page.said.area and (unplaced := _whereabouts(request, page)) is not None:
        return unplaced
    pack = pages.covering(page)
    if pack is None:
        return pages.render_page(request, page, "check/no_policy.html", {})
    talk = Talk(page.said, pack, page.packs)
    coming = talk.next()
    if isinstance(coming, Boxes):
        return pages.boxes(request, page, talk, coming)
    if isinstance(coming, Ask):
        return pages.ask(request, page, talk, coming)
    if isinstance(coming, WhoComes):
        return pages.who(request, page, talk, coming)
    return pages.done(request, page, talk)


def _whereabouts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Find the kind of area, or draw the page that asks on; None where it is known."""
    said = page.said
    derived = where.area_of(said.place, said.on) if len(said.place) >= 6 else None
    if derived is not None:
        page.said = replace(said, area=derived.area)
        what = {
            "place": where.name(said.place, said.on),
            "area": say(page.packs.vocabulary.areas[derived.area]),
            "why": derived.why,
        }
        page.notices.append(_("%(place)s属于“%(area)s”。%(why)s") % what)
        return None
    if not said.place or (where.below(said.place, said.on) and not said.exact):
        return pages.place(request, page)
    return pages.area(request, page)


def _changing(request: HttpRequest, page: Page, what: str) -> HttpResponse:
    """Ask again for one thing said before; the rest stays."""
    said = page.said
    if what == "place":
        page.said = replace(said, place="", exact=False, area="", boxes=None)
        return pages.place(request, page)
    pack = pages.covering(page) if said.area else None
    if pack is None:
        return _next(request, page)
    talk = Talk(said, pack, page.packs)
    if what == "boxes":
        step = talk.step()
        return pages.boxes(request, page, talk, Boxes(talk.boxes(), step.most, step.typical))
    if what == "who":
        return pages.who(request, page, talk, talk.who_comes())
    return _asking(request, page, what)


def _again(request: HttpRequest, page: Page, step: str) -> HttpResponse:
    """Draw the page of a step again, in the other language."""
    if step == "ask":
        return _asking(request, page, request.POST.get("asked", ""))
    if step in ("boxes", "who"):
        return _changing(request, page, step)
    return _next(request, page)


def _asked(page: Page, text: str) -> tuple[int | None, policy.Fact] | None:
    """Return whose fact is asked: `person.age` the applicant's, `0:companion.age` a companion's."""
    index, colon, name = text.rpartition(":")
    fact = page.packs.vocabulary.facts.get(name)
    if fact is None:
        return None
    if not colon:
        return None if name in page.packs.vocabulary.companion else (None, fact)
    along = page.said.along or ()
    if not (index.isascii() and index.isdigit() and int(index[:4]) < len(along)):
        return None
    return (int(index[:4]), fact) if name in page.packs.vocabulary.companion else None


def _answered(page: Page, data: Any) -> str | None:
    """Take the answer to a question; return the question where it must be put again."""
    asked = data.get("asked", "")
    found = _asked(page, asked)
    if found is None:
        page.notices.append(_("有的内容无法识别，已经略去；其余都还在，请核对。"))
        return None
    of, fact = found
    if "unsure" in data:
        page.said = page.said.answered(fact.name, None, of)
        return None
    try:
        value = read_value(fact, data.get("value", ""))
    except TypedError as error:
        page.error = say(error.text)
        page.typed = {"value": data.get("value", "")[:40]}
        return str(asked)
    page.said = page.said.answered(fact.name, value, of)
    return None


def _asking(request: HttpRequest, page: Page, asked: str) -> HttpResponse:
    """Put one question, asked before or just now."""
    found = _asked(page, asked)
    pack = pages.covering(page) if page.said.area else None
    if found is None or pack is None:
        return _next(request, page)
    of, fact = found
    answers = page.said.answers if of is None else (page.said.along or ())[of].answers
    before = dict(answers).get(fact.name)
    if before is None and fact.name in dict(page.said.boxes or ()) and fact.type == "boolean":
        before = dict(page.said.boxes or ())[fact.name]
    if before is not None:
        page.typed.setdefault("value", field_value(before))
    talk = Talk(page.said, pack, page.packs)
    coming = talk.next()
    if not isinstance(coming, Ask) or (coming.fact, coming.of) != (fact, of):
        coming = Ask(fact, of, 0, 0)  # asked out of turn, to be changed: no count of what may follow
    return pages.ask(request, page, talk, coming)
