"""What an act of a round is refused with; the database's constraints get their sentence here."""

from datetime import date

from django.db import IntegrityError

from huji.officers.refusals import Procedure
from huji.standards import Refused, Text

POINTS = Procedure(Text("轮次", "Round"))


def no_such_round(number: str) -> Refused:
    """A round that is not there, or that the officer's office takes no part in: not told apart."""
    return Refused(
        "no_such_round",
        Text(
            f"没有积分轮次 {number}，或不在您的辖区。",
            f"There is no round {number}, or it is not in your area.",
        ),
    )


def no_such_application() -> Refused:
    """An application that is not there, was withdrawn, or lies outside the officer's area."""
    return Refused(
        "no_such_application",
        Text("没有这份申请，或不在您的辖区。", "There is no such application, or it is not in your area."),
    )


def no_such_objection() -> Refused:
    """An objection that is not there, or is answered already."""
    return Refused(
        "no_such_objection",
        Text("没有这件异议，或已经答复。", "There is no such objection, or it is answered already."),
    )


def outside_the_days(opens: date, closes: date) -> Refused:
    """An application before the round opens or after it closes."""
    return Refused(
        "outside_the_days",
        Text(
            f"本轮次的受理期是 {opens} 至 {closes}。",
            f"Applications to this round are taken from {opens} to {closes}.",
        ),
    )


def too_early(day: date) -> Refused:
    """Settling before the days of objection are over."""
    return Refused(
        "too_early",
        Text(
            f"异议期到 {day} 为止，之后才能确定名单。",
            f"Objections may be made until {day}; settle after it.",
        ),
    )


def too_late(day: date) -> Refused:
    """An objection after its days."""
    return Refused(
        "too_late", Text(f"异议期到 {day} 为止，已经过了。", f"Objections could be made until {day}.")
    )


def not_scored(places: list[int]) -> Refused:
    """Publishing before everything is scored."""
    named = "、".join(str(place) for place in places[:10])
    return Refused(
        "not_scored",
        Text(f"还有申请没有计分：{named}。", f"Not yet scored: {named.replace('、', ', ')}."),
        Text("请先全部计分。", "Score them first."),
    )


def objections_open(count: int) -> Refused:
    """Settling while objections wait for their answer."""
    return Refused(
        "objections_open",
        Text(f"还有 {count} 件异议没有答复。", f"{count} objections wait for their answer."),
    )


def ties_unsaid() -> Refused:
    """Equals at the cut, and a document that is silent."""
    return Refused(
        "ties_unsaid",
        Text(
            "最后名额上有并列，而文件没有写并列怎样处理。",
            "There are equals at the last place, and the document does not say what becomes of them.",
        ),
        Text(
            "请写明依据，选定处理办法后再确定。", "Choose the rule and state what it rests on, then settle."
        ),
    )


def no_scheme(policy: str) -> Refused:
    """A policy without a scheme that a round could settle."""
    return Refused(
        "no_scheme",
        Text(
            f"政策“{policy}”没有可以分轮次办理的积分落户办法。",
            f'The policy "{policy}" has no way to settle by rounds of points.',
        ),
    )


def wrong(text: Text, code: str = "wrong_value", hint: Text | None = None) -> Refused:
    """A statement that cannot be."""
    return Refused(code, text, hint)


_CONSTRAINTS = {
    "round_one_application": Refused(
        "applied_already",
        Text(
            "这个人在本轮次已经有一份申请，每人每轮次只受理一份。",
            "This person has applied to this round already; one application a person and round.",
        ),
    ),
    "round_another_officer": Refused(
        "same_person",
        Text(
            "登记异议的人不能自己答复，请由另一名审核人员答复。",
            "Whoever takes an objection does not answer it; another officer does.",
        ),
    ),
}


def of_constraint(error: IntegrityError) -> Refused | IntegrityError:
    """Return the refusal of the constraint that was violated, or the error itself where it is a fault."""
    diagnosis = getattr(error.__cause__, "diag", None)
    found = _CONSTRAINTS.get(getattr(diagnosis, "constraint_name", None) or "")
    return Refused(found.code, found.text, found.hint) if found else error
