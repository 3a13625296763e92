"""Personal names of the register: which can be entered, and how they are sorted.

A name is written in Chinese characters; the names of some peoples have parts joined by a middle dot (·).
Stored names are in Unicode normal form C, so that equal names compare equal.
"""

import unicodedata
from functools import cache, lru_cache

from huji.standards.words import Refused, Text

DOT = "·"
LONGEST = 30
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･．᛫", DOT))
_HAN = (
    (0x3007, 0x3007),  # 〇
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),
    (0xFA0E, 0xFA29),  # the unified ones among the compatibility ideographs survive normal form C
    (0x20000, 0x2A6DF),  # B
    (0x2A700, 0x2EBE0),  # C to F
    (0x2EBF0, 0x2EE5D),  # I
    (0x30000, 0x323AF),  # G, H
)

# Surnames read otherwise than the character alone: reading in Hanyu Pinyin with the tone's number.
_SURNAMES = {
    "单于": "chan2 yu2", "长孙": "zhang3 sun1", "令狐": "ling2 hu2", "万俟": "mo4 qi2", "濮阳": "pu2 yang2",
    "尉迟": "yu4 chi2", "澹台": "tan2 tai2", "鲜于": "xian1 yu2",
    "秘": "bi4", "薄": "bo2", "种": "chong2", "都": "du1", "盖": "ge3", "葛": "ge3",
    "句": "gou1", "过": "guo1", "哈": "ha3", "黑": "he4", "华": "hua4", "纪": "ji3",
    "角": "jue2", "阚": "kan4", "缪": "miao4", "那": "na1", "佴": "nai4", "乜": "nie4",
    "宁": "ning4", "区": "ou1", "朴": "piao2", "繁": "po2", "覃": "qin2", "仇": "qiu2",
    "任": "ren2", "单": "shan4", "召": "shao4", "折": "she2", "隗": "wei3", "相": "xiang4",
    "解": "xie4", "郇": "xun2", "燕": "yan1", "乐": "yue4", "员": "yun4", "曾": "zeng1",
    "查": "zha1", "翟": "zhai2", "祭": "zhai4",
}  # fmt: skip


def accept(text: str) -> str:
    """Return a name as it is stored: normal form C, no blanks around it, its dot the middle dot.

    Raises `Refused` with a sentence for an empty name, Latin letters, digits, blanks or invisible characters
    within, private-use characters, other signs, a dot in the wrong place, and a wrong length.
    """
    name = unicodedata.normalize("NFC", text).strip().translate(_DOTS)
    if not name:
        raise Refused("name.empty", Text("请填写姓名。", "Enter the name."))
    for position, character in enumerate(name, 1):
        if not (character == DOT or _is_han(character)):
            raise _refused(character, position)
    parts = name.split(DOT)
    if not all(parts):
        raise Refused(
            "name.dot",
            Text(
                "间隔号“·”只能用在名字的两部分之间。",
                "The dot “·” may only stand between two parts of a name.",
            ),
        )
    if len(name) < 2 or len(name) > LONGEST:
        raise Refused(
            "name.length",
            Text(
                f"姓名应有 2 至 {LONGEST} 个字，这里是 {len(name)} 个。",
                f"A name has 2 to {LONGEST} characters, this has {len(name)}.",
            ),
        )
    return name


def sort_key(name: str) -> str:
    """Return the pinyin of a name, `zeng1 guo2 fan1`, to sort and look up by; surnames in their own reading.

    A character without a known reading stands for itself, after all readings.
    """
    surname = next((name[:n] for n in (2, 1) if name[:n] in _SURNAMES), "")
    given = _readings(name[len(surname) :].replace(DOT, ""))
    return f"{_SURNAMES[surname]} {given}".rstrip() if surname else given


def _is_han(character: str) -> bool:
    point = ord(character)
    return any(first <= point <= last for first, last in _HAN)


def _refused(character: str, position: int) -> Refused:
    kind = unicodedata.category(character)
    if kind == "Co":
        return Refused(
            "name.private_use",
            Text(
                f"第 {position} 个字是自造字（U+{ord(character):04X}），不能登记。",
                f"Character {position} (U+{ord(character):04X}) is a private one and cannot be registered.",
            ),
            Text("请改用 GB 18030 中的标准字。", "Use the standard character of GB 18030."),
        )
    if kind in ("Zs", "Zl", "Zp") or character in "\t\n\r":
        return Refused(
            "name.blank",
            Text(f"姓名第 {position} 位是空格。", f"There is a blank at place {position} of the name."),
            Text("姓名中间不能有空格，请删去。", "A name has no blanks within: remove it."),
        )
    if kind.startswith("C"):
        return Refused(
            "name.invisible",
            Text(
                f"姓名第 {position} 位有看不见的字符（U+{ord(character):04X}）。",
                f"There is an invisible character (U+{ord(character):04X}) at place {position} of the name.",
            ),
            Text("请删去后重新输入。", "Remove it and type the name again."),
        )
    if unicodedata.normalize("NFKC", character).isascii() and kind.startswith("L"):
        return Refused(
            "name.latin",
            Text(
                f"姓名中不能有外文字母“{character}”。",
                f"A name cannot contain the Latin letter “{character}”.",
            ),
            Text("请填写规范汉字姓名。", "Enter the name in Chinese characters."),
        )
    return Refused(
        "name.character",
        Text(f"姓名中不能有“{character}”。", f"A name cannot contain “{character}”."),
        Text("请填写规范汉字姓名。", "Enter the name in Chinese characters."),
    )


@lru_cache(maxsize=8192)  # given names repeat
def _readings(characters: str) -> str:
    """Return the readings of characters: one by one where they are no phrase that is read otherwise."""
    from pypinyin.constants import PHRASES_DICT  # late: its tables take a while to load

    size = len(characters)
    each = [_reading(character) for character in characters]
    if any(one == character for one, character in zip(each, characters, strict=True)) or any(
        characters[start:end] in PHRASES_DICT
        for start in range(size - 1)
        for end in range(start + 2, size + 1)
    ):
        return _together(characters)
    return " ".join(each)


@cache
def _reading(character: str) -> str:
    return _together(character)


def _together(characters: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(characters, style=Style.TONE3))  # takes 50 µs
