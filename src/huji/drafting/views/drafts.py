"""Beginning a draft, and the revisions it had."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huji.drafting.blank import blank
from huji.drafting.desk import acting, desk, drafters, today
from huji.drafting.page import draft_page, opened
from huji.drafting.showing import changes, text_changes
from huji.places import queries as places
from huji.rulebook import acts, queries
from huji.standards import Refused
from huji.web.forms import Form, LineField, token
from huji.web.saying import say
from huji.web.typed import form_data


class NewForm(Form):
    """The name of a draft and what it begins from; the token lets it be opened once."""

    title = LineField(
        label=gettext_lazy("草案名称"),
        max_length=120,
        help_text=gettext_lazy("例如“放宽城区落户的居住年限”。只在起草时使用。"),
    )
    base = forms.ChoiceField(label=gettext_lazy("以什么为底稿"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, max_length=100, min_length=8)


@drafters
def new(request: HttpRequest) -> HttpResponseBase:
    """Open a draft from a pack at hand, or from an example with every part of one."""
    library, on = queries.library(), today()
    data = form_data(request)
    form = NewForm(data, initial={"base": request.GET.get("base", ""), "token": token()})
    ours = sorted(library, key=lambda pack: not pack.applies_to[0:1] or not _ours(pack.applies_to))
    form.fields["base"].choices = [  # type: ignore[attr-defined]
        ("", _("空白示例")),
        *((pack.digest, f"{say(pack.title)}（{pack.policy}，{pack.in_force_from}）") for pack in ours),
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        base = library.by_digest.get(given["base"])
        text = queries.text_of(base) if base else blank(places.territory(), on)
        statement = acts.OpenDraft(given["title"], text, base.digest if base else None, given["token"])
        try:
            draft = acts.open_draft(statement, acting(request))
        except Refused as refusal:
            form.refuse(refusal, "title")
        else:
            return redirect("drafting:draft", draft)
    return render(request, "drafting/new.html", {"form": form})


def _ours(places_: tuple[str, ...]) -> bool:
    return all(place.startswith(tuple(places.territory())) for place in places_)


@desk
def changed(request: HttpRequest, draft: int) -> HttpResponse:
    """Show what the draft changes of its base, in words and in the text."""
    found = opened(draft)
    values: dict[str, object] = {"base": found.base}
    if found.base is not None:
        values["text_changes"] = text_changes(queries.text_of(found.base), found.text)
        if found.pack is not None:
            values["changes"] = changes(found.base, found.pack, found.library.vocabulary)
    return draft_page(request, found, "changes", "drafting/changes.html", values)


@desk
def revision(request: HttpRequest, draft: int, number: int) -> HttpResponseBase:
    """Show an earlier revision and what became of it since; a drafter may take it up again."""
    found = opened(draft)
    earlier = queries.revision(draft, number)
    if request.method == "POST":
        note = _("恢复第 %(number)s 稿") % {"number": number}
        saved = acts.save_revision(
            acts.SaveRevision(draft, found.draft.last, earlier.text, note), acting(request)
        )
        messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": saved})
        return redirect("drafting:draft", draft)
    return draft_page(
        request,
        found,
        "draft",
        "drafting/revision.html",
        {"revision": earlier, "text_changes": text_changes(earlier.text, found.text)},
    )
