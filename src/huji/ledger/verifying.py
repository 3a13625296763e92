"""Verifying: every chain read from its first entry, every hash computed anew, every seal held against it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import psycopg

from huji.ledger.seals import Seal
from huji.standards import Text

Connection = psycopg.Connection[Any]

ZERO = bytes(32)
KEPT = 100  # faults named in a report; the rest is counted
# How far numbers are tried to have been pushed by entries put in or taken out.
SHIFTS = tuple(shift for distance in range(1, 9) for shift in (distance, -distance))

# The header is put together by the server's built-in functions alone (search_path holds pg_catalog only);
# this process hashes. Definition: docs/ledger.md.
ENTRIES = r"""
select office, seq, entry,
       convert_to(concat_ws(E'\n', 'huji-ledger-1', office, seq, entry, act,
         to_char(recorded, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), array_to_string(offices, ','), ''), 'UTF8'),
       body, prev, hash
  from public.ledger_entry order by office, seq
"""


class Kind(StrEnum):
    """What was done to a chain."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: in the chain of `office`, at `seq` (through `until`), with the entry if it is there."""

    kind: Kind
    office: int
    seq: int
    until: int
    entry: int | None = None

    @property
    def text(self) -> Text:
        """The finding in words."""
        several = self.until > self.seq
        numbers = f"{self.seq}–{self.until}" if several else f"{self.seq}"
        entry = f"（条目 {self.entry}）" if self.entry is not None else ""
        number = f" (entry {self.entry})" if self.entry is not None else ""
        zh, en = _WORDS[self.kind]
        return Text(
            f"{self.office} 号派出所台账第 {numbers} 条{entry}：{zh}",
            f"office {self.office}, no. {numbers}{number}: {en}",
        )


_WORDS = {
    Kind.ALTERED: ("内容与哈希不符，已被改动", "altered, it does not match its hash"),
    Kind.REMOVED: ("缺失，已被删除", "removed"),
    Kind.INSERTED: ("系插入，前后链接越过该条", "inserted, the chain passes it over"),
    Kind.CUT: ("印鉴载明而链尾已无，链尾被截", "sealed but gone, the tail was cut"),
    Kind.REWRITTEN: (
        "与印鉴不符，该条及以前被改写",
        "not what was sealed, the chain was rewritten up to here",
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; `unsealed` entries are younger than the last seal, so their loss would not show."""

    entries: int
    chains: int
    unsealed: int
    seal: Seal | None
    faults: tuple[Fault, ...]
    found: int

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return self.found == 0


def verify(
    connection: Connection,
    seals: Iterable[Seal] = (),
    progress: Callable[[int], None] | None = None,
    batch: int = 2000,
) -> Report:
    """Read all chains in one snapshot and return what was done to them, in bounded memory.

    `connection` may read the whole ledger (owner or auditor) and is in no transaction. With `seals` (in
    order, oldest first) cut tails and consistently rewritten chains are found too. `progress` is called with
    the number of entries read since its last call.
    """
    known = list(seals)
    marks: dict[int, dict[int, bytes]] = {}
    for seal in known:
        for head in seal.heads:
            marks.setdefault(head.office, {})[head.seq] = head.hash
    state = _Reading(marks)
    with connection.transaction():
        connection.execute(
            "set local search_path = pg_catalog; set local timezone = 'UTC';"
            # Through the key, in order, instead of sorting all bodies on disk.
            "set local enable_sort = off; set local jit = off; set transaction read only"
        )
        with connection.cursor(name="ledger", binary=True) as cursor:
            cursor.itersize = batch
            cursor.execute(ENTRIES)
            while rows := cursor.fetchmany(batch):
                state.read(rows)
                if progress:
                    progress(len(rows))
    state.close()
    last = known[-1] if known else None
    covered = {head.office: head.seq for head in last.heads} if last else {}
    unsealed = sum(max(0, seq - covered.get(office, 0)) for office, seq in state.ends.items())
    return Report(state.entries, len(state.ends), unsealed, last, tuple(state.faults), state.found)


@dataclass(slots=True)
class _Reading:
    """Where the reading stands: the chain at hand and its last entry."""

    marks: dict[int, dict[int, bytes]]
    faults: list[Fault] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    found: int = 0
    entries: int = 0
    office: int | None = None
    sealed: dict[int, bytes] = field(default_factory=dict)
    seq: int = 0
    entry: int | None = 0
    hash: bytes = ZERO
    shift: int = 0
    rewritten: bool = False

    def read(self, rows: Iterable[tuple[Any, ...]]) -> None:
        sha256 = hashlib.sha256
        for office, seq, entry, header, body, prev, hash_ in rows:
            if office != self.office:
                self._open(office)
            try:
                own = sha256(prev + header + body).digest() == hash_
            except TypeError:  # the owner dropped a constraint and left a column empty
                own, prev, hash_ = False, prev or b"", hash_ or b""
            if not (own and prev == self.hash and seq == self.seq + 1 and entry > (self.entry or 0)):
                self._examine(own, seq, entry, header or b"", body or b"", prev, hash_)
            if seq in self.sealed and self.sealed[seq] != hash_ and not (self.rewritten or self.shift):
                self.rewritten = True
                self._report(Fault(Kind.REWRITTEN, office, seq, seq, entry))
            self.seq, self.entry, self.hash = seq, entry, hash_
            self.entries += 1

    def close(self) -> None:
        self._end()
        for office in sorted(self.marks.keys() - self.ends.keys()):
            self._report(Fault(Kind.CUT, office, 1, max(self.marks[office])))

    def _open(self, office: int) -> None:
        self._end()
        self.office, self.sealed = office, self.marks.get(office, {})
        self.seq, self.entry, self.hash, self.shift, self.rewritten = 0, 0, ZERO, 0, False

    def _end(self) -> None:
        if self.office is None:
            return
        self.ends[self.office] = self.seq
        end = self.seq - self.shift
        if self.sealed and end < max(self.sealed):
            self._report(Fault(Kind.CUT, self.office, end + 1, max(self.sealed)))

    def _examine(
        self, own: bool, seq: int, entry: int | None, header: bytes, body: bytes, prev: bytes, hash_: bytes
    ) -> None:
        """Name what is wrong between the last entry and this one."""
        office = self.office
        assert office is not None
        here = Fault(Kind.ALTERED, office, seq, seq, entry)
        if seq > self.seq + 1:
            self._report(Fault(Kind.REMOVED, office, self.seq + 1, seq - 1))
            if not own:
                self._report(here)
        elif seq <= self.seq:
            self._report(Fault(Kind.INSERTED, office, seq, seq, entry))
        elif own and prev != self.hash and self.seq:
            # This entry is whole but binds another one before it: that was changed and hashed anew.
            self._report(Fault(Kind.ALTERED, office, self.seq, self.seq, self.entry))
        elif not own and (shift := _shift(header, body, prev, hash_)):
            if shift > self.shift:
                self._report(Fault(Kind.INSERTED, office, seq - shift + self.shift, seq - 1, self.entry))
            elif shift < self.shift:
                self._report(Fault(Kind.REMOVED, office, seq - self.shift, seq - shift - 1))
            self.shift = shift
        else:
            self._report(here)

    def _report(self, fault: Fault) -> None:
        if self.faults and (self.faults[-1].office, self.faults[-1].seq) == (fault.office, fault.seq):
            if self.faults[-1].kind is Kind.ALTERED and fault.kind is Kind.INSERTED:
                self.faults[-1] = fault  # seen from its successor, it is known what the entry is
            if fault.kind in (Kind.ALTERED, Kind.INSERTED):
                return
        self.found += 1
        if len(self.faults) < KEPT:
            self.faults.append(fault)


def _shift(header: bytes, body: bytes, prev: bytes, hash_: bytes) -> int:
    """Return by how many numbers an entry stands too far on, 0 when no other number explains its hash."""
    parts = header.split(b"\n")
    if len(parts) < 3:
        return 0
    number = int(parts[2])
    for shift in SHIFTS:
        parts[2] = str(number - shift).encode()
        if hashlib.sha256(prev + b"\n".join(parts) + body).digest() == hash_:
            return shift
    return 0
