"""The policies in public: the list, and each one's guide, to read and to take away."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huji.cases import promises
from huji.documents import guide as paper
from huji.policy import Library, Pack, Text, guide
from huji.policy.guide import Guide, Outline
from huji.rulebook import queries
from huji.standards import place_names
from huji.web.access import public
from huji.web.saying import in_chinese

FEW = 4
"""So many places of one province are counted in the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A version of a policy in the list; `ended` and `coming` are told of today."""

    pack: Pack
    place: Text
    summary: Text
    last_day: date | None
    ended: bool
    coming: bool


@public
def policies(request: HttpRequest) -> HttpResponse:
    """List the policies: those of the whole country first, then by place."""
    library, today = queries.library(), timezone.localdate()
    packs = sorted(library, key=lambda pack: (pack.applies_to[0], -pack.in_force_from.toordinal()))
    listed = [_listed(pack, library, today) for pack in packs]
    return render(
        request,
        "portal/policies.html",
        {
            "now": [one for one in listed if not one.ended],
            "before": [one for one in listed if one.ended],
        },
    )


@public
def policy(request: HttpRequest, name: str, since: str | None = None) -> HttpResponse:
    """Show the guide of a policy: of the version in force today, else the latest, or of the one named."""
    library = queries.library()
    pack = _found(library, name, since)
    versions = [one for one in library.versions(name) if one is not pack]
    return render(
        request,
        "portal/policy.html",
        {
            "pack": pack,
            "versions": versions,
            "guide": guide.fragment(_outline(pack, library)),
            "current": pack is (library.get(name, timezone.localdate()) or library.get(name)),
        },
    )


@public
def download(request: HttpRequest, name: str, since: str, form: str) -> HttpResponse:
    """Hand out the guide of one version as PDF or Markdown, in the language of the page."""
    library = queries.library()
    pack = _found(library, name, since)
    outline = _outline(pack, library)
    lang = "zh" if in_chinese() else "en"
    if form == "pdf":
        response = HttpResponse(_pdf(outline, pack.in_force_from), content_type="application/pdf")
    else:
        response = HttpResponse(guide.markdown(outline), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.{since}.{lang}.{form}"'
    return response


def _listed(pack: Pack, library: Library, today: date) -> Listed:
    made = _guide(pack, library)
    last = library.last_day(pack)
    return Listed(
        pack,
        _place(pack, made),
        made.summary,
        last,
        last is not None and last < today,
        pack.in_force_from > today,
    )


def _place(pack: Pack, made: Guide) -> Text:
    """Return where a policy applies: many cities of one province are counted, not named."""
    provinces = {code[:2] for code in pack.applies_to}
    if len(pack.applies_to) < FEW or len(provinces) > 1:
        return made.place
    province, count = place_names.short(provinces.pop(), pack.in_force_from), len(pack.applies_to)
    return Text(f"{province.zh} {count} 个市", f"{count} cities of {province.en}") if province else made.place


def _found(library: Library, name: str, since: str | None) -> Pack:
    """Return the version meant; raise Http404 where there is none."""
    if since is None:
        pack = library.get(name, timezone.localdate()) or library.get(name)
    else:
        pack = next((one for one in library.versions(name) if one.in_force_from.isoformat() == since), None)
    if pack is None:
        raise Http404
    return pack


def _guide(pack: Pack, library: Library) -> Guide:
    return paper.guide_of(pack, library, promises.of_settling())


def _outline(pack: Pack, library: Library) -> Outline:
    return guide.outline(_guide(pack, library), "zh" if in_chinese() else "en")


@lru_cache(maxsize=32)
def _pdf(outline: Outline, since: date) -> bytes:
    """Typeset once: the same outline gives the same bytes, and anyone may ask for them."""
    return paper.pdf(outline, since)
