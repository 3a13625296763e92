"""A population as a Parquet file: opened, its columns typed and checked, read a piece at a time.

Booleans are booleans; codes and divisions strings, dictionaries of strings, or places in lists of words
that the file tells (`numbered`); whole numbers integers; numbers integers, floats or decimals. NULL is
unknown, and so is a fact without a column. What no person can be is refused, with the number of rows, the
first of them and what stands there: nothing is made to fit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huji.policy.case import is_division
from huji.policy.faults import Fault, Faulty, nearest
from huji.policy.population import numbered, seal
from huji.policy.population.columns import AREA, DIVISION, ROW, column_of, fact_of
from huji.policy.population.kinds import EMPTY, KINDS, fits, is_words, translated
from huji.policy.vocabulary import Fact, Type, Vocabulary
from huji.policy.words import Text

PIECE = 1 << 20
"""People read at a time, about: whole row groups of the file."""
SHOWN = 5
"""Rows shown of those that are refused for one column."""
LARGEST = 1e300


@dataclass
class Refused:
    """The rows refused for one column: how many, the first of them (from 1) and what stands there."""

    column: str
    fact: str
    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, file: str) -> Fault:
        """Return the refusal as one line."""
        more = " ……" if self.count > len(self.first) else ""
        zh = "；".join(f"第 {row} 行 {value}" for row, value in self.first)
        en = "; ".join(f"row {row}: {value}" for row, value in self.first)
        values = "impossible value" if self.count == 1 else "impossible values"
        return Fault(
            file,
            0,
            "impossible-value",
            Text(
                f"列“{self.column}”有 {self.count} 个不可能的值：{zh}{more}",
                f'column "{self.column}" has {self.count} {values}: {en}{more}',
            ),
        )


class Population:
    """A Parquet file of people; raises Faulty where it cannot be read or a column has the wrong type."""

    def __init__(self, path: Path | str, vocabulary: Vocabulary) -> None:
        self.path = Path(path)
        self.vocabulary = vocabulary
        try:
            self._file = pq.ParquetFile(self.path)
            told: Mapping[bytes, bytes] = self._file.metadata.metadata or {}
            self._broken = seal.watched(self.path, told.get(seal.KEY))
        except (OSError, pa.ArrowException) as error:
            raise unreadable(self.path, error) from None
        if self._broken.done():
            self.confirm()
        self.schema: pa.Schema = self._file.schema_arrow
        self.listed = numbered.listed(told, self.schema)
        self.rows: int = self._file.metadata.num_rows
        facts = {column_of(name): fact for name, fact in vocabulary.facts.items()}
        self.facts: Mapping[str, Fact] = {name: facts[name] for name in self.schema.names if name in facts}
        """The facts of the table by column."""
        self._refuse_types()

    def __contains__(self, column: object) -> bool:
        return column in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.schema.names)

    @cached_property
    def strays(self) -> Mapping[str, str | None]:
        """Columns named as facts are that hold none, each with the nearest right one."""
        groups = {name.partition(".")[0] for name in self.vocabulary.facts}
        found: dict[str, str | None] = {}
        for name in self.schema.names:
            group, dot, _ = fact_of(name).partition(".")
            if dot and name not in self.facts and group in groups and name not in (AREA, DIVISION):
                near = nearest(fact_of(name), self.vocabulary.facts)
                found[name] = column_of(near) if near else None
        return found

    def confirm(self) -> None:
        """Wait until the file has been held against its seal; raise Faulty where it is not what was sealed.

        A large file is looked over beside the reading of it: nothing read counts before this has returned.
        """
        try:
            if self._broken.result():
                raise pa.ArrowInvalid("not what was sealed")
        except (OSError, pa.ArrowException) as error:
            raise unreadable(self.path, error) from None

    def words(self, column: str) -> pl.Expr:
        """Return a column of codes or divisions as words, whichever way the file holds them."""
        if column in self.listed:
            return numbered.as_words(column, self.listed[column])
        return pl.col(column).cast(pl.String)

    def known_of_all(self, column: str) -> bool:
        """Return whether the file itself says that no value of a column is missing."""
        index = self.schema.get_field_index(column)
        about = self._file.metadata
        for group in range(about.num_row_groups):
            counted = about.row_group(group).column(index).statistics
            if counted is None or not counted.has_null_count or counted.null_count:
                return False
        return True

    def pieces(
        self, columns: Iterable[str], also: Iterable[str] = (), required: Iterable[str] = ()
    ) -> Iterator["Piece"]:
        """Yield the table in pieces of whole row groups: these columns, checked; `also` is only checked.

        `required` may not be NULL. A piece that has refused values has no frame. Raise Faulty where the file
        is damaged, of a large sealed one after the last piece: publish nothing before.
        """
        needed = frozenset(required)
        wanted = list(dict.fromkeys(columns))
        checked = [name for name in dict.fromkeys(also) if name not in wanted]
        if not self._file.metadata.num_row_groups:
            yield self._piece(wanted, checked, [], 0, 0)
        with ThreadPoolExecutor(1) as ahead:  # the next piece is read while this one is worked on
            waiting: Future[Piece] | None = None
            start = 0
            for groups, rows in [*self._runs(), ([], 0)]:
                coming = ahead.submit(self._piece, wanted, checked, groups, start, rows) if groups else None
                if waiting is not None:
                    yield self._without_gaps(self._read(waiting), needed)
                waiting, start = coming, start + rows
        self.confirm()

    def _read(self, piece: "Future[Piece]") -> "Piece":
        try:
            return piece.result()
        except (OSError, pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            raise unreadable(self.path, error) from None

    def _without_gaps(self, piece: "Piece", needed: frozenset[str]) -> "Piece":
        """Return a piece, refused where a column that everybody must have is NULL."""
        frame, refused = piece.frame, list(piece.refused)
        for name in sorted(needed) if frame is not None else ():
            assert frame is not None
            if frame[name].null_count():
                self._note(name, frame[name].is_null(), frame[name], None, piece.start, refused)
        return Piece(piece.start, piece.rows, None if refused else frame, refused)

    def _runs(self) -> Iterator[tuple[list[int], int]]:
        about = self._file.metadata
        groups: list[int] = []
        rows = 0
        for group in range(about.num_row_groups):
            size = about.row_group(group).num_rows
            if groups and rows + size > PIECE:
                yield groups, rows
                groups, rows = [], 0
            groups.append(group)
            rows += size
        if groups:
            yield groups, rows

    def _piece(
        self, wanted: list[str], checked: list[str], groups: list[int], start: int, rows: int
    ) -> "Piece":
        columns = [*wanted, *checked]
        words = [name for name in columns if self._is_coded(name) and not self._is_enumerated(name)]
        plain = [name for name in columns if name not in words]
        frame = pl.DataFrame()
        if plain:
            frame = pl.scan_parquet(self.path, glob=False).select(plain).slice(start, rows).collect()
        refused: list[Refused] = []
        found: dict[str, pl.Series] = {}
        if words:
            read = pq.ParquetFile(
                self.path, read_dictionary=words, memory_map=True, page_checksum_verification=True
            )
            table = read.read_row_groups(groups, columns=words)
            for name in words:
                found[name] = self._coded(name, table[name], start, refused)
        for name in frame.columns:
            found[name] = self._plain(name, frame[name], start, refused)
        whole = [found[name] for name in wanted] or [pl.int_range(start, start + rows, eager=True).alias(ROW)]
        return Piece(start, rows, None if refused else pl.DataFrame(whole), refused)

    # -- codes and divisions ---------------------------------------------------------------------------

    def _coded(self, name: str, column: pa.ChunkedArray, start: int, refused: list[Refused]) -> pl.Series:
        """Return a column of words as an Enum (of divisions: as strings), looking at each word once."""
        codes = self._codes(name)
        parts: list[pl.Series] = []
        offset = start
        for chunk in column.chunks:
            if not pa.types.is_dictionary(chunk.type):
                chunk = chunk.dictionary_encode()
            words = chunk.dictionary.to_pylist()
            indices = pl.Series(chunk.indices)
            wrong = [index for index, word in enumerate(words) if not self._is_right(name, word, codes)]
            if wrong:
                self._note(name, indices.is_in(wrong), indices, words, offset, refused)
            if not refused:
                parts.append(translated(name, indices, words, codes))
            offset += len(chunk)
        if len(parts) < len(column.chunks) or not parts:
            return pl.Series(name, [], dtype=pl.String)
        return pl.concat(parts).alias(name)

    def _listed(self, name: str, values: pl.Series, start: int, refused: list[Refused]) -> pl.Series:
        """Return a column of places in the file's list of words likewise."""
        words, codes = self.listed[name], self._codes(name)
        least, most = values.min(), values.max()
        if isinstance(least, int) and isinstance(most, int) and (least < 0 or most >= len(words)):
            beyond = (values < 0) | (values >= len(words))
            self._note(name, beyond.fill_null(False), values, None, start, refused)
        wrong = [index for index, word in enumerate(words) if not self._is_right(name, word, codes)]
        if wrong:
            self._note(name, values.is_in(wrong), values, words, start, refused)
        return values if refused else translated(name, values, words, codes)

    def _codes(self, name: str) -> tuple[str, ...] | None:
        """Return the codes a column may hold; None where they are not listed."""
        if name == AREA:
            return tuple(self.vocabulary.areas)
        fact = self.facts.get(name)
        return tuple(fact.values) if fact is not None and fact.type is Type.CODE else None

    def _is_right(self, name: str, word: str | None, codes: tuple[str, ...] | None) -> bool:
        if word is None:
            return True
        if codes is not None:
            return word in codes
        fact = self.facts.get(name)
        if name == DIVISION or (fact is not None and fact.type is Type.DIVISION):
            return is_division(word)
        return True

    def _note(
        self,
        name: str,
        wrong: pl.Series,
        values: pl.Series,
        words: Sequence[str] | None,
        offset: int,
        refused: list[Refused],
    ) -> None:
        count = int(wrong.sum())
        if not count:
            return
        entry = next((one for one in refused if one.column == name), None)
        if entry is None:
            fact = self.facts.get(name)
            entry = Refused(name, fact.name if fact else name)
            refused.append(entry)
        entry.count += count
        for row in wrong.arg_true().head(max(0, SHOWN - len(entry.first))).to_list():
            value = values[row]
            entry.first.append((offset + row + 1, str(words[value]) if words is not None else str(value)))

    # -- everything else -------------------------------------------------------------------------------

    def _plain(self, name: str, values: pl.Series, start: int, refused: list[Refused]) -> pl.Series:
        fact = self.facts.get(name)
        if name in self.listed and self._is_coded(name):
            return self._listed(name, values, start, refused)
        if values.dtype == pl.Null and fact is not None:
            return values.cast(EMPTY[fact.type])
        if fact is None or fact.type not in (Type.INTEGER, Type.NUMBER):
            codes = self._codes(name)
            if isinstance(values.dtype, pl.Enum) and codes is not None:
                wrong = [code for code in values.dtype.categories if code not in codes]
                if wrong:
                    self._note(name, values.cast(pl.String).is_in(wrong), values, None, start, refused)
            return values
        if fact.type is Type.NUMBER and not values.dtype.is_integer():
            values = values.cast(pl.Float64)
        high = LARGEST if fact.maximum is None else fact.maximum
        least, most = values.min(), values.max()
        unreal = values.dtype.is_float() and bool(values.is_nan().any())
        if unreal or (isinstance(least, int | float) and (least < fact.minimum or float(most) > high)):  # type: ignore[arg-type]
            wrong_rows = (values < fact.minimum) | (values > high)
            if values.dtype.is_float():
                wrong_rows = wrong_rows | values.is_nan()
            self._note(name, wrong_rows.fill_null(False), values, None, start, refused)
        return values

    # -- types -----------------------------------------------------------------------------------------

    def _is_coded(self, name: str) -> bool:
        """Return whether a column holds codes or divisions: few words, many times."""
        fact = self.facts.get(name)
        coded = name in (AREA, DIVISION) or (fact is not None and fact.type in (Type.CODE, Type.DIVISION))
        return coded and (name in self.listed or is_words(self.schema.field(name).type))

    def _is_enumerated(self, name: str) -> bool:
        """Return whether Polars reads a column of codes as small numbers by itself."""
        if name in self.listed:
            return True
        about = self.schema.field(name).metadata or {}
        return self._codes(name) is not None and b"_PL_ENUM_VALUES2" in about

    def _refuse_types(self) -> None:
        faults: list[Fault] = []
        wanted = {DIVISION: Type.DIVISION, AREA: Type.CODE}
        wanted.update({name: fact.type for name, fact in self.facts.items()})
        for name, type_ in wanted.items():
            if name not in self._names:
                continue
            kind = self.schema.field(name).type
            if not fits(type_, kind) and not (type_ in (Type.CODE, Type.DIVISION) and name in self.listed):
                right = KINDS[type_]
                faults.append(
                    Fault(
                        str(self.path),
                        0,
                        "wrong-type",
                        Text(
                            f"列“{name}”应是{right.zh}，文件中是 {kind}",
                            f'column "{name}" must be {right.en}; the file has {kind}',
                        ),
                    )
                )
        double = sorted({name for name in self.schema.names if self.schema.names.count(name) > 1})
        for name in double:
            text = Text(f"列“{name}”出现了两次", f'column "{name}" is there twice')
            faults.append(Fault(str(self.path), 0, "column-twice", text))
        if faults:
            raise Faulty(faults)


@dataclass(frozen=True)
class Piece:
    """Some people in the order of the file: the first one's row (from 0), how many, and their columns."""

    start: int
    rows: int
    frame: pl.DataFrame | None
    refused: list[Refused]


def joined(refused: Iterable[Refused]) -> list[Refused]:
    """Return the refusals of many pieces, one for each column."""
    found: dict[str, Refused] = {}
    for one in refused:
        entry = found.setdefault(one.column, Refused(one.column, one.fact))
        entry.count += one.count
        entry.first.extend(one.first[: SHOWN - len(entry.first)])
    return list(found.values())


def unreadable(path: Path, error: Exception) -> Faulty:
    """Return the refusal of a file that is missing, cut short, damaged or no Parquet at all."""
    name = str(path)
    if isinstance(error, FileNotFoundError):
        return Faulty([Fault(name, 0, "unreadable", Text("没有这个文件", "there is no such file"))])
    if path.is_dir():
        text = Text("这是一个文件夹，不是 Parquet 文件", "this is a folder, not a Parquet file")
        return Faulty([Fault(name, 0, "a-folder", text)])
    if isinstance(error, PermissionError):
        reason = error.strerror or str(error)
        text = Text(f"无法读取：{reason}", f"it cannot be read: {reason}")
        return Faulty([Fault(name, 0, "unreadable", text)])
    text = Text(
        "不是完整的 Parquet 文件：可能没有写完、被截断或者已损坏，请重新生成",
        "this is not a whole Parquet file: unfinished, cut short or damaged; make it again",
    )
    return Faulty([Fault(name, 0, "not-parquet", text)])
