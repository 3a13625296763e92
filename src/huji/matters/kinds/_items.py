"""The items of the registration form as questions: which one, and what it reads."""

from datetime import date
from typing import Any

from huji.matters.asked import Asked
from huji.matters.kind import Field, choice, code, day, line, name, proof, time, whole
from huji.matters.values import Level
from huji.register import telling
from huji.register.acts.plausible import BLOOD_TYPES
from huji.register.bounds import HEIGHT
from huji.standards import code_tables

TEXTS = (
    "birthplace", "native_place", "military", "occupation", "workplace", "blood_type", "guardian",
    "guardianship", "second_guardian", "second_guardianship", "other_address", "arrived_city",
    "arrived_address",
)  # fmt: skip
OTHERS = (
    "name", "former_name", "ethnic", "marital", "education", "height_cm", "born_at", "birth_certificate_on",
    "identity_card_on",
)  # fmt: skip
DAYS = ("birth_certificate_on", "identity_card_on")
BESIDE = {
    "time": "born_at", "height": "height_cm", "blood_type": "blood_type",
    "too_young_to_marry": "marital", "too_young_for_education": "education",
    "certificate_before_birth": "birth_certificate_on", "certificate_to_come": "birth_certificate_on",
}  # fmt: skip
"""Which item a refusal is about."""
OF_BIRTH = ("born_at", "birthplace", "birth_certificate_on")
"""Items that no day changes; they are only corrected."""


def questions(*, but: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """Return the question which item it is, and for each item what it reads."""
    titles = {item: telling.item_title(item) for item in (*OTHERS, *TEXTS) if item not in but}
    asked = [(item, title.zh, title.en) for item, title in titles.items()]
    fields: list[Field] = [choice("item", "哪一项", "Which item", *asked)]
    for item, zh, en in asked:
        when = ("item", (item,))
        match item:
            case "name" | "former_name":
                fields.append(name(item, zh, en, when=when, required=item == "name"))
            case "ethnic":
                fields.append(code(item, zh, en, code_tables.ETHNIC, when=when))
            case "marital":
                fields.append(code(item, zh, en, code_tables.MARITAL, when=when))
            case "education":
                fields.append(code(item, zh, en, code_tables.EDUCATION, when=when))
            case "height_cm":
                fields.append(
                    whole(item, f"{zh}（厘米）", f"{en} (cm)", when=when, least=HEIGHT[0], most=HEIGHT[1])
                )
            case "born_at":
                fields.append(time(item, zh, en, when=when))
            case "birth_certificate_on" | "identity_card_on":
                fields.append(day(item, zh, en, when=when))
            case "blood_type":
                told = [(one, one, _blood(one)) for one in BLOOD_TYPES]
                fields.append(choice(item, zh, en, *told, when=when, required=False))
            case _:
                fields.append(line(item, zh, en, when=when, required=False))
    return tuple(fields)


def _blood(told: str) -> str:
    """Return the English words of a blood type, which the register keeps as it is printed."""
    words = {"Rh阳性": "Rh positive", "Rh阴性": "Rh negative", "其他": "Other", "不明": "Not known"}
    return ", ".join(words.get(part, part) for part in told.split())


def items(asked: Asked) -> dict[str, Any]:
    """Return the one item asked, as the act takes it."""
    item = asked.text("item")
    value: str | int | date | None = asked.text(item)
    if item == "height_cm":
        value = asked.whole(item)
    elif item in DAYS:
        value = asked.day_or_none(item)
    elif item == "born_at":
        at = asked.time(item)
        value = f"{at:%H:%M}" if at else ""
    return {item: value} if item else {}


def level(asked: Asked) -> Level:
    """Nanjing rule art. 137 (minor items on the spot), 139 (name), 140 (ethnic group)."""
    item = asked.text("item")
    if item in ("name", "former_name"):
        return Level.COUNTY
    return Level.CITY if item == "ethnic" else Level.SPOT


PROOF = proof(
    "proof",
    ("该项目的证明材料", "Proof of the item"),
    ("原始户籍档案", "The original register"),
    ("学历、婚姻、兵役、工作等证明", "Certificate of education, marriage, service or work"),
    ("民族工作部门的批准文件", "Approval of the ethnic affairs department"),
    ("出生医学证明", "Birth certificate"),
    ("书面申请（未成年人由父母双方签字）", "Written application (of a minor, signed by both parents)"),
    basis="参照南京市户口登记细则第一百零三条至第一百十六条",
)
