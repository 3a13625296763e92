"""Working through the quarantine: propose, register (another officer), send back, put aside, take up.

Each step is an entry of the ledger in the chain of the office whose row it is.
"""

import json

from django.db import transaction

from huji.quality.quarantine import holding, kin, queries
from huji.quality.quarantine.holding import By
from huji.quality.quarantine.values import Proposal, Row, State
from huji.register.acts import Acting, NewHousehold, Particulars, TakeOver, take_over
from huji.register.acts.values import CollectiveSort, Done, HouseholdKind
from huji.runtime.db import writing
from huji.standards import Text, names

BASIS = "户口登记条例第十八条"


def propose(conversion: int, row: int, proposal: Proposal, by: By) -> None:
    """Lay down how a row is to be corrected; another officer registers it."""
    holding.allow(Text("提出更正", "Propose a correction"), by)
    names.accept(proposal.name)
    if (proposal.household is None) == (proposal.address is None):
        raise holding.refuse(
            "household_or_address",
            "请写明登记在哪一户，或者在哪个地址另立一户，二者取一。",
            "Say in which household, or at which address a new one is founded: one of the two.",
        )
    with writing():
        found = holding.held(conversion, row, State.OPEN, State.PROPOSED)
        _tried(found, proposal, by)
        holding.enter("propose_taking_over", found, by, {"proposal": proposal.as_body()})
        told = json.dumps(proposal.as_body())
        holding.put(found, state="proposed", proposal=told, proposed_by=by.officer, undone=None)


def _tried(found: Row, proposal: Proposal, by: By) -> None:
    """Register the row and take it back, so that who proposes hears what the reviewer would be refused."""
    try:
        with transaction.atomic():
            take_over(_statement(found, proposal), Acting(by.officer, found.office, by.on, BASIS))
            raise _Back
    except _Back:
        pass


class _Back(Exception):  # noqa: N818 - no error
    """Rolls a trial back."""


def register(conversion: int, row: int, read: str, by: By) -> Done:
    """Register a row as proposed: the one act, by another officer than proposed it, who read that proposal.

    `read` is the row's `stamp` as it was read; refuses `quarantine.proposed_anew` where it is another now.
    """
    holding.allow(Text("复核登记", "Review and register"), by, holding.REVIEWERS)
    with writing():
        found = holding.proposed(conversion, row, read)
        if found.proposed_by == by.officer:
            raise holding.refuse(
                "same_officer",
                "提出更正的人不能自己复核。",
                "Who proposed the correction does not review it.",
            )
        assert found.proposal
        done = take_over(_statement(found, found.proposal), Acting(by.officer, found.office, by.on, BASIS))
        [person] = done.persons
        holding.put(found, state="registered", person=person, entry=done.entry, decided_by=by.officer)
    return done


def send_back(conversion: int, row: int, read: str, reason: str, by: By) -> None:
    """Send the proposal that was `read` back, with the reason."""
    holding.allow(Text("退回更正", "Send a correction back"), by, holding.REVIEWERS)
    with writing():
        found = holding.proposed(conversion, row, read)
        holding.enter("send_back_taking_over", found, by, {"reason": holding.given(reason)})
        holding.put(found, state="open", reason=reason, decided_by=by.officer)


def set_aside(conversion: int, row: int, reason: str, by: By) -> None:
    """Put a row aside, with the reason: it is nobody's registration."""
    holding.allow(Text("搁置", "Put aside"), by)
    with writing():
        found = holding.held(conversion, row, State.OPEN, State.PROPOSED)
        holding.enter("set_row_aside", found, by, {"reason": holding.given(reason)})
        holding.put(found, state="set_aside", reason=reason, decided_by=by.officer, undone=None)


def set_empty_aside(reason: str, by: By) -> int:
    """Put all open empty lines of the area aside in one step, an entry each; return how many."""
    holding.given(reason)
    empty = queries.empty_lines()
    with writing():
        for conversion, row in empty:
            set_aside(conversion, row, reason, by)
    return len(empty)


def take_up(conversion: int, row: int, by: By) -> None:
    """Take up again a row that was put aside."""
    holding.allow(Text("重新处理", "Take up again"), by)
    with writing():
        found = holding.held(conversion, row, State.SET_ASIDE)
        holding.enter("take_row_up", found, by, {})
        holding.put(found, state="open")


def _statement(found: Row, said: Proposal) -> TakeOver:
    """Return the statement of the act: every item as corrected, and the ties to relatives there are."""
    items = Particulars(
        **{item: getattr(said, item) for item in Proposal.__slots__ if item in Particulars.__slots__}
    )
    collective = said.household_type == "collective"
    new = NewHousehold(
        said.address or 0,
        HouseholdKind(said.household_type),
        CollectiveSort(said.collective_sort or "unit") if collective else None,
    )
    ties, flags = kin.ties(found, said)
    return TakeOver(
        found.conversion,
        found.row,
        said.number,
        said.born,
        items,
        said.relation,
        said.household if said.household is not None else new,
        said.since,
        ties,
        flags,
    )
