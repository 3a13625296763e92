"""Saying a bilingual text or a day in the page's language."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation


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


def day(value: date | datetime | None) -> str:
    """Write a day: 2016年3月1日 · 1 March 2016."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if in_chinese():
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"


def clock(value: datetime | None) -> str:
    """Write the time of the day in Shanghai: 14:05."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


def moment(value: datetime | None) -> str:
    """Write a day and its time in Shanghai: 2016年3月1日 14:05."""
    return f"{day(value)} {clock(value)}" if value else ""
