"""Pages of a list that grows while it is read: the next one begins after a row, not at a count."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable


def page(
    found: "QuerySet[Any]",
    day: str | Combinable,
    after: str | None,
    most: int,
    among: "QuerySet[Any] | None" = None,
) -> list[Any]:
    """Return at most `most` rows by a day (a column, or made of some), those without one last, then by key.

    `after` is the key of the last row seen; it counts though it has left the list since, where it is `among`
    all (by default every row of the model). One that is not in sight begins anew.
    """
    by = F(day) if isinstance(day, str) else day
    found = found.alias(page_day=by)
    ordered = found.order_by(F("page_day").asc(nulls_last=True), "pk")
    if after is None:
        return list(ordered[:most])
    everything = found.model.objects.all() if among is None else among
    last = everything.annotate(page_day=by).filter(pk=after).values_list("page_day", flat=True)[:1]
    if not last:
        return list(ordered[:most])
    (then,) = last
    if then is None:
        return list(ordered.filter(page_day__isnull=True, pk__gt=after)[:most])
    later = Q(page_day__gt=then) | Q(page_day=then, pk__gt=after) | Q(page_day__isnull=True)
    return list(ordered.filter(later)[:most])
