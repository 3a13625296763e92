"""性别更正、变更."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, code, day, line, proof
from huji.matters.kinds._numbers import division
from huji.matters.values import About, Level, Occasion
from huji.register.acts import CorrectSex, correct_sex
from huji.standards import Text, code_tables


def statement(asked: Asked) -> CorrectSex:
    since = asked.day("since") if changed(asked) else None
    return CorrectSex(asked.who, asked.text("sex"), asked.text("evidence"), since, division(asked))


def changed(asked: Asked) -> bool:
    return asked.text("ground") == "changed"


KIND = Kind(
    name="correct_sex",
    title=Text("性别更正、变更", "Correct or change the sex"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="户口登记条例（1958）第十七条",
    summary=Text(
        "登记错误的更正，实施手术的变更；公民身份号码随之重编。",
        "Registered wrongly, or changed by surgery; the citizen number changes with it.",
    ),
    fields=(
        choice(
            "ground", "哪种情形", "Which case",
            ("wrong", "当初登记错误", "Registered wrongly"),
            ("changed", "实施了变性手术", "Changed by surgery"),
        ),
        code("sex", "应登记的性别", "Sex to be registered", code_tables.SEX, codes=("1", "2")),
        day("since", "从哪一天起", "From which day on", when=("ground", ("changed",))),
        line("evidence", "依据什么证明", "Evidence"),
    ),
    evidence=(
        BOOKLET,
        proof(
            "proof",
            ("性别证明", "Proof of the sex"),
            ("原始户籍档案", "The original register"),
            ("三级医院性别鉴定证明和公证书", "Finding of a grade-three hospital, notarised"),
            ("司法鉴定部门的证明", "Forensic certificate"),
            basis="参照南京市户口登记细则第一百十一条",
        ),
        proof(
            "surgery",
            ("手术证明", "Proof of surgery"),
            when=("ground", ("changed",)),
        ),
    ),
    level=Level.CITY,
    statement=statement,
    act=correct_sex,
    papers=("change", "booklet"),
    prefill=lambda scene: {"ground": "wrong"},
    beside={"nothing_changes": "sex", "future": "since", "nothing_held": "since", "evidence": "evidence"},
)  # fmt: skip
