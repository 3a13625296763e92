"""Since when somebody is as they are: without a break, whatever changed within."""

from collections.abc import Iterable, Mapping
from datetime import date

from huji.register.queries.asking import Settled, held, on, rows


def unbroken_since(
    persons: Iterable[int], valid_on: date | None = None, entry: Settled | None = None
) -> Mapping[int, date]:
    """Return by person since when they are registered with their household of the day without a break.

    Another relation to the head or another office of the household is no break. Of one not registered: since
    when the standing has its kind and cause. Asked of people just looked at; it leaves no line of its own.
    """
    return dict(
        rows(
            f"""select r.person, lower(r.valid)
                  from (select s.person, unnest(range_agg(s.valid)) as valid from standing s
                         where s.person = any (%(persons)s::bigint[]) and {held("s")}
                         group by s.person, s.kind, s.household,
                                  case when s.household is null then s.cause end) r
                 where {on("r")}""",
            {"persons": list(persons), "day": valid_on, "known": entry},
        )
    )
