"""更正登记项目."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, day, line
from huji.matters.kinds import _items
from huji.matters.values import About, Level, Occasion
from huji.register.acts import CorrectItems, correct_items
from huji.standards import Text


def statement(asked: Asked) -> CorrectItems:
    return CorrectItems(asked.who, _items.items(asked), asked.text("evidence"), asked.day_or_none("at"))


def level(asked: Asked) -> Level:
    """As a change, but never by one officer alone: the register was wrong."""
    found = _items.level(asked)
    return Level.STATION if found is Level.SPOT else found


KIND = Kind(
    name="correct_items",
    title=Text("更正登记项目", "Correct an item"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="户口登记条例（1958）第十七条",
    summary=Text(
        "当初登记错了，更正为本来应有的内容；错误的记载仍可查到。",
        "It was registered wrongly and always should have read otherwise; the error stays on record.",
    ),
    fields=(
        *_items.questions(),
        day(
            "at", "错误记载所在的日期", "A day of the wrong record", required=False,
            hint=("更正现在的记载，不必填写。", "Leave empty to correct what is held now."),
        ),
        line("evidence", "依据什么证明", "Evidence"),
    ),
    evidence=(BOOKLET, _items.PROOF),
    level=level,
    statement=statement,
    act=correct_items,
    papers=("change", "booklet"),
    beside={
        "nothing_changes": "item",
        "still_married": "marital", "no_items": "item", "nothing_held": "at", "evidence": "evidence",
        **_items.BESIDE,
    },
)  # fmt: skip
