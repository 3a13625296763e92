"""Exporting the register as a population table, for trying out policies.

Every person in it is told so: the look at each is noted before anything is read, with the officer and the
purpose, and shows on the person's page. The export itself is one entry of the ledger: by whom, for what, how
many, and the digest of the file. The file holds neither names nor citizen numbers; `person_id` is the
register's own. Personal Information Protection Law, arts. 6, 34, 44, 51 and 73 (de-identified is personal).
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from huji import ledger, policy
from huji.facts.population import Population, Values
from huji.facts.values import Where
from huji.ledger.access import Purpose
from huji.officers import queries as officers
from huji.officers.queries import Appointed
from huji.officers.roles import Role
from huji.places import queries as places
from huji.policy.vocabulary import FORBIDDEN, Fact, Type
from huji.register import bulk
from huji.register.queries import Reader, gate
from huji.runtime.db import writing
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.policy.population import Numbers

BATCH = 10_000
"""People looked at with one line of the access log, and written as one row group."""
_TYPES = {
    Type.BOOLEAN: pa.bool_(),
    Type.DIVISION: pa.string(),
    Type.INTEGER: pa.int32(),
    Type.NUMBER: pa.float64(),
}


@dataclass(frozen=True, slots=True)
class ExportPopulation:
    """The population on a day, into a new Parquet file; `reason` is the officer's own words.

    `division` narrows to those registered where the code begins so. `to` is the destination people are judged
    for; without it what depends on one stays unknown. Codes are `words`, or numbers with their words beside.
    """

    out: Path
    on: date
    reason: str
    division: str = ""
    to: Where | None = None
    words: bool = True


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported: ledger entry, persons, columns of facts with a value, SHA-256 of the file."""

    entry: int
    persons: int
    facts: int
    digest: str


def export_population(
    statement: ExportPopulation, officer: int, advance: Callable[[int, int], None] = lambda done, of: None
) -> Exported:
    """Export the population of the officer's area, whole or not at all; `advance` is told how far it is.

    Refuses `export_not_allowed` (supervision alone exports), `reason_needed` and `file_exists`.
    """
    who = _allowed(officer, statement)
    offices = sorted(places.offices_under(who.office or 0))
    with writing():
        persons = bulk.ids(offices, statement.on, statement.division)
    batches = [persons[at : at + BATCH] for at in range(0, len(persons), BATCH)] or [[]]
    reader = Reader(_Account(who.id, who.office), Purpose.STUDY)
    what = f"人口表（不含姓名、号码） population table: {statement.reason.strip()}"[:400]
    seen = [gate(reader, batch, what) for batch in batches]
    partial = statement.out.with_name(f".{statement.out.name}.{os.getpid()}.partial")
    table = _Table(statement, partial)
    try:
        with _snapshot(), table.open() as write:
            population = Population(statement.on, statement.to)
            done = 0
            for batch, look in zip(batches, seen, strict=True):
                rows = bulk.rows(batch, statement.on, look)
                write(rows, list(population.values(rows)))
                done += len(batch)
                advance(done, len(persons))
        digest = _digest(partial)
        with writing():
            entry = ledger.write(
                who.office or 0,
                "export_population",
                {
                    "officer": who.id,
                    "on": statement.on,
                    "division": statement.division,
                    "to": [statement.to.division, statement.to.area] if statement.to else None,
                    "reason": statement.reason.strip(),
                    "persons": table.rows,
                    "facts": sorted(table.told),
                    "file": digest,
                },
                offices,
            )
        os.replace(partial, statement.out)
    finally:
        partial.unlink(missing_ok=True)
    return Exported(entry, table.rows, len(table.told), digest)


@dataclass(frozen=True, slots=True)
class _Account:
    """The officer as the access log knows one."""

    pk: int
    office: int | None


def _allowed(officer: int, statement: ExportPopulation) -> Appointed:
    who = officers.officer(officer)
    if who is None or not who.active or who.role is not Role.SUPERVISE:
        raise Refused(
            "export_not_allowed",
            Text("只有督查人员可以导出人口表。", "Supervision alone may export a population."),
        )
    if not statement.reason.strip():
        raise Refused(
            "reason_needed",
            Text("请写明导出的用途。", "Say what the export is for."),
            Text("用途记入台账，本人可以看到。", "It enters the ledger, and each person can see it."),
        )
    if statement.out.exists():
        raise Refused(
            "file_exists",
            Text(f"文件“{statement.out}”已经存在。", f"The file “{statement.out}” exists already."),
        )
    return who


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read everything as of one moment, as the facts of a case are read."""
    with writing():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


class _Table:
    """The Parquet file as it is written: a column for every fact an applicant can have."""

    def __init__(self, statement: ExportPopulation, path: Path) -> None:
        words = policy.vocabulary()
        self._facts = [words[name] for name in words.applicant if name not in FORBIDDEN]
        self._to = statement.to
        self._path = path
        self.rows = 0
        self.told: set[str] = set()
        carried = [pa.field("person_id", pa.int64(), nullable=False), pa.field("sex", _coded())]
        own = {_column(fact) for fact in self._facts}
        if self._to is not None:
            carried += [
                pa.field(name, pa.string())
                for name in ("destination__division", "destination__area")
                if name not in own
            ]
        self._schema = pa.schema(
            [*carried, *(pa.field(_column(fact), _TYPES.get(fact.type, _coded())) for fact in self._facts)]
        )
        self._words = statement.words

    @contextmanager
    def open(self) -> Iterator[Callable[[Sequence[bulk.Row], Sequence[Values]], None]]:
        """Give the function that writes a batch; the file is on the disk when the block ends."""
        from huji.policy.population import Numbers, seal  # engines load only where people are exported

        numbers = Numbers()
        schema = self._schema if self._words else self._numbered(numbers)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            pq.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True) as writer,
        ):
            yield lambda rows, people: writer.write_table(self._table(rows, people, schema, numbers))
            numbers.tell(writer)
            seal.prepare(writer)
            writer.close()
            file.flush()
            seal.put_on(self._path)
            os.fsync(file.fileno())

    def _numbered(self, numbers: "Numbers") -> pa.Schema:
        """Return the schema with codes and divisions as numbers."""
        codes = {_column(fact): tuple(fact.values) for fact in self._facts if fact.type is Type.CODE}
        codes["destination__area"] = tuple(policy.vocabulary().areas)
        coded = {*codes, "sex", "destination__division"}
        coded |= {_column(fact) for fact in self._facts if fact.type is Type.DIVISION}
        return pa.schema(
            numbers.begin(field.name, codes.get(field.name, ())) if field.name in coded else field
            for field in self._schema
        )

    def _table(
        self, rows: Sequence[bulk.Row], people: Sequence[Values], schema: pa.Schema, numbers: "Numbers"
    ) -> pa.Table:
        self.rows += len(rows)
        told = set().union(*people) if people else set()
        self.told |= told & {fact.name for fact in self._facts}
        columns: dict[str, Any] = {
            "person_id": [row.person for row in rows],
            "sex": [row.sex for row in rows],
        }
        for fact in self._facts:
            columns[_column(fact)] = (
                [values.get(fact.name) for values in people] if fact.name in told else [None] * len(rows)
            )
        if self._to is not None:
            columns["destination__division"] = [self._to.division] * len(rows)
            columns["destination__area"] = [self._to.area] * len(rows)
        arrays = [pa.array(columns[field.name], field.type) for field in self._schema]
        arrays = [
            numbers.places(field, array) if field.name in numbers.words else array
            for field, array in zip(schema, arrays, strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=schema)


def _column(fact: Fact) -> str:
    return fact.name.replace(".", "__")


def _coded() -> pa.DataType:
    return pa.dictionary(pa.int8(), pa.string())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
