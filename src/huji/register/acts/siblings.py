"""Children of a head by order of birth: an only child has no brother or sister, an eldest son none before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.session import cursor
from huji.standards import Text, code_tables

ONLY = {"21": "1", "31": "2"}
"""Only son, only daughter of the head (GB/T 4761), by sex."""
IN_ORDER = {"1": ("22", "23", "24", "25", "26", "29"), "2": ("32", "33", "34", "35", "36", "39")}
"""First to fifth son or daughter, and any later one."""
PLACED = frozenset((*ONLY, *(code for codes in IN_ORDER.values() for code in codes[:-1])))
"""Codes that a birth in the family may change."""
_CHILDREN = (*PLACED, "20", "29", "30", "39")


@dataclass(frozen=True, slots=True)
class _Child:
    """A child of a head; `relation` only where it is of the head's household."""

    person: int
    born: date
    sex: str
    relation: str | None


def only_child(relation: str, head: int | None, born: date, child: int | None = None) -> None:
    """Refuse an only child of a head who has other children on record, naming the code that is right.

    `child` is None for one who is being entered. The hint also tells what the entry of an elder becomes who
    is an only child no more.
    """
    sex = ONLY.get(relation)
    if sex is None or head is None:
        return
    others = _children(head, but=child)
    if not others:
        return
    place = sum(own == sex and day < born for _, day, own, _ in others)
    right = _label(_code(sex, place))
    everyone = [(born, sex), *((day, own) for _, day, own, _ in others)]
    wrong = [
        (name, _label(_code(own, sum(o == own and d < day for d, o in everyone))))
        for name, day, own, held in others
        if held in ONLY and own in IN_ORDER
    ]
    names = "、".join(name for name, _, _, _ in others)
    raise refusals.refuse(
        "only_child",
        f"户主另有子女在册：{names}，不能登记为“{_label(relation).zh}”。",
        f"The head has other children on record: {names}. This is not an {_label(relation).en}.",
        Text(
            f"请登记为“{right.zh}”。"
            + "".join(f"{name}原登记为独生子女，其与户主关系相应变为“{now.zh}”。" for name, now in wrong),
            f"Enter “{right.en}”."
            + "".join(f" {name}, held to be an only child, becomes “{now.en}”." for name, now in wrong),
        ),
    )


def place(head: int, born: date, sex: str) -> str | None:
    """Return the son or daughter by order of birth that one born on a day is; None for a first child."""
    family = _family(head)
    return _code(sex, _index(family, born, sex)) if family and sex in IN_ORDER else None


def elders(head: int | None, born: date, sex: str) -> dict[int, str]:
    """Return the head's children in the head's household whose place a birth changes, and what each becomes.

    Only children are so no more; whom a brother or sister born before is entered late goes one place down.
    """
    if head is None or sex not in IN_ORDER:
        return {}
    family = _family(head)
    everyone = [(born, sex), *((one.born, one.sex) for one in family)]
    found = {
        one.person: _code(one.sex, sum(other == one.sex and day < one.born for day, other in everyone))
        for one in family
        if one.relation in ONLY and one.sex in IN_ORDER
    }
    last, codes = _index(family, born, sex), IN_ORDER[sex]
    for one in family:
        code = found.get(one.person, one.relation)
        if one.sex != sex or one.born <= born or code not in codes:
            continue
        if codes.index(code) <= last:
            found[one.person] = _code(sex, last + 1)
        last = max(codes.index(code), last + 1)
    return found


def _index(family: Iterable[_Child], born: date, sex: str) -> int:
    """Return how many come before one born on a day: those known, and those their places tell of."""
    codes = IN_ORDER[sex]
    before = [one for one in family if one.sex == sex and one.born <= born]
    told = (codes.index(one.relation) + 1 for one in before if one.relation in codes[:-1])
    return max((len(before), *told))


def _family(head: int) -> list[_Child]:
    """Return the children of a head: those of the household by what they are to the head, and all by kinship.

    Adopted and stepchildren of the household are not counted among those born. The eldest comes first.
    """
    rows = cursor().execute(
        "select s.person, p.born, i.sex, case when s.household = h.household then s.relation end"
        "  from standing h, standing s"
        "  join person p on p.id = s.person"
        "  join particulars i on i.person = s.person and upper_inf(i.known) and upper_inf(i.valid)"
        " where h.person = %(head)s and upper_inf(h.known) and upper_inf(h.valid)"
        "   and upper_inf(s.known) and upper_inf(s.valid) and s.person <> h.person"
        "   and s.cause is distinct from 'void'"
        "   and (s.household = h.household and s.relation = any (%(codes)s)"
        "     or s.person in (select k.person from kinship k where k.relative = %(head)s"
        "          and k.kind = 'parent' and upper_inf(k.known) and upper_inf(k.valid)))"
        "   and not (s.household is not distinct from h.household and s.relation in ('27', '37'))"
        " order by p.born, p.id",
        {"head": head, "codes": list(_CHILDREN)},
    )
    return [_Child(*row) for row in rows.fetchall()]


def _children(head: int, but: int | None) -> list[tuple[str, date, str, str | None]]:
    """Return the children of a head on record: name, birth, sex, relation to a head; the eldest first."""
    query = cursor().execute(
        "select p.id, p.born, i.sex, s.relation from kinship k"
        "  join person p on p.id = k.person"
        "  join particulars i on i.person = k.person and upper_inf(i.known) and upper_inf(i.valid)"
        "  join standing s on s.person = k.person and upper_inf(s.known) and upper_inf(s.valid)"
        " where k.relative = %s and k.kind = 'parent' and upper_inf(k.known) and upper_inf(k.valid)"
        "   and k.person is distinct from %s and s.cause is distinct from 'void'"
        " order by p.born, p.id",
        [head, but],
    )
    rows = query.fetchall()
    names = checks.names([row[0] for row in rows])
    return [(names[who], born, sex, relation) for who, born, sex, relation in rows]


def _code(sex: str, place: int) -> str:
    codes = IN_ORDER[sex]
    return codes[min(place, len(codes) - 1)]


def _label(code: str) -> Text:
    return code_tables.RELATION.label(code)
