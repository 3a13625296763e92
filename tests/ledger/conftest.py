"""A ledger with entries, a seal over them, and the owner who may tamper."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from huji.ledger import seals, signing, verifying
from huji.runtime.db import writing

AT = datetime(2026, 11, 21, 15, tzinfo=UTC)


class Ledger:
    """What a tamperer and an auditor do to one ledger."""

    def __init__(self, owner: psycopg.Connection[Any], directory: Path) -> None:
        self.owner = owner
        self.directory = directory
        self.signer = signing.signer(directory / "keys")

    def act(self, office: int, verb: str = "settle", **body: object) -> int:
        from huji.ledger import write

        with writing():
            return write(office, verb, body)

    def seal(self) -> Path:
        return seals.make(self.owner, self.directory / "seals", self.signer, self.signer.verifier, AT)[0]

    def verify(self, **options: int) -> verifying.Report:
        known = seals.read_all(self.directory / "seals", self.signer.verifier)
        return verifying.verify(self.owner, known, **options)

    def found(self) -> list[tuple[str, int, int, int | None]]:
        return [(fault.kind.value, fault.office, fault.seq, fault.entry) for fault in self.verify().faults]

    def tamper(self, *statements: str) -> None:
        """As the owner, with the triggers out of the way."""
        self.owner.execute("alter table ledger_entry disable trigger user")
        for statement in statements:
            self.owner.execute(statement.encode())
        self.owner.execute("alter table ledger_entry enable trigger user")

    def rehash(self, office: int, since: int = 1) -> None:
        """Make a chain agree with itself again, as docs/ledger.md defines it."""
        import hashlib

        prev = bytes(32)
        for seq, entry, act, offices, recorded, body, hash_ in self.owner.execute(
            "select seq, entry, act, offices, recorded, body, hash from ledger_entry"
            " where office = %s order by seq",
            [office],
        ).fetchall():
            if seq >= since:
                said = recorded.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
                lines = ["huji-ledger-1", office, seq, entry, act, said, ",".join(map(str, offices)), ""]
                hash_ = hashlib.sha256(prev + "\n".join(map(str, lines)).encode() + body).digest()
                self.tamper_row(office, seq, prev, hash_)
            prev = hash_

    def tamper_row(self, office: int, seq: int, prev: bytes, hash_: bytes) -> None:
        self.tamper(
            f"update ledger_entry set prev = '\\x{prev.hex()}', hash = '\\x{hash_.hex()}'"
            f" where office = {office} and seq = {seq}"
        )


@pytest.fixture
def ledger(database: Any, tmp_path: Path) -> Iterator[Ledger]:
    """Two chains: six entries of office 1, three of office 2."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        made = Ledger(owner, tmp_path)
        for number in range(6):
            made.act(1, person=number)
            if number % 2:
                made.act(2, person=number)
        yield made


@pytest.fixture
def entry_of(ledger: Ledger) -> Callable[[int, int], int]:
    """The entry at a place of a chain."""

    def find(office: int, seq: int) -> int:
        row = ledger.owner.execute(
            "select entry from ledger_entry where office = %s and seq = %s", [office, seq]
        ).fetchone()
        assert row
        return int(row[0])

    return find
