"""Articles of documents in words, as documents number or name them."""

import re
from collections.abc import Sequence

from huji.policy.words import Text

_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_NARROW = str.maketrans("（）", "()")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+")


def article(words: str) -> Text:
    """Return an article: 第五条 · article 5; one with an inner number as written, 三(二) · article 3(2).

    A part of a document that has a name and no number stands as it is.
    """
    if words.endswith("及以后"):
        first = article(words.removesuffix("及以后"))
        return Text(f"{first.zh}及以后", f"{first.en} and after")
    number = _figures(words)
    if number is None:
        return Text(words, words)
    return Text(words if "(" in number else f"第{words}条", f"article {number}")


def articles(several: Sequence[str]) -> Text:
    """Return the articles of one document together: 第四、五条 · articles 4, 5."""
    numbers = [number for one in several if (number := _figures(one)) is not None and "(" not in number]
    if len(several) > 1 and len(numbers) == len(several):
        return Text(f"第{'、'.join(several)}条", f"articles {', '.join(numbers)}")
    each = [article(one) for one in several]
    return Text("、".join(one.zh for one in each), ", ".join(one.en for one in each))


def _figures(words: str) -> str | None:
    """Return an article's number in figures, or None where it has a name."""
    figures = _NUMERAL.sub(lambda found: str(_number(found[0])), words.translate(_NARROW))
    return figures if re.fullmatch(r"[\d().,a-z]+", figures) else None


def _number(numeral: str) -> int:
    """Return a Chinese numeral below a hundred: 十二 is 12, 二十 is 20."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
