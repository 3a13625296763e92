"""Making a plan: the source is read once, its values counted and given their meanings, its addresses
tried."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huji.quality.conversion import addresses, doubting, heading, loading, reading, source
from huji.quality.conversion.layout import NAMES
from huji.quality.conversion.plan import MAPPED, Plan, proposed
from huji.quality.conversion.workspace import Workspace, digest, engine, quoted
from huji.standards import Refused, Text

_VALUES = 500
"""Different values of a coded column at most: more are no codes, and none of them is mapped."""
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan, and what was found in the source: counts of values, what is not mapped, how addresses match."""

    plan: Plan
    found: dict[str, Any]


def propose(
    path: Path, on: date, office: int, *, demonstration: bool, encoding: str | None = None
) -> Proposed:
    """Profile a source and propose a plan; nothing is written but the workspace, which goes again."""
    with tempfile.TemporaryDirectory(prefix="huji-plan-") as made:
        room = Workspace(Path(made)).made()
        frozen = source.freeze(path, room.source)
        encoding = encoding or reading.guess_encoding(room.source)
        names = heading.header(room.source, encoding)
        columns = heading.columns_of(names)
        guessed = heading.guessed(names, columns)
        columns |= guessed
        read = reading.read(room.source, encoding, columns, room.file("rows"), room.file("unread"))
        if not read.rows:
            raise Refused("source.empty", Text("文件里没有一行数据。", "The file holds no row."))
        counts = {name: _values(room, name) for name in MAPPED}
        plan = Plan(
            source=path.resolve(),
            digest=frozen.digest,
            encoding=encoding,
            columns=columns,
            mappings={
                name: {value: proposed(name, value) for value, _ in values} for name, values in counts.items()
            },
            on=on,
            office=office,
            demonstration=demonstration,
        )
        found = {
            "rows": read.rows,
            "unread": _unread(room),
            "households": _one(room, "select count(distinct household) from {rows}"),
            "values": {name: dict(values) for name, values in counts.items()},
            "unmapped": {
                name: {value: count for value, count in values if plan.mappings[name][value] is None}
                for name, values in counts.items()
            },
            "columns_guessed": guessed,
            "columns_unknown": [name for name in names if name not in columns],
            "columns_doubtful": {
                one.column: {"fit": one.right, "of": one.of}
                for one in doubting.doubts(room, columns, plan.mappings)
            },
            "columns_left_out": sorted(set(NAMES) - set(columns.values())),
            "addresses": _addresses(room, on),
        }
    return Proposed(plan, found)


def _values(room: Workspace, column: str) -> list[tuple[str, int]]:
    with engine(room) as db:
        return db.execute(
            f"select trim({column}) as value, count(*) from {quoted(room.file('rows'))}"
            f" where trim({column}) <> '' group by 1 order by 2 desc, 1 limit {_VALUES}"
        ).fetchall()


def _unread(room: Workspace) -> dict[str, int]:
    with engine(room) as db:
        query = f"select reason, count(*) from {quoted(room.file('unread'))} group by 1 order by 2 desc, 1"
        return dict(db.execute(query).fetchall())


def _one(room: Workspace, query: str) -> int:
    with engine(room) as db:
        row = db.execute(query.format(rows=quoted(room.file("rows")))).fetchone()
        return int(row[0]) if row else 0


def _addresses(room: Workspace, on: date) -> dict[str, Any]:
    """Match a sample of the addresses as the run will, and tell how it went, with examples."""
    whole_file = room.file("rows")
    sampled = Workspace(room.path / "sample").made()
    with engine(room) as db:
        db.execute(
            f"copy (select distinct address from {quoted(whole_file)} where address <> ''"
            f" using sample reservoir({_SAMPLE} rows) repeatable (7))"
            f" to {quoted(sampled.file('rows'))} (format parquet)"
        )
    with loading.owner() as connection:
        addresses.dump(connection, sampled.file("addresses"), on)
        kept = connection.execute(
            "select distinct division from places_office_area where upper_inf(known) and valid @> %s::date",
            [on],
        ).fetchall()
    addresses.match(sampled, [code for (code,) in kept], on)
    with engine(sampled) as db:
        matched = quoted(sampled.file("matched"))
        counted = db.execute(
            f"select coalesce(reason, 'matched') as how, count(*), list(text)[:3] from {matched}"
            " group by 1 order by 2 desc"
        ).fetchall()
        flags = db.execute(
            f"select flag, count(*) from (select unnest(flags) as flag from {matched} where reason is null)"
            " group by 1"
        ).fetchall()
    return {
        "looked_at": sum(count for _, count, _ in counted),
        "how": {how: {"count": count, "examples": list(examples)} for how, count, examples in counted},
        "flags": dict(flags),
    }


def frozen_as_planned(room: Workspace, plan: Plan) -> source.Frozen:
    """Freeze the source of a plan (back up); raise `Refused` where it is not the file that was planned
    for."""
    frozen = source.freeze(plan.source, room.source) if not room.source.exists() else None
    size, kept = room.source.stat().st_size, digest(room.source)
    if kept != plan.digest:
        room.source.unlink()
        raise Refused(
            "source.changed",
            Text(
                "来源文件不是制订方案时的那个文件。", "The source is not the file that the plan was made for."
            ),
            Text("请重新运行 huji convert plan。", "Run huji convert plan again."),
        )
    return frozen or source.Frozen(size, kept, kept)
