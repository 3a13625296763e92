"""Business of the counter: the start page by occasion, whom it is for, the form, and the matter itself."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huji.counter import done_words
from huji.counter.asked import asked_lines
from huji.counter.desk import any_desk, counter_only, today
from huji.counter.forms.matter import MatterForm, SubjectForm, initial_of
from huji.counter.naming import office_names, officer_names
from huji.counter.purpose import suffix
from huji.counter.version import version_of
from huji.documents import queries as papers
from huji.ledger.access import Purpose
from huji.matters import acts, queries
from huji.matters.kind import Kind
from huji.matters.kinds import kind, kinds
from huji.matters.preview import Preview, beside
from huji.matters.procedure import STEPS
from huji.matters.records import Detail
from huji.matters.scene import Scene, on_household, on_person, suiting
from huji.matters.values import About, By, Occasion
from huji.register import queries as register
from huji.register.histories import Entry
from huji.register.queries import Reader
from huji.standards import Refused
from huji.web.forms import TOKEN, token
from huji.web.saying import say
from huji.web.typed import form_data

LESSER = frozenset({"withdraw", "refuse", "request_completion", "attach_evidence", "amend"})
AT_ONCE = frozenset({"carry_out", "accept"})
"""Steps that ask nothing more: taken from the matter's own page, where everything stands."""
_MATTER = re.compile(r"M[0-9]{4}-[0-9]{1,6}-[0-9]{1,9}")
FORESEEN = frozenset({"draft", "noticed", "completion_requested", "accepted", "reviewed", "approved"})


def acting(request: HttpRequest) -> By:
    """Return in whose name, on which day and by which form the request acts."""
    sent = request.POST.get(TOKEN, "")
    good = 8 <= len(sent) <= 100 and sent.replace("-", "").isalnum() and sent.isascii()
    return By(request.user.pk, today(), sent if good else token())


def reader(request: HttpRequest) -> Reader:
    return Reader(request.user, Purpose.HANDLE_CASE)


@counter_only
def start(request: HttpRequest) -> HttpResponse:
    """Show every business by occasion; `person` or `household` keeps those that suit."""
    scene = _scene_named(request)
    found = suiting(kinds().values(), scene) if scene else tuple(kinds().values())
    groups = [
        (occasion, [one for one in found if one.occasion is occasion and one.name != "undo"])
        for occasion in Occasion
    ]
    values = {
        "groups": [(occasion, some) for occasion, some in groups if some],
        "scene": scene,
        "subject": _query(scene),
    }
    return render(request, "counter/matters.html", values)


@counter_only
def new(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask whom it is for, then everything else; it is written down when its act could be done."""
    chosen = _kind(name)
    undoes = request.GET.get("undoes") or None
    entry = _entry_named(request)
    undone = _told(request, entry)
    scene = _scene_for(request, chosen)
    if scene is None:
        return _subject(request, chosen)
    first = queries.first_answers(chosen, scene)
    form = MatterForm(form_data(request), kind=chosen, scene=scene, followed=first)
    seen: Preview | None = None
    if request.method == "POST" and form.is_valid():
        statement = acts.OpenMatter(
            kind=chosen.name,
            values=form.values(),
            person=scene.person.id if scene.person and chosen.about is About.PERSON else None,
            household=scene.household.id if scene.household and chosen.about is About.HOUSEHOLD else None,
            reporter=form.reporter(),
            evidence=form.evidence(),
            undoes=undoes,
            entry=entry,
        )
        seen = queries.foresee(statement, request.user.pk, today())
        if seen.refusal is None and "look" not in request.POST:
            try:
                done = acts.open_matter(statement, acting(request))
            except Refused as refusal:
                form.refuse(refusal, beside(chosen, refusal))
            else:
                return redirect("counter:matter", done.matter)
        elif seen.refusal is not None:
            form.refuse(seen.refusal, seen.field)
        form.answered({name: one for name, one in seen.values.items() if name not in statement.values})
    values = {
        "kind": chosen,
        "form": form,
        "scene": scene,
        "seen": seen if seen and seen.refusal is None else None,
        "undone": undone,
        "offices": office_names([undone.office] if undone else []),
        "officers": officer_names([undone.officer] if undone and undone.officer else []),
        "undoes": undoes if undoes and _MATTER.fullmatch(undoes) else None,
        "back": _way_back(undoes, scene),
    }
    return render(request, "counter/matter_form.html", values)


@any_desk
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show the matter: what is asked, what would come of it, what was shown, what was done."""
    detail = queries.detail(request.user.pk, number, today())
    return render(request, "counter/matter.html", page_of(request, detail))


@counter_only
def amend(request: HttpRequest, number: str) -> HttpResponseBase:
    """Change what is asked, or record papers, while nothing is accepted."""
    detail = queries.detail(request.user.pk, number, today())
    scene = scene_of(request, detail) or Scene(today())
    shown = {one.proof.key: one.shown for one in detail.evidence}
    form = MatterForm(
        form_data(request),
        kind=detail.kind,
        scene=scene,
        initial={
            **{one.name: False for one in detail.kind.fields if one.type == "flag"},
            **initial_of(detail.asked.values, detail.reporter, shown),
        },
        followed=queries.following(detail.asked),
    )
    if request.method == "POST" and form.is_valid():
        statement = acts.Amend(
            matter=number,
            version=version_of(request),
            values=form.values(),
            reporter=form.reporter(),
            evidence=form.evidence(),
        )
        queries.look_at_reporter(request.user.pk, statement.reporter)
        try:
            acts.amend(statement, acting(request))
        except Refused as refusal:
            form.refuse(refusal, beside(detail.kind, refusal))
            detail = queries.detail(request.user.pk, number, today())
        else:
            return redirect("counter:matter", number)
    values = {
        "kind": detail.kind,
        "form": form,
        "scene": scene,
        "detail": detail,
        "back": reverse("counter:matter", args=[number]),
        "now": "amend" in detail.steps_open,
    }
    return render(request, "counter/matter_form.html", values)


def page_of(request: HttpRequest, detail: Detail, refusal: Refused | None = None) -> Mapping[str, Any]:
    """Return what every page of a matter shows."""
    foreseen = None
    if detail.state.value in FORESEEN and detail.steps_open:
        foreseen = queries.foresee_matter(request.user.pk, detail.number, today())
    steps = [STEPS[name] for name in detail.steps_open]
    scene = scene_of(request, detail)
    done = next((one for one in detail.steps if "act_entry" in one.data), None)
    touched = [register.person(who, reader(request)) for who in done.data.get("persons", ())] if done else []
    lesser = [one for one in steps if one.name in LESSER and not _idle(one.name, detail)]
    return {
        "detail": detail,
        "scene": scene,
        "lines": asked_lines(detail.asked, scene, reader(request)),
        "foreseen": foreseen,
        "refusal": refusal,
        "at_once": [one for one in steps if one.name in AT_ONCE],
        "forward": [one for one in steps if one.name not in LESSER | AT_ONCE],
        "lesser": lesser,
        "may_ask": any(one.name == "request_completion" for one in lesser),
        "may_undo": detail.state.value == "done" and "undo" in kinds() and detail.kind.name != "undo",
        "papers": papers.of_case(detail.number),
        "suffix": suffix(Purpose.HANDLE_CASE),
        "offices": office_names([detail.office]),
        "persons": [one for one in touched if one is not None],
    }


def _idle(step: str, detail: Detail) -> bool:
    """Tell whether a step would have nothing to do: nothing is wanted, or missing, or it was told before."""
    if step == "attach_evidence":
        return not detail.evidence
    if step != "request_completion":
        return False
    return detail.complete or any(one.step == "request_completion" for one in detail.steps)


def _kind(name: str) -> Kind:
    try:
        return kind(name)
    except Refused:
        raise Http404 from None


def _subject(request: HttpRequest, chosen: Kind) -> HttpResponseBase:
    """Ask whom it is for; the number goes by POST, the address then names the register's id."""
    form = SubjectForm(form_data(request), chosen.about)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data.get("number")
        which = form.cleaned_data.get("household")
        here = reverse("counter:matter-new", args=[chosen.name])
        if which:
            return redirect(f"{here}?{urlencode({'household': which})}")
        found = register.search_by_number(number, reader(request))
        hit = found.found[0] if found.found else None
        if hit is None:
            form.add_error("number", _("户籍中没有这个公民身份号码，或者不在您的辖区。"))
        elif chosen.about is About.HOUSEHOLD and hit.household is None:
            form.add_error("number", _("此人现在不在本市任何一户登记。"))
        else:
            about = (
                {"household": hit.household} if chosen.about is About.HOUSEHOLD else {"person": hit.person}
            )
            return redirect(f"{here}?{urlencode(about)}")
    values = {"kind": chosen, "form": form, "back": reverse("counter:matters")}
    return render(request, "counter/matter_subject.html", values)


def _scene_named(request: HttpRequest) -> Scene | None:
    """Return the scene the address names: `person` or `household` by id."""
    for key, look in (("person", on_person), ("household", on_household)):
        given = request.GET.get(key, "")
        if given.isascii() and given.isdigit() and 0 < len(given) < 16:
            return look(int(given), reader(request), today())
    return None


def _entry_named(request: HttpRequest) -> int | None:
    """Return the entry the address names, to be undone."""
    given = request.GET.get("entry", "")
    return int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 19 else None


def _told(request: HttpRequest, entry: int | None) -> Entry | None:
    """Tell the entry to be undone, to an office that it concerned."""
    found = register.told([entry], reader(request)).get(entry) if entry is not None else None
    return found if found is not None and found.officer is not None else None


def _scene_for(request: HttpRequest, chosen: Kind) -> Scene | None:
    """Return the scene of a new matter; None: it is still to be asked."""
    scene = _scene_named(request)
    if chosen.about is About.NOBODY:
        return scene or Scene(today())
    if scene is None:
        return None
    if chosen.about is About.PERSON:
        return scene if scene.person is not None else None
    return scene if scene.household is not None else None


def scene_of(request: HttpRequest, detail: Detail) -> Scene | None:
    """Return the scene of a matter as it is now; None where its people are out of sight by now."""
    try:
        if detail.person is not None:
            return on_person(detail.person, reader(request), today())
        if detail.household is not None:
            return on_household(detail.household, reader(request), today())
    except Refused:
        return None
    return None


def _way_back(undoes: str | None, scene: Scene) -> str:
    """Return where a form that is not sent leads back to: the matter it would undo, else the start page."""
    if undoes and _MATTER.fullmatch(undoes):
        return reverse("counter:matter", args=[undoes])
    return reverse("counter:matters") + _query(scene)


def _query(scene: Scene | None) -> str:
    if scene is None or (scene.person is None and scene.household is None):
        return ""
    if scene.person is not None:
        return f"?{urlencode({'person': scene.person.id})}"
    assert scene.household is not None
    return f"?{urlencode({'household': scene.household.id})}"


def taken(request: HttpRequest, name: str, was: bool) -> None:
    """Say what the step has done, or that it had been taken before."""
    if was:
        messages.info(request, _("这份表单已经提交过，没有重复办理。"))
    else:
        messages.success(request, say(done_words.MATTER[name]))
