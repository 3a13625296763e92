"""变更登记项目."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, day, line
from huji.matters.kinds import _items
from huji.matters.scene import Scene
from huji.matters.values import About, Occasion
from huji.register.acts import ChangeItems, change_items
from huji.standards import Text


def statement(asked: Asked) -> ChangeItems:
    return ChangeItems(asked.who, _items.items(asked), asked.day("effective"), asked.text("evidence"))


def alive(scene: Scene) -> bool:
    return scene.registered


KIND = Kind(
    name="change_items",
    title=Text("变更登记项目", "Changing an item"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="户口登记条例（1958）第十七条、第十八条",
    summary=Text(
        "姓名、文化程度、婚姻状况、服务处所等情况变了，从某一天起改记；以前的记载保留。",
        "Something became otherwise: it reads so from a day on, and as before until then.",
    ),
    fields=(
        *_items.questions(but=_items.OF_BIRTH),
        day("effective", "从哪一天起", "From which day on"),
        line("evidence", "依据什么证明", "On which evidence"),
    ),
    evidence=(BOOKLET, _items.PROOF),
    level=_items.level,
    statement=statement,
    act=change_items,
    papers=("change", "booklet"),
    suits=alive,
    beside={
        "nothing_changes": "item",
        "still_married": "marital", "no_items": "item", "ethnic_too_late": "ethnic", "future": "effective",
        "nothing_held": "effective", "evidence": "evidence", "height": "height_cm",
    },
)  # fmt: skip
