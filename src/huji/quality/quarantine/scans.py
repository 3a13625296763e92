"""Scans of what speaks for a correction: a page of the old paper register, a card, a certificate."""

from huji.facts import acts as facts
from huji.facts import queries as kept
from huji.facts.values import Evidence
from huji.ledger import access
from huji.ledger.access import Purpose, Reader
from huji.quality.quarantine import holding
from huji.quality.quarantine.acts import BASIS
from huji.quality.quarantine.holding import By
from huji.quality.quarantine.values import Row, State
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Text

PAPERS = {
    "old_register": Text("原户籍底册", "Page of the old paper register"),
    "booklet": Text("居民户口簿", "Household booklet"),
    "identity_card": Text("居民身份证", "Resident identity card"),
    "birth_certificate": Text("出生医学证明", "Birth certificate"),
    "marriage_certificate": Text("婚姻证明", "Marriage certificate"),
    "inquiry": Text("调查材料", "Record of an inquiry"),
}
"""The papers by their keys."""


def attach(conversion: int, row: int, key: str, filename: str, content: bytes, by: By) -> Evidence:
    """Put a scan on file for a row that is being worked on; the same scan is on file once.

    Raises Refused as `facts.put_on_file`, for a paper that is none of these, and for a row that is settled.
    """
    if key not in PAPERS:
        raise holding.refuse("unknown_paper", "没有这种材料。", "There is no such paper.")
    holding.allow(Text("附材料", "Attach a paper"), by)
    with writing():
        found = holding.held(conversion, row, State.OPEN, State.PROPOSED)
        scan = facts.Attach(_case(found.key), "", key, filename, content)
        return facts.put_on_file(scan, Acting(by.officer, found.office, by.on, BASIS))


def on_file(found: Row) -> tuple[Evidence, ...]:
    """Return the scans of a row that was looked at, oldest first."""
    return kept.evidence(_case(found.key))


def scan(found: Row, which: int, officer: Reader, purpose: Purpose) -> tuple[Evidence, bytes]:
    """Return one scan of a row with its bytes, held against its digest; the look leaves a line."""
    access.look(officer, purpose, (), f"待处理第 {found.row} 行材料 a paper of quarantine row {found.row}")
    return kept.paper(_case(found.key), which)


def _case(key: str) -> str:
    return f"quarantine-{key}"
