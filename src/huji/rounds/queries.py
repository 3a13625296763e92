"""Reading rounds. Row security shows the applications of the offices set by `runtime.db.set_area`.

What names people is logged first, so these are called outside any transaction. A published list is for
everybody: it needs no area, and nothing but it is read.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from huji.ledger import access
from huji.officers import queries as officers
from huji.policy import Pack
from huji.policy.points import Scheme
from huji.rounds import law, scoring
from huji.rounds.refusals import no_such_application, no_such_round
from huji.rounds.rows import (
    APPLICATION,
    ROUND,
    SCORE,
    application_of,
    latest_scores,
    query,
    round_of,
    score_of,
)
from huji.rounds.values import Application, Objection, Placed, Round, Score
from huji.rulebook import queries as rulebook
from huji.runtime.db import writing
from huji.standards import Refused, Text

PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An application in the list of a round, with its latest score and place once there are any."""

    application: Application
    score: Score | None
    placed: Placed | None
    objections: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a round is, within the reader's area."""

    applications: int
    scored: int
    objections: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a round as its page tells it."""

    step: str
    officer: int
    office: int
    day: date
    at: datetime
    data: Mapping[str, Any]
    entry: int


@dataclass(frozen=True, slots=True)
class Explained:
    """One application with every score, the latest first, its objections and its place."""

    round: Round
    application: Application
    scores: tuple[Score, ...]
    objections: tuple[Objection, ...]
    placed: Placed | None


@dataclass(frozen=True, slots=True)
class Published:
    """A published list: kind ("provisional", "result"), day, digest and content."""

    round: str
    kind: str
    day: date
    digest: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Looker:
    pk: int
    office: int | None


def rounds() -> tuple[Round, ...]:
    """Return the rounds in sight, the newest first."""
    return tuple(round_of(row) for row in query(f"select {ROUND} from round order by number desc limit 200"))


def the_round(number: str) -> Round:
    """Return a round in sight; refuses `no_such_round`."""
    rows = query(f"select {ROUND} from round where number = %s", [number])
    if not rows:
        raise no_such_round(number)
    return round_of(rows[0])


def pack(found: Round) -> Pack:
    """Return the pack a round goes by."""
    return law.pack_of(found)


def scheme(found: Round) -> Scheme:
    """Return the scheme a round goes by."""
    return law.scheme_of(law.pack_of(found))


def schemes() -> list[Pack]:
    """Return the packs of this installation whose schemes a round can settle, the latest of each policy."""
    found = {}
    for one in rulebook.library():
        try:
            law.scheme_of(one)
        except Refused:
            continue
        found[one.policy] = one
    return list(found.values())


def missing(found: Round, one: Application) -> tuple[str, ...]:
    """Return the facts still to be known of an application for its points and conditions to be settled."""
    with writing():
        known = scoring.known(found, one)
        return scoring.scored(law.pack_of(found), found, known["values"], one.day).missing


def tally(number: str) -> Tally:
    """Return how far a round is."""
    ((applications, scored, objections, unanswered),) = query(
        "select count(*),"
        " count(*) filter (where exists (select from round_score s where s.application = a.id)),"
        " (select count(*) from round_objection o join round_application b on b.id = o.application"
        "   where b.round = %s),"
        " (select count(*) from round_objection o join round_application b on b.id = o.application"
        "   where b.round = %s and not exists (select from round_answer w where w.objection = o.id))"
        " from round_application a where a.round = %s and a.withdrawn is null",
        [number, number, number],
    )
    return Tally(applications, scored, objections, unanswered)


def lines(officer: int, number: str, after: int = 0) -> tuple[Line, ...]:
    """Return a page of a round's applications by their numbers; the people named are logged as looked at."""
    rows = query(
        f"select {APPLICATION} from round_application where round = %s and withdrawn is null and place > %s"
        " order by place limit %s",
        [number, after, PAGE],
    )
    found = [application_of(row) for row in rows]
    _look(officer, found, f"积分轮次 round {number}")
    scores = latest_scores(number, (one.id for one in found))
    placed = _placed([one.id for one in found])
    objections = dict(
        query(
            "select application, count(*) from round_objection where application = any (%s)"
            " group by application",
            [[one.id for one in found]],
        )
    )
    return tuple(
        Line(one, scores.get(one.id), placed.get(one.id), objections.get(one.id, 0)) for one in found
    )


def application(officer: int, number: str, id_: int) -> Explained:
    """Return one application with its scores explained; logged first. Refuses `no_such_application`."""
    found = the_round(number)
    rows = query(
        f"select {APPLICATION} from round_application where id = %s and round = %s and withdrawn is null",
        [id_, number],
    )
    if not rows:
        raise no_such_application()
    one = application_of(rows[0])
    _look(officer, [one], f"积分申请 application {number}/{one.place}")
    scores = query(
        f"select {SCORE} from round_score where application = %s order by seq desc limit 50", [id_]
    )
    return Explained(
        found,
        one,
        tuple(score_of(row) for row in scores),
        objections([id_]),
        _placed([id_]).get(id_),
    )


def objections(applications: Iterable[int]) -> tuple[Objection, ...]:
    """Return the objections of applications with their answers, the oldest first."""
    rows = query(
        "select o.id, o.application, o.indicator, o.words, o.officer, o.day, a.officer, a.corrected,"
        " coalesce(a.reason, ''), a.day"
        " from round_objection o left join round_answer a on a.objection = o.id"
        " where o.application = any (%s) order by o.id",
        [list(applications)],
    )
    return tuple(Objection(*row) for row in rows)


def waiting(officer: int, number: str) -> tuple[Objection, ...]:
    """Return the objections in sight that wait for their answer; whose words they are is logged first."""
    rows = query(
        f"select {APPLICATION} from round_application a where round = %s and exists ("
        " select from round_objection o where o.application = a.id"
        " and not exists (select from round_answer w where w.objection = o.id))",
        [number],
    )
    found = [application_of(row) for row in rows]
    if found:
        _look(officer, found, f"积分轮次的异议 objections of round {number}")
    return tuple(one for one in objections(one.id for one in found) if one.answered_by is None)


def steps(number: str) -> tuple[Step, ...]:
    """Return the steps of a round, the newest first; scores and applications one by one are left out."""
    rows = query(
        "select step, officer, office, day, at, data, entry from round_step"
        " where round = %s and step in ('open', 'publish', 'settle') order by id desc",
        [number],
    )
    return tuple(
        Step(step, officer, office, day, at, json.loads(data) if isinstance(data, str) else data, entry)
        for step, officer, office, day, at, data, entry in rows
    )


def published() -> tuple[Published, ...]:
    """Return every published list, the newest first, for anybody, with its title alone for content."""
    rows = query("select round, kind, day, digest from round_list order by id desc limit 200")
    return tuple(
        Published(number, kind, day, digest, {"title": _title(digest)}) for number, kind, day, digest in rows
    )


@lru_cache(maxsize=512)
def _title(digest: str) -> Mapping[str, str]:
    """Return the title of a list, which never changes; a whole list is megabytes, and anybody may ask."""
    ((content,),) = query("select content from round_list where digest = %s limit 1", [digest])
    title: Mapping[str, str] = json.loads(bytes(content))["title"]
    return title


def published_list(number: str, kind: str) -> Published:
    """Return one published list for anybody; refuses `no_such_list`."""
    rows = query(
        "select round, kind, day, digest, content from round_list where round = %s and kind = %s",
        [number, kind],
    )
    if not rows:
        raise Refused(
            "no_such_list", Text(f"没有公布过 {number} 的名单。", f"No list of {number} has been published.")
        )
    return _published(rows[0])


def _published(row: Any) -> Published:
    number, kind, day, digest, content = row
    return Published(number, kind, day, digest, json.loads(bytes(content)))


def _placed(applications: list[int]) -> dict[int, Placed]:
    rows = query(
        "select application, rank, admitted, pass from round_place where application = any (%s)",
        [applications],
    )
    return {row[0]: Placed(row[0], row[1], row[2], row[3] == 2) for row in rows}


def _look(officer: int, applications: Iterable[Application], what: str) -> None:
    who = officers.officer(officer)
    assert who is not None
    persons = [one.person for one in applications if one.person is not None]
    access.look(_Looker(who.id, who.office), access.Purpose.HANDLE_CASE, persons, what)
