"""Deciding a case again from what it keeps, to show that the decision follows from law and facts."""

import json
from dataclasses import dataclass

from huji.cases import kept, proposal
from huji.cases.models import CaseFile
from huji.cases.zones import Zones
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision computed again: the bytes the case keeps, those computed now, and what does not agree."""

    number: str
    outcome: str | None
    kept: bytes
    computed: bytes
    differences: tuple[Text, ...]

    @property
    def equal(self) -> bool:
        """Whether the decision is the same byte for byte, and rests on what it says it rests on."""
        return not self.differences


def replay(number: str) -> Replayed | None:
    """Recompute the decision of a case from pack, vocabulary, zones and facts by digest; None: no such case.

    Needs a connection that sees the case. Refuses `nothing_decided` where no proposal was kept.
    """
    file = CaseFile.objects.filter(pk=number).first()
    if file is None:
        return None
    if file.answer is None or file.facts is None or file.law is None or file.accepted is None:
        raise Refused(
            "nothing_decided",
            Text(
                f"案件 {number} 尚无受理后的建议。", f"Case {number} has no proposal made after acceptance."
            ),
        )
    held, frozen, law = bytes(file.answer), bytes(file.facts), file.law
    differences: list[Text] = []
    if kept.digest(frozen) != law["facts"]:
        differences.append(Text("所存事实与其摘要不符", "the facts kept are not those of their digest"))
    if kept.digest(held) != law["answer"]:
        differences.append(Text("所存结论与其摘要不符", "the answer kept is not that of its digest"))
    zones = Zones.from_data(json.loads(kept.fetch(str(law["zones"]))))
    computed = proposal.decide(json.loads(frozen)["case"], kept.library_kept(law), zones)
    if computed != held:
        differences.append(
            Text("重新计算的结论与所存的不同", "the decision computed now differs from the one kept")
        )
    outcome = json.loads(computed)["outcome"]
    if outcome != file.proposal:
        differences.append(
            Text(
                f"案件所载建议为 {file.proposal}，重新计算为 {outcome}",
                f"the case says {file.proposal}, computed now {outcome}",
            )
        )
    return Replayed(number, outcome, held, computed, tuple(differences))
