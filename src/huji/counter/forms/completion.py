"""Asking for what is missing: once, and fully by the way the applicant pursues."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.cases import acts, queries
from huji.cases.queries import Way
from huji.counter.forms.step import Statement, StepForm, words
from huji.counter.wording import paper_title
from huji.web.law import laws
from huji.web.saying import say


class RequestCompletionForm(StepForm):
    """The routes pursued, with all they still miss and nothing else; papers not yet on file; words."""

    statement = acts.RequestCompletion
    routes = forms.MultipleChoiceField(
        label=_("申请人走哪条途径"),
        help_text=_("选定途径所缺的情况会全部写进告知书；没有选的途径，不要求申请人补。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.MultipleChoiceField(
        label=_("另外需要补交的材料"),
        help_text=_("几种材料任选其一即可证明的，只选一种。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = words(_("给申请人的话"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.always: tuple[Way, ...] = ()
        self.open: tuple[Way, ...] = ()

    def ask(self, officer: int, on: date) -> None:
        """Offer the routes still open, nearest first; one alone is chosen already."""
        found = queries.completion(officer, self.detail.number)
        self.always = tuple(way for way in found if way.always)
        self.open = tuple(way for way in found if not way.always)
        routes, evidence = self.fields["routes"], self.fields["evidence"]
        routes.choices = [(way.id, say(way.title)) for way in self.open]  # type: ignore[attr-defined]
        if len(self.open) == 1:
            self.initial.setdefault("routes", [self.open[0].id])
        evidence.choices = [(key, paper_title(key)) for key in self._papers()]  # type: ignore[attr-defined]
        for name in ("routes", "evidence"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]

    def _papers(self) -> list[str]:
        """Return the papers of what is said already, but for which nothing is on file."""
        answer = self.detail.answer or {}
        held = {name for route in answer.get("routes", ()) for name in _held(route["reason"])}
        on_file = {paper.key for paper in self.detail.evidence}
        lines = [one["any_of"] for one in answer.get("evidence", ()) if one["for"] in held]
        return list(dict.fromkeys(key for any_of in lines if not on_file & set(any_of) for key in any_of))

    @property
    def plain(self) -> list[Any]:
        return [self[name] for name in self.fields if name != "routes"]

    @property
    def choices(self) -> list[tuple[Any, Way, str]]:
        """Return each route's box with the route and its law."""
        if "routes" not in self.fields:
            return []
        law = {one["id"]: laws(one["basis"]) for one in (self.detail.answer or {}).get("routes", ())}
        return [(box, way, law.get(way.id, "")) for box, way in zip(self["routes"], self.open, strict=True)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "routes" in self.fields and not cleaned.get("routes") and "routes" not in self.errors:
            self.add_error("routes", _now("请选择申请人走哪条途径。"))
        elif not self.always and not any(cleaned.get(name) for name in ("routes", "evidence", "note")):
            raise forms.ValidationError(_now("请写明缺什么：补正只能告知一次，要一次说全。"))
        return cleaned

    def said(self, version: int) -> Statement:
        given = self.cleaned_data
        pursued = [way for way in self.open if way.id in given.get("routes", ())]
        facts = dict.fromkeys(fact.name for way in (*self.always, *pursued) for fact in way.facts)
        return acts.RequestCompletion(
            self.detail.number, version, tuple(facts), tuple(given.get("evidence", ())), given["note"]
        )


def _held(reason: Mapping[str, Any]) -> Iterator[str]:
    """Yield the criteria and facts of a tree that hold."""
    if reason.get("holds") is True:
        yield reason.get("criterion") or reason["fact"]
    for part in reason.get("of", ()):
        yield from _held(part)
