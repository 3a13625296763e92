"""Pages of a list that grows while it is read: the next one begins after a row, not at a count."""

from typing import Any

from django.db.models import F, Q, QuerySet


def page(found: "QuerySet[Any]", column: str, after: str | None, most: int) -> list[Any]:
    """Return at most `most` rows by a column of days, those without a day last, then by primary key.

    `after` is the key of the last row seen; it counts though it has left the list since. One that is not in
    sight begins anew.
    """
    ordered = found.order_by(F(column).asc(nulls_last=True), "pk")
    if after is None:
        return list(ordered[:most])
    last = found.model.objects.filter(pk=after).values_list(column, flat=True)[:1]
    if not last:
        return list(ordered[:most])
    (day,) = last
    if day is None:
        return list(ordered.filter(**{f"{column}__isnull": True, "pk__gt": after})[:most])
    later = (
        Q(**{f"{column}__gt": day}) | Q(**{column: day, "pk__gt": after}) | Q(**{f"{column}__isnull": True})
    )
    return list(ordered.filter(later)[:most])
