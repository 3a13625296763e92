"""The plan of a conversion: what was found in the source and what is to be done with it, as a file to be
read and edited."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from huji.quality.conversion import kin_words
from huji.quality.conversion.layout import COLUMNS, NAMES, OLD_KINDS, SORTS, TYPES
from huji.quality.conversion.reading import ENCODINGS
from huji.standards import Refused, Text, code_tables

FORMAT = "huji-conversion-1"
CODED = {
    "sex": code_tables.SEX,
    "ethnic": code_tables.ETHNIC,
    "relation": code_tables.RELATION,
    "marital": code_tables.MARITAL,
    "education": code_tables.EDUCATION,
}
MAPPED = (*CODED, "old_kind", "household_type", "collective_sort")
"""The columns whose words and codes the plan maps."""
_SYNONYMS = {
    "sex": {"男": "1", "女": "2", "M": "1", "F": "2"},
    "relation": kin_words.WORDS,
    "marital": {"已婚": "20", "有配偶": "20", "未婚": "10", "丧偶": "30", "离异": "40", "离婚": "40"},
    "education": {"大学": "21", "本科": "21", "大专": "31",
                  "中专": "41", "高中": "61", "初中": "71", "小学": "81"},
}  # fmt: skip
NEVER_REGISTERED = ("30", "0", "未落常住户口")
NOT_REGISTERED = "not_registered"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a source becomes a register.

    `mappings` give for each coded column what each value of the source means, None where nobody has said. An
    old kind maps to "kind/type". `fifteen`: whether numbers of 15 digits become 18. `office` gets the
    rows that
    no office's area tells.
    """

    source: Path
    digest: str
    encoding: str
    columns: Mapping[str, str]
    mappings: Mapping[str, Mapping[str, str | None]]
    on: date
    office: int
    fifteen: bool = True
    demonstration: bool = False

    @property
    def mark(self) -> str:
        """The SHA-256 of what the plan says (hex)."""
        return hashlib.sha256(dumped(self).encode()).hexdigest()


def proposed(column: str, value: str) -> str | None:
    """Return what a value of a coded column means by the standards and common words, or None."""
    if column == "old_kind":
        if value in NEVER_REGISTERED:
            return NOT_REGISTERED
        found = OLD_KINDS.get(value)
        return "/".join(found) if found else None
    if column == "household_type":
        return TYPES.get(value)
    if column == "collective_sort":
        return SORTS.get(value)
    words = _by_table(column)
    return words.get(value) or (words.get(kin_words.bare(value)) if column == "relation" else None)


def _by_table(column: str) -> dict[str, str]:
    table = CODED[column]
    words = {one.label.zh: one.code for one in table} | {one.code: one.code for one in table}
    words |= {one.label.zh.removesuffix("族"): one.code for one in table} if column == "ethnic" else {}
    words |= _SYNONYMS.get(column, {})
    if column == "relation":  # 01, oneself, has no meaning in a household
        words = {word: code for word, code in words.items() if code != "01"}
    if column == "sex":
        words = {word: code for word, code in words.items() if code in ("1", "2")}
    return words


def dumped(plan: Plan, notes: Mapping[str, Any] | None = None) -> str:
    """Return the plan as YAML, Chinese as it is."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "source": str(plan.source),
        "sha256": plan.digest,
        "encoding": plan.encoding,
        "on": plan.on,
        "office": plan.office,
        "convert_fifteen_digits": plan.fifteen,
        "demonstration": plan.demonstration,
        "columns": dict(plan.columns),
        "mappings": {name: dict(values) for name, values in plan.mappings.items()},
    }
    return yaml.safe_dump(
        said | {"found": dict(notes)} if notes else said, allow_unicode=True, sort_keys=False
    )


def load(path: Path) -> Plan:
    """Read a plan; raise `Refused` with everything wrong in it."""
    try:
        said = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refused(
            "plan.unreadable", Text(f"方案读不出来：{error}", f"The plan cannot be read: {error}")
        ) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Refused(
            "plan.format", Text(f"{path.name} 不是转换方案。", f"{path.name} is no plan of a conversion.")
        )
    try:
        plan = Plan(
            source=Path(said["source"]),
            digest=str(said["sha256"]),
            encoding=said["encoding"],
            columns={str(key): str(value) for key, value in said["columns"].items()},
            mappings={
                name: {
                    str(key): None if value is None else str(value)
                    for key, value in (said["mappings"].get(name) or {}).items()
                }
                for name in MAPPED
            },
            on=said["on"],
            office=int(said["office"]),
            fifteen=bool(said["convert_fifteen_digits"]),
            demonstration=bool(said["demonstration"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(
            "plan.incomplete",
            Text(f"方案缺少或写错：{error}", f"The plan lacks something or has it wrong: {error}"),
        ) from error
    if faults := _faults(plan):
        raise Refused(
            "plan.faults",
            Text(
                "方案有误：" + "；".join(one.zh for one in faults),
                "The plan is wrong: " + "; ".join(one.en for one in faults),
            ),
        )
    return plan


def _faults(plan: Plan) -> list[Text]:
    found = []
    if plan.encoding not in ENCODINGS:
        found.append(Text(f"编码只能是 {ENCODINGS}", f"the encoding is one of {ENCODINGS}"))
    if not isinstance(plan.on, date):
        found.append(Text("on 应是日期", "`on` is a day"))
    if unknown := sorted(set(plan.columns.values()) - set(NAMES)):
        found.append(Text(f"没有这些列：{unknown}", f"no such columns: {unknown}"))
    if len(set(plan.columns.values())) < len(plan.columns):
        found.append(Text("两列对应同一项", "two columns mean the same"))
    if missing := lacking(plan):
        found.append(Text(f"缺少列：{'、'.join(missing)}", f"columns missing: {', '.join(missing)}"))
    for name, values in plan.mappings.items():
        wrong = sorted({str(code) for code in values.values() if code is not None} - allowed(name))
        if wrong:
            found.append(Text(f"{name} 没有代码 {wrong}", f"{name} has no codes {wrong}"))
    return found


def lacking(plan: Plan) -> list[str]:
    """Return the columns that must be there and that no column of the source is said to be, in Chinese."""
    return [one.zh for one in COLUMNS if one.needed and one.name not in plan.columns.values()]


def allowed(column: str) -> set[str]:
    """Return what the values of a coded column may be mapped to."""
    if column == "old_kind":
        return {"/".join(pair) for pair in OLD_KINDS.values()} | {NOT_REGISTERED}
    if column == "household_type":
        return {"family", "collective"}
    if column == "collective_sort":
        return set(SORTS.values())
    codes = {one.code for one in CODED[column]}
    return {"1", "2"} if column == "sex" else codes - {"01"} if column == "relation" else codes
