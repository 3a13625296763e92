"""The register rebuilt from the entries' results alone, in plain Python, beside what the database holds.

`Replay` is a second reading of docs/register.md ("What an entry holds"): it knows nothing of the acts. An
opening holds only a digest, so its rows are taken from the database as they were entered.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huji.standards import names

TABLES = {
    "standing": "person, lower(valid), upper(valid), kind::text, household, relation, office, cause",
    "citizen_number": "person, lower(valid), upper(valid), number",
    "particulars": "person, lower(valid), upper(valid),"
    " to_jsonb(particulars) - '{person,valid,known}'::text[]",
    "kinship": "person, relative, kind, lower(valid), upper(valid)",
    "household_address": "household, lower(valid), upper(valid), address, office",
}
PAPERS = {
    "move_in_permit": "number, office, address, household, issued, expires, numbers, names, used_entry,"
    " void_entry",
    "migration_certificate": "issuer, number, office, issued, expires, destination, persons, void_entry",
}
Row = tuple[Any, ...]


@dataclass
class Replay:
    """Rows of each table as (values, first entry, entry that closed it)."""

    rows: dict[str, list[list[Any]]] = field(default_factory=lambda: {table: [] for table in TABLES})
    born: dict[int, list[list[Any]]] = field(default_factory=dict)
    households: dict[int, Row] = field(default_factory=dict)
    papers: dict[str, list[list[Any]]] = field(default_factory=lambda: {table: [] for table in PAPERS})

    def believe(self, entry: int, table: str, values: Iterable[Row]) -> None:
        self.rows[table] += [[value, entry, None] for value in values]

    def restate(self, entry: int, table: str, mine: Callable[[Row], bool], stated: list[Row]) -> None:
        """Close what differs, believe what is new, leave the rest."""
        kept = []
        for row in self.rows[table]:
            if row[2] is None and mine(row[0]):
                if row[0] in stated:
                    kept.append(row[0])
                else:
                    row[2] = entry
        self.believe(entry, table, [value for value in stated if value not in kept])

    def apply(self, entry: int, results: dict[str, Any]) -> None:
        if house := results.get("household"):
            self.households[house["id"]] = (house["kind"], house["sort"], entry)
            seat = (house["id"], day(house["since"]), None, house["address"], house["office"])
            self.believe(entry, "household_address", [seat])
        for person, since, kind, household, relation, office, cause in results.get("standings", []):
            self.stand(entry, person, day(since), (kind, household, relation, office, cause))
        for new in results.get("persons", []):
            who, born = new["id"], day(new["born"])
            self.born[who] = [[born, entry, None]]
            self.believe(entry, "particulars", [(who, born, None, items(new["particulars"]))])
            self.believe(entry, "standing", [(who, *period(p)) for p in new["life"]])
            if new["number"]:
                self.believe(entry, "citizen_number", [(who, born, None, new["number"])])
        for who, born in results.get("born", []):
            if self.born[who][-1][0] != day(born):
                self.born[who][-1][2] = entry
                self.born[who].append([day(born), entry, None])
        self.timelines(entry, results)
        self.follow(entry, results.get("follow", []))
        self.keep(entry, results)

    def follow(self, entry: int, groups: list[dict[str, Any]]) -> None:
        """Registrations that go to another office: seats, the standings within them, and those absent."""
        for group in groups:
            for table, column, office in (("household_address", 0, 4), ("standing", 4, 6)):
                for row in [r for r in self.rows[table] if r[2] is None]:
                    if row[0][column] in group["households"]:
                        self.cut(entry, table, row, group, office)
            for row in [r for r in self.rows["standing"] if r[2] is None]:
                if row[0][0] in group["absent"] and row[0][2] is None:
                    self.cut(entry, "standing", row, group, 6)

    def cut(self, entry: int, table: str, row: list[Any], group: dict[str, Any], office: int) -> None:
        """Say of those days of a row that lie within the group's that they are of its office."""
        values, first, _ = row
        since, until = day(group["since"]), day(group["until"])
        begun, ended = values[1], values[2] or date.max
        if max(begun, since) >= min(ended, until or date.max):
            return
        for a, z, kept_by in (
            (begun, since, values[office]),
            (max(begun, since), min(ended, until or date.max), group["office"]),
            (until or date.max, ended, values[office]),
        ):
            if a < z:
                piece = [values[0], a, None if z == date.max else z, *values[3:]]
                piece[office] = kept_by
                self.believe(entry, table, [tuple(piece)])
        if first == entry:
            self.rows[table].remove(row)
        else:
            row[2] = entry

    def stand(self, entry: int, person: int, since: date, rest: Row) -> None:
        for row in self.rows["standing"]:
            (who, begun, until, *was) = row[0]
            if who == person and row[2] is None and until is None:
                row[2] = entry
                if begun < since:
                    self.believe(entry, "standing", [(who, begun, since, *was)])
                break
        self.believe(entry, "standing", [(person, since, None, *rest)])

    def timelines(self, entry: int, results: dict[str, Any]) -> None:
        for name, table, value in (
            ("lives", "standing", period),
            ("items", "particulars", lambda p: (day(p[0]), day(p[1]), items(p[2]))),
            ("numbers", "citizen_number", lambda p: (day(p[0]), day(p[1]), p[2])),
            ("seats", "household_address", lambda p: (day(p[0]), day(p[1]), p[2], p[3])),
        ):
            for who, periods in results.get(name, []):
                stated = [(who, *value(p)) for p in periods]
                self.restate(entry, table, lambda row, who=who: row[0] == who, stated)
        ties: dict[Row, list[Row]] = {}
        for person, relative, kind, since, until in results.get("ties", []):
            told = ties.setdefault((person, relative, kind), [])
            if since is not None:
                told.append((person, relative, kind, day(since), day(until)))
        for pair, stated in ties.items():
            self.restate(entry, "kinship", lambda row, pair=pair: row[:3] == pair, stated)

    def keep(self, entry: int, results: dict[str, Any]) -> None:
        """Papers: kept, used, fallen void."""
        permits, certificates = self.papers["move_in_permit"], self.papers["migration_certificate"]
        for row in permits:
            if row[0] == results.get("used_permit") and row[9] is None:
                row[8] = entry
            if row[0] in results.get("void_permits", []) and row[9] is None:
                row[9] = entry
        for row in certificates:
            if [row[0], row[1]] in results.get("void_certificates", []) and row[7] is None:
                row[7] = entry
        for p in [*results.get("permits", []), *([results["permit"]] if "permit" in results else [])]:
            permits.append(
                [
                    p["number"], p["office"], p["address"], p["household"], day(p["issued"]),
                    day(p["expires"]), p["numbers"], p["names"], p.get("used_entry"), None,
                ]
            )  # fmt: skip
        for c in [
            *results.get("certificates", []),
            *([results["certificate"]] if "certificate" in results else []),
        ]:
            certificates.append(
                [
                    c["issuer"], c["number"], c["office"], day(c["issued"]), day(c["expires"]),
                    c["destination"], c["persons"], None,
                ]
            )  # fmt: skip


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def period(told: list[Any]) -> Row:
    since, until, kind, household, relation, office, cause = told
    return day(since), day(until), kind, household, relation, office, cause


def items(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "name_sort_key": names.sort_key(told["name"])}


def rebuilt(town: Any) -> Replay:
    """Replay every entry of a town's ledger."""
    replay = Replay()
    bodies = town.sql("select entry, act, convert_from(body, 'UTF8') from ledger_entry order by entry")
    for entry, act, body in bodies:
        if act == "open_register":
            _opened(town, replay, entry)
        else:
            replay.apply(entry, json.loads(body).get("results", {}))
    return replay


def _opened(town: Any, replay: Replay, entry: int) -> None:
    for table, columns in TABLES.items():
        found = town.sql(f"select {columns} from {table} where lower(known) = %s", [entry])
        replay.believe(entry, table, found)
    for who, born in town.sql(
        "select p.id, coalesce((select f.born from former_birth f where f.person = p.id"
        " order by known limit 1), p.born) from person p where created_entry = %s",
        [entry],
    ):
        replay.born[who] = [[born, entry, None]]
    for which, kind, sort in town.sql(
        "select id, kind, sort from household where created_entry = %s", [entry]
    ):
        replay.households[which] = (kind, sort, entry)


def assert_rebuilt(town: Any) -> None:
    """Assert that the entries' results alone rebuild every row, believed or not any more."""
    replay = rebuilt(town)
    for table, columns in TABLES.items():
        held = town.sql(f"select {columns}, lower(known), upper(known) from {table}")
        told = [(*values, first, closed) for values, first, closed in replay.rows[table]]
        _same(table, told, held)
    births = [(who, *row) for who, rows in replay.born.items() for row in rows]
    _same(
        "birth dates",
        births,
        town.sql(
            "select id, born, coalesce(born_entry, created_entry), null from person"
            " union all select person, born, lower(known), upper(known) from former_birth"
        ),
    )
    _same(
        "household",
        [(which, *rest) for which, rest in replay.households.items()],
        town.sql("select id, kind, sort, created_entry from household"),
    )
    for table, columns in PAPERS.items():
        _same(table, map(tuple, replay.papers[table]), town.sql(f"select {columns} from {table}"))


def _same(what: str, told: Iterable[Row], held: Iterable[Row]) -> None:
    mine, theirs = sorted(map(repr, map(_sorted, told))), sorted(map(repr, map(_sorted, held)))
    missing, surplus = set(theirs) - set(mine), set(mine) - set(theirs)
    assert mine == theirs, f"{what}: not told {sorted(missing)[:3]}, told and not held {sorted(surplus)[:3]}"


def _sorted(row: Row) -> Row:
    return tuple(dict(sorted(value.items())) if isinstance(value, dict) else value for value in row)


MOST_UNDONE = 12
NOT_UNDONE = {"open_register", "undo", "change_places", "test"}


def assert_undone(town: Any) -> None:
    """Undo a test's few acts, the last first, and assert that what the openings entered is believed again."""
    from huji.register import acts
    from huji.standards import Refused

    entries = town.sql("select entry, act, office from ledger_entry order by entry desc")
    told = {act for _, act, _ in entries}
    if len(entries) > MOST_UNDONE or told & (NOT_UNDONE - {"open_register"}):
        return
    for entry, act, office in entries:
        if act == "open_register":
            continue
        try:
            acts.undo(acts.Undo(entry, "试"), town.acting(office, on=date(2030, 1, 1)))
        except Refused as refusal:
            if refusal.code != "register.nothing_to_undo":
                raise
    for table, columns in TABLES.items():
        who = "household" if table == "household_address" else "person"
        void = "select person from standing where cause = 'void' and upper_inf(known)"
        opened = (
            f"select {columns} from {table} where exists (select from ledger_entry e"
            f" where e.entry = lower({table}.known) and e.act = 'open_register')"
        )
        _same(
            f"undone {table}",
            town.sql(opened),
            town.sql(f"select {columns} from {table} where upper_inf(known) and {who} not in ({void})"),
        )
