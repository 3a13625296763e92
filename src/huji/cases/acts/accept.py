"""Accepting an application (受理)."""

from dataclasses import dataclass

from huji.cases import clock, papers, proposal
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, Kind
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Accept:
    """The draft to accept; the law of this day governs from here on."""

    case: str
    version: int


def accept(statement: Accept, by: By) -> Done:
    """Accept the application: freeze law, vocabulary, zones and facts by digest, and start the clock.

    Issues the notice of acceptance. Refuses `no_destination`, `no_permit` and `permit_expired` (to outside),
    `contradicts_register`, `no_policy` and `another_case`.
    """

    def work(turn: Turn) -> None:
        if turn.kind is Kind.TO_OUTSIDE:
            _permit_is_good(turn)
        elif turn.file.address is None:
            raise Refused(
                "no_destination",
                Text("尚未填写迁入地址。", "The address to move to is not given yet."),
                Text("请先选择标准地址。", "Choose a standard address first."),
            )
        turn.change(accepted=turn.on)
        proposal.renew(turn, strict=True)
        clock.start(turn)
        papers.notice_of_acceptance(turn)

    return take("accept", statement, by, work)


def _permit_is_good(turn: Turn) -> None:
    outside = turn.file.outside or {}
    if not outside.get("permit") or not outside.get("until"):
        raise Refused(
            "no_permit",
            Text(
                "迁出市外须凭迁入地的准予迁入证明。",
                "To leave for another city takes that city's move-in permit.",
            ),
            Text("请填写证明的编号和有效期。", "Give its number and the days it is good for."),
        )
    if outside["until"] < turn.on.isoformat():
        raise Refused(
            "permit_expired",
            Text(
                f"该准予迁入证明已于 {outside['until']} 到期。",
                f"That move-in permit was good until {outside['until']} only.",
            ),
            Text("请由迁入地换发。", "The other city may issue it anew."),
        )
