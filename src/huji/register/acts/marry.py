"""Registration of a marriage (结婚登记后的变更)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, kindred, marital, timelines
from huji.register.acts.performing import Held, enter, hold, perform
from huji.register.acts.session import cursor
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import HEAD, SPOUSES, Acting, Done, Tie
from huji.standards import Text, periods

MARRIAGEABLE = {"1": 22, "2": 20}
"""Full years of age by sex (Civil Code, art. 1047)."""


@dataclass(frozen=True, slots=True)
class Marry:
    """Who married whom on which day, on which certificate.

    `other` None: the spouse is not of this register, and only the state of `one` changes.
    """

    one: int
    other: int | None
    married: date
    certificate: str


def marry(statement: Marry, by: Acting) -> Done:
    """Enter a marriage: kinship and marital state; nobody is registered elsewhere by it.

    Regulations of 1958, art. 19; Nanjing rule art. 113; Civil Code, art. 1046 to 1049. Raises Refused
    (`register.*`).
    """
    return perform(lambda: _marry(statement, by), by)


def _marry(statement: Marry, by: Acting) -> Done:
    day = statement.married
    couple = [statement.one] if statement.other is None else [statement.one, statement.other]
    checks.day_has_come(day, by)
    checks.each_once(couple)
    holding = hold([], others=couple)
    held = [checks.of(holding, person) for person in couple]
    checks.own_office(held[0], by)
    if not statement.certificate.strip():
        raise refusals.refuse(
            "certificate_needed", "请填写结婚证的字号。", "Enter the number of the marriage certificate."
        )
    for one in held:
        marital.alive_on(one, day)
        _single(one, day)
    _no_other_by_relation(held)
    _may_marry(held, day)

    before = timelines.items(couple)
    again = len(couple) > 1 and (*couple, "spouse") in timelines.ties(couple)
    states = {
        who: marital.married(marital.state_on(before[who], day), each_other_again=again) for who in couple
    }
    ties = kindred.begun([(couple[0], couple[1], Tie.SPOUSE, day)]) if len(couple) > 1 else {}
    moves = marital.relations(held[0], held[1], day, wed=True) if len(couple) > 1 else []
    items = marital.changed(states, day)
    if not (ties or items):
        raise refusals.refuse(
            "married_in_items",
            f"{checks.name_of(statement.one)}的婚姻状况已登记为已婚。",
            f"{checks.name_of(statement.one)} is held to be married already.",
        )
    entry = enter(
        "marry", statement, by, moves,
        stated=Timelines(items=items, ties=ties),
        offices=[one.office for one in held],
    )  # fmt: skip
    return Done(entry, tuple(couple), held[0].household)


def _single(held: Held, day: date) -> None:
    """Refuse one who has a spouse on the day, or whose next marriage is known already."""
    for (person, relative, kind), known in timelines.ties([held.person]).items():
        if (person, kind) != (held.person, "spouse"):
            continue
        if any(p.until is None or p.until > day for p in known):
            name, spouse = checks.name_of(person), checks.name_of(relative)
            raise refusals.refuse(
                "married_already",
                f"户籍登记中{name}在 {day} 已是{spouse}的配偶，或此后另有婚姻登记。",
                f"The register holds {name} to be married to {spouse} on {day} or later.",
                Text("请先登记离婚。", "Enter the divorce first."),
            )


def _no_other_by_relation(couple: list[Held]) -> None:
    """Refuse one whose household holds somebody else as spouse by the relation alone, no marriage on record.

    So the old register may have it, and people may come so: whether they are married is to be told first.
    """
    who = [one.person for one in couple]
    for one in couple:
        sought = list(SPOUSES) if one.relation == HEAD else [HEAD] if one.relation in SPOUSES else []
        if not sought or one.household_kind != "family":
            continue
        row = cursor().execute(
            "select person from standing where household = %s and relation = any (%s)"
            " and person <> all (%s::bigint[]) and upper_inf(known) and upper_inf(valid) limit 1",
            [one.household, sought, who],
        ).fetchone()  # fmt: skip
        if row:
            name, other = checks.name_of(one.person), checks.name_of(row[0])
            raise refusals.refuse(
                "spouse_by_relation",
                f"按与户主关系，{name}与同户的{other}登记为夫妻，但没有两人的婚姻登记，{name}不能与他人登记结婚。",
                f"By the relation to the head {name} and {other} of one household are spouses, though no"
                f" marriage of theirs is on record: {name} cannot be entered as married to another.",
                Text(
                    "确系夫妻的，先补办两人的“结婚变更”，婚姻已终止的再办离婚或者死亡登记；不是夫妻的，"
                    "先办理“与户主关系更正、变更”。",
                    "If they are married, register that marriage first, and its end if it has ended;"
                    " if they are not, correct the relation to the head first.",
                ),
            )


def _may_marry(held: list[Held], day: date) -> None:
    """Refuse what the Civil Code forbids: too young, of one sex, close kin (art. 1046 to 1048)."""
    sexes = marital.sexes(one.person for one in held)
    for one in held:
        least = MARRIAGEABLE.get(sexes.get(one.person, ""), 20)
        if periods.age_on(one.born, day) < least:
            name = checks.name_of(one.person)
            raise refusals.refuse(
                "too_young_to_marry",
                f"{name}在 {day} 未满 {least} 周岁，不到法定婚龄。",
                f"{name} was under {least} on {day}, the age at which one may marry.",
            )
    if len(held) < 2:
        return
    if len(set(sexes.values())) < len(sexes):
        raise refusals.refuse(
            "same_sex",
            "登记的双方性别相同，请核对。",
            "Both are of one sex: check whom the certificate names.",
        )
    if marital.close_kin(held[0].person, held[1].person):
        raise refusals.refuse(
            "close_kin",
            "双方是直系血亲或者三代以内的旁系血亲，禁止结婚。",
            "They are lineal kin, or collateral kin within three generations, and may not marry.",
        )
