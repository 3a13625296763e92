"""Rows of a case as records, and which rows wait, are late, or have run out."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast

from huji.cases.limits import COMPLETION_DAYS
from huji.cases.models import CaseFile, CasePerson, CaseStep
from huji.cases.procedure import VERBS
from huji.cases.records import InCase, Line, Step
from huji.cases.values import Companion, Destination, Host, Kind, Outside, State
from huji.facts.values import Contradiction, Source, SourceKind
from huji.officers.queries import Appointed
from huji.officers.roles import Role
from huji.register import queries as register
from huji.register.queries import Undone
from huji.standards import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

_CLOCK_RUNS = ("accepted", "in_review", "reviewed", "approved")
_PAPER_RUNS = ("permit_issued", "in_transit")

_AWAITING = {
    Role.COUNTER: (
        "draft",
        "accepted",
        "completion_requested",
        "approved",
        "permit_issued",
        "in_transit",
        "expired",
    ),
    Role.REVIEW: ("in_review",),
    Role.APPROVE: ("reviewed",),
    Role.SUPERVISE: (),
    Role.OPERATE: (),
}


def awaits(who: Appointed) -> Q:
    """Return the rows that wait for the officer's role."""
    waits = Q(state__in=_AWAITING[who.role])
    if who.role is Role.APPROVE:
        waits |= Q(state="accepted", kind="to_outside")
    if who.role is Role.COUNTER:
        waits &= ~Q(state="accepted", kind="to_outside")
    return waits


def files() -> "QuerySet[CaseFile]":
    """Return the cases in sight, each with the day on which completion was last asked for (`asked`)."""
    asked = CaseStep.objects.filter(case=OuterRef("pk"), step="request_completion").order_by("-id")
    return CaseFile.objects.annotate(asked=Subquery(asked.values("day")[:1]))


def overdue(on: date) -> Q:
    """Return the rows of `files` that are late on a day.

    While the clock runs, those whose limit passed before; while the applicant is asked, those whose last day
    to bring what is missing did: the case goes on with what is on file.
    """
    # The state stands first: only where it fits are the steps of a case looked through.
    unanswered = Q(state="completion_requested") & Q(asked__lt=on - timedelta(days=COMPLETION_DAYS))
    return Q(due__lt=on, state__in=_CLOCK_RUNS) | unanswered


def is_overdue(row: CaseFile, on: date) -> bool:
    """Return whether a case of `files` is late on a day, as `overdue` has it."""
    due = due_of(row)
    return due is not None and due < on and row.state in (*_CLOCK_RUNS, "completion_requested")


def due_of(row: CaseFile) -> date | None:
    """Return the limit of a case of `files`; of one asked for papers the last day to bring them."""
    if row.state == "completion_requested":
        asked: date | None = getattr(row, "asked", None)
        return asked and asked + timedelta(days=COMPLETION_DAYS)
    return row.due


def pressing() -> Case:
    """Return the day that presses in each row of `files`: its limit, or the last of its paper or of asking.

    None of a case that is closed, or whose clock has not begun.
    """
    return Case(
        When(state__in=_CLOCK_RUNS, then=F("due")),
        When(state__in=_PAPER_RUNS, then=F("expires")),
        When(
            state="completion_requested",
            then=Cast(F("asked") + timedelta(days=COMPLETION_DAYS), DateField()),  # date + interval is a time
        ),
        output_field=DateField(),
    )


def expired(on: date) -> Q:
    """Return the rows whose permit or certificate ran out before `on`."""
    return Q(expires__lt=on, state__in=_PAPER_RUNS)


def undone(numbers: Iterable[str]) -> Mapping[str, Undone]:
    """Return the cases whose last act of the register was undone since, with what undid it."""
    taken = CaseStep.objects.filter(case__in=list(numbers), data__has_key="act").exclude(step="replace_paper")
    acts = {row.case_id: int(row.data["act"]) for row in taken.order_by("id")}
    found = register.undone(acts.values())
    return {number: found[act] for number, act in acts.items() if act in found}


def line(row: CaseFile, who: Appointed, on: date, gone: Undone | None = None) -> Line:
    """Return a line of the work queue; `gone` is what undid its act, if anything did."""
    kind, state = Kind(row.kind), State(row.state)
    goes_straight = kind is Kind.TO_OUTSIDE and state is State.ACCEPTED
    mine = who.role is Role.APPROVE if goes_straight else state.value in _AWAITING[who.role]
    return Line(
        row.number,
        kind,
        state,
        row.applicant_name,
        row.office,
        row.opened,
        row.accepted,
        due_of(row),
        row.expires,
        is_overdue(row, on),
        row.proposal,
        int(getattr(row, "along", 0)),
        mine,
        gone,
    )


def destination(row: CaseFile) -> Destination | None:
    """Return where the case leads, None where it is not said yet."""
    if row.address is None:
        return None
    host = Host(row.host) if row.host else Host.OWN_DWELLING
    return Destination(row.address, host, row.household, row.consent, row.relation_code)


def companion(row: CasePerson) -> InCase:
    """Return a companion as named, judged and decided."""
    named = Companion(row.number, row.name, row.relation, row.code)
    return InCase(named, row.person, row.outcome, row.admitted, row.reason)


def outside(data: Mapping[str, Any]) -> Outside:
    """Return the other city."""
    days = [date.fromisoformat(data[key]) if data.get(key) else None for key in ("issued", "until")]
    return Outside(data["place"], data["division"], data["permit"], *days)


def contradictions(row: CaseFile) -> tuple[Contradiction, ...]:
    """Return what was said against the register."""
    frozen = json.loads(bytes(row.facts)) if row.facts else {}
    return tuple(
        Contradiction(one["subject"], one["name"], one["given"], one["register"], Text(one["zh"], one["en"]))
        for one in frozen.get("contradictions", ())
    )


def source(data: Mapping[str, Any]) -> Source:
    """Return a source as it was frozen."""
    return Source(
        SourceKind(data["kind"]),
        Text(data["zh"], data["en"]),
        data["evidence"],
        data["file"],
        data["officer"],
        data["fact"],
    )


def step(row: CaseStep, names: Mapping[int, Appointed]) -> Step:
    """Return a step with the officer's name."""
    officer = names.get(row.officer)
    return Step(
        row.pk,
        row.step,
        VERBS[row.step].label,
        State(row.from_state),
        State(row.to_state),
        row.officer,
        officer.full_name if officer else "",
        row.role,
        row.day,
        row.at,
        row.note,
        row.recommends,
        tuple(row.papers),
        row.data,
        row.entry,
    )
