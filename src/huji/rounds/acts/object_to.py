"""Entering an objection of an applicant to one indicator of the score."""

from dataclasses import dataclass

from huji.rounds import law
from huji.rounds.refusals import POINTS, too_late, wrong
from huji.rounds.turn import Turn, Write, insert, take
from huji.rounds.values import By, Done
from huji.standards import Text

CONDITIONS = "conditions"
"""An objection to how the conditions of application were judged, not to an indicator."""


@dataclass(frozen=True, slots=True)
class ObjectTo:
    """The application, the indicator ("conditions" for those of application), and the applicant's words."""

    round: str
    application: int
    indicator: str
    words: str


def object_to(statement: ObjectTo, by: By) -> Done:
    """Enter the objection, whose id is `Done.result`.

    Refuses `too_late`, `wrong_indicator`, `reason_needed`.
    """

    def work(turn: Turn) -> Write:
        found = turn.round
        one = turn.application(statement.application)
        assert found.objections_until is not None
        if turn.on > found.objections_until:
            raise too_late(found.objections_until)
        scheme = law.scheme_of(law.pack_of(found))
        if statement.indicator not in {CONDITIONS, *(each.id for each in scheme.indicators)}:
            raise wrong(Text("没有这项指标。", "There is no such indicator."), "wrong_indicator")
        if len(statement.words.strip()) < 4:
            raise POINTS.reason_needed()
        turn.data.update(application=one.id, indicator=statement.indicator)

        def write(entry: int) -> int:
            return int(
                insert(
                    "round_objection",
                    {
                        "application": one.id,
                        "indicator": statement.indicator,
                        "words": statement.words.strip(),
                        "officer": turn.officer.id,
                        "day": turn.on,
                        "entry": entry,
                    },
                    returning="id",
                )
            )

        return write

    return take("object", statement, by, work)
