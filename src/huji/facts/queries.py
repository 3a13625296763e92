"""Reading the facts room. What names a person is called by a case's page, which has logged its look."""

from huji.facts import store
from huji.facts.about import about
from huji.facts.models import Fact, Paper
from huji.facts.values import Evidence, Given, Recorded, SourceKind
from huji.standards import Refused, Text

__all__ = ["about", "content", "evidence", "paper", "recorded"]


def recorded(subject: str, case: str | None = None) -> tuple[Recorded, ...]:
    """Return every fact on file of a citizen number, person-wide and tied to `case`, newest first."""
    rows = Fact.objects.filter(subject=subject, scope__in=["", case or ""]).order_by("-id")
    return tuple(_recorded(row) for row in rows)


def evidence(case: str) -> tuple[Evidence, ...]:
    """Return the papers on file in a case, oldest first."""
    return tuple(row.as_value() for row in Paper.objects.filter(case=case).order_by("id"))


def paper(case: str, evidence_id: int) -> tuple[Evidence, bytes]:
    """Return one paper on file of a case or matter with its bytes; refuses `no_such_paper`, and as `content`.

    A page sends it with its verified media type and `X-Content-Type-Options: nosniff`.
    """
    for one in evidence(case):
        if one.id == evidence_id:
            return one, content(one.digest)
    raise Refused("no_such_paper", Text("本案没有这份材料。", "There is no such paper in this case."))


def content(digest: str) -> bytes:
    """Return a stored paper's bytes; refuses `paper_lost` or `paper_altered` when the digest does not hold.

    A page that sends them says `X-Content-Type-Options: nosniff` and the verified media type.
    """
    return store.fetch(digest)


def _recorded(row: Fact) -> Recorded:
    return Recorded(
        row.pk,
        Given(
            row.subject,
            row.name,
            row.value,
            SourceKind(row.source),
            row.evidence,
            row.file,
            row.note,
            row.valid.lower,
            row.valid.upper,
        ),
        row.scope or None,
        row.officer,
        row.office,
        row.recorded,
        row.known.lower,
        row.known.upper,
    )
