"""变更登记项目."""

from collections.abc import Callable

from huji.matters.asked import Asked, Misfilled
from huji.matters.kind import BOOKLET, Kind, choice, day, line, proof
from huji.matters.kinds import _bars, _items
from huji.matters.scene import Scene
from huji.matters.values import About, Occasion
from huji.register.acts import ChangeItems, change_items
from huji.standards import Text, periods

NAME = ("item", ("name",))
ADULT, UNDER_TEN, FROM_TEN = "adult", "under_ten", "from_ten"
MINORS = (UNDER_TEN, FROM_TEN)


def statement(asked: Asked) -> ChangeItems:
    """Build the statement; a change of name stands no bar and is asked of the right age (art. 103 to 107)."""
    if asked.text("item") == "name":
        if asked.text("whose") != age(asked):
            raise Misfilled(
                asked.field("whose"),
                "与登记的出生日期不符。",
                "this does not agree with the birth date on record.",
                "whose",
            )
        _bars.checked(asked, "参照南京市户口登记细则第一百零七条")
        _bars.name_rested(asked, "item")
    return ChangeItems(asked.who, _items.items(asked), asked.day("effective"), asked.text("evidence"))


def age(asked: Asked) -> str:
    return _age(periods.age_on(asked.subject_now.born, asked.on))


def _age(years: int) -> str:
    return UNDER_TEN if years < 10 else FROM_TEN if years < 18 else ADULT


def prefill(scene: Scene) -> dict[str, object]:
    """Tell the age from the register: it says whose consent a change of name wants."""
    if scene.person is None:
        return {}
    return {"whose": _age(periods.age_on(scene.person.born, scene.on))}


def _minors_name(*ages: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.text("item") == "name" and asked.text("whose") in ages


def _ethnic(asked: Asked) -> bool:
    return asked.text("item") == "ethnic"


def alive(scene: Scene) -> bool:
    return scene.registered


KIND = Kind(
    name="change_items",
    title=Text("变更登记项目", "Change an item"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="户口登记条例（1958）第十七条、第十八条",
    summary=Text(
        "姓名、文化程度、婚姻状况、服务处所等情况变了，从某一天起改记；以前的记载保留。",
        "The item changed on a day: the new value holds from then on, the former one until then.",
    ),
    fields=(
        *_items.questions(but=_items.OF_BIRTH),
        choice(
            "whose", "谁的姓名", "Whose name",
            (ADULT, "成年人", "An adult's"),
            (UNDER_TEN, "未满十周岁的未成年人", "A child's under ten"),
            (FROM_TEN, "十周岁以上的未成年人", "A minor's of ten or older"),
            when=NAME,
        ),
        choice(
            "why", "为什么变更", "Why it changes",
            ("parents", "在父姓和母姓之间变更", "From one parent's family name to the other's"),
            ("adoption", "收养", "Adoption"),
            ("parted", "父母离婚或者再婚", "The parents divorced or married again"),
            ("morals", "姓名或者谐音违背公序良俗", "The name or its sound offends"),
            ("misread", "易造成性别混淆、误解或者伤及感情", "It is misread, or hurts"),
            ("rare", "名字中有冷僻字", "It has a rare character"),
            ("other", "其他确需变更的情形", "Another need"),
            when=NAME,
        ),
        _bars.question(_bars.OF_NAMES, when=NAME),
        day("effective", "从哪一天起", "From which day on"),
        line("evidence", "依据什么证明", "Evidence"),
    ),
    evidence=(
        BOOKLET,
        _items.PROOF,
        proof(
            "parents",
            ("父母双方或者监护人协商一致的书面同意", "Written consent of both parents, or of the guardians"),
            ("父母双方的书面同意", "Consent of both parents"),
            ("监护人的书面同意", "Consent of the guardians"),
            (
                "一方亡故、另一方再婚的，该方与继父（母）的书面同意",
                "One parent dead, the other married again: consent of the parent and the step-parent",
            ),
            basis="参照南京市户口登记细则第一百零三条、第一百零四条",
            when=("whose", MINORS),
            wanted=_minors_name(*MINORS),
            exempt=(
                "满十六周岁，以自己的劳动收入为主要生活来源",
                "Sixteen or older and living on own earnings",
            ),
        ),
        proof(
            "own",
            ("未成年人本人的书面同意", "The minor's own written consent"),
            basis="参照南京市户口登记细则第一百零三条、第一百零四条",
            when=("whose", (FROM_TEN,)),
            wanted=_minors_name(FROM_TEN),
        ),
        proof(
            "approval",
            ("民族工作部门批准变更民族成份的证明", "Approval of the change by the ethnic affairs department"),
            basis="参照南京市户口登记细则第一百十条",
            when=("item", ("ethnic",)),
            wanted=_ethnic,
        ),
        proof(
            "parents_booklet",
            ("父母的居民户口簿、居民身份证", "Booklet and identity card of the parents"),
            basis="参照南京市户口登记细则第一百十条",
            when=("item", ("ethnic",)),
            wanted=_ethnic,
            exempt=("父母已死亡，已核对户籍档案", "The parents are dead; the register was checked"),
        ),
    ),
    level=_items.level,
    statement=statement,
    act=change_items,
    papers=("change", "booklet"),
    prefill=prefill,
    suits=alive,
    beside={
        "nothing_changes": "item",
        "still_married": "marital", "no_items": "item", "ethnic_too_late": "ethnic", "future": "effective",
        "nothing_held": "effective", "evidence": "evidence",
        **{code: item for code, item in _items.BESIDE.items() if item not in _items.OF_BIRTH},
    },
)  # fmt: skip
