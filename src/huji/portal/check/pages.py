"""Drawing the pages of the self-check: the place, the boxes, a question, who comes along, the answer."""

from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from huji.policy import Library, Pack
from huji.portal.check import where
from huji.portal.check.result import office_of, result
from huji.portal.check.said import Said
from huji.portal.check.talk import Ask, Boxes, Talk, WhoComes
from huji.web.law import unit
from huji.web.saying import in_chinese, joined, say

MOST_OF_A_KIND = 6


@dataclass
class Page:
    """What a page is drawn with: what was said, the notices above it, and what was typed wrongly."""

    said: Said
    packs: Library
    notices: list[str] = field(default_factory=list)
    error: str = ""
    typed: dict[str, Any] = field(default_factory=dict)


def covering(page: Page) -> Pack | None:
    """Return the policy of the place and day."""
    return page.packs.covering(page.said.place.ljust(6, "0"), page.said.area, page.said.on)


def place(request: HttpRequest, page: Page) -> HttpResponse:
    said = page.said
    known = () if said.place else where.well_known(page.packs, said.on)
    values = {
        "step": "place",
        "path": where.path(said.place, said.on),
        "below": where.below(said.place, said.on),
        "known": [where.Spot(code, where.name(code, said.on)) for code in known],
        "may_stop": len(said.place) >= 6,
        "first": not said.place,
    }
    return render_page(request, page, "check/place.html", values)


def area(request: HttpRequest, page: Page) -> HttpResponse:
    said, words = page.said, page.packs.vocabulary
    choices = [(one, say(words.areas[one]), _hint(one)) for one in where.areas(said.place, said.on)]
    return render_page(request, page, "check/area.html", {"step": "area", "choices": choices})


def _hint(area: str) -> str:
    return {
        "city_proper": _("设区的市的街道、社区"),
        "county_level_city": _("县级市的街道、社区"),
        "county_seat": _("县政府所在的镇"),
        "town": _("别的镇，镇上的社区"),
        "rural": _("村"),
    }[area]


def boxes(request: HttpRequest, page: Page, talk: Talk, opening: Boxes) -> HttpResponse:
    known = talk.said.stated(talk.words)
    ticked = {
        one.fact
        for one in opening.aims
        if (one.fact in known and known[one.fact] != one.empty) or (one.fact, True) in (talk.said.boxes or ())
    }
    values = {"step": "boxes", "boxes": opening, "ticked": ticked}
    return render_page(request, page, "check/boxes.html", values, talk)


def ask(request: HttpRequest, page: Page, talk: Talk, asking: Ask) -> HttpResponse:
    fact = asking.fact
    if fact.type == "boolean":
        choices = [("yes", _("是")), ("no", _("否"))]
    else:
        choices = [(code, say(text)) for code, text in fact.values.items()]
    values = {
        "step": "ask",
        "ask": asking,
        "asked": fact.name if asking.of is None else f"{asking.of}:{fact.name}",
        "who": "" if asking.of is None else talk.of_companion(asking.of),
        "choices": choices,
        "unit": unit(fact) or (_("六位区划代码") if fact.type == "division" else ""),
        "whole": fact.type == "integer",
        "why": talk.why(fact.name) if asking.of is None else [],
        "papers": [say(talk.words.evidence[key].title) for key in fact.evidence],
        "value": page.typed.get("value", ""),
    }
    return render_page(request, page, "check/ask.html", values, talk)


def who(request: HttpRequest, page: Page, talk: Talk, coming: WhoComes) -> HttpResponse:
    counts: dict[str, int] = {}
    for one in talk.said.along or ():
        counts[one.relation] = counts.get(one.relation, 0) + 1
    rows = [
        (relation, say(talk.words.relations[relation]), counts.get(relation, 0), range(_most(relation) + 1))
        for relation in (*coming.named, *coming.others)
    ]
    values = {"step": "who", "rows": rows, "listed": len(coming.named)}
    return render_page(request, page, "check/who.html", values, talk)


def _most(relation: str) -> int:
    return 1 if relation == "spouse" else MOST_OF_A_KIND


def done(request: HttpRequest, page: Page, talk: Talk) -> HttpResponse:
    try:
        office = office_of(talk)
    except DatabaseError:  # the answer stands without the office's telephone
        office = None
    values = {"step": "done", "result": result(talk), "office": office, "last": True}
    return render_page(request, page, "check/result.html", values, talk)


def render_page(
    request: HttpRequest, page: Page, template: str, values: dict[str, Any], talk: Talk | None = None
) -> HttpResponse:
    said = page.said
    shared = {
        "said": said,
        "hidden": list(said.fields()),
        "notices": page.notices,
        "error": page.error,
        "typed": page.typed,
        "place_name": where.name(said.place, said.on) if said.place else "",
        "area_name": say(page.packs.vocabulary.areas[said.area]) if said.area else "",
        "told": told(talk) if talk else [],
        "pack": talk.pack if talk else None,
        "english": translation.get_language() == "en",
        "today": said.on == timezone.localdate(),
    }
    return render(request, template, {**shared, **values}, status=422 if page.error else 200)


def told(talk: Talk) -> list[dict[str, str]]:
    """Return what was said, line by line, each with what to send to change it."""
    lines = []
    if talk.said.boxes:
        aims = {one.fact: say(one.words) for one in talk.boxes()}
        ticked = [aims.get(name, "") for name, yes in talk.said.boxes if yes]
        lines.append({
            "title": _("带来的情况"),
            "value":  ("；" if in_chinese() else "; ").join(one for one in ticked if one) or _("以上都不是"),
            "change": "boxes",
        })  # fmt: skip
    lines += [
        {"title": say(talk.words[name].title), "value": talk.value(name, value), "change": name}
        for name, value in talk.said.answers
    ]
    if talk.said.along is not None:
        names = [talk.of_companion(index) for index in range(len(talk.said.along))]
        lines.append({"title": _("随迁的人"), "value": joined(names) or _("没有"), "change": "who"})
    for index, one in enumerate(talk.said.along or ()):
        lines += [
            {
                "title": talk.of_companion(index) + _("：") + say(talk.words[name].title),
                "value": talk.value(name, value),
                "change": f"{index}:{name}",
            }
            for name, value in one.answers
        ]
    return lines
