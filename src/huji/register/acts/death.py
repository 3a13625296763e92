"""Registration of a death (死亡登记)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register.acts.values import Acting, Done, Succession


@dataclass(frozen=True, slots=True)
class Death:
    """Who died on which day, on which evidence; a head's death names who succeeds."""

    person: int
    died: date
    evidence: str
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def death(statement: Death, by: Acting) -> Done:
    """End a person's registration after the day of death (art. 8)."""
    raise NotImplementedError
