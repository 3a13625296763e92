"""监护人登记: opened on the ward."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, name, person, proof
from huji.matters.values import About, Level, Occasion
from huji.register.acts import AppointGuardian, Guardian, GuardianGround, appoint_guardian
from huji.standards import Text


def statement(asked: Asked) -> AppointGuardian:
    """Build the statement; a guardian is a person of this register or a name."""
    first = asked.person_or_none("guardian") or asked.text("guardian_name")
    second = asked.person_or_none("second")
    guardians: tuple[Guardian, ...] = (Guardian(first, asked.text("relation")),)
    if second is not None:
        guardians = (*guardians, Guardian(second, asked.text("second_relation")))
    return AppointGuardian(
        ward=asked.who,
        guardians=() if asked.text("what") == "none" else guardians,
        ground=GuardianGround(asked.text("ground") or "minor"),
        document=asked.text("document"),
        effective=asked.day("effective"),
    )


KIND = Kind(
    name="appoint_guardian",
    title=Text("监护人登记", "Register guardians"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="公通字〔1995〕91号；民法典第二十七条至第三十九条",
    summary=Text(
        "在常住人口登记表上登记监护人和监护关系。",
        "Guardians and their relation are entered in the registration form.",
    ),
    fields=(
        choice(
            "what", "办理什么", "What",
            ("appointed", "登记监护人", "Guardians are entered"),
            ("none", "监护终止，不再有监护人", "Guardianship ends"),
        ),
        choice(
            "ground", "为什么有监护人", "Why there is a guardian",
            ("minor", "未成年人", "A minor"),
            ("incapacity", "成年人无民事行为能力或者限制民事行为能力", "An adult without full capacity"),
            ("agreement", "事先协商确定", "An agreement made beforehand"),
            when=("what", ("appointed",)),
        ),
        person(
            "guardian", "监护人的公民身份号码", "Guardian's citizen number", required=False,
            when=("what", ("appointed",)),
        ),
        name(
            "guardian_name", "监护人姓名或者名称", "Guardian's name", required=False,
            when=("what", ("appointed",)),
            hint=("不在本市户籍的人或者机构才填。", "Of a person outside this register, or an institution."),
        ),
        line("relation", "监护关系", "Relation", when=("what", ("appointed",)), most=20),
        person(
            "second", "监护人二的公民身份号码", "Second guardian's citizen number", required=False,
            when=("what", ("appointed",)),
        ),
        line("second_relation", "监护关系二", "Second relation", required=False, most=20,
             when=("what", ("appointed",))),
        line("document", "所凭证明的字号", "Number of the paper"),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "document",
            ("监护关系证明", "Proof of guardianship"),
            ("出生医学证明或者户籍登记", "Birth certificate or the register"),
            ("指定监护人的文书、判决书", "Appointment or judgement"),
            ("监护协议公证书", "Notarised agreement"),
        ),
    ),
    level=lambda asked: Level.STATION if asked.text("ground") in ("incapacity", "agreement") else Level.SPOT,
    statement=statement,
    act=appoint_guardian,
    papers=("form",),
    prefill=lambda scene: {"what": "appointed", "ground": "minor"},
    suits=lambda scene: scene.person is not None and not scene.ended,
    beside={
        "guardian_ground": "ground",
        "minor_guardian": "guardian",
        "nobody": "guardian_name",
        "document_needed": "document",
        "before_birth": "effective",
        "dead": "effective",
        "future": "effective",
        "named_twice": "second",
    },
)  # fmt: skip
