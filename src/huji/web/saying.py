"""Saying a bilingual text or a day in the page's language."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from huji.standards import Refused

_DAY = re.compile(r"( ?)(?<![\d-])(\d{4}-\d\d-\d\d)(?![\d-])( ?)", re.ASCII)


def in_chinese() -> bool:
    """Tell whether the page is in Chinese."""
    return (translation.get_language() or "zh").startswith("zh")


def say(text: Any) -> str:
    """Say a bilingual text (`zh` and `en`, attributes or keys) in the page's language; others unchanged."""
    if text is None:
        return ""
    language = "zh" if in_chinese() else "en"
    if isinstance(text, Mapping):
        return str(text.get(language) or text.get("zh") or "")
    return str(getattr(text, language, text))


def joined(parts: Iterable[Any]) -> str:
    """Join the items of an enumeration: 、 in Chinese, commas in English."""
    return ("、" if in_chinese() else ", ").join(str(part) for part in parts)


def sentences(parts: Iterable[Any]) -> str:
    """Put whole sentences one after the other: no space between Chinese ones."""
    return ("" if in_chinese() else " ").join(str(part) for part in parts)


def day(value: date | datetime | None) -> str:
    """Write a day: 2016年3月1日 · 1 March 2016."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if in_chinese():
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"


def days_in_words(text: str) -> str:
    """Write the days that a sentence names as 2016-03-01 the way pages write them."""

    def written(found: re.Match[str]) -> str:
        before, which, after = found.groups()
        try:
            said = day(date.fromisoformat(which))
        except ValueError:
            return found[0]
        return said if in_chinese() else f"{before}{said}{after}"

    return _DAY.sub(written, text)


def refusal(refused: Refused) -> str:
    """Say what was wrong and what to do, days in words."""
    return days_in_words(sentences(say(text) for text in (refused.text, refused.hint) if text))


def clock(value: datetime | None) -> str:
    """Write the time of the day in Shanghai: 14:05."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


def moment(value: datetime | None) -> str:
    """Write a day and its time in Shanghai: 2016年3月1日 14:05."""
    return f"{day(value)} {clock(value)}" if value else ""
