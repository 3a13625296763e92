"""How else an address may have been meant that somebody typed, where what was typed is not found.

Addresses on file are written one way (12号 · 3幢 · 2单元 · 501室, half-width). People write 3栋, 3座, 3号楼,
3# or 三号楼, 12之1, leave out 号 or the unit, or only chain numbers: 3-2-501. Which addresses there are is
not known here.
"""

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_BEFORE_SIGN = re.compile(rf"[{''.join(_DIGITS)}十百]+(?=号|幢|栋|座|单元|门|室|组)")
_JOINTS = "‐‑‒–—―−~_/,、.·"
_CHAIN = re.compile(r"(?P<head>.*[^0-9A-Z-])(?P<chain>[0-9A-Z]+(?:-[0-9A-Z]+){1,3})室?")
_NO_UNIT = re.compile(r"(?P<building>.*幢)(?P<room>[0-9A-Z-]+)室?")
_NO_SIGN = re.compile(r"(?P<number>[^0-9]+[0-9]+(?:-[0-9]+)?)(?=[^-0-9A-Z号幢单室组弄巷])")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How an address begins; `room`: how its room begins, in whichever unit, where the unit was left out."""

    prefix: str
    room: str = ""


def joined(text: str) -> str:
    """Return what was typed half-width and without blanks; a blank between two numbers is a hyphen."""
    text = re.sub(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])", "-", unicodedata.normalize("NFKC", text).strip())
    return re.sub(r"\s+", "", text)


def spellings(text: str) -> tuple[Spelling, ...]:
    """Return the spellings to try: as typed, as addresses on file are written, then with what is missing."""
    plain = _as_on_file(text)
    tried = [Spelling(text), Spelling(plain)]
    if missing := _NO_SIGN.match(plain):
        tried.append(Spelling(f"{missing['number']}号{plain[missing.end() :]}"))
    tried.append(Spelling(re.sub(r"(?<=[0-9])-(?=[0-9]+号)", "之", plain)))
    if chained := _CHAIN.fullmatch(plain):
        tried += _chained(chained["head"], chained["chain"].split("-"))
    if without := _NO_UNIT.fullmatch(plain):
        tried.append(Spelling(without["building"], without["room"]))
    return tuple(dict.fromkeys(tried))


def _as_on_file(text: str) -> str:
    """Return what was typed with the signs that addresses on file have."""
    text = _BEFORE_SIGN.sub(lambda found: str(_whole(found[0])), text.upper())
    text = re.sub(rf"[{_JOINTS}-]+|(?<=[0-9])之(?=[0-9])", "-", text)
    text = re.sub(r"(?<=单元)[0-9]+[层楼](?=[0-9])", "", text)
    text = re.sub(r"(?<=[0-9A-Z])(?:号楼|#楼|栋|座|楼|#)", "幢", text)
    text = re.sub(r"(?<=[0-9A-Z])门(?=[0-9])", "单元", text)
    text = re.sub(r"(?<![0-9A-Z])-|-(?![0-9A-Z])", "", text)
    return re.sub(r"(幢|单元)([0-9A-Z-]+)号$", r"\1\2室", text)


def _chained(head: str, numbers: list[str]) -> list[Spelling]:
    """Return what a chain of numbers may mean: building, unit and room, the house's number before them."""
    if head.endswith("单元"):
        return []
    if head.endswith("幢"):
        return [Spelling(f"{head}{'单元'.join(numbers)}")] if len(numbers) == 2 else []
    tried = _flats(head, numbers)
    if not head.endswith("号"):
        tried += _flats(f"{head}{numbers[0]}号", numbers[1:])
    return tried


def _flats(head: str, numbers: list[str]) -> list[Spelling]:
    match numbers:
        case [room]:
            return [Spelling(f"{head}{room}")]
        case [first, room]:
            return [
                Spelling(f"{head}{first}幢{room}"),
                Spelling(f"{head}{first}单元{room}"),
                Spelling(f"{head}{first}幢", room),
            ]
        case [building, unit, room]:
            return [Spelling(f"{head}{building}幢{unit}单元{room}")]
    return []


def _whole(written: str) -> int:
    """Return a number of Chinese numerals up to 999: 十二, 一百零五, or digit by digit, 六〇一."""
    if not set(written) & {"十", "百"}:
        return int("".join(str(_DIGITS[sign]) for sign in written))
    total = digit = 0
    for sign in written:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
    return total + digit
