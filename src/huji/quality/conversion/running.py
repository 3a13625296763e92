"""Running a conversion, step by step, each once: what kill -9 interrupts goes on where it stopped.

While it runs the register is closed: the schema is open to its owner alone, so that nobody reads or writes a
register that is half there. It opens again in the step that finds every guard back in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from huji.ledger import canonical
from huji.quality.conversion import (
    addresses,
    beginning,
    catalog,
    judging,
    loading,
    naming,
    quarantining,
    reading,
    tabling,
    unforeseen,
    workspace,
)
from huji.quality.conversion.invariants import INVARIANTS
from huji.quality.conversion.journal import Connection, Journal, hold
from huji.quality.conversion.plan import Plan
from huji.quality.conversion.workspace import Workspace
from huji.standards import Refused, Text

ACT = "convert_register"
STEPS = ("close", "read", "names", "addresses", "judge", "tables", "enter",
         *(f"load {name}" for name in catalog.LOADED), "quarantine", "build", "prove", "open")  # fmt: skip
"""The named steps, in their order."""
Tell = Callable[[str, bool], None]
"""Told of each named step once, as it begins: its name, and whether an earlier command has done it."""


@dataclass(frozen=True, slots=True)
class Done:
    """A conversion that is loaded: its number, its genesis entry, and every row as it ended."""

    conversion: int
    entry: int
    tally: tabling.Tally
    seconds: list[tuple[str, float | None]]


def run(room: Workspace, plan: Plan, tell: Tell = lambda step, before: None) -> Done:
    """Convert a frozen source by its plan, or go on with what was begun; raise `Refused`.

    Refused are a register that holds anybody, one that is being used, and a source or plan other than
    those of
    the conversion that was begun.
    """
    if workspace.digest(room.source) != plan.digest:
        raise Refused(
            "source.changed",
            Text("冻结的来源文件不是方案所指的。", "The frozen source is not the one the plan was made for."),
        )
    with loading.owner() as connection:
        hold(connection)
        number = beginning.under_way(connection, plan)
        if number is not None and (done := _finished(connection, Journal(connection, number))):
            return done
        tell("close", number is not None and Journal(connection, number).detail("close") is not None)
        journal = beginning.close(connection, plan, number)
        held = catalog.of_json((journal.detail("close") or {})["guards"])

        def begin(step: str) -> None:
            tell(step, journal.detail(step) is not None)

        for step, work in _file_steps(connection, room, plan, journal).items():
            begin(step)
            journal.once(step, work)
        tabled = journal.detail("tables") or {}
        begin("enter")
        entry = _enter(connection, journal, plan, tabled)
        with unforeseen.told(room):
            loading.load(room, journal, entry, lambda name, before: tell(f"load {name}", before))
            begin("quarantine")
            if journal.detail("quarantine") is None:
                journal.begin("quarantine")
                with connection.transaction():
                    put = quarantining.put(connection, room, plan, journal.conversion)
                    journal.done("quarantine", {"rows": put})
            begin("build")
            journal.once("build", lambda: _built(held))
        begin("prove")
        journal.once("prove", lambda: prove(connection))
        begin("open")
        _open(connection, journal, held, tabled, entry)
        done = _finished(connection, journal)
        assert done
        return done


def _finished(connection: Connection, journal: Journal) -> Done | None:
    row = connection.execute(
        "select entry, rows_read, loaded, flagged, rejected from conversion"
        " where id = %s and state <> 'running'",
        [journal.conversion],
    ).fetchone()
    return Done(journal.conversion, row[0], tabling.Tally(*row[1:]), journal.steps()) if row else None


def _file_steps(
    connection: Connection, room: Workspace, plan: Plan, journal: Journal
) -> dict[str, Callable[[], dict[str, Any]]]:
    """Return the steps that make files from files, in their order; the database is only read."""

    def read() -> dict[str, Any]:
        found = reading.read(
            room.source, plan.encoding, dict(plan.columns), room.file("rows"), room.file("unread")
        )
        return {"rows": found.rows, "unread": found.unread}

    def names() -> dict[str, Any]:
        naming.name(room)
        return {}

    def match() -> dict[str, Any]:
        addresses.dump(connection, room.file("addresses"), plan.on)
        kept = connection.execute(
            "select distinct division from places_office_area where upper_inf(known) and valid @> %s::date",
            [plan.on],
        )
        addresses.match(room, [code for (code,) in kept.fetchall()], plan.on)
        return {}

    def judge() -> dict[str, Any]:
        judging.judge(room, plan)
        return {}

    def tables() -> dict[str, Any]:
        last = connection.execute(
            "select (select case when is_called then last_value else 0 end from person_id_seq),"
            " (select case when is_called then last_value else 0 end from household_id_seq)"
        ).fetchone()
        assert last
        made = tabling.table(room, plan, tabling.Bases(last[0], last[1], journal.conversion))
        return {
            "tables": {
                name: {"rows": rows, "sha256": digest} for name, (rows, digest) in made.tables.items()
            },
            "tally": [made.tally.read, made.tally.loaded, made.tally.flagged, made.tally.rejected],
            "bases": [last[0], last[1]],
        }

    return {"read": read, "names": names, "addresses": match, "judge": judge, "tables": tables}


def _enter(connection: Connection, journal: Journal, plan: Plan, tabled: dict[str, Any]) -> int:
    """Write the genesis entry: digests of source, plan and every table, and how the rows ended."""
    if (noted := journal.detail("enter")) is not None:
        return int(noted["entry"])
    journal.begin("enter")
    read, loaded, flagged, rejected = tabled["tally"]
    body = {
        "act": ACT,
        "on": plan.on,
        "statement": {"source": plan.source.name, "sha256": plan.digest, "plan": plan.mark},
        "results": {
            "conversion": journal.conversion,
            "rows": read, "loaded": loaded, "flagged": flagged, "rejected": rejected,
            "first_person": tabled["bases"][0] + 1, "first_household": tabled["bases"][1] + 1,
            "tables": {name: one for name, one in tabled["tables"].items() if not name.startswith("archive")},
        },
    }  # fmt: skip
    with connection.transaction():
        row = connection.execute(
            "insert into ledger_entry (office, act, offices, body) values (%s, %s, '{}', %s) returning entry",
            [plan.office, ACT, canonical(body)],
        ).fetchone()
        assert row
        journal.done("enter", {"entry": row[0]})
    return int(row[0])


def _built(held: catalog.Guards) -> dict[str, Any]:
    loading.build(held, lambda step: None)
    return {}


def prove(connection: Connection) -> dict[str, Any]:
    """Ask every invariant of the whole register; raise where one does not hold."""
    found = {}
    for name, query in INVARIANTS.items():
        row = connection.execute(query).fetchone()
        found[name] = row[0] if row else 0
    if broken := {name: count for name, count in found.items() if count}:
        raise Refused(
            "conversion.broken",
            Text(f"转入后的登记簿不合要求：{broken}", f"The register does not hold together: {broken}"),
            Text("请撤回并报告。", "Roll it back, and report it."),
        )
    return found


def _open(
    connection: Connection, journal: Journal, held: catalog.Guards, tabled: dict[str, Any], entry: int
) -> None:
    """Switch the triggers on, see that nothing is missing, count, and open the register: one transaction."""
    journal.begin("open")
    tables, bases = tabled["tables"], tabled["bases"]
    with connection.transaction():
        catalog.switch_on(connection, held)
        connection.execute("grant usage on schema public to public")
        if differs := catalog.lost(held, catalog.guards(connection)):
            raise Refused(
                "conversion.guards",
                Text(f"约束没有全部恢复：{differs}", f"Not everything is back in its place: {differs}"),
            )
        for sequence, base, table in (
            ("person_id_seq", bases[0], "person"),
            ("household_id_seq", bases[1], "household"),
        ):
            if tables[table]["rows"]:
                connection.execute(
                    "select setval(%s::regclass, %s)", [sequence, base + tables[table]["rows"]]
                )
        connection.execute(
            "update conversion set state = 'loaded', entry = %s, rows_read = %s, loaded = %s, flagged = %s,"
            " rejected = %s where id = %s",
            [entry, *tabled["tally"], journal.conversion],
        )
        connection.execute(
            "update conversion_step set done = clock_timestamp(), detail = %s"
            " where conversion = %s and step = 'open'",
            [Jsonb({}), journal.conversion],
        )
