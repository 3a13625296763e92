"""Codes and divisions written as small numbers: places, from 0, in lists of words that the file itself tells.

The lists stand in the footer under `huji.codes`, JSON by column. A reader who has them turns a column into
words in one step; one who reads millions is spared looking up a word a row.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

KEY = b"huji.codes"
NOTE = b"huji.codes.note"
_NOTE = (
    "These columns hold the place, from 0, of the word in the column's list (NULL is unknown). "
    "这些列存放的是该列词表中的位置（从 0 起，空值为未知）。"
)

Listed = Mapping[str, tuple[str, ...]]


def listed(metadata: Mapping[bytes, bytes] | None, schema: pa.Schema) -> Listed:
    """Return the words of each column of whole numbers that the file tells words for; a list that is none
    is left out, so that its column has the wrong type."""
    try:
        told = json.loads((metadata or {}).get(KEY, b"{}"))
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    return {
        name: tuple(words)
        for name, words in told.items()
        if schema.names.count(name) == 1
        and pa.types.is_integer(schema.field(name).type)
        and isinstance(words, list)
        and all(isinstance(word, str) for word in words)
    }


def as_words(column: str, words: tuple[str, ...]) -> pl.Expr:
    """Return a column of places as words; a place that is none is NULL."""
    return pl.col(column).replace_strict(range(len(words)), words, default=None, return_dtype=pl.String)


@dataclass
class Numbers:
    """The lists of a file being written; a word that is new is put at the end of its column's list."""

    words: dict[str, dict[str, int]] = field(default_factory=dict)

    def begin(self, column: str, words: Sequence[str] = ()) -> pa.Field:
        """Return the field of a column of numbers: a byte for the words there are, two where none are known
        beforehand, such as divisions."""
        self.words[column] = {word: place for place, word in enumerate(words)}
        return pa.field(column, pa.uint8() if 0 < len(words) < 256 else pa.uint16())

    def places(self, field: pa.Field, values: pa.Array) -> pa.Array:
        """Return words, or a dictionary of words, as places."""
        if not pa.types.is_dictionary(values.type):
            values = values.dictionary_encode()
        known = self.words[field.name]
        found = [known.setdefault(word, len(known)) for word in values.dictionary.to_pylist()]
        return pa.array(found, field.type).take(values.indices)

    def tell(self, writer: pq.ParquetWriter) -> None:
        """Write the lists into the footer of a file, before it is closed."""
        if self.words:
            told = json.dumps({name: list(words) for name, words in self._sorted()}, ensure_ascii=False)
            writer.add_key_value_metadata({KEY: told.encode(), NOTE: _NOTE.encode()})

    def _sorted(self) -> Iterator[tuple[str, dict[str, int]]]:
        yield from sorted(self.words.items())
