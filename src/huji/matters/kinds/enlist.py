"""入伍注销, reported or, after the kin were told, by the office itself."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, day, line, member, proof
from huji.matters.values import About, Level, Occasion
from huji.register.acts import Enlist, enlist
from huji.standards import Text


def statement(asked: Asked) -> Enlist:
    """Build the statement."""
    return Enlist(
        person=asked.who,
        effective=asked.day("effective"),
        notice=asked.text("notice"),
        successors=asked.successors("successor"),
        told_kin=asked.day_or_none("told_kin"),
    )


KIND = Kind(
    name="enlist",
    title=Text("入伍注销", "Join the forces"),
    occasion=Occasion.MOVING,
    about=About.PERSON,
    basis="户口登记条例（1958）第十一条",
    summary=Text(
        "凭入伍通知书注销户口，不发迁移证；居民身份证不收回。",
        "The registration is cancelled on the notice, without a migration certificate.",
    ),
    fields=(
        choice(
            "reported", "由谁提出", "Who reports it",
            ("family", "本人或者亲属申报", "The recruit or the kin"),
            ("office", "依人武部名单办理", "The recruiting office's list"),
        ),
        line("notice", "入伍通知书号或者名单", "Number of the notice, or the list"),
        day("told_kin", "告知直系亲属的日期", "Day the kin were told", when=("reported", ("office",))),
        day("effective", "入伍日期", "Day of joining"),
        member(
            "successor", "由谁任户主", "Who heads the household", required=False,
            hint=("本人是户主、户内还有别人的才填。", "Only where a head leaves others behind."),
        ),
    ),
    evidence=(
        proof(
            "notice",
            ("应征公民入伍通知书", "Notice of enlistment"),
            ("应征公民入伍通知书", "Notice of enlistment"),
            ("人民武装部门提供的名单", "List of the recruiting office"),
            ("军事院校录取通知书", "Admission by a military school"),
        ),
        proof(
            "booklet", ("居民户口簿", "Household booklet"),
            when=("reported", ("family",)), exempt=("遗失", "Lost"),
        ),
    ),
    level=lambda asked: Level.STATION if asked.text("reported") == "office" else Level.SPOT,
    statement=statement,
    act=enlist,
    papers=("cancellation", "booklet"),
    prefill=lambda scene: {"reported": "family"},
    suits=lambda scene: scene.registered,
    beside={
        "notice_needed": "notice",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "minor_head": "successor",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
