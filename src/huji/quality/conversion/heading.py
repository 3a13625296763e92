"""The header of a source: which columns it has, and what each of them is."""

import csv
import re
import unicodedata
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huji.quality.conversion.layout import COLUMNS, NAMES
from huji.quality.conversion.lines import LONGEST, Block, blocks
from huji.quality.conversion.source import is_parquet
from huji.standards import Refused, Text

_SEPARATORS = {"\t": "Tab", ";": ";", "，": "，", "|": "|"}
_DATA = re.compile(r"\d{17}[\dXx]|\d{15}|(19|20)\d{2}[-/.]?\d{2}[-/.]?\d{2}")
OTHERWISE = {
    "身份证号": "number", "身份证号码": "number", "公民身份证号码": "number", "公民身份号": "number",
    "公民身份证号": "number", "身份号码": "number", "户主关系": "relation", "与户主的关系": "relation",
    "关系": "relation", "户编号": "household", "户口号": "household", "户口类别": "old_kind",
    "户口类型": "old_kind", "户籍性质": "old_kind", "出生年月日": "born", "生日": "born", "地址": "address",
    "家庭住址": "address", "户籍地址": "address", "户口所在地": "address", "何时迁入本址": "arrived",
    "何时何地迁来本址": "arrived", "何时由何地迁来本址": "arrived", "迁入日期": "arrived",
    "迁来日期": "arrived", "何时由何地迁来本市": "arrived_city", "何时由何地迁来本市县": "arrived_city",
    "父亲身份证号": "father", "父亲身份证号码": "father", "母亲身份证号": "mother",
    "母亲身份证号码": "mother", "配偶身份证号": "spouse", "配偶身份证号码": "spouse", "学历": "education",
    "婚姻": "marital",
}  # fmt: skip
"""Other names in use, without spaces and marks; what is guessed by them is told (docs/conversion.md)."""


def header(source: Path, encoding: str) -> list[str]:
    """Return the names of a source's columns as they stand; raise `Refused` for a file without."""
    if is_parquet(source):
        try:
            return list(pq.read_schema(source).names)
        except (OSError, pa.ArrowException) as error:
            raise Refused(
                "source.broken", Text(f"Parquet 文件损坏：{error}", f"Broken Parquet: {error}")
            ) from error
    with source.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise Refused(
                "source.utf16",
                Text("文件的编码是 UTF-16。", "The file is in UTF-16."),
                Text("请另存为 UTF-8 的 CSV。", "Save it as CSV in UTF-8."),
            )
        file.seek(0)
        first = next(iter(blocks(file, 2 * LONGEST)), None)
    if not isinstance(first, Block) or not first.line(0).strip():
        raise Refused("source.no_header", Text("文件没有标题行。", "The file has no header."))
    try:
        names = [name.strip() for name in next(csv.reader([first.line(0).decode(encoding)], strict=True))]
    except (UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise Refused(
            "source.no_header",
            Text(
                f"按编码 {encoding} 读不出标题行：{error}",
                f"The header cannot be read in the encoding {encoding}: {error}",
            ),
            Text(
                "如编码不对，请用 --encoding 指明；各行编码不一的，请先统一。",
                "Name another encoding with --encoding; where lines differ, bring them to one first.",
            ),
        ) from error
    _heads(names)
    return names


def _heads(names: list[str]) -> None:
    """Refuse a first line that is separated by something else, or that is a row."""
    other = next((one for one in _SEPARATORS if len(names) == 1 and one in names[0]), "")
    if other:
        raise Refused(
            "source.separator",
            Text(
                f"列以“{_SEPARATORS[other]}”分隔，应以逗号分隔。", "The columns are not separated by commas."
            ),
            Text("请另存为逗号分隔的 CSV。", "Save it as CSV, separated by commas."),
        )
    if any(_DATA.fullmatch(name) for name in names):
        raise Refused(
            "source.no_header",
            Text("第一行是数据，不是标题行。", "The first line is a row, not a header."),
            Text("请在文件开头加上各列的名称。", "Put the names of the columns on top of the file."),
        )


def columns_of(names: list[str]) -> dict[str, str]:
    """Return for the columns of a source those of the layout, by Chinese or English name.

    Raise `Refused` where two columns have one name: nobody could say in a plan which is meant.
    """
    if twice := sorted({name for name in names if names.count(name) > 1}):
        said = "、".join(f"“{name}”" for name in twice)
        raise Refused(
            "source.columns_twice",
            Text(f"标题行中有重名的列：{said}。", f"Columns of the header have one name: {said}."),
            Text("请改名后重新计划。", "Rename one of each, and plan again."),
        )
    known = {column.zh: column.name for column in COLUMNS} | {name: name for name in NAMES}
    return {name: known[name] for name in names if name in known}


def guessed(names: list[str], known: dict[str, str]) -> dict[str, str]:
    """Return for columns that no exact name tells what they probably are: spaced or written otherwise.

    A guess goes to the plan, and is told; each of our columns is guessed once at most.
    """
    ours = {_plain(column.zh): column.name for column in COLUMNS} | {name: name for name in NAMES} | OTHERWISE
    found: dict[str, str] = {}
    for name in names:
        meant = ours.get(_plain(name))
        if name not in known and meant and meant not in {*known.values(), *found.values()}:
            found[name] = meant
    return found


def _plain(name: str) -> str:
    """Return a name without spaces and marks, of one width and case."""
    kept = unicodedata.normalize("NFKC", name).casefold()
    return (
        re.sub(r"[\s_\-.:：（）()\[\]【】/、]", "", kept)
        if not kept.isascii()
        else kept.strip().replace(" ", "_")
    )
