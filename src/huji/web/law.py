"""Clauses and figures in words: citations, articles, who is responsible, units."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huji.policy import citing
from huji.standards import law
from huji.web.saying import in_chinese, joined, say


def laws(basis: Iterable[Mapping[str, str]]) -> str:
    """Write citations, document by document: 盘政发〔2015〕53号 第五条、第六条."""
    documents: dict[str, list[str]] = {}
    for one in basis:
        documents.setdefault(one["document"], []).append(article(one["article"]))
    return joined(f"{document} {joined(articles)}" for document, articles in documents.items())


def cited(basis: str | None) -> str:
    """Write what an act rests on, with the law's short name in English."""
    return say(law.cited(basis)) if basis else ""


def article(number: str) -> str:
    """Write an article as documents number or name them: 第五条, 三(二); in English art. 5, art. 3(2)."""
    said = citing.article(number)
    return said.zh if in_chinese() else said.en.replace("article ", "art. ", 1)


def unit(fact: Any) -> str:
    """Say a fact's unit."""
    if fact.unit == "years":
        return _("周岁") if fact.name.endswith(".age") else _("年")
    return {"months": _("个月"), "m2": _("平方米"), "CNY": _("元"), "persons": _("人")}.get(
        fact.unit or "", ""
    )


_DEPARTMENTS = frozenset(
    {
        gettext_noop("市公安局"),
        gettext_noop("市发改委"),
        gettext_noop("市人社局"),
        gettext_noop("市教育局"),
        gettext_noop("市住建局"),
        gettext_noop("市卫生局"),
        gettext_noop("市民政局"),
        gettext_noop("市外办"),
        gettext_noop("市国土局"),
        gettext_noop("市农业局"),
        gettext_noop("市委农办"),
        gettext_noop("市教委"),
        gettext_noop("市住建委"),
        gettext_noop("市科委"),
        gettext_noop("市税务局"),
        gettext_noop("市地税局"),
        gettext_noop("市工商局"),
        gettext_noop("市人力社保局"),
        gettext_noop("市国土房管局"),
        gettext_noop("市人口计生委"),
        gettext_noop("人民银行天津分行"),
        gettext_noop("市来穗人员服务管理局"),
        gettext_noop("市流动人口管理办公室"),
        gettext_noop("市知识产权局"),
        gettext_noop("市住房公积金管理中心"),
        gettext_noop("市卫生和计划生育局"),
        gettext_noop("省公安厅"),
        gettext_noop("省发改委"),
        gettext_noop("省人社厅"),
        gettext_noop("省教育厅"),
    }
)


def department(name: str) -> str:
    """Name a department that a document makes responsible; one not known here stands as it is."""
    return _(name) if name in _DEPARTMENTS else name
