"""What bars a change of name or a correction of the birth date (Nanjing rule art. 107, 109).

What the register knows is looked up; the rest is asked, and declared in the file.
"""

from datetime import date

from huji.matters.asked import Asked, Misfilled
from huji.matters.kind import Field, When, choice
from huji.register import queries as register
from huji.standards import periods

YEARS = 3
DONE = {
    "name": ("变更过姓名", "the name was changed"),
    "born": ("更正过出生日期", "the birth date was corrected"),
}
FREE = ("none", "都没有，已经核实", "None; this was checked")
COURTS = (
    ("serving", "正在服刑或者被采取刑事强制措施", "Serving a sentence or under criminal restraint"),
    ("lawsuit", "作为当事人的民事案件未审结或者未执行完毕", "Party to a civil case that is still open"),
)
OF_NAMES = (FREE, *COURTS, ("parted", "父母离婚且未达成协议", "Parents divorced and not agreed"))
OF_BIRTH_DATES = (
    FREE,
    ("cadre", "组织、人事部门管理的干部，本人要求更改", "A cadre of the personnel departments asks for it"),
    ("second", "曾凭出生医学证明申报，现另有不同的出生医学证明", "Two birth certificates that differ"),
    *COURTS,
    ("signed", "申报户口时已对出生日期签字确认", "The date was confirmed by signature when registered"),
    ("before", "已经更正过出生日期", "The birth date was corrected before"),
    ("named", "变更姓名未满三年", "The name was changed less than three years ago"),
)


def question(what: tuple[tuple[str, str, str], ...], when: When | None = None) -> Field:
    """Return the question whether anything bars what is asked."""
    return choice("bar", "有没有不予办理的情形", "Is there a reason to refuse", *what, when=when)


def checked(asked: Asked, article: str) -> None:
    """Refuse where the bar that was declared stands in the way."""
    declared = asked.text("bar")
    if declared in ("", FREE[0]):
        return
    said = dict(asked.field("bar").choices)[declared]
    raise Misfilled(
        asked.field("bar"),
        f"{said.zh}的，不予办理（{article}）。",
        f"this bars it: {said.en.lower()}.",
        "barred",
    )


def name_rested(asked: Asked, field: str) -> None:
    """Refuse where the name was changed, or the birth date corrected, less than three years ago."""
    for item, (zh, en) in DONE.items():
        day = _last(asked, item)
        if day is not None and periods.age_on(day, asked.on) < YEARS:
            raise Misfilled(
                asked.field(field),
                f"{day} {zh}，未满三年，不予办理（参照南京市户口登记细则第一百零七条、第一百零九条）。",
                f"{en} on {day}, less than three years ago.",
                "too_soon",
            )


def birth_date_untouched(asked: Asked, field: str) -> None:
    """Refuse a second correction of the birth date."""
    if day := _last(asked, "born"):
        raise Misfilled(
            asked.field(field),
            f"{day} 已经更正过出生日期，不予受理（参照南京市户口登记细则第一百零九条）。",
            f"it was corrected on {day} already.",
            "corrected_before",
        )


def _last(asked: Asked, item: str) -> date | None:
    """Return the day of the last act that changed a name or corrected a birth date, as believed now."""
    act = {"name": "change_items", "born": "correct_birth_date"}[item]
    days = [
        one.made.on or one.made.recorded.date()
        for one in register.items_history(asked.who, register.within_act())
        if one.item == item and one.current and one.made.act == act
    ]
    return max(days, default=None)
