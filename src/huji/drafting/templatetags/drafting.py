"""A policy's days in words."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from huji.policy import Pack
from huji.web.saying import day

register = template.Library()


@register.filter
def span(pack: Pack, last: date | None) -> str:
    """Say from when a pack is in force, and until when where that is known."""
    if last is None:
        return _("%(day)s起") % {"day": day(pack.in_force_from)}
    return _("%(day)s至%(last)s") % {"day": day(pack.in_force_from), "last": day(last)}
