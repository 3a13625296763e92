"""Faults such as old registers have, put into rows here and there; each is told in the file beside the
register."""

from dataclasses import dataclass

import numpy as np
import polars as pl

FAULTS = (
    "check_digit", "fifteen", "number_missing", "number_shared", "born_differs", "birth_date", "born_after",
    "unknown_relation", "unknown_sex", "unknown_ethnic", "unknown_kind", "unknown_education", "name_faulty",
    "two_heads", "no_head", "two_households", "repeated",
    "address_unknown", "address_missing", "address_written", "relation_sex", "relation_age",
    "encoding", "columns", "quote", "blank",
)  # fmt: skip
"""Every fault; the last four are put into the bytes of a line."""
_OTHER_SEX = {"子": "女", "女": "子", "妻": "夫", "夫": "妻"}
_OLDER = {"子": "祖父", "女": "祖母"}
_OF_LINES = ("encoding", "columns", "quote", "blank")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A piece with its faults: the rows as text, which fault each row was given ("" none), and rows to be
    added."""

    rows: pl.DataFrame
    fault: list[str]


def spoil(rows: pl.DataFrame, rate: float, seed: list[int], only: tuple[str, ...] = FAULTS) -> Spoilt:
    """Give a share of the rows one fault each, every fault about equally often."""
    rng = np.random.default_rng(seed)
    count = round(rate * len(rows))
    if count == 0:
        return Spoilt(rows, [""] * len(rows))
    chosen = np.sort(rng.choice(len(rows), count, replace=False))
    fault = [""] * len(rows)
    changes: dict[str, dict[int, str]] = {name: {} for name in rows.columns}
    added: list[tuple[dict[str, str], str]] = []
    some = rows.filter(pl.Series(np.isin(np.arange(len(rows)), chosen))).to_dicts()
    for at, (row, which) in enumerate(zip(some, chosen.tolist(), strict=True)):
        name = only[at % len(only)]
        done = _fault(name, row, rng)
        if done is None:
            continue
        changed, extra = done
        fault[which] = name
        for column, value in changed.items():
            changes[column][which] = value
        if extra is not None:
            added.append((row | changed | extra, name))
    altered = [
        rows[column].scatter(list(new), pl.Series(list(new.values()))) if new else rows[column]
        for column, new in changes.items()
    ]
    whole = pl.DataFrame(altered, schema=rows.columns)
    if added:
        whole = pl.concat([whole, pl.DataFrame([row for row, _ in added], schema=whole.schema)])
    return Spoilt(whole, fault + [name for _, name in added])


def _fault(
    name: str, row: dict[str, str], rng: np.random.Generator
) -> tuple[dict[str, str], dict[str, str] | None] | None:
    """Return what changes in the row, and what differs in a row added; None where the row cannot have the
    fault."""
    number = row["number"]
    match name:
        case "check_digit":
            return {"number": number[:17] + ("1" if number[17] != "1" else "2")}, None
        case "fifteen":
            return ({"number": number[:6] + number[8:17]}, None) if number[6:8] == "19" else None
        case "number_missing":
            return {"number": ""}, None
        case "number_shared":
            return {}, {"name": "张三丰", "household": row["household"] + "9", "relation": "户主"}
        case "born_differs":
            return {"born": f"{int(number[6:10]) - 1}{number[10:12]}15"}, None
        case "birth_date":
            return {"born": f"{number[6:10]}0231"}, None
        case "born_after":
            return {"arrived": f"{int(number[6:10]) - 3}0101"}, None
        case "unknown_relation":
            return ({"relation": "义兄"}, None) if row["relation"] != "户主" else None
        case "unknown_sex":
            return {"sex": "3"}, None
        case "unknown_ethnic":
            return {"ethnic": "赛亚族"}, None
        case "unknown_kind":
            return {"old_kind": "蓝印"}, None
        case "unknown_education":
            return {"education": "私塾"}, None
        case "name_faulty":
            return {"name": "Li 雷?"}, None
        case "two_heads":
            return ({"relation": "户主"}, None) if row["relation"] not in ("户主", "非亲属") else None
        case "no_head":
            return ({"relation": "兄"}, None) if row["relation"] == "户主" else None
        case "two_households":
            return {}, {"household": row["household"] + "8", "relation": "户主"}
        case "repeated":
            return {}, {}
        case "address_unknown":
            return {"address": "火星省陨石坑市"}, None
        case "address_missing":
            return {"address": ""}, None
        case "address_written":
            full = row["address"].translate({ord("0") + n: "０１２３４５６７８９"[n] for n in range(10)})
            return {"address": full.replace("幢", "栋").removeprefix("黑龙江省")}, None
        case "relation_sex" | "relation_age":
            other = (_OTHER_SEX if name == "relation_sex" else _OLDER).get(row["relation"])
            return ({"relation": other}, None) if other else None
        case "blank" | "columns" | "quote" | "encoding":
            return {}, None
    raise ValueError(name)


def spoil_line(name: str, line: bytes, encoding: str) -> bytes:
    """Return the bytes of a line with one of the faults that lie below the columns."""
    if name == "encoding":
        other = "utf-8" if encoding == "gb18030" else "gb18030"
        return line.decode("utf-8" if encoding == "utf-8-sig" else encoding).encode(other)
    if name == "columns":
        return line.rpartition(b",")[0].rpartition(b",")[0]
    if name == "quote":
        return b'"' + line
    return b"" if name == "blank" else line


def of_lines(fault: list[str]) -> list[int]:
    """Return which rows have a fault of their bytes."""
    return [at for at, name in enumerate(fault) if name in _OF_LINES]
