"""Scoring applications: each score a new row, with the facts it used and its reason to the indicator."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from huji.policy import Pack
from huji.rounds import law, scoring
from huji.rounds.rows import APPLICATION, application_of, latest_scores, query
from huji.rounds.turn import Turn, Write, area_of, insert, plain, take
from huji.rounds.values import Application, Because, By, Done
from huji.rounds.values import Score as Scored

AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Score:
    """The applications to score; none named: those of the officer's area not scored yet, 200 at a time."""

    round: str
    applications: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fresh:
    """A score that differs from the last one of its application, ready to be stored."""

    application: Application
    seq: int
    because: Because
    columns: dict[str, Any]


def score(statement: Score, by: By) -> Done:
    """Score; what has not changed since its last score gets no new row. `Done.result` counts the new rows."""

    def work(turn: Turn) -> Write:
        pack = law.pack_of(turn.round)
        chosen = [turn.application(id_) for id_ in statement.applications] or _unscored(turn)
        earlier = latest_scores(turn.round.number, (one.id for one in chosen), whole=True)
        found = [one for each in chosen if (one := fresh(turn, pack, each, earlier.get(each.id)))]
        turn.data.update(scores=[told(one) for one in found])

        def write(entry: int) -> int:
            for one in found:
                store(one, turn, entry)
            return len(found)

        return write

    return take("score", statement, by, work)


def fresh(
    turn: Turn, pack: Pack, one: Application, last: Scored | None, because: Because = Because.CORRECTION
) -> Fresh | None:
    """Return the score of an application as its facts are now, None where the last one says the same."""
    known = scoring.known(turn.round, one)
    scored = scoring.scored(pack, turn.round, known["values"], one.day)
    reason = {**scored.reason, "missing": list(scored.missing)}
    if last is not None and plain(last.facts["values"]) == plain(known["values"]) and last.reason == reason:
        return None
    columns = {
        "standing": scored.standing.value,
        "total": scored.total,
        "low": scored.low,
        "high": scored.high,
        "keys": json.dumps([key or "" for key in scored.keys]),
        "digest": turn.round.digest,
        "facts": canonical(known),
        "reason": canonical(reason),
    }
    seq = 1 if last is None else last.seq + 1
    return Fresh(one, seq, Because.FIRST if last is None else because, columns)


def store(one: Fresh, turn: Turn, entry: int) -> int:
    """Store a score and return its id."""
    return int(
        insert(
            "round_score",
            {
                "application": one.application.id,
                "seq": one.seq,
                "because": one.because.value,
                **one.columns,
                "officer": turn.officer.id,
                "day": turn.on,
                "entry": entry,
            },
            returning="id",
        )
    )


def told(one: Fresh) -> dict[str, Any]:
    """Return a score as the ledger names it: what it came to, and the digests of what it rests on."""
    return {
        "application": one.application.id,
        "seq": one.seq,
        "because": one.because,
        "standing": one.columns["standing"],
        "total": one.columns["total"],
        "facts": hashlib.sha256(one.columns["facts"]).hexdigest(),
        "reason": hashlib.sha256(one.columns["reason"]).hexdigest(),
    }


def _unscored(turn: Turn) -> list[Application]:
    rows = query(
        f"select {APPLICATION} from round_application a where round = %s and withdrawn is null"
        " and office = any (%s) and not exists (select from round_score s where s.application = a.id)"
        " order by place limit %s",
        [turn.round.number, sorted(area_of(turn.officer)), AT_A_TIME],
    )
    return [application_of(row) for row in rows]


def canonical(value: object) -> bytes:
    """Return plain data as canonical JSON: equal data give equal bytes."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
