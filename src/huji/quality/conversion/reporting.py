"""The report of a conversion: every row read, how it ended and why, in both languages."""

import html
from typing import Any

from huji.quality.conversion import reasons, rolling_back
from huji.quality.conversion.journal import Connection, Journal
from huji.runtime import closing
from huji.standards import Refused, Text


def report(connection: Connection) -> dict[str, Any]:
    """Return what became of the rows of the last conversion, by outcome and reason, and how long steps took.

    `rolled_back` is None, or when (`at`), why and by which entry: of its rows none is in the register then.
    """
    row = connection.execute(
        'select id, source, digest, plan, "on", state, entry, rows_read, loaded, flagged, rejected'
        " from conversion order by id desc limit 1"
    ).fetchone()
    if row is None:
        raise Refused("conversion.none", Text("没有转换过。", "Nothing was converted yet."))
    number, source, digest, plan, on, state, entry, *tally = row
    if state == "running":
        raise closing.refusal()
    by_reason = connection.execute(
        "select r.outcome, reason, count(*), (array_agg(r.row order by r.row))[:5]"
        " from conversion_row r, unnest(r.reasons) reason where conversion = %s"
        " group by 1, 2 order by 3 desc, 2",
        [number],
    ).fetchall()
    waiting = connection.execute(
        "select state, count(*) from quarantine_row where conversion = %s group by 1 order by 1", [number]
    ).fetchall()
    return {
        "conversion": number, "source": source, "sha256": digest, "plan": plan, "on": on.isoformat(),
        "state": state, "entry": entry,
        "rolled_back": rolling_back.told(connection, number) if state == "rolled_back" else None,
        "rows": dict(zip(("read", "loaded", "flagged", "rejected"), tally, strict=True)),
        "reasons": [
            {"outcome": outcome, "reason": reason, "rows": count, "first": list(first),
             "zh": reasons.text(reason).zh, "en": reasons.text(reason).en}
            for outcome, reason, count, first in by_reason
        ],
        "quarantine": dict(waiting),
        "steps": [
            {"step": step, "seconds": seconds} for step, seconds in Journal(connection, number).steps()
        ],
    }  # fmt: skip


def taken_back(told: dict[str, Any]) -> Text | None:
    """Return in words that the conversion reported was rolled back, None where it stands."""
    undone = told["rolled_back"]
    if undone is None:
        return None
    at = undone["at"].replace("T", " ")[:16]
    return Text(
        f"这次转换已于 {at} 撤回（台账第 {undone['entry']} 号），理由：{undone['reason']}。"
        "以下是撤回前的数目，户籍中已没有这些人。",
        f"This conversion was rolled back at {at} (entry {undone['entry']}): {undone['reason']}. The figures"
        " are those before it; none of these people is in the register any more.",
    )


def page(told: dict[str, Any]) -> str:
    """Return the report as one HTML page that stands by itself, Chinese first."""
    rows = told["rows"]
    counts = "".join(
        f"<tr><th>{html.escape(zh)}<span>{html.escape(en)}</span></th><td>{rows[name] or 0:,}</td></tr>"
        for name, zh, en in (
            ("read", "读入行数", "Rows read"),
            *((key, reasons.OUTCOMES[key].zh, reasons.OUTCOMES[key].en) for key in reasons.OUTCOMES),
        )
    )
    lines = "".join(
        f"<tr><td>{html.escape(reasons.OUTCOMES[one['outcome']].zh)}</td>"
        f"<th>{html.escape(one['zh'])}<span>{html.escape(one['en'])}</span></th>"
        f"<td>{one['rows']:,}</td><td>{', '.join(map(str, one['first']))}</td></tr>"
        for one in told["reasons"]
    )
    states = "".join(
        f"<tr><th>{html.escape(_STATES[key].zh)}<span>{html.escape(_STATES[key].en)}</span></th><td>{count:,}</td></tr>"
        for key, count in told["quarantine"].items()
    )
    gone = taken_back(told)
    return _PAGE.format(
        gone=f'<p class="gone">{html.escape(gone.zh)}<span>{html.escape(gone.en)}</span></p>' if gone else "",
        source=html.escape(told["source"]), digest=told["sha256"], on=told["on"], entry=told["entry"] or "—",
        counts=counts, lines=lines, states=states,
    )  # fmt: skip


_STATES = {
    "open": Text("待处理", "Open"),
    "proposed": Text("待复核", "Proposed"),
    "registered": Text("已登记", "Registered"),
    "set_aside": Text("已搁置", "Set aside"),
}
_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>转换报告 Conversion report</title><style>
body {{ font: 16px/1.6 "Noto Sans SC", system-ui, sans-serif; margin: 2rem auto; max-width: 60rem;
padding: 0 1rem;
  color: #0b0c0c }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0 2rem }}
th, td {{ border-bottom: 1px solid #b1b4b6; padding: .4rem .6rem; text-align: left; vertical-align: top }}
th {{ font-weight: 600 }} th span {{ display: block; font-weight: 400; color: #505a5f; font-size: .875rem }}
td:nth-last-child(1), td:nth-last-child(2) {{ font-variant-numeric: tabular-nums }}
.gone {{ border: 3px solid #d4351c; padding: .75rem 1rem; font-weight: 600 }}
.gone span {{ display: block; font-weight: 400 }}
code {{ overflow-wrap: anywhere }}
</style></head><body>
<h1>转换报告 <small>Conversion report</small></h1>
{gone}<p>{source} · {on} · 台账第 {entry} 号 entry {entry}<br>SHA-256 <code>{digest}</code></p>
<h2>行数 <small>Rows</small></h2><table>{counts}</table>
<h2>原因 <small>Reasons</small></h2>
<table><tr><th>结果<span>Outcome</span></th><th>原因<span>Reason</span></th><th>行数<span>Rows</span></th>
<th>前几行<span>First rows</span></th></tr>{lines}</table>
<h2>待处理 <small>Quarantine</small></h2><table>{states}</table>
</body></html>
"""
