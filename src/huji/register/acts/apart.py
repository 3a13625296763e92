"""Who may not be parted: spouses, and their minor children, registered in one family household."""

from collections.abc import Iterable
from datetime import date

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.performing import cursor
from huji.standards import Text, periods

# Ties between one who leaves and one who stays in the same family household. A minor counts where both
# parents are registered there: with one alone nothing says that the family lives together.
_PARTED = """
    select k.person, k.relative, k.kind, p.born,
           (select count(*) from kinship two
              join standing at on at.person = two.relative and at.household = s.household
                   and upper_inf(at.known) and upper_inf(at.valid)
             where two.person = k.person and two.kind = 'parent'
               and upper_inf(two.known) and upper_inf(two.valid))
      from kinship k
      join person p on p.id = k.person
      join standing s on s.person = k.person and upper_inf(s.known) and upper_inf(s.valid)
      join standing r on r.person = k.relative and upper_inf(r.known) and upper_inf(r.valid)
           and r.household = s.household
      join household h on h.id = s.household and h.kind = 'family'
     where upper_inf(k.known) and upper_inf(k.valid)
       and (k.person = any (%(who)s::bigint[])) <> (k.relative = any (%(who)s::bigint[]))
       and (k.person = any (%(who)s::bigint[]) or k.relative = any (%(who)s::bigint[]))
     order by k.kind desc, k.person, k.relative"""


def together(leaving: Iterable[int], day: date, ground: str) -> None:
    """Refuse to part spouses, or minors from their parents, without a ground (Nanjing rule art. 72)."""
    if ground.strip():
        return
    who = list(leaving)
    for person, relative, kind, born, parents in cursor().execute(_PARTED, {"who": who}).fetchall():
        minor = periods.age_on(born, day) < checks.ADULT
        if kind == "spouse" or (minor and parents > 1):
            goes, stays = (person, relative) if person in who else (relative, person)
            names = checks.names([goes, stays])
            raise refusals.refuse(
                "parted",
                f"{names[goes]}与{names[stays]}是同户的夫妻或父母与未成年子女，户口不得单独迁移。",
                f"{names[goes]} and {names[stays]} are spouses, or parent and minor child, of one household:"
                " neither moves alone.",
                Text(
                    "请一并办理；法院判决等例外情形，请写明依据。",
                    "Move them together, or state the ground of an exception (a judgement and the like).",
                ),
            )
