"""公民身份号码变更、更正（重号、错号）."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, proof
from huji.matters.kinds._numbers import division
from huji.matters.values import About, Level, Occasion
from huji.register.acts import ChangeNumber, CorrectNumber, NumberGround, change_number, correct_number
from huji.standards import Text

NUMBER = line(
    "number", "新的公民身份号码", "The number it shall be", required=False,
    hint=("留空则按规定编制下一个号码。", "Leave empty to have the next free number assigned."), most=18,
)  # fmt: skip
PROOF = proof(
    "proof",
    ("核查材料", "Record of the inquiry"),
    ("公安机关重号、错号认定材料", "Finding of the police on the shared or wrong number"),
    ("原始户籍档案", "The original register"),
    basis="参照南京市户口登记细则第一百十二条",
)
EVIDENCE = line("evidence", "依据什么证明", "Evidence")
BESIDE = {
    "nothing_changes": "number", "number_taken": "number", "birth_differs": "number", "sex_differs": "number",
    "before_last_change": "effective", "future": "effective", "evidence": "evidence",
}  # fmt: skip


def changing(asked: Asked) -> ChangeNumber:
    ground = asked.text("ground") or NumberGround.SHARED
    return ChangeNumber(
        asked.who, asked.day("effective"), NumberGround(ground), asked.text("evidence"),
        asked.text("number") or None, division(asked),
    )  # fmt: skip


def correcting(asked: Asked) -> CorrectNumber:
    return CorrectNumber(asked.who, asked.text("evidence"), asked.text("number") or None, division(asked))


KINDS = (
    Kind(
        name="change_number",
        title=Text("变更公民身份号码", "Change a citizen number"),
        occasion=Occasion.ITEMS,
        about=About.PERSON,
        basis="居民身份证法第三条；GB 11643-1999",
        summary=Text(
            "重号、一人多号等，从某一天起改用新号码；旧号码永不再用，仍可查到。",
            "Shared, or one of several: a new number from a day on; the old one is never used again.",
        ),
        fields=(
            choice(
                "ground", "为什么变更", "Why it changes",
                ("shared", "重号：另有他人使用同一号码", "Shared: another person bears it too"),
                ("wrong", "错号：号码编制有误", "Wrong: the digits are not this person’s"),
                ("several", "一人多号，只保留一个", "Several numbers, of which one is kept"),
            ),
            NUMBER,
            day("effective", "从哪一天起", "From which day on"),
            EVIDENCE,
        ),
        evidence=(BOOKLET, PROOF),
        level=Level.COUNTY,
        statement=changing,
        act=change_number,
        papers=("change", "booklet"),
        prefill=lambda scene: {"ground": "shared"},
        suits=lambda scene: scene.registered,
        beside=BESIDE,
    ),
    Kind(
        name="correct_number",
        title=Text("更正公民身份号码", "Correct a citizen number"),
        occasion=Occasion.ITEMS,
        about=About.PERSON,
        basis="居民身份证法第三条；GB 11643-1999",
        summary=Text(
            "户籍中记错了号码或漏记号码，更正为本来的号码；记错的号码仍可查到。",
            "The register has a wrong number, or none: the right one is entered, the wrong one can be found.",
        ),
        fields=(NUMBER, EVIDENCE),
        evidence=(BOOKLET, PROOF),
        level=Level.COUNTY,
        statement=correcting,
        act=correct_number,
        papers=("change", "booklet"),
        beside={code: field for code, field in BESIDE.items() if field != "effective"},
    ),
)  # fmt: skip
