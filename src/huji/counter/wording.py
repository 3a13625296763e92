"""Facts, values and papers in words, from the vocabulary."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huji.counter.desk import today
from huji.policy import vocabulary
from huji.standards import divisions
from huji.web.saying import say

_OPERATORS = ("is", "in", "at_least", "at_most", "above", "below")


def title(name: str) -> str:
    """Name a fact."""
    words = vocabulary()
    return say(words[name].title) if name in words.facts else name


def value(name: str, given: Any) -> str:
    """Say a fact's value: 是, 租赁, 2 年; nothing is 未知."""
    if given is None:
        return _("未知")
    if isinstance(given, bool):
        return _("是") if given else _("否")
    fact = vocabulary().facts.get(name)
    if fact is None:
        return str(given)
    if fact.type == "code":
        return say(fact.values.get(str(given), given))
    if fact.type == "division":
        return divisions.full_name(str(given), today()) or str(given)
    return f"{given} {unit(fact)}".strip()


def unit(fact: Any) -> str:
    """Say a fact's unit."""
    if fact.unit == "years":
        return _("周岁") if fact.name.endswith(".age") else _("年")
    return {"months": _("个月"), "m2": _("平方米"), "CNY": _("元"), "persons": _("人")}.get(
        fact.unit or "", ""
    )


def leaf(reason: Mapping[str, Any]) -> str:
    """Say what a leaf asks of a fact."""
    name = reason["fact"]
    operator = next(one for one in _OPERATORS if one in reason)
    wanted = reason[operator]
    named = title(name)
    if operator == "is" and isinstance(wanted, bool):
        return named if wanted else _("不具备：%(fact)s") % {"fact": named}
    if operator == "in":
        return _("%(fact)s：%(values)s") % {
            "fact": named,
            "values": _("或").join(value(name, one) for one in wanted),
        }
    other = reason.get("of_fact")
    said = title(other) if other else value(name, wanted)
    if other and wanted is not None:
        said = f"{said}（{value(name, wanted)}）"
    sentence = {
        "is": _("%(fact)s：%(value)s"),
        "at_least": _("%(fact)s不低于%(value)s"),
        "at_most": _("%(fact)s不高于%(value)s"),
        "above": _("%(fact)s高于%(value)s"),
        "below": _("%(fact)s低于%(value)s"),
    }[operator]
    return sentence % {"fact": named, "value": said}


def paper_title(key: str) -> str:
    """Name a paper that proves something."""
    paper = vocabulary().evidence.get(key)
    return say(paper.title) if paper else key
