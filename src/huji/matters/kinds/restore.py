"""恢复户口: who had been cancelled and is registered again."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, code, day, line, person, proof
from huji.matters.kinds import _former
from huji.matters.kinds._party import GOING_TO, UNFIT, into, office_gone_to
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion, Subject
from huji.register.acts import HEAD, Mover, Restore, RestoreGround, restore
from huji.register.records import Kind as Standing
from huji.standards import Text, code_tables

GROUNDS = {
    "declared_missing": "returned_missing",
    "declared_dead": "returned_dead",
    "abroad": "returned_abroad",
    "cancelled_wrongly": "cancelled_wrongly",
    "duplicate": "cancelled_wrongly",
    "fraud": "cancelled_wrongly",
    "foreign_nationality": "cancelled_wrongly",
    "death": "cancelled_wrongly",
}
"""Why somebody comes back, by the cause of the cancellation."""


def statement(asked: Asked) -> Restore:
    """Build the statement; in a new household the person is the head."""
    relation = asked.text("relation") if asked.text("into") == "existing" else HEAD
    return Restore(
        member=Mover(asked.who, relation),
        into=into(asked),
        effective=asked.day("effective"),
        ground=RestoreGround(asked.text("ground")),
        evidence=asked.text("evidence"),
        spouse=asked.person_or_none("spouse"),
    )


def level(asked: Asked) -> Level:
    """Nanjing rule art. 138 (2), and 141 for those who come back from abroad."""
    return Level.COUNTY if asked.text("ground") == "returned_abroad" else Level.STATION


def derive(asked: Asked) -> dict[str, object]:
    """Return the household the person was last registered in, and what the person is to its head."""
    household_ = asked.household_or_none("household") or _former.home(asked.who)
    return {
        "household": household_,
        "relation": _former.relation(asked.who, household_) if household_ is not None else None,
    }


def prefill(scene: Scene) -> dict[str, object]:
    """Tell the ground from why the person is not registered."""
    cause = scene.person.standing.cause if scene.person is not None else None
    ground = GROUNDS.get(cause or "")
    return {"into": "existing", **({"ground": ground} if ground else {})}


def suits(scene: Scene) -> bool:
    """Tell whether somebody was cancelled."""
    person_ = scene.person
    return person_ is not None and person_.standing.kind in (
        Standing.ENDED,
        Standing.ELSEWHERE,
        Standing.UNREGISTERED,
    )


KIND = Kind(
    name="restore",
    title=Text("恢复户口", "Restore a registration"),
    occasion=Occasion.MOVING,
    about=About.PERSON,
    subject=Subject.BACK,
    basis="户口登记条例（1958）第十九条；国办发〔2015〕96号（四）",
    summary=Text(
        "被宣告失踪、死亡的人重新出现，回国（境内）定居，户口被错误注销的。",
        "Declared missing or dead and come back, back from abroad, or cancelled wrongly.",
    ),
    fields=(
        choice(
            "ground", "为什么恢复", "Why",
            ("returned_missing", "被宣告失踪后重新出现", "Declared missing, and came back"),
            ("returned_dead", "被宣告死亡后重新出现", "Declared dead, and came back"),
            ("returned_abroad", "回国（境内）定居", "Back from abroad to settle"),
            ("cancelled_wrongly", "户口被错误注销", "Cancelled wrongly"),
        ),
        *GOING_TO,
        code(
            "relation", "是户主的", "Relation to the head", code_tables.RELATION,
            required=False, when=("into", ("existing",)),
        ),
        person(
            "spouse", "婚姻关系自行恢复的配偶", "Spouse whose marriage resumes", required=False,
            when=("ground", ("returned_dead",)),
            hint=("配偶再婚或者声明不愿意恢复的，不填。", "Not where the spouse married again or declined."),
        ),
        line(
            "evidence", "依据材料", "Evidence", most=120,
            hint=("判决书、证件的字号。", "The number of the judgment or paper."),
        ),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        proof(
            "ground",
            ("恢复户口的依据", "Ground for restoring"),
            ("撤销宣告的判决书", "Judgment that revokes the declaration"),
            ("回国定居证或者批准定居通知书", "Certificate of settling from abroad"),
            ("错误注销的调查核实材料", "Record of the inquiry into the wrong cancellation"),
        ),
        proof(
            "identity",
            ("本人身份证明", "Proof of identity"),
            ("护照、旧居民身份证等", "Passport, former identity card"),
            ("人像、指纹比对记录", "Comparison of photographs and prints"),
            exempt=("无证件，已走访核实", "No papers; verified by visits"),
        ),
    ),
    level=level,
    office=office_gone_to,
    statement=statement,
    act=restore,
    papers=("booklet",),
    prefill=prefill,
    derive=derive,
    suits=suits,
    beside={
        **dict.fromkeys(UNFIT, "relation"),
        "not_cancelled_so": "ground",
        "unknown_household": "household",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "two_heads": "relation",
        "no_head": "relation",
        "relation": "relation",
        "only_child": "relation",
        "marriage_not_ended_so": "spouse",
        "two_spouses": "spouse",
        "evidence_needed": "evidence",
        "future": "effective",
        "before_last_change": "effective",
    },
)  # fmt: skip
