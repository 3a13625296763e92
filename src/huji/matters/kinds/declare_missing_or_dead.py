"""宣告失踪、宣告死亡注销: by judgment of a court."""

from datetime import timedelta

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, member, proof
from huji.matters.kinds.death import papers_of_end
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion, Subject
from huji.register.acts import DeclareMissingOrDead, Finding, declare_missing_or_dead
from huji.standards import Text


def statement(asked: Asked) -> DeclareMissingOrDead:
    """Build the statement from what the judgment says."""
    return DeclareMissingOrDead(
        person=asked.who,
        finding=Finding(asked.text("finding")),
        judgment=asked.text("judgment"),
        effective=asked.day("effective"),
        successors=asked.successors("successor"),
    )


def suits(scene: Scene) -> bool:
    """Tell whether somebody may still be declared missing or dead."""
    return scene.person is not None and not scene.ended


def papers(asked: Asked) -> tuple[str, ...]:
    """Return the papers after it: of one registered elsewhere the other register certifies the end."""
    return papers_of_end(asked, asked.day("effective") - timedelta(days=1))


KIND = Kind(
    name="declare_missing_or_dead",
    title=Text("宣告失踪、宣告死亡注销", "Cancel after being declared missing or dead"),
    occasion=Occasion.DEATH,
    about=About.PERSON,
    subject=Subject.GONE,
    basis="民法典第四十条、第四十六条；户口登记条例（1958）第十九条",
    summary=Text(
        "凭人民法院的判决书注销；本人重新出现、判决撤销的，恢复户口。",
        "By a court's judgment; restored when the person returns and the judgment is revoked.",
    ),
    fields=(
        choice(
            "finding", "法院宣告", "The court declared",
            ("missing", "失踪", "Missing"),
            ("dead", "死亡", "Dead"),
        ),
        line("judgment", "判决书字号", "Number of the judgment", most=80),
        day(
            "effective", "注销日期", "Cancelled from",
            hint=("一般为判决生效之日。", "As a rule the day the judgment took effect."),
        ),
        member(
            "successor", "由谁任户主", "Who heads the household", required=False,
            hint=("本人是户主、户内还有别人的，请指定新户主。", "Needed where a head leaves others behind."),
        ),
    ),
    evidence=(
        proof("judgment", ("人民法院判决书", "Judgment of the court"), basis="民法典第四十条、第四十六条"),
        BOOKLET,
    ),
    level=Level.SPOT,
    statement=statement,
    act=declare_missing_or_dead,
    papers=papers,
    suits=suits,
    beside={
        "judgment_needed": "judgment",
        "missing_elsewhere": "finding",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "minor_head": "successor",
        "future": "effective",
        "before_last_change": "effective",
    },
)  # fmt: skip
