"""Reading matters. Row security shows those of the offices set by `runtime.db.set_area`, and nothing else.

What names people is logged first, so these are called outside any transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, DateField, F, Q, When

from huji.facts import queries as facts
from huji.facts.values import Evidence
from huji.ledger import access
from huji.matters import declaring, evidence, preview
from huji.matters.acts.drafting import OpenMatter, asked_by
from huji.matters.asked import Asked
from huji.matters.kind import Kind
from huji.matters.kinds import kind
from huji.matters.models import MatterRow, MatterStep
from huji.matters.preview import Preview
from huji.matters.procedure import STEPS, open_to
from huji.matters.records import Counts, Detail, Line, Taken
from huji.matters.refusals import no_such_matter
from huji.matters.scene import Scene
from huji.matters.turn import asked_of
from huji.matters.values import By, Level, Reporter, State
from huji.officers import queries as officers
from huji.officers.queries import Appointed
from huji.officers.refusals import not_your_role
from huji.officers.roles import Role
from huji.register import queries as register
from huji.runtime.db import writing
from huji.runtime.paging import page
from huji.standards import Refused, Text

PAGE = 50
_CLOCK_RUNS = ("accepted", "reviewed", "approved")
_PRESSING = Case(
    When(state__in=[state.value for state in State if state.closed], then=None),
    default=F("due"),
    output_field=DateField(),
)
"""The day that presses: the limit of what is not closed."""


@dataclass(frozen=True, slots=True)
class _Looker:
    """An officer as the access log knows one."""

    pk: int
    office: int | None


def queue(
    officer: int | Appointed,
    on: date,
    *,
    state: State | None = None,
    awaiting: bool = False,
    overdue: bool = False,
    after: str | None = None,
) -> tuple[Line, ...]:
    """Return a page of the officer's matters, the nearest limit first, then the oldest; looks are logged."""
    who = _officer(officer)
    found = MatterRow.objects.all()
    if state is not None:
        found = found.filter(state=state.value)
    if awaiting:
        found = found.filter(_awaits(who))
    if overdue:
        found = found.filter(_late(on))
    rows = page(found, _PRESSING, after, PAGE)
    _look(who, rows, "业务列表 matters")
    return tuple(_line(row, who, on) for row in rows)


def counts(officer: int | Appointed, on: date) -> Counts:
    """Return how many matters there are by state, waiting for the officer's role, and late."""
    who = _officer(officer)
    rows = list(
        MatterRow.objects.values("state").annotate(
            count=Count("number"), late=Count("number", filter=_late(on))
        )
    )
    return Counts(
        {State(row["state"]): row["count"] for row in rows},
        sum(row["count"] for row in rows if row["state"] in _AWAITING.get(who.role, ())),
        sum(row["late"] for row in rows),
    )


def detail(officer: int, number: str, on: date) -> Detail:
    """Return the whole matter; refuses `matter.no_such_matter` where row security hides it. Logged."""
    who = _officer(officer)
    row = MatterRow.objects.filter(pk=number).first()
    if row is None:
        raise no_such_matter(number)
    _look(who, [row], f"业务 matter {number}")
    level, state = Level(row.level), State(row.state)
    asked = asked_of(row, on)
    steps = timeline(number)
    done = next((one for one in steps if one.to_state is State.DONE and one.step != "undo"), None)
    said = done.data.get("sentence") if done else None
    ready = row.noticed + timedelta(days=row.notice_days) if row.noticed else None
    may = open_to(level, state, who.role, ex_officio=row.ex_officio) if who.active else ()
    return Detail(
        number=row.number,
        version=row.version,
        kind=kind(row.kind),
        level=level,
        state=state,
        office=row.office,
        person=row.person,
        household=row.household,
        heading=row.heading,
        reporter=Reporter(**row.reporter),
        asked=asked,
        evidence=evidence.compared(asked, row.evidence),
        scans=facts.evidence(number),
        ex_officio=row.ex_officio,
        noticed=row.noticed,
        ready_on=ready,
        opened=row.opened,
        accepted=row.accepted,
        due=row.due,
        overdue=_is_late(row, on),
        decided=row.decided,
        act_entry=row.act_entry,
        sentence=Text(said["zh"], said["en"]) if said else None,
        undoes=row.undoes,
        undoes_entry=asked.whole("_entry"),
        undone_by=next((str(one.data.get("by")) for one in steps if one.step == "undo"), None),
        papers=tuple(paper for step in steps for paper in step.papers),
        steps=steps,
        steps_open=tuple(name for name in may if not (name in ("accept", "carry_out") and _early(row, on))),
    )


def paper(officer: int, number: str, scan: int) -> tuple[Evidence, bytes]:
    """Return one scan on file of a matter with its bytes, checked against its digest. Logged."""
    who = _officer(officer)
    row = MatterRow.objects.filter(pk=number).first()
    if row is None:
        raise no_such_matter(number)
    _look(who, [row], f"业务材料 a paper of matter {number}")
    return facts.paper(number, scan)


def foresee(statement: OpenMatter, officer: int, on: date) -> Preview:
    """Return what would come of a matter about to be opened; whoever it names is logged before."""
    who = _officer(officer)
    by = By(officer, on, "preview")
    return _logged(
        who,
        [statement.person] if statement.person is not None else [],
        lambda: preview.preview(kind(statement.kind), lambda: asked_by(statement, who, by)[0], officer),
    )


def first_answers(chosen: Kind, scene: Scene) -> Mapping[str, Any]:
    """Return what follows from a kind's first answers about a scene, whose people are logged already."""
    if scene.office is None:
        return {}
    values = dict(chosen.prefill(scene)) if chosen.prefill else {}
    person = scene.person.id if scene.person else None
    home = scene.household.id if scene.household else None
    return following(Asked(chosen, values, scene.on, scene.office, person, home))


def following(asked: Asked) -> Mapping[str, Any]:
    """Return the answers that follow from the others, also where something else was answered."""
    if asked.kind.derive is None:
        return {}
    try:
        with writing():
            return {name: value for name, value in asked.kind.derive(asked).items() if value}
    except Refused:
        return {}


def foresee_matter(officer: int, number: str, on: date) -> Preview:
    """Return what would come of a matter in sight, as it stands; whoever it names is logged before."""
    who = _officer(officer)
    row = MatterRow.objects.filter(pk=number).first()
    if row is None:
        raise no_such_matter(number)
    declared = row.accepted is not None
    return _logged(
        who,
        [row.person] if row.person is not None else [],
        lambda: preview.preview(kind(row.kind), lambda: asked_of(row, on), officer, declared),
    )


def look_at_reporter(officer: int, reporter: Reporter) -> None:
    """Log who reports, if the register knows them: a refusal may say that they died or are not of age."""
    who = _officer(officer)
    with writing():
        found = declaring.bearer(reporter)
    if found is not None:
        access.look(_Looker(who.id, who.office), access.Purpose.HANDLE_CASE, [found.id], "申报人 reporter")


def _logged(who: Appointed, known: Sequence[int], look: Callable[[], Preview]) -> Preview:
    looker = _Looker(who.id, who.office)
    if known:
        access.look(looker, access.Purpose.HANDLE_CASE, known, "业务预览 preview")
    seen = look()
    if further := seen.persons - set(known):
        access.look(looker, access.Purpose.HANDLE_CASE, further, "业务预览 preview")
    return seen


def timeline(number: str) -> tuple[Taken, ...]:
    """Return the steps of a matter in sight, the first one first."""
    rows = list(MatterStep.objects.filter(matter=number).order_by("pk"))
    names = officers.officers(row.officer for row in rows)
    return tuple(_taken(row, names.get(row.officer)) for row in rows)


def of_person(officer: int | Appointed, person: int, on: date) -> tuple[Line, ...]:
    """Return the matters opened on a person, newest first; the person's page has logged the look."""
    who = _officer(officer)
    rows = MatterRow.objects.filter(person=person).order_by("-opened", "-number")[:PAGE]
    return tuple(_line(row, who, on) for row in rows)


def of_household(officer: int | Appointed, household: int, on: date) -> tuple[Line, ...]:
    """Return the matters opened on a household, newest first."""
    who = _officer(officer)
    rows = MatterRow.objects.filter(household=household).order_by("-opened", "-number")[:PAGE]
    return tuple(_line(row, who, on) for row in rows)


def exists(number: str) -> bool:
    """Tell whether the officer's area has that matter; nothing of it is read."""
    return bool(MatterRow.objects.filter(pk=number).exists())


_AWAITING = {
    Role.COUNTER: ("draft", "noticed", "completion_requested"),
    Role.REVIEW: ("accepted",),
    Role.APPROVE: ("reviewed",),
    Role.SUPERVISE: ("approved",),
}


def _awaits(who: Appointed) -> Q:
    return Q(state__in=_AWAITING.get(who.role, ()))


def _waits(row: MatterRow, who: Appointed) -> bool:
    return row.state in _AWAITING.get(who.role, ())


def _late(on: date) -> Q:
    return Q(due__lt=on, state__in=_CLOCK_RUNS)


def _is_late(row: MatterRow, on: date) -> bool:
    return row.due is not None and row.due < on and row.state in _CLOCK_RUNS


def _early(row: MatterRow, on: date) -> bool:
    """Tell whether a written notice still runs."""
    return bool(
        row.ex_officio and (row.noticed is None or on < row.noticed + timedelta(days=row.notice_days))
    )


def _line(row: MatterRow, who: Appointed, on: date) -> Line:
    return Line(
        row.number,
        kind(row.kind),
        Level(row.level),
        State(row.state),
        row.heading,
        row.office,
        row.opened,
        row.due,
        _is_late(row, on),
        _waits(row, who),
    )


def _taken(row: MatterStep, officer: Appointed | None) -> Taken:
    return Taken(
        row.step,
        STEPS[row.step].label,
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


def _officer(officer: int | Appointed) -> Appointed:
    found = officers.officer(officer) if isinstance(officer, int) else officer
    if found is None:
        raise not_your_role(STEPS["open"].label, sorted(STEPS["open"].anybody), None)
    return found


def _look(who: Appointed, rows: Iterable[MatterRow], what: str) -> None:
    """Log those whom the headings name: whom a matter is about, or who heads the household it is about."""
    about = list(rows)
    homes = {row.household for row in about if row.person is None and row.household is not None}
    persons = {row.person for row in about if row.person is not None}
    persons |= register.heads_of_now(homes) if homes else frozenset()
    if persons:
        access.look(_Looker(who.id, who.office), access.Purpose.HANDLE_CASE, sorted(persons), what)
