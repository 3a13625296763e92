"""What an applicant said beforehand, taken over under its code into a draft, to fill in forms.

It proves nothing. The statement is checked again as it is taken: the vocabulary may have changed since it
was laid aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huji import policy
from huji.cases.models import CaseFile
from huji.facts import terms
from huji.facts.values import Value
from huji.prepared import acts as prepared
from huji.runtime.db import writing
from huji.standards import Refused, Text

DAYS = 30


@dataclass(frozen=True, slots=True)
class StatedCompanion:
    """One who would come along, as the applicant said: the relation, and what was said of this person."""

    relation: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the applicant said: the place with its kind of area, facts by name, and who would come along."""

    on: date
    place: str
    area: str
    values: Mapping[str, Value]
    along: tuple[StatedCompanion, ...] = ()


def look(code: str) -> Stated:
    """Return what a code opens, and leave it; refuses `prepared_unknown`."""
    return _found(prepared.look(code))


def take(code: str) -> dict[str, Any]:
    """Return what a code opens as the case keeps it, and delete it; refuses `prepared_unknown`."""
    return as_data(_found(prepared.take(code)))


def of_data(data: Mapping[str, Any]) -> Stated:
    """Return a statement from plain data; what no longer fits the vocabulary is left out."""
    words = policy.vocabulary()
    along = tuple(
        StatedCompanion(str(one["relation"]), _fitting(one.get("values", {}), companion=True))
        for one in data.get("along", ())
        if one.get("relation") in words.relations
    )
    return Stated(
        date.fromisoformat(data["on"]),
        str(data["place"]),
        str(data["area"]),
        _fitting(data.get("values", {}), companion=False),
        along,
    )


def as_data(stated: Stated) -> dict[str, Any]:
    """Return a statement as plain data."""
    return {
        "on": stated.on.isoformat(),
        "place": stated.place,
        "area": stated.area,
        "values": dict(stated.values),
        "along": [{"relation": one.relation, "values": dict(one.values)} for one in stated.along],
    }


def forget(on: date) -> int:
    """Take the statements out of drafts begun more than thirty days ago; return how many there were."""
    with writing():
        old = CaseFile.objects.filter(stated__isnull=False, opened__lt=on - timedelta(days=DAYS))
        return old.update(stated=None)


def _fitting(values: Mapping[str, Any], *, companion: bool) -> dict[str, Value]:
    words = policy.vocabulary()
    own = words.companion if companion else words.applicant
    found = {}
    for name, value in values.items():
        if name in own:
            try:
                found[name] = terms.fitting(name, value)
            except Refused:
                continue
    return found


def _found(data: Mapping[str, Any] | None) -> Stated:
    if data is None:
        raise Refused(
            "prepared_unknown",
            Text(
                "没有这个预填码：可能写错了，已经用过，或者过了三十天。",
                "There is no such code: mistyped, used, or past its thirty days.",
            ),
            Text("可以不填，照常办理。", "Leave it empty and go on as usual."),
        )
    return of_data(data)
