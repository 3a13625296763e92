"""A source may be broken in any way: it is read in bounded memory, and each of its lines is accounted for."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huji.quality.conversion import addresses, heading, plan, reading, source
from huji.quality.conversion.layout import COLUMNS, NAMES
from huji.quality.conversion.lines import LONGEST, Long, blocks
from huji.quality.conversion.workspace import Workspace
from huji.standards import Refused

HEADER = ",".join(column.zh for column in COLUMNS)
ROW = ",".join(f"甲{n}" for n in range(len(COLUMNS)))
IN_ORDER = {column.zh: column.name for column in COLUMNS}


def read(folder: Path, content: bytes, encoding: str = "utf-8") -> tuple[list[dict], list[tuple[int, str]]]:
    file = folder / "source"
    file.write_bytes(content)
    found = reading.read(file, encoding, IN_ORDER, folder / "rows.parquet", folder / "unread.parquet")
    rows = pq.read_table(folder / "rows.parquet").to_pylist()
    unread = [(one["row"], one["reason"]) for one in pq.read_table(folder / "unread.parquet").to_pylist()]
    assert found.rows == len(rows) + len(unread)
    return rows, sorted(unread)


def test_every_line_is_a_row_or_is_kept_with_its_reason(tmp_path: Path) -> None:
    lines = [
        HEADER.encode(),
        ROW.encode(),
        b"",
        ROW.encode("gb18030"),
        ROW.rpartition(",")[0].encode(),
        f'"{ROW}'.encode(),
        f'"甲,乙",{ROW.split(",", 1)[1]}'.encode(),
        ROW.replace("甲3", "甲\x00").encode(),
        b"A" * (LONGEST + 1),
        ROW.encode(),
    ]
    rows, unread = read(tmp_path, b"\r\n".join(lines))
    assert unread == [
        (2, "empty_line"), (3, "encoding"), (4, "columns"), (5, "quotes"), (7, "control_character"),
        (8, "line_too_long"),
    ]  # fmt: skip
    assert [row["row"] for row in rows] == [1, 6, 9]
    assert rows[1]["household"] == "甲,乙"
    for row in rows:
        line = (tmp_path / "source").read_bytes()[row["at"] : row["at"] + row["length"]]
        assert line == lines[row["row"]]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    rows, unread = read(tmp_path, b"\xef\xbb\xbf" + f"{HEADER}\n{ROW}\n".encode())
    assert (len(rows), unread) == (1, [])
    assert heading.header(tmp_path / "source", "utf-8")[0] == "户号"


def test_in_a_gb18030_file_a_line_in_utf8_is_not_guessed_at(tmp_path: Path) -> None:
    content = "\n".join([HEADER, ROW]).encode("gb18030") + b"\n" + ROW.encode() + b"\n"
    rows, [(row, reason)] = read(tmp_path, content, "gb18030")
    assert (len(rows), row) == (1, 2)
    assert reason in ("encoding", "encoding_doubtful")
    assert reading.guess_encoding(tmp_path / "source") in ("utf-8", "gb18030")


def test_a_header_that_cannot_be_read_or_names_two_columns_alike_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(HEADER.encode() + b"\n")
    with pytest.raises(Refused, match="in the encoding gb18030"):
        heading.header(tmp_path / "source", "gb18030")
    with pytest.raises(Refused, match="“姓名”"):
        heading.columns_of(["户号", "姓名", "姓名"])


def test_a_line_of_any_length_is_read_in_bounded_pieces(tmp_path: Path) -> None:
    file = tmp_path / "long"
    file.write_bytes(b"first\n" + b"A" * 5_000_000 + b"\nlast")
    with file.open("rb") as lines:
        found = list(blocks(lines, 100_000))
    [long] = [one for one in found if isinstance(one, Long)]
    assert (long.at, long.length, len(long.begin)) == (6, 5_000_000, LONGEST)
    assert [one.line(0) for one in found if not isinstance(one, Long)] == [b"first", b"last"]


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    with gzip.open(bomb, "wb", 1) as file:
        for _ in range(200):
            file.write(bytes(1024 * 1024))
    copy = tmp_path / "copy"
    with pytest.raises(Refused, match="unpacks to more than"):
        source.freeze(bomb, copy)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bomb.csv.gz"]


def test_a_compressed_source_is_read_whole_or_refused(tmp_path: Path) -> None:
    good = tmp_path / "good.csv.gz"
    good.write_bytes(gzip.compress(f"{HEADER}\n{ROW}\n".encode()))
    assert source.freeze(good, tmp_path / "copy").size == len(f"{HEADER}\n{ROW}\n".encode())
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(good.read_bytes()[:-9])
    with pytest.raises(Refused, match="cannot be read to its end"):
        source.freeze(cut, tmp_path / "other")
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a.csv", "a")
        archive.writestr("b.csv", "b")
    with pytest.raises(Refused, match="exactly one"):
        source.freeze(two, tmp_path / "other")


def test_an_address_is_found_by_the_names_of_before() -> None:
    names = addresses.prefixes(["211104004001"], date(2020, 1, 1))
    split = addresses.Splitter(names)
    [found, *_] = split.splits("辽宁省盘锦市大洼县２组15号")
    text, code, former, local, written, _ = found
    assert (code, former, local, written) == ("211104", True, "2组15号", True)
    assert text == "辽宁省盘锦市大洼县２组15号"
    [now, *_] = split.splits("盘锦市大洼区2组15号")
    assert now[1:3] == ("211104", False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("format: other", "no plan of a conversion"),
        ("format: huji-conversion-1", "lacks something"),
        ("[", "cannot be read"),
    ],
)
def test_a_plan_that_is_none_is_refused(tmp_path: Path, wrong: str, said: str) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(wrong, "utf-8")
    with pytest.raises(Refused, match=said):
        plan.load(file)


def test_a_plan_tells_everything_that_is_wrong_with_it(tmp_path: Path) -> None:
    made = plan.Plan(
        tmp_path / "old.csv", "0" * 64, "utf-8", {"户号": "household"},
        {name: {} for name in plan.MAPPED} | {"sex": {"男": "7"}}, date(2015, 12, 31), 1,
    )  # fmt: skip
    file = tmp_path / "plan.yaml"
    file.write_text(plan.dumped(made), "utf-8")
    with pytest.raises(Refused) as refused:
        plan.load(file)
    assert "columns missing" in str(refused.value)
    assert "sex has no codes" in str(refused.value)
    good = plan.Plan(
        made.source, made.digest, "gb18030", {column.zh: column.name for column in COLUMNS},
        {name: {} for name in plan.MAPPED}, made.on, 1,
    )  # fmt: skip
    file.write_text(plan.dumped(good), "utf-8")
    assert plan.load(file) == good
    assert set(NAMES) == set(good.columns.values())


def test_what_a_conversion_keeps_is_for_the_account_alone(tmp_path: Path) -> None:
    """The directory above may let others pass, as an installation's does under root."""
    room = Workspace(tmp_path / "conversions" / "0123456789abcdef").made()
    made = [room.path.parent, room.path, room.path / "tables", room.path / "spill"]
    assert [oct(one.stat().st_mode & 0o777) for one in made] == ["0o700"] * 4
