"""Settling a round: rank, quota, equals, second round, the result list and the fact it supplies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import connection

from huji.facts import acts as facts
from huji.facts.values import Given, SourceKind
from huji.policy.points import By as RankedBy
from huji.policy.points import Entry, Selection
from huji.rounds import law, lists
from huji.rounds.refusals import POINTS, objections_open, ties_unsaid, too_early
from huji.rounds.rows import APPLICATION, application_of, latest_scores, query
from huji.rounds.settling import NOBODYS, Result, Tied
from huji.rounds.settling import settle as settled
from huji.rounds.turn import Turn, Write, insert, take
from huji.rounds.values import Application, By, Done, Round, Score, Standing


@dataclass(frozen=True, slots=True)
class Settle:
    """The round, as the page showed it; `ties` with its `basis` only where the document says nothing."""

    round: str
    version: int
    ties: str | None = None
    basis: str = ""


def settle(statement: Settle, by: By) -> Done:
    """Settle once: places, the result list, and `points.admitted_in_round` of everybody decided upon.

    Refuses `too_early`, `objections_open`, and `ties_unsaid` where equals stand at the cut and neither the
    scheme nor the statement says what becomes of them.
    """

    def work(turn: Turn) -> Write:
        found = turn.round
        assert found.objections_until is not None
        if turn.on <= found.objections_until:
            raise too_early(found.objections_until)
        ((waiting,),) = query(
            "select count(*) from round_objection o join round_application a on a.id = o.application"
            " where a.round = %s and not exists (select from round_answer w where w.objection = o.id)",
            [found.number],
        )
        if waiting:
            raise objections_open(waiting)
        ties = found.ties or statement.ties
        if statement.ties and not found.ties and len(statement.basis.strip()) < 4:
            raise POINTS.reason_needed()
        rows = query(
            f"select {APPLICATION} from round_application where round = %s and withdrawn is null",
            [found.number],
        )
        applications = {one.id: one for one in map(application_of, rows)}
        scores = latest_scores(found.number)
        try:
            result = result_of(found, applications, scores, ties)
        except Tied:
            raise ties_unsaid() from None
        places = {
            int(place): {"rank": one.rank, "admitted": one.admitted, "second": one.second}
            for place, one in result.places.items()
        }
        pack = law.pack_of(found)
        content, digest = lists.content(
            found,
            pack,
            applications,
            scores,
            places,
            day=str(turn.on),
            ties=ties,
            last={part: int(one) if one else None for part, one in result.last.items()},
        )
        admitted = sum(one.admitted for one in result.places.values())
        turn.data.update(
            list=digest, admitted=admitted, ranked=len(places), ties=ties, basis=statement.basis.strip()
        )
        facts.hold(one.number for one in applications.values())

        def write(entry: int) -> int:
            _places(turn, applications, scores, result)
            insert(
                "round_list",
                {
                    "round": found.number,
                    "kind": "result",
                    "day": turn.on,
                    "content": content,
                    "digest": digest,
                    "entry": entry,
                },
            )
            told = tuple(_facts(turn, applications, scores, result))
            if told:
                facts.record(facts.Record(told), turn.acting())
            return admitted

        return write

    return take("settle", statement, by, work)


def result_of(
    found: Round, applications: Mapping[int, Application], scores: Mapping[int, Score], ties: str | None
) -> Result:
    """Return who is admitted by the scores given; raises `Tied` where a rule for equals is wanted."""
    selection = law.scheme_of(law.pack_of(found)).selection
    assert selection is not None
    entries: dict[str, list[Entry]] = {part: [] for part in found.quotas or (NOBODYS,)}
    for one in applications.values():
        score = scores[one.id]
        if score.standing is Standing.QUALIFIED:
            part = one.part if found.quotas is not None else NOBODYS
            entries[part].append(_entry(one, score, found, selection))
    ((seed,),) = query(
        "select digest from round_list where round = %s and kind = 'provisional'", [found.number]
    )
    return settled(
        entries,
        selection,
        quotas=found.quotas,
        at_least=None if found.at_least is None else Fraction(found.at_least),
        ties=ties,
        seed=seed,
        second_share=None if found.second_share is None else Fraction(found.second_share),
    )


def _entry(one: Application, score: Score, found: Round, selection: Selection) -> Entry:
    assert score.total is not None
    totals = {found.total: Fraction(score.total)}
    facts_: dict[str, Fraction] = {}
    for key, value in zip(selection.rank, score.keys, strict=True):
        if key.by is RankedBy.TOTAL:
            totals[key.name] = Fraction(value)
        elif key.by is RankedBy.FACT:
            facts_[key.name] = Fraction(value)
    return Entry(str(one.place), totals, facts_, one.applied)


def _places(
    turn: Turn, applications: Mapping[int, Application], scores: Mapping[int, Score], result: Result
) -> None:
    rows = []
    for one in applications.values():
        place = result.places.get(str(one.place))
        rows.append(
            (
                turn.round.number,
                one.id,
                scores[one.id].id,
                2 if place and place.second else 1,
                place.rank if place else None,
                bool(place and place.admitted),
            )
        )
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into round_place (round, application, score, pass, rank, admitted)"
            " values (%s, %s, %s, %s, %s, %s)",
            rows,
        )


def _facts(
    turn: Turn, applications: Mapping[int, Application], scores: Mapping[int, Score], result: Result
) -> list[Given]:
    """Return the fact of everybody decided upon; whose facts were incomplete is not decided upon."""
    until = _after(turn.on, turn.round.holds_years) if turn.round.holds_years else None
    told = []
    for one in applications.values():
        if scores[one.id].standing is Standing.OPEN:
            continue
        place = result.places.get(str(one.place))
        value: Any = bool(place and place.admitted)
        note = f"积分轮次 {turn.round.number} 第 {one.place} 号"
        given = Given(one.number, law.ADMITTED, value, SourceKind.PAPER, "round_result", None, note)
        told.append(
            Given(
                given.subject,
                given.name,
                given.value,
                given.source,
                given.evidence,
                None,
                note,
                turn.on,
                until if value else None,
            )
        )
    return told


def _after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
