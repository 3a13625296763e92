"""Verifying a conversion: the source counted again by other means, and held against the register.

Nothing of the reading, judging or tabling is used: the lines are read by Python's own CSV reader, one by one.
"""

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow.parquet as pq

from huji.quality.conversion import catalog, heading
from huji.quality.conversion.invariants import INVARIANTS
from huji.quality.conversion.journal import Connection, Journal
from huji.quality.conversion.layout import SINCE_EVER
from huji.quality.conversion.lines import LONGEST
from huji.quality.conversion.plan import Plan
from huji.quality.conversion.source import is_parquet
from huji.quality.conversion.workspace import Workspace, digest
from huji.register import bounds
from huji.standards import Refused, Text

SAMPLES = 1000
Row = dict[str, str]


@dataclass(slots=True)
class Verified:
    """What was compared, and every difference in words; none is a conversion that is as it should be."""

    rows: int = 0
    samples: int = 0
    differences: list[str] = field(default_factory=list)

    def same(self, what: str, source: object, register: object) -> None:
        """Note a difference between what the source says and what the register holds."""
        if source != register:
            self.differences.append(f"{what}: {source!r} in the source, {register!r} in the register")


def verify(connection: Connection, room: Workspace, plan: Plan, samples: int = SAMPLES) -> Verified:
    """Count the source again, compare sums and samples field by field, and ask every invariant."""
    row = connection.execute(
        "select id, state, entry, rows_read, loaded, flagged, rejected from conversion"
        " where state <> 'rolled_back'"
    ).fetchone()
    if row is None or row[1] == "running":
        raise Refused("conversion.none", Text("没有完成的转换。", "No conversion is done."))
    number, _, entry, *tally = row
    found = Verified()
    found.same("SHA-256", digest(room.source), plan.digest)
    _entry(connection, found, entry, plan, tally)
    _catalog(connection, found, number)
    outcomes = _outcomes(connection, number)
    chosen = set(random.Random(plan.digest).sample(range(1, tally[0] + 1), min(samples, tally[0])))
    sums: dict[str, Counter[str]] = {name: Counter() for name in ("sex", "born", "kind", "households")}
    sampled: dict[int, Row] = {}
    households = set()
    for at, values in _rows(room, plan):
        found.rows = at
        if outcomes.get(at) == "rejected":
            continue
        if values is None:
            found.differences.append(f"row {at}: taken over though it cannot be read")
            continue
        sums["sex"][plan.mappings["sex"].get(values["sex"].strip()) or ""] += 1
        sums["born"][_year(values["born"])] += 1
        kind = plan.mappings["old_kind"].get(values["old_kind"].strip())
        sums["kind"][kind.split("/")[0] if kind else ""] += 1
        households.add(values["household"].strip())
        if at in chosen:
            sampled[at] = values
    found.same("rows", found.rows, tally[0])
    found.same("rows with an outcome", found.rows, sum(_counted(connection, number).values()))
    found.same("outcomes", tuple(tally[1:]), tuple(_counted(connection, number).get(k, 0) for k in _THREE))
    founded = "select count(*) from household where created_entry = %s"
    found.same("households", len(households), _one(connection, founded, [entry]))
    _sums(connection, found, sums, entry)
    _samples(connection, found, sampled, number, plan)
    found.same("rows in quarantine", tally[3], _one(connection, "select count(*) from quarantine_row"))
    found.same(
        "rows that name somebody not taken over",
        _one(connection, "select count(*) from conversion_row where 'relative_unknown' = any (reasons)"),
        _one(connection, "select count(distinct row) from conversion_relative"),
    )
    for name, query in INVARIANTS.items():
        found.same(name, 0, _one(connection, query))
    if not found.differences:
        connection.execute("update conversion set state = 'verified' where id = %s", [number])
    return found


_THREE = ("loaded", "flagged", "rejected")


def _rows(room: Workspace, plan: Plan) -> Iterator[tuple[int, Row | None]]:
    """Yield each row with its values by our column names, None for one that cannot be read."""
    if is_parquet(room.source):
        at = 0
        for batch in pq.ParquetFile(room.source).iter_batches(batch_size=20_000, columns=list(plan.columns)):
            for values in batch.to_pylist():
                at += 1
                yield at, {ours: _said(values[theirs]) for theirs, ours in plan.columns.items()}
        return
    names = heading.header(room.source, plan.encoding)
    places = [(names.index(theirs), ours) for theirs, ours in plan.columns.items()]
    with room.source.open("rb") as file:
        at, whole = -1, True
        while line := file.readline(LONGEST + 2):
            if whole:
                at += 1
                if at:
                    yield at, _values(line, plan.encoding, len(names), places)
            whole = line.endswith(b"\n")


def _said(value: object) -> str:
    """Return a value of a Parquet file as text: a whole number has no point."""
    whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else f"{value:.0f}" if whole else str(value)


def _values(line: bytes, encoding: str, width: int, places: list[tuple[int, str]]) -> Row | None:
    try:
        values = next(csv.reader([line.rstrip(b"\r\n").decode(encoding)], strict=True))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return None
    return {ours: values[at] for at, ours in places} if len(values) == width else None


def _outcomes(connection: Connection, number: int) -> dict[int, str]:
    """Return the rows that were not taken over; of the others the register itself tells."""
    rows = connection.execute(
        "select row, outcome from conversion_row where conversion = %s and outcome = 'rejected'", [number]
    )
    return dict(rows.fetchall())


def _counted(connection: Connection, number: int) -> dict[str, int]:
    rows = connection.execute(
        "select outcome, count(*) from conversion_row where conversion = %s group by 1", [number]
    )
    return dict(rows.fetchall())


def _sums(connection: Connection, found: Verified, sums: dict[str, Counter[str]], entry: int) -> None:
    """Compare sums over what the genesis entry made, whatever acts have followed."""
    sex = connection.execute(
        "select sex, count(*) from particulars where lower(known) = %s group by 1", [entry]
    ).fetchall()
    found.same("sexes", dict(sums["sex"]), dict(sex))
    born = connection.execute(
        "select to_char(born, 'YYYY'), count(*) from person where created_entry = %s group by 1", [entry]
    ).fetchall()
    found.same("years of birth", dict(sums["born"]), dict(born))
    sums["kind"].pop("", None)
    kinds = connection.execute("select kind, count(*) from archive_old_kind group by 1").fetchall()
    found.same("old kinds in the archive", dict(sums["kind"]), dict(kinds))


def _samples(
    connection: Connection, found: Verified, sampled: dict[int, Row], number: int, plan: Plan
) -> None:
    """Compare what the register holds of the rows chosen, field by field."""
    rows = connection.execute(_SAMPLE, {"conversion": number, "rows": list(sampled)}).fetchall()
    found.samples = len(rows)
    found.same("samples", len(sampled), len(rows))
    for row, note, reasons, *held in rows:
        values = {key: value.strip() for key, value in sampled[row].items()}
        number_ = values["number"].upper()
        said = [
            number_ if len(number_) == 18 else None,
            values["name"],
            plan.mappings["sex"].get(values["sex"]),
            plan.mappings["ethnic"].get(values["ethnic"]),
            plan.mappings["relation"].get(values["relation"]),
            _day(values["born"]),
            plan.mappings["marital"].get(values.get("marital", "")) or "90",
            plan.mappings["education"].get(values.get("education", "")) or "90",
            values["household"],
            _since(values, held[9], reasons),
            _height(values.get("height", "")),
            held[11] and plan.mappings["collective_sort"].get(values.get("collective_sort", "")),
            plan.mappings["old_kind"].get(values["old_kind"]) or "",
        ]
        if "name_written" in reasons and f"name {values['name']}" in note:
            said[1] = held[1]
        if held[11] and (not said[11] or "sort_differs" in reasons):  # the household's counts, or is assumed
            said[11] = held[11]
        kind = plan.mappings["old_kind"].get(values["old_kind"], "") or ""
        held[-1] = _kind(kind, held[-1])
        if said[0] is None:  # 15 digits: they must be in the number, and be told
            number_held = held[0]
            told = "number" in note and number_held[:6] + number_held[8:17] == number_
            said[0] = number_held if told else number_
        found.same(f"row {row}", said, held)


def _since(values: Row, held: date, reasons: list[str]) -> date | None:
    """Return since when the source has a person in the household: not before the head where that is told."""
    born = _day(values["born"])
    arrived = _DAY.match(values["arrived"])
    said = born if values["arrived"] in SINCE_EVER else _day(arrived[0]) if arrived else None
    return max(said, held) if said and "since_head" in reasons else said


def _height(written: str) -> int | None:
    found = int(written) if re.fullmatch("[0-9]{1,3}", written) else None
    return found if found is not None and bounds.HEIGHT[0] <= found <= bounds.HEIGHT[1] else None


def _kind(said: str, held: str | None) -> str:
    return said if held is not None and said.split("/")[0] == held else held or ""


_SAMPLE = """
select r.row, coalesce(r.note, ''), coalesce(r.reasons, '{}'), n.number, i.name, i.sex, i.ethnic, s.relation,
       p.born, i.marital, i.education, h.number, lower(s.valid), i.height_cm, w.sort, a.kind
  from conversion_row r
  join person p on p.id = r.person
  join citizen_number n on n.person = r.person and lower(n.known) = p.created_entry
  join particulars i on i.person = r.person and lower(i.known) = p.created_entry
  join standing s on s.person = r.person and lower(s.known) = p.created_entry and s.household = r.household
  join conversion_household h on h.household = r.household
  join household w on w.id = r.household
  left join archive_old_kind a on a.person = r.person
 where r.conversion = %(conversion)s and r.row = any (%(rows)s::bigint[])
"""


def _entry(connection: Connection, found: Verified, entry: int, plan: Plan, tally: list[int]) -> None:
    row = connection.execute("select body from ledger_entry where entry = %s", [entry]).fetchone()
    body: dict[str, Any] = json.loads(bytes(row[0])) if row else {"statement": {}, "results": {}}
    found.same("digest in the ledger", plan.digest, body["statement"].get("sha256"))
    found.same("tally in the ledger", tally, [body["results"].get(name) for name in ("rows", *_THREE)])


def _catalog(connection: Connection, found: Verified, number: int) -> None:
    noted = Journal(connection, number).detail("close")
    differs = catalog.lost(catalog.of_json(noted["guards"]), catalog.guards(connection)) if noted else ["?"]
    found.differences += [f"guard {one}" for one in differs]


def _one(connection: Connection, query: str, values: list[int] | None = None) -> int:
    row = connection.execute(query, values).fetchone()
    return int(row[0]) if row else 0


_DAY = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|年(\d\d?)月(\d\d?)日?|([-./])(\d\d?)\6(\d\d?))", re.ASCII)


def _day(written: str) -> date | None:
    found = _DAY.fullmatch(written)
    return date(*(int(part) for part in found.groups() if part and part.isdigit())) if found else None


def _year(written: str) -> str:
    return "".join(c for c in written if c.isdigit())[:4]
