"""A booklet or a registration form as it would have been on a day, as known then: to look at, not issued.

It is marked as no paper, has neither number nor code, and is kept nowhere; the access log tells who looked.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from huji.documents import filling, issuers, render
from huji.documents.filling import View
from huji.documents.imprint import Imprint, Kind
from huji.ledger.access import Purpose
from huji.register.queries import AsOf
from huji.standards import Text

EXTRACTS = (Kind.BOOKLET, Kind.FORM)


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, of which office, for what, and when (local time, aware)."""

    name: str
    office: int
    purpose: Purpose
    at: datetime


def pdf(kind: Kind, which: int, then: AsOf, on: date, look: Look, lang: render.Lang = "zh") -> bytes:
    """Typeset a household's booklet, or a person's form, as it was on `on`, as known at the entry of `then`.

    Who is shown is logged by the leave of `then`. Refuses `paper-nothing` where nothing was held.
    """
    if kind not in EXTRACTS:
        raise ValueError(f"there is no extract of a {kind}")
    view = View(then.by, on, then.entry, past=True)
    filled = (filling.booklet if kind is Kind.BOOKLET else filling.form)(which, view)
    issuer = issuers.of_office(look.office, kind)
    imprint = Imprint(issuer=issuer, number="", code="", issued_on=look.at.date())
    known = _words(then.entry)
    purpose = look.purpose.label
    values = render.values(filled.paper, imprint) | {
        "extract": {
            "on": on.isoformat(),
            "known": {"zh": known.zh, "en": known.en},
            "purpose": {"zh": purpose.zh, "en": purpose.en},
            "reader": look.name,
        }
    }
    return render.press().pdf(values, look.at.astimezone(UTC).replace(microsecond=0), lang)


def _words(entry: int | None) -> Text:
    if entry is None:
        return Text("现在", "now")
    return Text(f"第{entry}号登记", f"at entry {entry}")
