"""Names of divisions in two languages: the Chinese of the gazetteer, and its official spelling in English.

English names follow pinyin without the class of the place (盘锦市 is Panjin), as the State's spelling rules
for place names (1984) have it; the names that come from other languages are listed.
"""

from datetime import date
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

from huji.standards import divisions
from huji.standards.code_tables import ETHNIC
from huji.standards.words import Text

_SPOKEN = {"长治": "Changzhi", "漯河": "Luohe", "朝阳": "Chaoyang", "吕梁": "Lüliang"}
"""Readings that a dictionary of single characters gets wrong."""

_OTHERS = _SPOKEN | {
    "内蒙古": "Inner Mongolia",
    "西藏": "Tibet",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "陕西": "Shaanxi",
    "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar",
    "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab",
    "兴安": "Hinggan",
    "锡林郭勒": "Xilingol",
    "阿拉善": "Alxa",
    "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay",
    "吐鲁番": "Turpan",
    "阿克苏": "Aksu",
    "喀什": "Kashgar",
    "和田": "Hotan",
    "伊犁": "Ili",
    "阿勒泰": "Altay",
    "博尔塔拉": "Bortala",
    "巴音郭楞": "Bayingolin",
    "克孜勒苏": "Kizilsu",
    "拉萨": "Lhasa",
    "日喀则": "Shigatse",
    "昌都": "Chamdo",
    "林芝": "Nyingchi",
    "那曲": "Nagqu",
    "阿里": "Ngari",
    "甘孜": "Garze",
    "果洛": "Golog",
}
_CLASSES = (
    *("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区"),
    *("省", "市", "盟", "州", "县", "区", "旗"),
)
_AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")


@lru_cache(maxsize=4096)
def name(code: str, on: date) -> Text | None:
    """Return the whole name of a division on a day: 辽宁省盘锦市 · Panjin, Liaoning."""
    chain = [
        one
        for one in divisions.ancestry(code, on)
        if not one.name.startswith(("市辖区", "省直辖", "自治区直辖"))
    ]
    if not chain:
        return None
    english = list(dict.fromkeys(spelt(one.name) for one in reversed(chain)))
    return Text("".join(one.name for one in chain), ", ".join(english))


def short(code: str, on: date) -> Text | None:
    """Return the name of a division alone (盘锦市 · Panjin), or None for an unknown code."""
    found = divisions.lookup(code, on)
    return Text(found.name, spelt(found.name)) if found else None


def known(code: str, on: date) -> Text | None:
    """Return the name of a division on a day, or its latest where the code was not valid then."""
    found = divisions.lookup(code, on) or next(reversed(divisions.history(code)), None)
    return Text(found.name, spelt(found.name)) if found else None


def spelt(chinese: str) -> str:
    """Return a place's name in Latin letters: 牡丹江市 is Mudanjiang, 西安市 Xi'an."""
    stem = _stem(chinese)
    if stem in _OTHERS:
        return _OTHERS[stem]
    syllables = lazy_pinyin(stem, style=Style.NORMAL)
    spelling = "".join(
        f"'{one}" if number and one[:1] in "aeo" else one for number, one in enumerate(syllables)
    )
    return spelling.replace("v", "ü").capitalize()


@cache
def _peoples() -> tuple[str, ...]:
    return (*(code.label.zh for code in ETHNIC), "蒙古", "哈萨克", "柯尔克孜", "维吾尔", "各族")


def _stem(chinese: str) -> str:
    """Return a name without its class, and without the peoples that an autonomous place is named for."""
    ending = next((one for one in _CLASSES if chinese.endswith(one) and len(chinese) - len(one) >= 2), "")
    stem = chinese.removesuffix(ending)
    while ending in _AUTONOMOUS:
        people = next((one for one in _peoples() if stem.endswith(one) and len(stem) - len(one) >= 2), "")
        if not people:
            break
        stem = stem.removesuffix(people)
    return stem
