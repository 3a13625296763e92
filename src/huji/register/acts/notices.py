"""Acting without an application, after written notice (依职权)."""

from datetime import date, timedelta

from huji.register import refusals
from huji.register.acts.values import Acting
from huji.standards import Text

NOTICE_DAYS = 7
"""So many days must have passed since the written notice (Nanjing rule art. 52)."""


def heeded(notice: date | None, by: Acting) -> None:
    """Refuse to act of itself before the notice has run out; None: somebody reported it."""
    if notice is None:
        return
    if notice > by.on:
        raise refusals.future(notice)
    due = notice + timedelta(days=NOTICE_DAYS)
    if by.on < due:
        raise refusals.refuse(
            "notice_running",
            f"{notice} 书面告知后未满七日，{due} 起方可依职权办理。",
            f"Written notice was given on {notice}: the office may act of itself from {due} on.",
            Text("申报人来所申报的，可随时办理。", "Reported by those who must, it can be done at once."),
        )
