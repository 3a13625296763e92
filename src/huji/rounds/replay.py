"""Reckoning a round again from what it keeps: every score from its facts, and the places from the scores."""

import json
from dataclasses import dataclass

from huji import policy
from huji.rounds import scoring
from huji.rounds.acts.score import canonical
from huji.rounds.acts.settle import result_of
from huji.rounds.refusals import no_such_round
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
from huji.rounds.values import Application, Round, Score


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many scores were reckoned again, and which differ in score or place (numbers on the list)."""

    round: str
    scores: int
    differing: tuple[int, ...]
    places_differ: tuple[int, ...]

    @property
    def equal(self) -> bool:
        """Whether everything came out the same."""
        return not self.differing and not self.places_differ


def replay(number: str) -> Replayed:
    """Reckon the round again; refuses `no_such_round`. Reads what row security shows: set the area first."""
    rows = query(f"select {ROUND}, pack from round where number = %s", [number])
    if not rows:
        raise no_such_round(number)
    found, text = round_of(rows[0][:-1]), bytes(rows[0][-1]).decode()
    pack = policy.read_pack(text, f"{number}.yaml", policy.vocabulary())
    applications = {
        one.id: one
        for one in map(
            application_of, query(f"select {APPLICATION} from round_application where round = %s", [number])
        )
    }
    differing, count = set(), 0
    for id_, one in applications.items():
        for row in query(f"select {SCORE} from round_score where application = %s order by seq", [id_]):
            count += 1
            if not _same(score_of(row), pack, found, one):
                differing.add(one.place)
    return Replayed(number, count, tuple(sorted(differing)), _places(found, applications))


def _same(score: Score, pack: policy.Pack, found: Round, one: Application) -> bool:
    again = scoring.scored(pack, found, score.facts["values"], one.day)
    reason = {**again.reason, "missing": list(again.missing)}
    return (
        pack.digest == score.digest
        and canonical(reason) == canonical(score.reason)
        and (again.total, again.standing) == (score.total, score.standing)
        and [key or "" for key in again.keys] == list(score.keys)
    )


def _places(found: Round, applications: dict[int, Application]) -> tuple[int, ...]:
    """Return the numbers on the list whose place does not come out as it was settled."""
    if found.settled is None:
        return ()
    ((data,),) = query("select data from round_step where round = %s and step = 'settle'", [found.number])
    ties = (json.loads(data) if isinstance(data, str) else data)["ties"]
    live = {id_: one for id_, one in applications.items() if one.withdrawn is None}
    result = result_of(found, live, latest_scores(found.number), ties)
    held = query(
        "select application, rank, admitted, pass = 2 from round_place where round = %s", [found.number]
    )
    differing = []
    for application, rank, admitted, second in held:
        place = result.places.get(str(live[application].place))
        now = (place.rank, place.admitted, place.second) if place else (None, False, False)
        if now != (rank, admitted, second):
            differing.append(live[application].place)
    return tuple(sorted(differing))
