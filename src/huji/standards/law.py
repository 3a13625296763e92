"""Legal bases in both languages: `cited(words)` tells in English what law and article a basis names.

A basis is kept and printed as the law is cited: documents with their articles, parted by “；”.
"""

import re
from functools import cache

from huji.standards.words import Text

DOCUMENTS = {
    "户口登记条例（1958）": "Household Registration Regulations (1958)",
    "户口登记条例": "Household Registration Regulations (1958)",
    "居民身份证法": "Resident Identity Card Law",
    "国籍法": "Nationality Law",
    "民法典": "Civil Code",
    "国办发〔2015〕96号": "State Council Office Opinion No. 96 of 2015",
    "公通字〔1995〕91号": "Ministry of Public Security Notice No. 91 of 1995",
    "公安部1994年7月11日通知": "Ministry of Public Security Notice of 11 July 1994",
    "参照南京市户口登记细则": "after the Nanjing Household Registration Rules",
    "GB 11643-1999": "GB 11643-1999",
    "积分落户办法": "the scheme of points",
    "演示数据": "demonstration data",
}
"""The short English name of every document that an act rests on."""
_REMARKS = {
    "（居民户口簿换发）": "new booklets",
    "（常住人口登记表）": "registration forms",
    "（有效期）": "term of validity",
}
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_NUMBER = "[零一二三四五六七八九十百千]+"
_ARTICLE = re.compile(f"第({_NUMBER})条")
_RANGE = re.compile(f"第({_NUMBER})条至第({_NUMBER})条")
_ITEM = re.compile(f"(?:第)?（({_NUMBER})）(?:项)?")


@cache
def cited(words: str) -> Text:
    """Return a basis in both languages: 户口登记条例（1958）第十条、第十三条 · … (1958), arts. 10, 13.

    What is no document known here, such as a reason that an officer wrote, stands as it is.
    """
    return Text(words, "; ".join(map(_part, words.split("；"))))


def _part(words: str) -> str:
    document = next((name for name in DOCUMENTS if words.startswith(name)), None)
    if document is None:
        return words
    named, rest = DOCUMENTS[document], words[len(document) :]
    if not rest:
        return named
    if rest in _REMARKS:
        return f"{named} ({_REMARKS[rest]})"
    articles = _articles(rest)
    return f"{named}, {articles}" if articles else words


def _articles(words: str) -> str | None:
    """Return articles and items in figures, or None where the words say more than those."""
    said, items = [], []
    left = words
    while left:
        if found := _RANGE.match(left):
            said.append(f"{_value(found[1])}–{_value(found[2])}")
        elif found := _ARTICLE.match(left):
            said.append(str(_value(found[1])))
        elif found := _ITEM.match(left):
            items.append(str(_value(found[1])))
        else:
            return None
        left = left[found.end() :].removeprefix("、")
    several = len(said) > 1 or "–" in "".join(said)
    parts = [
        f"{'arts.' if several else 'art.'} {', '.join(said)}" if said else "",
        f"{'items' if len(items) > 1 else 'item'} {', '.join(items)}" if items else "",
    ]
    return ", ".join(part for part in parts if part)


def _value(numeral: str) -> int:
    """Return a Chinese numeral below ten thousand: 十九 is 19, 一百十六 is 116, 一千一百零三 is 1103."""
    value, left = 0, numeral.replace("零", "")
    for unit, of in (("千", 1000), ("百", 100), ("十", 10)):
        if unit in left:
            count, _, left = left.partition(unit)
            value += of * (_DIGITS[count] if count else 1)
    return value + (_DIGITS[left] if left else 0)
