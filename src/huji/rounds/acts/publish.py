"""Publishing the list of a round: numbers, masked names, points, and until when objections may be made."""

from dataclasses import dataclass
from datetime import timedelta

from huji.rounds import law, lists
from huji.rounds.refusals import not_scored, wrong
from huji.rounds.rows import APPLICATION, application_of, latest_scores, query
from huji.rounds.turn import Turn, Write, insert, take
from huji.rounds.values import By, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Publish:
    """The round, as the page showed it."""

    round: str
    version: int


def publish(statement: Publish, by: By) -> Done:
    """Publish the list; from here on a score changes by an objection alone.

    Refuses `not_closed` before the last day of application is over, `nobody`, `not_scored`.
    """

    def work(turn: Turn) -> Write:
        found = turn.round
        if turn.on <= found.closes:
            raise wrong(
                Text(
                    f"受理期到 {found.closes} 为止，之后才能公示。",
                    f"Applications are taken until {found.closes}; publish after it.",
                ),
                "not_closed",
            )
        rows = query(
            f"select {APPLICATION} from round_application where round = %s and withdrawn is null",
            [found.number],
        )
        applications = {one.id: one for one in map(application_of, rows)}
        scores = latest_scores(found.number)
        if not applications:
            raise wrong(Text("本轮次没有申请。", "The round has no applications."), "nobody")
        if left := sorted(one.place for one in applications.values() if one.id not in scores):
            raise not_scored(left)
        until = turn.on + timedelta(days=found.objection_days)
        content, digest = lists.content(
            found,
            law.pack_of(found),
            applications,
            scores,
            None,
            day=str(turn.on),
            objections_until=str(until),
        )
        turn.data.update(list=digest, count=len(applications), objections_until=until)

        def write(entry: int) -> int:
            return int(
                insert(
                    "round_list",
                    {
                        "round": found.number,
                        "kind": "provisional",
                        "day": turn.on,
                        "content": content,
                        "digest": digest,
                        "entry": entry,
                    },
                    returning="id",
                )
            )

        return write

    return take("publish", statement, by, work)
