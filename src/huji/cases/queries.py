"""Reading cases. Row security shows the cases of the offices set by `runtime.db.set_area`, and nothing else.

What names people is logged first, so these are called outside any transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huji import policy
from huji.cases import proposal, showing
from huji.cases.completion import ways
from huji.cases.models import CaseFile, CasePerson, CaseStep
from huji.cases.procedure import open_to
from huji.cases.records import Asking, Counts, Detail, KnownFact, Line, RunOut, Step, Way
from huji.cases.refusals import no_such_case
from huji.cases.stated import of_data
from huji.cases.staying import Staying, staying
from huji.cases.values import Applicant, Kind, Sponsor, State
from huji.facts import queries as facts
from huji.facts.values import Evidence, Recorded
from huji.ledger import access
from huji.officers import queries as officers
from huji.officers.queries import Appointed
from huji.officers.roles import Role
from huji.places import queries as places
from huji.runtime.paging import page
from huji.standards import Refused, Text

PAGE = 50


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
    kind: Kind | None = None,
    awaiting: bool = False,
    overdue: bool = False,
    limit: int = PAGE,
    after: str | None = None,
) -> tuple[Line, ...]:
    """Return a page of the officer's cases, the most pressing first (`showing.pressing`), then the oldest.

    `awaiting` keeps those that wait for the officer's role; `after` is the last number seen. The people named
    are logged as looked at.
    """
    who = _officer(officer)
    found = _with_companions()
    if state is not None:
        found = found.filter(state=state.value)
    if kind is not None:
        found = found.filter(kind=kind.value)
    if awaiting:
        found = found.filter(showing.awaits(who))
    if overdue:
        found = found.filter(showing.overdue(on))
    rows = page(found, showing.pressing(), after, min(limit, PAGE), showing.files())
    _look(who, rows, "案件列表 work queue")
    return _lines(rows, who, on)


def counts(officer: int | Appointed, on: date) -> Counts:
    """Return how many cases there are by state, awaiting the officer's role, overdue, and run out."""
    who = _officer(officer)
    rows = list(
        showing.files()
        .values("state")
        .annotate(
            count=Count("number"),
            waiting=Count("number", filter=showing.awaits(who)),
            late=Count("number", filter=showing.overdue(on)),
            gone=Count("number", filter=showing.expired(on)),
        )
    )
    waiting, late, gone = (sum(row[what] for row in rows) for what in ("waiting", "late", "gone"))
    return Counts({State(row["state"]): row["count"] for row in rows}, waiting, late, gone)


def detail(officer: int, number: str, on: date) -> Detail:
    """Return the whole case; refuses `no_such_case` where there is none or row security hides it. Logged."""
    who, row = _open(officer, number, "案件 case")
    outside = row.outside
    kind, state = Kind(row.kind), State(row.state)
    steps = timeline(number)
    return Detail(
        number=row.number,
        version=row.version,
        kind=kind,
        state=state,
        office=row.office,
        opened=row.opened,
        accepted=row.accepted,
        decided=row.decided,
        stage=row.stage,
        due=row.due,
        days_left=row.days_left,
        expires=row.expires,
        overdue=showing.is_overdue(row, on),
        applicant=Applicant(row.applicant_number, row.applicant_name),
        person=row.person,
        destination=showing.destination(row),
        division=row.division,
        area=row.area,
        address_text=places.address(row.address).text if row.address else "",
        companions=tuple(showing.companion(one) for one in row.persons.order_by("place")),
        sponsor=Sponsor(row.sponsor_number, row.sponsor_relation or "") if row.sponsor_number else None,
        outside=showing.outside(outside) if outside else None,
        answer=proposal.answer(row),
        outcome=row.proposal,
        against_proposal=row.against_proposal,
        decision_reason=row.reason,
        law=row.law or {},
        contradictions=showing.contradictions(row),
        evidence=facts.evidence(number),
        papers=tuple(paper for step in steps for paper in step.papers),
        paper=row.paper,
        steps=steps,
        undone=showing.undone([number]).get(number),
        stated=of_data(row.stated) if row.stated else None,
        verbs=open_to(kind, state, who.role) if who.active else (),
    )


def asking(officer: int, number: str) -> tuple[Asking, ...]:
    """Return what is not known and can still change an outcome, most decisive first. Logged."""
    _, row = _open(officer, number, "案件提问 questions of a case")
    said = proposal.answer(row)
    if said is None:
        return ()
    entries = policy.vocabulary().facts
    found = {(row.applicant_number, name): None for name in said["missing"]}
    for person, one in zip(row.persons.order_by("place"), said["companions"], strict=True):
        for name in one["missing"]:
            subject = person.number if name.startswith("companion.") else row.applicant_number
            found[(subject, name)] = None
    return tuple(Asking(subject, name, entries[name]) for subject, name in found)


def completion(officer: int, number: str) -> tuple[Way, ...]:
    """Return what an accepted case still misses, by the way that may be pursued: what is needed always first.

    A request for completion is full with all facts of these and of one route. Logged.
    """
    _, row = _open(officer, number, "案件补正 completion of a case")
    return ways(row)


def known(officer: int, number: str) -> tuple[KnownFact, ...]:
    """Return what the proposal rests on, of applicant and companions, with its sources. Logged."""
    _, row = _open(officer, number, "案件事实 facts of a case")
    frozen = proposal.inputs(row)
    if frozen is None:
        return ()
    entries = policy.vocabulary().facts
    groups = [(row.applicant_number, frozen["case"]["applicant"], frozen["sources"])]
    for told, one in zip(frozen["case"]["companions"], frozen["companions"], strict=True):
        groups.append((one["number"], told["facts"], one["sources"]))
    return tuple(
        KnownFact(subject, name, entries[name], value, showing.source(sources[name]))
        for subject, values, sources in groups
        for name, value in values.items()
    )


def history(officer: int, number: str) -> tuple[Recorded, ...]:
    """Return every fact on file that the case may rest on, closed ones too, newest first. Logged."""
    _, row = _open(officer, number, "案件事实沿革 history of facts")
    subjects = [row.applicant_number, *row.persons.order_by("place").values_list("number", flat=True)]
    found = [one for subject in subjects for one in facts.recorded(subject, number)]
    return tuple(sorted(found, key=lambda one: -one.id))


def paper(officer: int, number: str, evidence: int) -> tuple[Evidence, bytes]:
    """Return one paper on file of a case with its bytes, checked against its digest. Logged."""
    _open(officer, number, "案件材料 a paper of a case")
    return facts.paper(number, evidence)


def left_behind(officer: int, number: str, on: date) -> tuple[Staying, ...]:
    """Return the households a case would leave headless, with the adults who could head them. Logged."""
    who, row = _open(officer, number, "案件 case")
    found = staying(row, on)
    persons = {member.person for one in found for member in one.adults}
    access.look(_looker(who), _purpose(who), persons, f"留在原户的人 who stays {number}")
    return found


def timeline(number: str) -> tuple[Step, ...]:
    """Return the steps of the case, oldest first."""
    rows = list(CaseStep.objects.filter(case_id=number).order_by("id"))
    names = officers.officers({row.officer for row in rows})
    return tuple(showing.step(row, names) for row in rows)


def of_person(
    officer: int | Appointed, person: int, on: date, purpose: access.Purpose | None = None
) -> tuple[Line, ...]:
    """Return the cases a person is in, newest first. Logged, with the applicants whom the lines name."""
    who = _officer(officer)
    in_one = CasePerson.objects.filter(person=person).values("case")
    found = _with_companions().filter(Q(person=person) | Q(number__in=in_one))
    rows = list(found.order_by("-opened", "-number")[:PAGE])
    named = {person, *(row.person for row in rows if row.person is not None)}
    access.look(_looker(who), purpose or _purpose(who), named, "案件目录 cases of a person")
    return _lines(rows, who, on)


def expired(officer: int | Appointed, on: date, *, after: str | None = None) -> tuple[Line, ...]:
    """Return a page of cases whose permit or certificate ran out before `on`, longest ago first. Logged."""
    who = _officer(officer)
    rows = page(_with_companions().filter(showing.expired(on)), "expires", after, PAGE)
    _look(who, rows, "到期证件 papers that ran out")
    return _lines(rows, who, on)


def run_out(on: date) -> tuple[RunOut, ...]:
    """Return all of `expired` without naming anybody, for an operator's batch: the longest run out first."""
    rows = CaseFile.objects.filter(showing.expired(on)).order_by("expires", "number")
    return tuple(
        RunOut(row.number, row.version, Kind(row.kind), State(row.state), row.office, row.paper, row.expires)
        for row in rows
        if row.expires is not None
    )


def _looker(who: Appointed) -> _Looker:
    return _Looker(who.id, who.office)


def _purpose(who: Appointed) -> access.Purpose:
    return access.Purpose.SUPERVISE if who.role is Role.SUPERVISE else access.Purpose.HANDLE_CASE


def _with_companions() -> "QuerySet[CaseFile]":
    return showing.files().annotate(along=Count("persons__number"))


def _lines(rows: Sequence[CaseFile], who: Appointed, on: date) -> tuple[Line, ...]:
    gone = showing.undone(row.number for row in rows)
    return tuple(showing.line(row, who, on, gone.get(row.number)) for row in rows)


def _officer(officer: int | Appointed) -> Appointed:
    found = officers.officer(officer) if isinstance(officer, int) else officer
    if found is None or not found.active:
        raise Refused("not_an_officer", Text("该账号不能查看案件。", "This account may not look at cases."))
    return found


def _open(officer: int, number: str, what: str) -> tuple[Appointed, CaseFile]:
    who = _officer(officer)
    row = showing.files().filter(pk=number).first()
    if row is None:
        raise no_such_case(number)
    _look(who, [row], f"{what} {number}")
    return who, row


def _look(who: Appointed, rows: Iterable[CaseFile], what: str) -> None:
    numbers = [row.number for row in rows]
    along = CasePerson.objects.filter(case__in=numbers).values_list("person", flat=True)
    persons = {one for one in (*along, *(row.person for row in rows)) if one is not None}
    access.look(_looker(who), _purpose(who), persons, what)
