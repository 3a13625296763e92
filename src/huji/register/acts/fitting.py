"""Whether somebody can be to the head of a household what is stated: by sex, by age, by who is there already.

Refused is what cannot be; what only seldom is (a son-in-law older than the head) is the officer's to judge.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, kindred, looking
from huji.register.acts.performing import Held, Holding, cursor
from huji.register.acts.values import HEAD, SPOUSES, Mover, NewHousehold
from huji.register.bounds import (
    ELDER,
    HEADS_SEX,
    LEAST_WEDDED,
    OLDER,
    WEDDED,
    YOUNGER,
    YOUNGER_SIBLING,
    only_one,
)
from huji.standards import Text, code_tables, periods
from huji.standards.code_tables import KinGroup


@dataclass(frozen=True, slots=True)
class Related:
    """One of a household, or coming to it: `relation` to its head; person 0 and a name: not entered yet."""

    person: int
    born: date
    sex: str
    relation: str
    name: str = ""

    @property
    def called(self) -> str:
        return self.name or checks.name_of(self.person)


def come(
    holding: Holding,
    members: Sequence[Mover],
    into: int | NewHousehold,
    day: date,
    entering: Sequence[Related] = (),
) -> None:
    """Refuse who cannot be what is stated in the family household gone to; read only where it says anything.

    `entering` are those of `members` whom the register does not know yet.
    """
    codes = [(mover.person, mover.relation) for mover in members if mover.person in holding.persons]
    if not any(_says_something(code) for code in (*(c for _, c in codes), *(e.relation for e in entering))):
        return
    home = into if isinstance(into, int) else None
    there = _there(home, [person for person, _ in codes])
    known = {one.person: one for one in there}
    coming = [
        Related(person, holding.persons[person].born, known[person].sex if person in known else "", code)
        for person, code in codes
    ]
    moving = {person for person, _ in codes}
    fit([*coming, *entering], [one for one in there if one.person not in moving], day)


def fit(coming: Sequence[Related], there: Sequence[Related], day: date) -> None:
    """Refuse one of `coming` who cannot be that to the head, who is among them or among those there."""
    head = next((one for one in (*there, *coming) if one.relation == HEAD), None)
    held = list(there)
    for one in coming:
        _of_sex(one, head)
        _of_age(one, head, day)
        _alone(one, held)
        held.append(one)


def restated(held: Mapping[int, Held], head: int, stated: Mapping[int, str], day: date) -> None:
    """Refuse relations to a new head that cannot be, stated of people of the household who are held."""
    if not any(_says_something(code) for code in stated.values()):
        return
    sexes = {one.person: one.sex for one in _there(None, [head, *stated])}
    first = Related(head, held[head].born, sexes.get(head, ""), HEAD)
    others = [
        Related(person, held[person].born, sexes.get(person, ""), code)
        for person, code in stated.items()
        if person != head
    ]
    fit(others, [first], day)


def akin(one: Related, head: Related) -> None:
    """Refuse what contradicts the marriages and parents on record; 97 says no more than kin.

    Of kin further away one may be two things at once, which is the officer's to judge.
    """
    kin, label = looking.related(head.person, 1).get(one.person), code_tables.RELATION.label(one.relation)
    said = code_tables.kin_group(one.relation)
    if kin is not None and said is not KinGroup.OTHER_RELATIVE and said.value != kin.value:
        raise refusals.refuse(
            "relation_kin",
            f"户籍中{one.called}与户主的亲属关系不是“{label.zh}”。",
            f"By the kinship on record {one.called} is not the head's {label.en}.",
            Text(
                "亲属关系有误的，先办理离婚、亲子关系确认、收养等事项。",
                "Where the kinship is wrong, enter the divorce, the parentage or the adoption first.",
            ),
        )
    if kin is None and one.relation in SPOUSES and kindred.spouses([one.person, head.person]):
        raise refusals.refuse(
            "spouse_on_record",
            f"户籍中{one.called}或者户主的配偶另有其人，不能登记为“{label.zh}”。",
            f"{one.called} or the head is married to somebody else on record and not entered as {label.en}.",
            Text("请先办理结婚、离婚变更。", "Register the marriage, or the end of the other one, first."),
        )


def members(household: int) -> list[Related]:
    """Return those registered in a household now."""
    return _there(household, [])


def _there(household: int | None, persons: Iterable[int]) -> list[Related]:
    """Return the people of a household as believed now, and others: the relation counts in a household."""
    rows = cursor().execute(
        "select s.person, p.born, coalesce(i.sex, ''),"
        "       case when s.household = %(home)s then coalesce(s.relation, '') else '' end"
        "  from standing s join person p on p.id = s.person"
        "  left join particulars i on i.person = s.person and upper_inf(i.known) and upper_inf(i.valid)"
        " where (s.person = any (%(who)s::bigint[]) or s.household = %(home)s)"
        "   and upper_inf(s.known) and upper_inf(s.valid) order by s.person",
        {"home": household, "who": list(persons)},
    )
    return [Related(*row) for row in rows.fetchall()]


def _says_something(code: str) -> bool:
    return code != HEAD and (
        code_tables.sex_of_relation(code) is not None or code in SPOUSES or code in YOUNGER or code in OLDER
    )


def _of_sex(one: Related, head: Related | None) -> None:
    said = code_tables.sex_of_relation(one.relation)
    label = code_tables.RELATION.label(one.relation)
    if said is not None and one.sex in ("1", "2") and one.sex != said:
        raise refusals.refuse(
            "relation_sex",
            f"{one.called}的性别与“{label.zh}”不符。",
            f"{one.called} is not of the sex of “{label.en}”.",
            Text("请核对性别和与户主关系。", "Check the sex and the relation to the head."),
        )
    if head is None or head.sex not in ("1", "2"):
        return
    if HEADS_SEX.get(one.relation, head.sex) != head.sex:
        raise refusals.refuse(
            "heads_sex",
            f"户主的性别与{one.called}的“{label.zh}”不符。",
            f"The head is not of the sex of one who has {one.called} as a “{label.en}”.",
            Text(
                "公公、婆婆是妻子对丈夫父母的称谓，岳父、岳母是丈夫对妻子父母的称谓。",
                "Father-in-law and mother-in-law are told apart by whose parents they are.",
            ),
        )
    if one.relation in SPOUSES and one.sex == head.sex and head.person not in kindred.spouses([one.person]):
        raise refusals.refuse(
            "spouse_sex",
            f"{one.called}与户主性别相同，不能登记为“{label.zh}”。",
            f"{one.called} is of the head's sex and is not entered as “{label.en}”.",
            Text("请核对性别和与户主关系。", "Check the sex and the relation to the head."),
        )


def _of_age(one: Related, head: Related | None, day: date) -> None:
    label = code_tables.RELATION.label(one.relation)
    if one.relation in WEDDED and periods.age_on(one.born, day) < LEAST_WEDDED:
        raise _age(one, label, "已婚的人应当年满十八周岁", "one who is married is eighteen or older")
    if head is None:
        return
    if (years := YOUNGER.get(one.relation)) is not None and not (_older(head, one, years) or _kin(one, head)):
        raise _age(one, label, *_apart("小", "younger", years))
    if (years := OLDER.get(one.relation)) is not None and not (_older(one, head, years) or _kin(one, head)):
        raise _age(one, label, *_apart("大", "older", years))
    if one.relation in ELDER and one.born > head.born:
        raise _age(one, label, "应当比户主年长", "an elder one is older than the head")
    if one.relation in YOUNGER_SIBLING and one.born < head.born:
        raise _age(one, label, "应当比户主年幼", "a younger one is younger than the head")


def _older(one: Related, other: Related, years: int) -> bool:
    """Whether one was born before another, and so many full years before."""
    return one.born < other.born and periods.age_on(one.born, other.born) >= years


def _kin(one: Related, head: Related) -> bool:
    """Whether the register holds them to be so related: a wrong birth date keeps nobody from moving."""
    if not (one.person and head.person):
        return False
    kin = looking.related(head.person).get(one.person)
    return kin is not None and kin.value == code_tables.kin_group(one.relation).value


def _apart(zh: str, en: str, years: int) -> tuple[str, str]:
    if years:
        return f"应当比户主{zh}{years}岁以上", f"{years} years {en} than the head or more"
    return f"年龄应当比户主{zh}", f"{en} than the head"


def _age(one: Related, label: Text, zh: str, en: str) -> Exception:
    # The birth date is left out: who comes from another office is not told by a refusal.
    return refusals.refuse(
        "relation_age",
        f"{one.called}的出生日期与“{label.zh}”不合：{zh}。",
        f"{one.called}'s birth date is not that of “{label.en}”: {en}.",
        Text("请核对出生日期和与户主关系。", "Check the birth date and the relation to the head."),
    )


def _alone(one: Related, there: Sequence[Related]) -> None:
    """Refuse a second spouse of one head, and a second eldest son."""
    codes = only_one(one.relation)
    other = next((two for two in there if two.relation in codes), None)
    if other is None:
        return
    label = code_tables.RELATION.label(other.relation)
    if one.relation in SPOUSES:
        raise refusals.refuse(
            "two_spouses_of_head",
            f"该户已登记{other.called}为户主的“{label.zh}”，一人只能有一名配偶。",
            f"The household has {other.called} as the head's {label.en} already; a person has one spouse.",
            Text(
                "请核对婚姻状况；已经离婚的，先办理离婚变更。",
                "Check the marriage; where it was ended, register the divorce first.",
            ),
        )
    raise refusals.refuse(
        "place_taken",
        f"该户已登记{other.called}为户主的“{label.zh}”，不能有两个。",
        f"The household has {other.called} as the head's {label.en} already.",
        Text(
            "请按出生先后登记；次序不明的，登记为“子”或者“女”。",
            "Enter them by order of birth; where that is not known, as son or daughter.",
        ),
    )
