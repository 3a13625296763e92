"""Rows of the rounds room as values, read with the rights of whoever asks."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from huji.rounds.values import Application, Because, Round, Score, Standing, State

ROUND = (
    "number, office, offices, state, version, policy, digest, total, kind, division, area, basis,"
    " opens, closes, quotas, at_least, ties, second_share, objection_days, holds_years, listed,"
    " objections_until, settled"
)
APPLICATION = 'id, round, place, number, name, person, part, "case", day, applied, office, withdrawn, entry'
SCORE = "id, seq, because, standing, total, low, high, keys, digest, reason, facts, officer, day, at, entry"


def query(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def round_of(row: Sequence[Any]) -> Round:
    """Return the round of a row of `ROUND`."""
    quotas = json.loads(row[14]) if isinstance(row[14], str) else row[14]
    values: list[Any] = [*row[4:14], quotas, *row[15:]]
    return Round(row[0], row[1], tuple(row[2]), State(row[3]), *values)


def application_of(row: Sequence[Any]) -> Application:
    """Return the application of a row of `APPLICATION`."""
    return Application(*row)


def score_of(row: Sequence[Any]) -> Score:
    """Return the score of a row of `SCORE`."""
    keys = json.loads(row[7]) if isinstance(row[7], str) else row[7]
    return Score(
        row[0],
        row[1],
        Because(row[2]),
        Standing(row[3]),
        row[4],
        row[5],
        row[6],
        tuple(keys),
        row[8],
        json.loads(bytes(row[9])),
        json.loads(bytes(row[10])),
        *row[11:],
    )


def latest_scores(
    round_number: str, only: Iterable[int] | None = None, *, whole: bool = False
) -> dict[int, Score]:
    """Return the latest score of each application of a round, by application, of `only` some where named.

    Facts and reason are left empty unless `whole`: those of a large round are a hundred megabytes.
    """
    columns = [f"s.{part}" for part in SCORE.split(", ")]
    if not whole:
        columns = ["'{}'::bytea" if part in ("s.reason", "s.facts") else part for part in columns]
    some = None if only is None else list(only)
    rows = query(
        f"select distinct on (s.application) s.application, {', '.join(columns)}"
        " from round_score s join round_application a on a.id = s.application"
        " where a.round = %s and (%s::bigint[] is null or s.application = any (%s::bigint[]))"
        " order by s.application, s.seq desc",
        [round_number, some, some],
    )
    return {row[0]: score_of(row[1:]) for row in rows}
