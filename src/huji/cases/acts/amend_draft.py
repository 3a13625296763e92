"""Changing a draft."""

from dataclasses import dataclass

from huji.cases import people, proposal
from huji.cases.destination import Reached, reached
from huji.cases.draft import outside_checked, persons_into
from huji.cases.turn import Turn, in_area, take
from huji.cases.values import By, Companion, Destination, Done, Outside, Sponsor
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class AmendDraft:
    """The draft's new content, whole: what is left out is gone. The applicant and the kind stay."""

    case: str
    version: int
    destination: Destination | None
    companions: tuple[Companion, ...] = ()
    sponsor: Sponsor | None = None
    outside: Outside | None = None


def amend_draft(statement: AmendDraft, by: By) -> Done:
    """Replace the draft's destination, companions and sponsor, and compute the proposal again.

    The destination stays within the case's office: an application to another office is another case.
    """

    def work(turn: Turn) -> None:
        lead = turn.file.applicant_number
        along = people.companions(turn.kind, statement.companions, lead, turn.on)
        sponsor = people.sponsor(statement.sponsor, lead, turn.on)
        place = reached(turn.kind, statement.destination, turn.on)
        if place and (place.office != turn.file.office or not in_area(turn.officer, place.office)):
            raise Refused(
                "other_office",
                Text("新地址属于另一个派出所。", "The new address belongs to another registration office."),
                Text("请撤回本件，在该派出所重新申请。", "Withdraw this one and apply at that office."),
            )
        turn.change(
            **(place or Reached.nowhere()).columns(),
            sponsor_number=sponsor.number if sponsor else None,
            sponsor_relation=sponsor.relation if sponsor else None,
            outside=outside_checked(turn.kind, statement.outside, turn.on),
        )
        persons_into(turn.file.number, along)
        proposal.renew(turn)

    return take("amend_draft", statement, by, work)
