"""Reading policies: one beside its document, the history of its versions, two of them compared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huji.drafting.desk import any_reader, may_draft, may_publish, today
from huji.drafting.naming import officer_names
from huji.drafting.showing import changes, rows, text_changes
from huji.policy import Pack
from huji.rulebook import queries


@any_reader
def pack(request: HttpRequest, digest: str) -> HttpResponse:
    """Show the articles of the document in order, and beside each the clauses that encode it."""
    library, on = queries.library(), today()
    found = _of(digest)
    return render(
        request,
        "drafting/pack.html",
        {
            "pack": found,
            "rows": rows(found, library.vocabulary),
            "now": library.in_force(found, on),
            "last": library.last_day(found),
            "superior": library.get(found.superior, on) if found.superior else None,
            "versions": len(library.versions(found.policy)),
            "may_draft": may_draft(request),
            "text": queries.text_of(found),
        },
    )


@any_reader
def history(request: HttpRequest, policy: str) -> HttpResponse:
    """Show the versions of a policy, the newest first, who published each, and what was withdrawn."""
    library, on = queries.library(), today()
    versions = library.versions(policy)
    if not versions:
        raise Http404
    published = queries.publications(policy)
    by_digest = {one.digest: one for one in published if one.stands}
    names = officer_names(id_ for one in published for id_ in (one.proposer, one.publisher))
    before = dict(zip(versions[1:], versions, strict=False))
    return render(
        request,
        "drafting/history.html",
        {
            "policy": policy,
            "title": versions[-1].title,
            "versions": [
                {
                    "pack": one,
                    "last": library.last_day(one),
                    "now": library.in_force(one, on),
                    "coming": one.in_force_from > on,
                    "before": before.get(one),
                    "published": (found := by_digest.get(one.digest)),
                    "withdrawable": found is not None and found.effective > on,
                }
                for one in reversed(versions)
            ],
            "withdrawn": [one for one in published if not one.stands],
            "names": names,
            "may_publish": may_publish(request),
        },
    )


@any_reader
def compared(request: HttpRequest, before: str, after: str) -> HttpResponse:
    """Show what differs between two packs: in words clause by clause, then in the text."""
    old, new = _of(before), _of(after)
    return render(
        request,
        "drafting/compared.html",
        {
            "old": old,
            "new": new,
            "changes": changes(old, new, queries.library().vocabulary),
            "text_changes": text_changes(queries.text_of(old), queries.text_of(new)),
        },
    )


def _of(digest: str) -> Pack:
    found = queries.library().by_digest.get(digest)
    if found is None:
        raise Http404
    return found
