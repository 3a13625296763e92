"""One value, one sequence of bytes: the JSON that the ledger hashes and seals sign."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

# PostgreSQL and every JSON reader of 64-bit integers agree up to here.
_LARGEST = 2**63 - 1


class NotCanonical(ValueError):  # noqa: N818 - says what the value is, as Refused does
    """A value that has no canonical form; the message names its place."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a mapping: UTF-8, keys in code point order, no spaces, Chinese unescaped.

    Values are text, whole numbers within 64 bits, true, false, null, lists, tuples and mappings with text
    keys; dates become "2026-11-21", times (aware only) "2026-11-21T15:04:05.000000Z" in UTC. Equal values
    give equal bytes. Raises NotCanonical for anything else: floats, NaN, bytes, sets, times without zone,
    lone surrogates, the character U+0000.
    """
    if not isinstance(value, Mapping):
        raise NotCanonical(f"a body is a mapping, not {type(value).__name__}")
    plain = _plain(value, "$")
    return json.dumps(
        plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def _plain(value: object, at: str) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, at)
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotCanonical(f"{at}: {value} does not fit into 64 bits")
        return int(value)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise NotCanonical(f"{at}: a time without its zone")
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key, at): _plain(item, f"{at}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{at}[{index}]") for index, item in enumerate(value)]
    raise NotCanonical(f"{at}: {type(value).__name__} has no canonical form")


def instant(value: datetime) -> str:
    """Return an aware time as the ledger writes it: UTC, six decimals, "Z"."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _key(key: object, at: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"{at}: a key is text, not {type(key).__name__}")
    return _text(key, at)


def _text(value: str, at: str) -> str:
    if "\x00" in value:
        raise NotCanonical(f"{at}: text with the character U+0000")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"{at}: text with half a character (lone surrogate)") from error
    return str.__str__(value)  # an enum of texts gives its value
