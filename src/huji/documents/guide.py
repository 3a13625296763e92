"""The citizen's guide to a policy, its places named; on paper PDF/A-2b, the same bytes for the same pack."""

import dataclasses
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from huji import policy
from huji.documents.render import Lang, press
from huji.policy import Library, Pack, guide
from huji.policy.guide import Guide, Outline
from huji.standards import Text, place_names

_SHAPES = {"Box": "box", "Rail": "rail", "Words": "words"}
_BLOCKS = {
    "Paragraph": "paragraph",
    "Listing": "listing",
    "Rows": "rows",
    "Remark": "remark",
    "Table": "table",
}


def guide_of(pack: Pack, packs: Library, promises: Iterable[Text] = ()) -> Guide:
    """Return the guide of a pack, places and superior policy named; `promises` as `policy.guide` has it."""
    above = packs.get(pack.superior) if pack.superior else None
    made = guide.guide_of(
        pack,
        packs.vocabulary,
        named=_named,
        superior=above.title if above else None,
        issuer=_issuer(pack.document.issuer),
        promises=(policy.Text(one.zh, one.en) for one in promises),
    )
    return dataclasses.replace(made, in_force_to=packs.last_day(pack))


def _issuer(chinese: str) -> policy.Text:
    """Return who issued a document; in English the State Council and the governments are known."""
    if chinese == "国务院":
        return policy.Text(chinese, "The State Council")
    place = chinese.removesuffix("人民政府")
    if place == chinese:
        return policy.Text(chinese, place_names.spelt(chinese) if chinese.endswith(("省", "市")) else chinese)
    return policy.Text(chinese, f"People's Government of {place_names.spelt(place)}")


def _named(code: str, on: date) -> policy.Text:
    name = place_names.known(code, on)
    return policy.Text(name.zh, name.en) if name else policy.Text(code, code)


def pdf(outline: Outline, since: date) -> bytes:
    """Typeset a guide; the file bears the date `since`, the day from which the policy holds.

    Raises `Refused` (`glyph`, `invisible`, `private-use`) where the pack holds what cannot be printed.
    """
    at = datetime.combine(since, time(), UTC)
    lang: Lang = "zh" if outline.lang.startswith("zh") else "en"
    return press().pdf({"kind": "public/guide", "guide": _plain(outline)}, at, lang)


def _plain(value: Any) -> Any:
    """Return an outline as JSON-able data; blocks and shapes are told apart by their names."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        told = {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
        if name in _BLOCKS:
            told["block"] = _BLOCKS[name]
        if name in _SHAPES:
            told["shape"] = _SHAPES[name]
        told.pop("steps", None)
        return told
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
