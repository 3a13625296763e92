"""What a check of the doctor is made of."""

from dataclasses import dataclass
from enum import StrEnum

from huji.standards import Text


class Weight(StrEnum):
    """How grave a finding is: `ill` must never be, `due` waits for somebody to act."""

    ILL = "ill"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the database.

    `title` says what is looked at, sound or not; `meaning` what it means that something is found.
    `query` gives a row for each finding: its id (a person, household, entry, paper number; never a name or a
    citizen number) as text. `needs` are the tables without which the question makes no sense.
    """

    code: str
    title: Text
    meaning: Text
    remedy: Text
    query: str
    needs: tuple[str, ...]
    weight: Weight = Weight.ILL


RESTORE = Text(
    "停止办理，保留现场；用 huji restore 恢复到问题发生之前的时刻，核对台账后重新登记。",
    "Stop the counters; huji restore to the second before, and enter the acts since anew.",
)
REBUILD = Text(
    "运行 huji ledger rebuild 查明哪些行与台账不符。",
    "Run huji ledger rebuild: it names the rows that differ from the ledger.",
)
