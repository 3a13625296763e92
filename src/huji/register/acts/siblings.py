"""An only child (独生子、独生女) has no brother or sister on record; the code that is right instead."""

from datetime import date

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.session import cursor
from huji.standards import Text, code_tables

ONLY = {"21": "1", "31": "2"}
"""Only son, only daughter of the head (GB/T 4761), by sex."""
_IN_ORDER = {"1": ("22", "23", "24", "25", "26", "29"), "2": ("32", "33", "34", "35", "36", "39")}
"""First to fifth son or daughter, and any later one."""


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
        if held in ONLY and own in _IN_ORDER
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


def elders(head: int | None, born: date, sex: str) -> dict[int, str]:
    """Return the elder only children of a head in the head's household, and what each becomes at a birth."""
    if head is None:
        return {}
    rows = (
        cursor()
        .execute(
            "select k.person, p.born, i.sex, s.relation from kinship k"
            "  join person p on p.id = k.person"
            "  join particulars i on i.person = k.person and upper_inf(i.known) and upper_inf(i.valid)"
            "  join standing s on s.person = k.person and upper_inf(s.known) and upper_inf(s.valid)"
            "  join standing h on h.person = k.relative and upper_inf(h.known) and upper_inf(h.valid)"
            "   and h.household = s.household"
            " where k.relative = %s and k.kind = 'parent' and upper_inf(k.known) and upper_inf(k.valid)"
            "   and s.kind = 'registered' and s.relation = any (%s) and i.sex in ('1', '2')"
            " order by p.born, p.id",
            [head, list(ONLY)],
        )
        .fetchall()
    )
    everyone = [(born, sex), *((row[1], row[2]) for row in rows)]
    return {
        who: _code(own, sum(other == own and day < since for day, other in everyone))
        for who, since, own, _ in rows
    }


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
    codes = _IN_ORDER[sex]
    return codes[min(place, len(codes) - 1)]


def _label(code: str) -> Text:
    return code_tables.RELATION.label(code)
