"""退役落户, at the office where the veteran is settled."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, code, day, line, person, proof
from huji.matters.kinds import _former
from huji.matters.kinds import _party as party
from huji.matters.values import About, Level, Occasion
from huji.register.acts import Discharge, Discharged, Mover, discharge
from huji.standards import Text, code_tables


def statement(asked: Asked) -> Discharge:
    """Build the statement; in a household that exists the relation is as told, or as it follows."""
    relation = party.first_relation(asked) or asked.text("relation")
    return Discharge(
        member=Mover(asked.person("mover"), relation or "97"),
        into=party.into(asked),
        kind=Discharged(asked.text("how")),
        letter=asked.text("letter"),
        effective=asked.day("effective"),
    )


def derive(asked: Asked) -> dict[str, object]:
    """Return what the veteran is to the head of the household gone to."""
    into, who = asked.household_or_none("household"), asked.person_or_none("mover")
    return {"relation": _former.relation(who, into)} if into is not None and who is not None else {}


KIND = Kind(
    name="discharge",
    title=Text("退役落户", "Register after service"),
    occasion=Occasion.MOVING,
    about=About.NOBODY,
    basis="户口登记条例（1958）第十三条",
    summary=Text(
        "退伍、复员、转业的凭介绍信在安置地落户；被除名的回原注销地。",
        "Veterans are registered where they are settled; the dismissed where they had been registered.",
    ),
    fields=(
        person("mover", "退役人员的公民身份号码", "Citizen number"),
        choice(
            "how", "怎样离开部队", "How the service ended",
            ("released", "退伍、复员、转业", "Released"),
            ("dismissed", "开除军籍、除名", "Dismissed"),
        ),
        line("letter", "介绍信或者部队文件的字号", "Number of the letter or the unit's document"),
        *party.GOING_TO,
        code(
            "relation", "是户主的", "Relation to the head", code_tables.RELATION,
            required=False, when=("into", ("existing",)),
            hint=("不填的，按入伍前的登记或者亲属关系。", "Left empty: as before, or as kin."),
        ),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        proof(
            "letter",
            ("安置部门、兵役机关的介绍信或者部队文件", "Letter of resettlement, or the unit's document"),
            ("安置部门介绍信", "Letter of the resettlement office"),
            ("兵役机关介绍信", "Letter of the recruiting office"),
            ("部队文件", "The unit's document"),
        ),
        proof(
            "identity",
            ("居民身份证或者军人公民身份号码登记表", "Identity card or the forces' form"),
            ("居民身份证", "Identity card"),
            ("军人公民身份号码登记表", "The forces' form of citizen numbers"),
        ),
        proof(
            "cancelled",
            ("入伍前户口所在地派出所的户口注销证明", "Certificate of the cancellation on joining"),
            basis="参照南京市户口登记细则第三十五条",
            exempt=(
                "在本市注销，户籍系统已有记载",
                "Cancelled in this city; on record in the register",
            ),
        ),
    ),
    level=Level.STATION,
    office=party.office_gone_to,
    statement=statement,
    act=discharge,
    papers=("booklet",),
    derive=derive,
    prefill=lambda scene: {"how": "released", "into": "new"},
    beside={
        **dict.fromkeys(party.UNFIT, "relation"),
        "not_serving": "mover",
        "registered_already": "mover",
        "letter_needed": "letter",
        "unknown_household": "household",
        "collective_relation": "relation",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
