"""A page of one draft: its head, its tabs, and what every tab of it needs.

A view of a draft begins with `opened(draft)` and ends with `draft_page(request, found, "tab", template,
values)`; its template extends `drafting/draft.html` and fills the block `tab`. A new tab is a line in `TABS`.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huji.drafting.desk import may_draft, may_publish
from huji.policy import Faulty, Library, Pack
from huji.rulebook import checking, queries
from huji.rulebook.values import Draft, Revision, State

TABS = (
    ("draft", gettext_noop("文本")),
    ("changes", gettext_noop("修改")),
    ("verify", gettext_noop("验证")),
    ("golden", gettext_noop("范例案件")),
    ("trial", gettext_noop("试办")),
    ("simulate", gettext_noop("模拟")),
    ("finish", gettext_noop("提交与发布")),
)
"""Name of the address (`drafting:<name>`, one argument: the draft's id) and words of each tab."""


@dataclass(frozen=True)
class Opened:
    """A draft with its last revision, the packs at hand, and the pack it says (None while it has faults)."""

    draft: Draft
    revision: Revision
    library: Library
    pack: Pack | None
    base: Pack | None

    @property
    def text(self) -> str:
        """The text of the last revision."""
        return self.revision.text


def opened(draft_id: int) -> Opened:
    """Return a draft as its last revision has it; refuses `no_such_draft`."""
    draft = queries.draft(draft_id)
    revision = queries.revision(draft.id, draft.last)
    library = queries.library()
    try:
        pack = checking.read(revision.text, library)
    except Faulty:
        pack = None
    base = library.by_digest.get(draft.base) if draft.base else None
    if base is None and pack is not None:
        base = library.get(pack.policy)
    return Opened(draft, revision, library, pack, base)


def draft_page(
    request: HttpRequest, found: Opened, tab: str, template: str, values: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a tab of a draft."""
    return render(
        request,
        template,
        {
            "found": found,
            "draft": found.draft,
            "tab": tab,
            "tabs": [
                {"words": _(words), "url": url, "here": name == tab}
                for name, words in TABS
                if (url := _address(name, found.draft.id))
            ],
            "may_draft": may_draft(request) and found.draft.state is State.DRAFTING,
            "may_publish": may_publish(request) and found.draft.state is State.SUBMITTED,
            **values,
        },
        status=status,
    )


def _address(name: str, draft_id: int) -> str:
    """Return a tab's address; a tab whose page is not there is not shown."""
    try:
        return reverse(f"drafting:{name}", args=[draft_id])
    except NoReverseMatch:
        return ""
