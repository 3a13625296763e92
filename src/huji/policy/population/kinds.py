"""What type the column of a fact may have in a population, and codes as the small numbers engines compare."""

from collections.abc import Sequence

import polars as pl
import pyarrow as pa

from huji.policy.vocabulary import Type
from huji.policy.words import Text

_WORDS = Text(
    "文字（string 或 dictionary）或附有词表的数字",
    "string or dictionary, or numbers with a list of words",
)
KINDS: dict[Type, Text] = {
    Type.BOOLEAN: Text("布尔（boolean）", "boolean"),
    Type.CODE: Text(
        "文字（string、dictionary）或附有词表的数字",
        "string, dictionary, or numbers with their list of words",
    ),
    Type.DIVISION: Text(
        "文字（string、dictionary）或附有词表的数字",
        "string, dictionary, or numbers with their list of words",
    ),
    Type.INTEGER: Text("整数（integer）", "integer"),
    Type.NUMBER: Text("数（integer、float 或 decimal）", "integer, float or decimal"),
}

EMPTY: dict[Type, pl.DataType] = {
    Type.BOOLEAN: pl.Boolean(),
    Type.CODE: pl.String(),
    Type.DIVISION: pl.String(),
    Type.INTEGER: pl.Int64(),
    Type.NUMBER: pl.Float64(),
}


def translated(
    name: str, indices: pl.Series, words: Sequence[str | None], codes: tuple[str, ...] | None
) -> pl.Series:
    """Return places in a list of words as an Enum of the codes; where there are none, as words.

    Raise Polars' ComputeError where a place is beyond the list.
    """
    if codes is None:
        return pl.Series(name, words, dtype=pl.String).gather(indices)
    places = [codes.index(word) if word in codes else None for word in words]
    kind = pl.UInt8 if len(codes) < 256 else pl.UInt16
    if places == list(range(len(words))):
        physical = indices.cast(kind)
    else:
        physical = pl.Series(places, dtype=kind).gather(indices)
    return physical.cat.to(pl.Enum(codes)).alias(name)


def is_words(kind: pa.DataType) -> bool:
    """Return whether a column holds strings, or a dictionary of them."""
    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def fits(type_: Type, kind: pa.DataType) -> bool:
    """Return whether a column of a type may hold facts of another; any may be empty."""
    types = pa.types
    if types.is_null(kind):
        return True
    if type_ is Type.BOOLEAN:
        return bool(types.is_boolean(kind))
    if type_ is Type.INTEGER:
        return bool(types.is_integer(kind))
    if type_ is Type.NUMBER:
        return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))
    return is_words(kind)
