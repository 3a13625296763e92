"""The rebuilding: one snapshot of register and ledger, a scratch database beside it, and the comparison.

Nothing is written to the register's database. What entries never touched goes from the frozen source straight
to the scratch database (DuckDB, on disk, bounded memory); what they touched is replayed entry by entry.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from huji.quality.rebuilding import genesis, tables
from huji.quality.rebuilding.former import completed
from huji.quality.rebuilding.replay import Model, paper_row, touched
from huji.quality.rebuilding.tables import Item, Table
from huji.quality.rebuilding.timeline import Belief, Timeline

Connection = psycopg.Connection[Any]
_WHOLE = frozenset({"open_register", "convert_register", "roll_back_conversion"})
"""Acts over a whole register: their rows come from a frozen source."""
MEMORY = "1500MB"
EXAMPLES = 10
_ENTRIES = """
select entry, office, act, body from ledger_entry
 where position('"results":{'::bytea in body) > 0 order by entry
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """A table held against its rebuilding: rows and digest of both, and what only one of them has.

    `examples` name rows by side (`register`, `ledger`), key and first entry; no personal data.
    """

    table: str
    rows: int
    digest: str
    rebuilt: int
    rebuilt_digest: str
    only_register: int
    only_ledger: int
    examples: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether both are the same."""
        return not (self.only_register or self.only_ledger)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it: entries replayed, rows taken on trust, and each table compared."""

    entries: int
    trusted: int
    tables: tuple[Compared, ...]

    @property
    def equal(self) -> bool:
        """Whether the register is what its ledger says."""
        return all(table.equal for table in self.tables)


def rebuild(
    connection: Connection,
    home: Path,
    *,
    trust_genesis: bool = False,
    tell: Callable[[str], None] = lambda stage: None,
    scratch: Path | None = None,
) -> Rebuilt:
    """Build the read model anew from the frozen sources of `home` and the entries, and compare.

    `connection` belongs to the schema's owner, in no transaction. Raises Refused (`rebuild.source`) when a
    source is gone or altered.
    """
    with (
        tempfile.TemporaryDirectory(prefix="huji-rebuild-", dir=scratch) as folder,
        connection.transaction(),
        duckdb.connect(str(Path(folder) / "scratch.duckdb")) as db,
    ):
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local search_path = public, pg_catalog; set local timezone = 'UTC'")
        db.execute(f"set memory_limit = '{MEMORY}'; set temp_directory = '{folder}'; set threads = 2")
        db.execute("set enable_progress_bar = false")
        items = tables.items(connection)
        told = tables.tables(items)
        tell("register")
        for table in told.values():
            tables.make(db, table, "made")
            tables.make(db, table, "held")
            _export(connection, db, table, Path(folder))
        work = _Work(connection, db, told, items, home, trust_genesis)
        tell("source")
        work.begin()
        tell("entries")
        work.replay()
        tell("compare")
        compared = tuple(_compare(db, table) for table in told.values())
    return Rebuilt(work.entries, work.trusted, compared)


class _Work:
    """One rebuilding under way."""

    def __init__(
        self,
        connection: Connection,
        db: duckdb.DuckDBPyConnection,
        told: dict[str, Table],
        items: tuple[Item, ...],
        home: Path,
        trust: bool,
    ) -> None:
        self.connection, self.db, self.told, self.items = connection, db, told, items
        self.home, self.trust = home, trust
        self.model = Model(tuple((item.name, item.default) for item in items))
        self.entries = self.trusted = 0
        self.persons: set[int] = set()
        self.households: set[int] = set()
        self.followed: set[int] = set()

    def begin(self) -> None:
        """Enter what the register began with, and fetch from it what later entries touch."""
        for entry, office, act, body in self._read():
            results = body["results"]
            if act == "open_register":
                self._opened(entry, results)
            elif act == "convert_register":
                self._converted(entry, body)
            elif act not in _WHOLE:
                persons, households = touched(completed(act, office, body, self._source_bearer))
                self.persons |= persons
                self.households |= households
                for moving in results.get("follow", ()):
                    self.followed |= set(moving["households"])
        self._fetch()

    def replay(self) -> None:
        """Replay the entries in their order, and lay down what came of them."""
        for entry, office, act, body in self._read():
            if act not in _WHOLE:
                self.model.apply(entry, completed(act, office, body, self._bearer))
            self.entries += 1
        self._lay_down()

    def _read(self) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
        with self.connection.cursor(name="entries", binary=True) as cursor:
            cursor.itersize = 2000
            for entry, office, act, body in cursor.execute(_ENTRIES):
                read = json.loads(body)
                # Other rooms write entries too; an act of the register has a statement and results.
                if isinstance(read.get("results"), dict) and "statement" in read:
                    yield entry, office, act, read

    def _opened(self, entry: int, results: dict[str, Any]) -> None:
        kept = self.home / "genesis" / f"{results['digest']}.jsonl.gz"
        if self.trust and not (kept.is_file() and "person_ids" in results):
            self.trusted += genesis.trusted(self.db, self.told, entry)
            return
        genesis.open_register(self.db, self.told, self.items, self.home, entry, results)

    def _converted(self, entry: int, body: dict[str, Any]) -> None:
        results = body["results"]
        if results["conversion"] in self._rolled_back():
            return
        folder = self.home / "conversions" / body["statement"]["sha256"][:16] / "tables"
        if self.trust and not folder.is_dir():
            self.trusted += genesis.trusted(self.db, self.told, entry)
            return
        digests = {name: one["sha256"] for name, one in results["tables"].items()}
        genesis.conversion(self.db, self.told, self.items, folder, entry, digests)

    def _rolled_back(self) -> set[int]:
        rows = self.connection.execute(
            "select (convert_from(body, 'UTF8')::jsonb #>> '{results,conversion}')::int from ledger_entry"
            " where act = 'roll_back_conversion'"
        )
        return {number for (number,) in rows.fetchall()}

    def _source_bearer(self, number: str) -> int | None:
        row = self.db.execute("select person from made_citizen_number where number = ?", [number]).fetchone()
        return row[0] if row else None

    def _bearer(self, number: str) -> int | None:
        for (person,), timeline in self.model.numbers.items():
            if any(belief.payload == (number,) for belief in timeline.beliefs):
                return int(person)
        return self._source_bearer(number)

    def _fetch(self) -> None:
        """Take out of the scratch database what entries touch."""
        model, db = self.model, self.db
        # Whoever began in a household that came under another office went with it.
        went = db.execute(
            "select distinct person from made_standing where household in (select unnest(?::bigint[]))",
            [sorted(self.followed)],
        )
        self.persons |= {who for (who,) in went.fetchall()}
        db.execute("create table who (id bigint); create table which (id bigint)")
        for name, ids in (("who", self.persons), ("which", self.households)):
            db.execute(f"insert into {name} select unnest(?::bigint[])", [sorted(ids)])
        for person, born, created in self._take(
            "person", "id in (from who)", "id, born::varchar, created_entry"
        ):
            model.persons[person] = [born, created, None]
        for household, kind, sort, created in self._take("household", "id in (from which)", "*"):
            model.households[household] = (kind, sort, created)
        for name, timelines, key, chosen in self._timelines():
            width = len(key)
            days = "from_day::varchar, to_day::varchar, known_from"
            payload = [f'"{c}"' for c in self.told[name].names if c not in {*key, *_RANGE}]
            columns = ", ".join((*key, days, *payload))
            for row in self._take(name, chosen, columns):
                since, until, known = row[width : width + 3]
                belief = Belief(since, until, tuple(row[width + 3 :]), known)
                timelines.setdefault(tuple(row[:width]), Timeline()).beliefs.append(belief)

    def _take(self, name: str, chosen: str, columns: str) -> list[tuple[Any, ...]]:
        rows = self.db.execute(f"select {columns} from made_{name} where {chosen}").fetchall()
        self.db.execute(f"delete from made_{name} where {chosen}")
        return rows

    def _timelines(self) -> list[tuple[str, dict[Any, Timeline], tuple[str, ...], str]]:
        model = self.model
        return [
            ("standing", model.lives, ("person",), "person in (from who)"),
            ("particulars", model.particulars, ("person",), "person in (from who)"),
            ("citizen_number", model.numbers, ("person",), "person in (from who)"),
            ("household_address", model.seats, ("household",), "household in (from which)"),
            (
                "kinship",
                model.ties,
                ("person", "relative", "kind"),
                "person in (from who) or relative in (from who)",
            ),
        ]

    def _lay_down(self) -> None:
        model = self.model
        self._put("person", [(who, *told) for who, told in model.persons.items()])
        self._put("former_birth", model.former_births)
        self._put("same_person", model.same)
        self._put("household", [(which, *told) for which, told in model.households.items()])
        for name, timelines, key, _ in self._timelines():
            width = len(key)
            assert self.told[name].names[width : width + 4] == _RANGE
            self._put(
                name,
                [
                    (*of, b.since, b.until, b.known, b.superseded, *b.payload)
                    for of, timeline in timelines.items()
                    for b in timeline.beliefs
                ],
            )
        for name, papers in (
            ("move_in_permit", model.permits),
            ("migration_certificate", model.certificates),
        ):
            self._put(name, [paper_row(paper, self.told[name].names) for paper in papers])

    def _put(self, name: str, rows: list[Any]) -> None:
        tables.fill(self.db, self.told[name], "made", rows)


_RANGE = ("from_day", "to_day", "known_from", "known_to")


def _export(connection: Connection, db: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """Bring the register's own rows beside."""
    path = folder / f"{table.name}.csv"
    asked = f"copy ({table.query}) to stdout (format csv, null '\\N')".encode()
    with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(asked) as copy:
        for block in copy:
            file.write(block)
    types = ", ".join(
        f"'{name}': '{column.split()[-1]}'" for name, column in zip(table.names, table.columns, strict=True)
    )
    db.execute(
        f"insert into held_{table.name} from read_csv('{path}', header = false, nullstr = '\\N', delim = ',',"
        f" quote = '\"', escape = '\"', auto_detect = false, columns = {{{types}}})"
    )
    path.unlink()


def _compare(db: duckdb.DuckDBPyConnection, table: Table) -> Compared:
    name = table.name
    sides = {}
    row = "concat_ws('|', " + ", ".join(f"coalesce(\"{c}\"::varchar, '\\N')" for c in table.names) + ")"
    for side in ("held", "made"):
        found = db.execute(
            f"select count(*), coalesce(sum(md5_number_lower({row})), 0)::hugeint from {side}_{name}"
        ).fetchone()
        assert found is not None
        sides[side] = (found[0], f"{found[1] % 2**64:016x}")
    only, examples = {}, []
    named = [
        *table.names[: table.key],
        *(c for c in table.names if c in ("known_from", "created_entry", "entry")),
    ]
    # A citizen number or a paper's number names nobody in a report that may be passed on.
    shown = [c for c in named if c not in ("number", "issuer")]
    for side, other, word in (("held", "made", "register"), ("made", "held", "ledger")):
        difference = f"(from {side}_{name} except all from {other}_{name})"
        found = db.execute(f"select count(*) from {difference}").fetchone()
        assert found is not None
        only[side] = found[0]
        if found[0]:
            listed = db.execute(
                f"select {', '.join(shown)} from {difference} order by all limit {EXAMPLES}"
            ).fetchall()
            examples += [
                f"{word}: " + ", ".join(f"{c} {v}" for c, v in zip(shown, one, strict=True)) for one in listed
            ]
    return Compared(name, *sides["held"], *sides["made"], only["held"], only["made"], tuple(examples))
