"""Whether somebody can be the mother or father of a child born on a day."""

from datetime import date, timedelta

from huji.register import refusals
from huji.register.acts import checks, marital
from huji.register.acts.performing import Holding, cursor
from huji.register.acts.session import OFFICE
from huji.standards import Text, periods

MOTHERS_AGE, FATHERS_AGE = (12, 61), (12, 91)
LONGEST_PREGNANCY = 310
SHORTEST_PREGNANCY = 28 * 7
"""Days between two births of one mother that no two pregnancies fit in; twins are born within two days."""
LONGEST_LIFE = 130
ADOPTED_WHEN = Text(
    "请填写收养日期；不填即为登记之日。",
    "State the day of adoption; left blank, it is the day of registration.",
)
SEX_OF = {"mother": "2", "father": "1"}


def lived(born: date, day: date) -> None:
    """Refuse one who is to be registered alive at an age that nobody reached."""
    if periods.age_on(born, day) >= LONGEST_LIFE:
        raise refusals.refuse(
            "too_old",
            f"出生日期 {born} 距今已有 {LONGEST_LIFE} 年以上。",
            f"The birth date {born} lies {LONGEST_LIFE} years back or more.",
            Text("请核对年份。", "Check the year."),
        )


def fit(
    mother: int | None, father: int | None, born: date, holding: Holding, *, adopted: date | None = None
) -> None:
    """Refuse parents who cannot be: dead (a father longer than a pregnancy), of the wrong age or sex.

    `adopted` is since when they are so by adoption: they lived then, and are of any age above the child's.
    """
    day = adopted or born
    for parent, role in ((mother, "mother"), (father, "father")):
        if parent is None:
            continue
        held = checks.of(holding, parent)
        name = checks.name_of(parent)
        plausible = range(*(MOTHERS_AGE if role == "mother" else FATHERS_AGE))
        grace = timedelta(days=LONGEST_PREGNANCY if role == "father" and adopted is None else 0)
        if held.kind == "ended" and day >= held.since + grace:
            raise refusals.refuse(
                f"{role}_dead",
                f"{name}在 {day} 以前已死亡，不能是其父母。",
                f"{name} had died before {day} and cannot be the {role}.",
                ADOPTED_WHEN if adopted else None,
            )
        if born <= held.born or (adopted is None and periods.age_on(held.born, born) not in plausible):
            raise refusals.refuse(
                f"{role}_age",
                f"{name}的出生日期与子女出生日期 {born} 不合。",
                f"{name}'s age on {born} is not a {role}'s.",
            )
        if marital.sexes([parent]).get(parent, SEX_OF[role]) != SEX_OF[role]:
            raise refusals.refuse(
                f"{role}_sex",
                f"{name}的性别与所填父母身份不符。",
                f"{name} is not of the sex of a {role}.",
            )


def spaced(mother: int | None, born: date, findings: str) -> None:
    """Refuse a birth too soon before or after another of the same mother, unless it was looked into."""
    if mother is None or findings.strip():
        return
    row = cursor().execute(
        "select p.born, s.office from kinship k join person p on p.id = k.person"
        "  join standing s on s.person = k.person and upper_inf(s.known) and upper_inf(s.valid)"
        " where k.relative = %(mother)s and k.kind = 'parent' and upper_inf(k.known)"
        "   and lower(k.valid) = p.born and s.cause is distinct from 'void'"
        "   and abs(p.born - %(born)s::date) between 2 and %(least)s order by p.born limit 1",
        {"mother": mother, "born": born, "least": SHORTEST_PREGNANCY - 1},
    ).fetchone()  # fmt: skip
    if row:
        name, ours = checks.name_of(mother), row[1] == OFFICE.get()
        zh, en = (f"出生于 {row[0]}，", f" on {row[0]},") if ours else ("，其出生", "")
        raise refusals.refuse(
            "births_too_close",
            f"{name}另有子女{zh}与 {born} 相隔不足 28 周。",
            f"{name} has another child born{en} less than 28 weeks from {born}.",
            Text(
                "请核对母亲和出生日期；经核查属实的，请写明核查情况。",
                "Check the mother and the dates; if they are right, say how that was found out.",
            ),
        )
