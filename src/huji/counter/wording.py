"""Facts, values and papers in words, from the vocabulary."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huji.counter.desk import today
from huji.places import divisions
from huji.policy import value_words, vocabulary
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
        return divisions.book().full_name(str(given), today()) or str(given)
    return say(value_words(fact, given))


def paper_title(key: str) -> str:
    """Name a paper that proves something."""
    paper = vocabulary().evidence.get(key)
    return say(paper.title) if paper else key


_LOOKS = frozenset(
    {
        gettext_noop("业务"),
        gettext_noop("业务列表"),
        gettext_noop("业务预览"),
        gettext_noop("办理业务"),
        gettext_noop("案件列表"),
        gettext_noop("案件"),
        gettext_noop("案件提问"),
        gettext_noop("案件补正"),
        gettext_noop("案件事实"),
        gettext_noop("案件事实沿革"),
        gettext_noop("案件材料"),
        gettext_noop("案件目录"),
        gettext_noop("留在原户的人"),
        gettext_noop("到期证件"),
        gettext_noop("人员页"),
        gettext_noop("登记沿革页"),
        gettext_noop("登记沿革"),
        gettext_noop("登记事项沿革"),
        gettext_noop("户成员沿革"),
        gettext_noop("亲属关系沿革"),
        gettext_noop("接口查询"),
        gettext_noop("户口登记"),
        gettext_noop("户口登记历史"),
        gettext_noop("亲属关系"),
        gettext_noop("同户人员"),
        gettext_noop("户"),
        gettext_noop("查询"),
        gettext_noop("证件目录"),
        gettext_noop("证件"),
        gettext_noop("签发证件"),
        gettext_noop("非正式登记表"),
        gettext_noop("非正式户口簿"),
        gettext_noop("户口登记卡"),
        gettext_noop("批量打印户口簿"),
        gettext_noop("批量打印居民户口簿"),
        gettext_noop("批量打印常住人口登记表"),
        gettext_noop("批量打印文件"),
        gettext_noop("谁看过"),
        "登记在何处",
    }
)
_NUMBERED = re.compile(r"M?\d{4}-\d{3,}-\d+$|\S+号$")


def looked_at(what: str) -> str:
    """Say what the access log says was shown: its kind, and the number of the case or paper, if any."""
    kind = what.split(" ", 1)[0]
    kind = gettext_noop("登记在何处") if kind == "whereabouts" else kind
    if kind not in _LOOKS:
        return what
    number = _NUMBERED.search(what)
    return f"{_(kind)} {number[0]}" if number and kind != "查询" else _(kind)
