"""Facts, values and papers in words, from the vocabulary."""

from typing import Any

from django.utils.translation import gettext as _

from huji.counter.desk import today
from huji.policy import value_words, vocabulary
from huji.standards import divisions
from huji.web.saying import say


def title(name: str) -> str:
    """Name a fact."""
    words = vocabulary()
    return say(words[name].title) if name in words.facts else name


def value(name: str, given: Any) -> str:
    """Say a fact's value: 是, 租赁, 2 年; nothing is 未知."""
    fact = vocabulary().facts.get(name)
    if fact is None:
        return str(given)
    if fact.type == "division" and given is not None:
        return divisions.full_name(str(given), today()) or str(given)
    return say(value_words(fact, given))


def unit(fact: Any) -> str:
    """Say a fact's unit."""
    if fact.unit == "years":
        return _("周岁") if fact.name.endswith(".age") else _("年")
    return {"months": _("个月"), "m2": _("平方米"), "CNY": _("元"), "persons": _("人")}.get(
        fact.unit or "", ""
    )


def paper_title(key: str) -> str:
    """Name a paper that proves something."""
    paper = vocabulary().evidence.get(key)
    return say(paper.title) if paper else key
