"""注销户口: settled abroad, foreign nationality, duplicate, fraud."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, code, day, household, line, member, person, proof
from huji.matters.kinds import _former
from huji.matters.kinds._party import UNFIT
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion
from huji.register.acts import Cancel, CancelGround, Former, cancel
from huji.standards import Text, code_tables

ABROAD = ("settled_abroad", "foreign_nationality")


def statement(asked: Asked) -> Cancel:
    """Build the statement; what does not belong to the ground is left out."""
    ground = CancelGround(asked.text("ground"))
    afterwards = asked.text("afterwards") if ground == CancelGround.FRAUD else ""
    return Cancel(
        person=asked.who,
        ground=ground,
        effective=asked.day("effective"),
        evidence=asked.text("evidence"),
        kept=asked.person("kept") if ground == CancelGround.DUPLICATE else None,
        former=Former(asked.household("household"), asked.text("relation")) if afterwards == "here" else None,
        former_register=asked.text("register") if afterwards == "elsewhere" else "",
        successors=asked.successors("successor"),
        notice=asked.notice if of_office(asked) else None,
    )


def of_office(asked: Asked) -> bool:
    return asked.text("reported") == "office"


def level(asked: Asked) -> Level:
    """Nanjing rule art. 138 (5); duplicates and fraud are looked at by the bureau."""
    return Level.STATION if asked.text("ground") in ABROAD else Level.COUNTY


def derive(asked: Asked) -> dict[str, object]:
    """Return the household the person was in before this one, and as what."""
    household_ = asked.household_or_none("household") or _former.home(asked.who)
    return {
        "household": household_,
        "relation": _former.relation(asked.who, household_) if household_ is not None else None,
    }


def papers(asked: Asked) -> tuple[str, ...]:
    """One who is registered at the former place again is not cancelled: no certificate says so."""
    restored = asked.text("ground") == CancelGround.FRAUD and asked.text("afterwards") == "here"
    return ("booklet",) if restored else ("cancellation", "booklet")


def suits(scene: Scene) -> bool:
    return scene.registered


KIND = Kind(
    name="cancel",
    title=Text("注销户口", "Cancel a registration"),
    occasion=Occasion.DEATH,
    about=About.PERSON,
    basis="户口登记条例（1958）第六条、第十九条、第二十条；国籍法第九条",
    summary=Text(
        "出国（境）定居、加入外国国籍、重复户口、弄虚作假取得的户口。",
        "Settled abroad, of foreign nationality, a duplicate, or obtained by fraud.",
    ),
    fields=(
        choice(
            "ground", "为什么注销", "Why",
            ("settled_abroad", "出国（境）定居", "Settled abroad"),
            ("foreign_nationality", "加入外国国籍", "Took a foreign nationality"),
            ("duplicate", "重复户口，保留另一处", "A duplicate; the other is kept"),
            ("fraud", "弄虚作假取得", "Obtained by fraud"),
        ),
        choice(
            "reported", "由谁提出", "Who reports it",
            ("family", "本人或者申报人申报", "The person or a reporter"),
            ("office", "无人申报，依职权注销", "Nobody reports it; the office acts"),
        ),
        person(
            "kept", "保留的公民身份号码", "Citizen number that is kept", when=("ground", ("duplicate",)),
        ),
        choice(
            "afterwards", "原户口", "The former registration",
            ("here", "在本市，恢复到原户", "In this city: restored there"),
            ("elsewhere", "在市外，退回原登记地", "In another register: back to it"),
            ("nobody", "查无此人，虚构身份", "There is no such person"),
            when=("ground", ("fraud",)),
        ),
        household(
            "household", "原户的户号", "Former household", required=False, when=("afterwards", ("here",)),
            hint=("不填的，是现在这户以前登记的那一户。", "Left empty: the one before the present."),
        ),
        code(
            "relation", "是原户户主的", "Relation to its head", code_tables.RELATION,
            required=False, when=("afterwards", ("here",)),
        ),
        line("register", "原登记机关", "The former register", when=("afterwards", ("elsewhere",)), most=80),
        line("evidence", "依据材料", "Evidence", most=120),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
        member(
            "successor", "由谁任户主", "Who heads the household", required=False,
            hint=("本人是户主、户内还有别人的，请指定新户主。", "Needed where a head leaves others behind."),
        ),
    ),
    evidence=(
        proof(
            "abroad",
            ("出国（境）定居或者外国国籍的证明", "Proof of settling abroad or of the nationality"),
            ("出入境管理部门的确认证明", "Confirmation of the exit-entry authority"),
            ("外国护照或者长期居留证件", "Foreign passport or permit of residence"),
            when=("ground", ABROAD),
        ),
        proof(
            "inquiry",
            ("调查核实材料", "Record of the inquiry"),
            ("人像、指纹比对和走访记录", "Comparison of photographs and prints, and visits"),
            ("查处决定书", "Decision on the offence"),
            when=("ground", ("duplicate", "fraud")),
        ),
        proof(
            "booklet",
            ("居民户口簿、居民身份证", "Household booklet and identity card"),
            when=("reported", ("family",)),
            exempt=("遗失或者无法收回", "Lost, or cannot be collected"),
        ),
    ),
    level=level,
    statement=statement,
    act=cancel,
    papers=papers,
    derive=derive,
    ex_officio=of_office,
    prefill=lambda scene: {"reported": "family"},
    suits=suits,
    beside={
        **dict.fromkeys(UNFIT, "relation"),
        "kept_person": "kept",
        "kept_person_same": "kept",
        "kept_person_gone": "kept",
        "unknown_household": "household",
        "already_there": "household",
        "two_heads": "relation",
        "relation": "relation",
        "evidence_needed": "evidence",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "minor_head": "successor",
        "future": "effective",
        "before_last_change": "effective",
    },
)  # fmt: skip
