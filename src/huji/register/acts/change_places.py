"""Changing places, every registration following (Panjin opinions, clause 15: villages become communities).

The act is that of `huji.places`; addresses keep their ids, so that nobody's registration changes by a name or
a code. Where another office keeps an address from then on, its households, all standings within them, and
those who left them for nowhere yet come under that office in the same transaction.
"""

from collections.abc import Mapping
from typing import Any

from huji.places.acts import Authority, Changed, ChangePlaces
from huji.places.acts import change_places as change_places_alone
from huji.register.acts.performing import perform
from huji.register.acts.session import cursor


def change_places(statement: ChangePlaces, by: Authority) -> Changed:
    """Change places from a day on, and let registrations follow to the offices that keep them then.

    Raises Refused (`places.*` naming the line at fault, `register.busy`).
    """
    return perform(lambda: change_places_alone(statement, by, _Registrations()))


class _Registrations:
    """What follows: `results.follow` of the entry lists households and absent persons by office and days.

    On those days the seats of those households, every standing within them, and the present standing of
    those absent are of that office.
    """

    def hold(self) -> Mapping[str, Any]:
        rows = cursor().execute("select * from register_follow_hold()").fetchall()
        if not rows:
            return {}
        return {
            "follow": [
                {
                    "office": office,
                    "since": since,
                    "until": until,
                    "households": households or [],
                    "absent": absent or [],
                }
                for office, since, until, households, absent in rows
            ]
        }

    def follow(self, entry: int) -> int:
        row = cursor().execute("select register_follow(%s)", [entry]).fetchone()
        assert row
        return int(row[0])
