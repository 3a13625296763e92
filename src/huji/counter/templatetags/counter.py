"""Codes of the register in words."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from huji.register import telling
from huji.register.histories import ItemBelief
from huji.register.records import Found, Household, KinRelation, Standing
from huji.standards import Refused, code_tables
from huji.web.saying import say

register = template.Library()

_TABLES = {
    "sex": code_tables.SEX,
    "ethnic": code_tables.ETHNIC,
    "education": code_tables.EDUCATION,
    "marital": code_tables.MARITAL,
    "relation": code_tables.RELATION,
}


@register.filter
def code(value: str | None, table: str) -> str:
    """Say a code of a national table; a code the table does not have stands as it is."""
    if not value:
        return "—"
    try:
        return say(_TABLES[table].label(value))
    except Refused:
        return value


@register.filter
def standing(one: Standing | Found) -> str:
    """Say how somebody stands."""
    return say(telling.standing(one.kind, one.cause))


@register.filter
def gone(one: Standing) -> bool:
    """Tell whether a registration was cancelled."""
    return telling.cancelled(one.kind, one.cause)


@register.filter
def kin(relation: str) -> str:
    """Say what a relative is."""
    return {
        KinRelation.SPOUSE: _("配偶"),
        KinRelation.PARENT: _("父母"),
        KinRelation.CHILD: _("子女"),
        KinRelation.GRANDPARENT: _("祖父母、外祖父母"),
        KinRelation.GRANDCHILD: _("孙子女、外孙子女"),
        KinRelation.GREAT_GRANDPARENT: _("曾祖父母"),
        KinRelation.GREAT_GRANDCHILD: _("曾孙子女"),
        KinRelation.SIBLING: _("兄弟姐妹"),
        KinRelation.PARENT_IN_LAW: _("配偶的父母"),
        KinRelation.CHILD_IN_LAW: _("子女的配偶"),
        KinRelation.UNCLE_OR_AUNT: _("父母的兄弟姐妹"),
        KinRelation.NEPHEW_OR_NIECE: _("兄弟姐妹的子女"),
    }[KinRelation(relation)]


@register.filter
def household_kind(household: Household) -> str:
    """Say the kind of a household."""
    if household.sort is None:
        return _("家庭户")
    return {
        "unit": _("单位集体户"),
        "school": _("学校集体户"),
        "talent_centre": _("人才中心集体户"),
        "community": _("社区集体户"),
    }[household.sort]


@register.filter
def act(name: str) -> str:
    """Say an act of the register."""
    return say(telling.title(name))


@register.filter
def item(name: str) -> str:
    """Name an item of the registration form."""
    return say(telling.item_title(name))


@register.filter
def item_value(belief: ItemBelief) -> str:
    """Say the value of an item."""
    return say(telling.item_value(belief.item, belief.value))


@register.filter
def cause(one: Standing) -> str:
    """Say why a standing is so, where its own words do not tell."""
    return say(telling.cause(one.cause)) if one.cause and not telling.tells_cause(one.kind, one.cause) else ""


@register.filter
def file_url(number: str) -> str:
    """Return the page of a case or, by the letter its number begins with, of a matter."""
    return reverse("counter:matter" if number.startswith("M") else "counter:case", args=[number])


@register.filter
def points(number: Decimal) -> str:
    """Write points without idle zeros: 60, 90.75."""
    return format(number.normalize(), "f")
