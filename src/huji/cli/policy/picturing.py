"""A comparison as one page that stands alone: tables, charts, and the script that draws them, in one file."""

import base64
import hashlib
import html
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import huji.web
from huji.policy import Fault, Faulty, Text, Vocabulary
from huji.policy.citing import article
from huji.policy.population import EFFECTS
from huji.policy.population.pictures import TITLES, label, pictures

_STATIC = Path(huji.web.__file__).parent / "static"
_SCRIPTS = ("vendor/echarts.js", "huji/chart.js")
_STYLE = """
body { font: 16px/1.5 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; color: #1d2829;
  background: #f6f4ef; margin: 0 auto; max-width: 62rem; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { border-bottom: 1px solid #dcd8ce; padding: .35rem .6rem; text-align: left; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.chart { background: #fff; border: 1px solid #dcd8ce; padding: .5rem; } .note { color: #566165; }
@media print { body { background: #fff; } }
"""
HIDDEN = "*"
"""Stands for a count that is withheld; it need not be small itself."""
COLUMNS = {
    "people": Text("人数", "People"),
    "eligible_before": Text("现行符合", "Eligible now"),
    "eligible_after": Text("草案符合", "Eligible by the draft"),
    "undetermined_before": Text("现行不能确定", "Undetermined now"),
    "undetermined_after": Text("草案不能确定", "Undetermined by the draft"),
    **{effect.value: words for effect, words in EFFECTS.items()},
}


def page(
    told: Mapping[str, Any], vocabulary: Vocabulary, language: str, names: Callable[[str], str | None]
) -> str:
    """Return the page; it runs no script but its own, and fetches nothing. Raise Faulty without ECharts."""
    scripts = [_script(name) for name in _SCRIPTS]
    zh = language == "zh"
    title = " → ".join(titles(told, language))
    charts = pictures(told, vocabulary, language, names)
    sources = " ".join(f"'sha256-{_hash(text)}'" for text in scripts)
    policy = f"default-src 'none'; script-src {sources}; style-src 'sha256-{_hash(_STYLE)}'"
    body = [f"<h1>{html.escape(title)}</h1>", f"<p>{html.escape(summary(told, language))}</p>"]
    for chart in charts:
        body.append(f"<h2>{html.escape(chart['title'])}</h2>")
        body.append(f'<div class="chart"><script type="application/json">{_data(chart)}</script></div>')
    body += [_changes(told, language), *(_table(told, one, vocabulary, language, names) for one in TITLES)]
    note = (
        f"{HIDDEN} 不显示：小于 {told['least']} 的数，以及可以由此推算出它们的数。"
        "比较的是申请人本人，不含随迁家属。"
        if zh
        else f"{HIDDEN} is withheld: a count below {told['least']}, or one that would tell such a count. "
        "Applicants are compared, without companions."
    )
    body.append(f'<p class="note">{note}</p>')
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-Hans" if zh else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "".join(f"\n<script>{text}</script>" for text in scripts)
        + "\n</body>\n</html>\n"
    )


def titles(told: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Return the titles of both policies, told apart where two versions have one title."""
    old, new = told["from"]["title"][language], told["to"]["title"][language]
    if old != new:
        return old, new
    return (f"{old}（现行）", f"{new}（草案）") if language == "zh" else (f"{old} (now)", f"{new} (draft)")


def summary(told: Mapping[str, Any], language: str) -> str:
    """Return the comparison in two sentences."""
    effects, urban, taken = told["effects"], told["urban"], f"{told['take_up']:.0%}"
    gain, lose = f"{effects['gain']:,}", f"{effects['lose']:,}"
    zh = language == "zh"
    words = f"{told['people']:,} 人中，新符合 {gain} 人，不再符合 {lose} 人。"
    if not zh:
        words = f"Of {told['people']:,} people {gain} gain and {lose} lose."
    if urban["now"] is None:
        return words
    now, old, new = (
        f"{one:.2%}" for one in (urban["now"], urban["before"]["share"], urban["after"]["share"])
    )
    if zh:
        return words + (
            f"户籍人口城镇化率现为 {now}；符合条件的人有 {taken} 落户时，现行政策下为 {old}，草案下为 {new}。"
        )
    return words + (
        f" {now} of the registered are urban; if {taken} of those eligible settle, {old} under the policy "
        f"as it is and {new} under the draft."
    )


def _script(name: str) -> str:
    try:
        # Nothing in a script may end its element.
        return (_STATIC / name).read_text("utf-8").replace("</script", "<\\/script")
    except OSError:
        text = Text("缺少 ECharts，请先运行 make setup", "ECharts is missing: run make setup first")
        raise Faulty([Fault(name, 0, "no-asset", text)]) from None


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def clause(standing: Mapping[str, Any], language: str) -> str:
    """Return a standing in words: its clause, or its outcome."""
    from huji.policy.population import OUTCOME_WORDS

    words = OUTCOME_WORDS[standing["outcome"]].in_language(language)
    if standing["title"] is None:
        return words
    cited = article(standing["basis"]["article"]).in_language(language)
    title = standing["title"][language]
    return f"{words}：{title}（{cited}）" if language == "zh" else f"{words}: {title} ({cited})"


def _changes(told: Mapping[str, Any], language: str) -> str:
    zh = language == "zh"
    rows = [
        f"<tr><td>{html.escape(EFFECTS[one['effect']].in_language(language))}</td>"
        f"<td>{html.escape(clause(one['before'], language))}</td>"
        f"<td>{html.escape(clause(one['after'], language))}</td>"
        f'<td class="number">{one["people"]:,}</td></tr>'
        for one in told["changes"]
        if one["effect"] != "same"
    ]
    if not rows:
        return ""
    heads = ("变化", "现行", "草案", "人数") if zh else ("Change", "Now", "Draft", "People")
    head = "".join(f"<th>{one}</th>" for one in heads[:3]) + f'<th class="number">{heads[3]}</th>'
    title = "通过哪一条" if zh else "Through which clause"
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _table(
    told: Mapping[str, Any],
    dimension: str,
    vocabulary: Vocabulary,
    language: str,
    names: Callable[[str], str | None],
) -> str:
    rows = told["by"][dimension]
    columns = [name for name in COLUMNS if any(row.get(name) != 0 for row in rows if name in row)]
    columns = [name for name in columns if rows and name in rows[0]]
    head = "".join(f'<th class="number">{COLUMNS[name].in_language(language)}</th>' for name in columns)
    body = "".join(
        f"<tr><td>{html.escape(label(dimension, row['key'], vocabulary, language, names))}</td>"
        + "".join(f'<td class="number">{shown(row[name])}</td>' for name in columns)
        + "</tr>"
        for row in rows
    )
    title = html.escape(TITLES[dimension].in_language(language))
    return f"<h2>{title}</h2><table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def shown(count: int | None) -> str:
    """Return a count of a breakdown, or the sign of one withheld."""
    return HIDDEN if count is None else f"{count:,}"
