"""Which guarantees a draft breaks, for who submits it and who publishes it."""

from dataclasses import dataclass

from huji.drafting.page import Opened
from huji.drafting.working import work
from huji.policy.words import Text
from huji.standards import Refused
from huji.web.saying import say


@dataclass(frozen=True)
class Broken:
    """One guarantee that fails: its name and the sentence."""

    title: str
    sentence: str


def broken(found: Opened) -> tuple[Broken, ...]:
    """Return the guarantees a draft breaks; that nothing could be proved counts as one.

    What the policy's own document does, and is declared to do, is not among them.
    """
    try:
        said = work("verify", found.text, base=found.base.digest if found.base else None)
    except Refused as refusal:
        return (Broken(say(Text("没有得出证明", "No proof")), say(refusal.text)),)
    if "faults" in said:  # it does not stand among the other policies: nothing was proved
        return tuple(Broken(say(Text("没有得出证明", "No proof")), say(one)) for one in said["faults"])
    return tuple(
        Broken(say(one["title"]), say(one["text"]))
        for one in said.get("results", ())
        if one["fails"] and one["status"] != "stale"
    )
