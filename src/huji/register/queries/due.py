"""What runs out: people in transit whose certificate has lapsed, permits that nobody used."""

from dataclasses import dataclass
from datetime import date

from huji.register.queries.asking import rows
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.records import Permit
from huji.register.transit import LEFT_ON

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Traveller:
    """One in transit: the register's id, citizen number and name."""

    person: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Transit:
    """One of our migration certificates on which people are still in transit, good through `expires`."""

    certificate: str
    office: int
    issued: date
    expires: date
    destination: str
    people: tuple[Traveller, ...]

    def overdue(self, on: date) -> int:
        """Return for how many days it has lapsed, 0 while it is good."""
        return max(0, (on - self.expires).days)


def transits(by: Reader | Seen, lapsed_on: date | None = None) -> tuple[Transit, ...]:
    """Return those in transit within the reader's area, whose certificate lapsed first; at most 100.

    `lapsed_on`: only certificates that have lapsed by that day. 1994 rules: good for thirty days; 国办发
    〔2015〕96号, sixth kind: who is registered nowhere then is registered again at the origin.
    """
    found = rows(
        f"""select c.number, c.office, c.issued, c.expires, c.destination,
                  array_agg(s.person order by s.person),
                  array_agg(coalesce(n.number, '') order by s.person),
                  array_agg(coalesce(i.name, '') order by s.person)
             from migration_certificate c
             join standing s on s.person = any (c.persons) and s.kind = 'in_transit'
                  and upper_inf(s.known) and upper_inf(s.valid)
             left join citizen_number n on n.person = s.person and upper_inf(n.known) and upper_inf(n.valid)
             left join particulars i on i.person = s.person and upper_inf(i.known) and upper_inf(i.valid)
            where c.issuer = '' and c.void_entry is null and c.issued >= {LEFT_ON}
              and (%(on)s::date is null or c.expires < %(on)s::date)
            group by c.number, c.office, c.issued, c.expires, c.destination
            order by c.expires, c.number limit %(most)s""",
        {"on": lapsed_on, "most": SHOWN},
    )
    covered(by, {person for row in found for person in row[5]}, "迁移途中人员 in transit")
    return tuple(
        Transit(number, office, issued, expires, to, tuple(map(Traveller, *people)))
        for number, office, issued, expires, to, *people in found
    )


def permits_lapsed(on: date) -> tuple[Permit, ...]:
    """Return move-in permits of the reader's area that lapsed unused, newest first; at most 100."""
    found = rows(
        """select number, office, address, household, issued, expires, numbers, names from move_in_permit
            where used_entry is null and void_entry is null and expires < %s
            order by expires desc limit %s""",
        [on, SHOWN],
    )
    return tuple(
        Permit(number, office, address, household, issued, expires, tuple(zip(numbers, names, strict=True)))
        for number, office, address, household, issued, expires, numbers, names in found
    )
