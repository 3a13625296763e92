"""Setting a local figure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from huji import ledger
from huji.facts import terms
from huji.policy.vocabulary import Scope
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class SetFigure:
    """A local figure of a place (`place.*`): division prefix, value, days [since, until), where published."""

    division: str
    name: str
    value: Decimal
    since: date
    until: date | None
    source_zh: str
    source_en: str


def set_figure(statement: SetFigure, by: Acting) -> int:
    """Put the figure on file and return the ledger entry; an older figure is closed for the days covered.

    Refuses `unknown_fact`, `wrong_value`, `not_a_figure` and `no_source`.
    """
    if terms.fact(statement.name).scope is not Scope.PLACE:
        raise Refused(
            "not_a_figure",
            Text(f"“{statement.name}”不是地方标准。", f"“{statement.name}” is not a figure of a place."),
        )
    value = terms.fitting(statement.name, _number(statement.value))
    if not statement.source_zh.strip() or not statement.source_en.strip():
        raise Refused("no_source", Text("请写明公布的文件。", "Say where the figure is published."))
    with writing():
        key: dict[str, Any] = {
            "division": statement.division,
            "name": statement.name,
            "since": statement.since,
            "until": statement.until,
        }
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended(%s, 23))",
                [f"{statement.division} {statement.name}"],
            )
            entry = ledger.write(
                by.office,
                "set_figure",
                {
                    **key,
                    "value": str(value),
                    "source_zh": statement.source_zh,
                    "source_en": statement.source_en,
                    "officer": by.officer,
                },
            )
            row = {**key, "entry": entry, "value": statement.value}
            cursor.execute(
                """with closed as (
                     update place_figure set known = int8range(lower(known), %(entry)s)
                      where division = %(division)s and name = %(name)s and upper_inf(known)
                        and valid && daterange(%(since)s, %(until)s)
                     returning *)
                   insert into place_figure (division, name, value, valid, known, source_zh, source_en)
                   select division, name, value, rest, int8range(%(entry)s, null), source_zh, source_en
                     from closed, unnest(datemultirange(valid)
                                         - datemultirange(daterange(%(since)s, %(until)s))) rest""",
                row,
            )
            cursor.execute(
                """insert into place_figure (division, name, value, valid, known, source_zh, source_en)
                   values (%(division)s, %(name)s, %(value)s, daterange(%(since)s, %(until)s),
                           int8range(%(entry)s, null), %(source_zh)s, %(source_en)s)""",
                {**row, "source_zh": statement.source_zh, "source_en": statement.source_en},
            )
    return entry


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
