"""更正出生日期."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, day, line, proof
from huji.matters.kinds import _bars
from huji.matters.kinds._numbers import division
from huji.matters.values import About, Level, Occasion
from huji.register.acts import CorrectBirthDate, correct_birth_date
from huji.standards import Text


def statement(asked: Asked) -> CorrectBirthDate:
    """Build the statement; nothing bars it (art. 109)."""
    _bars.checked(asked, "参照南京市户口登记细则第一百零九条")
    _bars.birth_date_untouched(asked, "born")
    _bars.name_rested(asked, "born")
    return CorrectBirthDate(asked.who, asked.day("born"), asked.text("evidence"), division(asked))


KIND = Kind(
    name="correct_birth_date",
    title=Text("更正出生日期", "Correct a birth date"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="户口登记条例（1958）第十七条",
    summary=Text(
        "实际出生日期与登记不一致的，更正并重编公民身份号码；旧号码仍可查到。",
        "The birth date was registered wrongly: corrected, with a new number; the old one can be found.",
    ),
    fields=(
        day("born", "实际出生日期", "Actual birth date"),
        line("evidence", "依据什么证明", "Evidence"),
        _bars.question(_bars.OF_BIRTH_DATES),
    ),
    evidence=(
        BOOKLET,
        proof("application", ("书面申请", "Written application")),
        proof("archive", ("原始户籍资料", "The original register")),
        proof(
            "proof",
            ("能证明准确出生日期的材料", "Proof of the true birth date"),
            ("出生医学证明", "Birth certificate"),
            ("原登记地派出所出具的情况说明", "Statement of the station of first registration"),
            ("其他材料", "Other proof"),
            basis="参照南京市户口登记细则第一百零八条",
        ),
    ),
    level=Level.CITY,
    statement=statement,
    act=correct_birth_date,
    papers=("change", "booklet"),
    beside={
        "nothing_changes": "born", "future": "born", "birth_impossible": "born", "after_death": "born",
        "evidence": "evidence",
    },
)  # fmt: skip
