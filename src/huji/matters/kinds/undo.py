"""撤销登记: what a matter, a case or anybody else entered is undone by a matter."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, proof, words
from huji.matters.values import About, Level, Occasion, Subject
from huji.register.acts import Undo, undo
from huji.standards import Refused, Text


def statement(asked: Asked) -> Undo:
    """Build the statement from the entry that the matter was opened to undo."""
    entry = asked.whole("_entry")
    if entry is None:
        raise Refused(
            "matter.nothing_to_undo",
            Text(
                "请从要撤销的那件业务的页面或者登记沿革办理。",
                "Begin on the page of the matter to be undone, or in the history.",
            ),
        )
    return Undo(entry, asked.text("reason"))


def level(asked: Asked) -> Level:
    """As many officers as decided what is undone, two at least, and more where another office entered it."""
    return Level(asked.text("_level") or Level.STATION)


KIND = Kind(
    name="undo",
    title=Text("撤销登记", "Undo a registration"),
    occasion=Occasion.REPAIR,
    about=About.NOBODY,
    subject=Subject.BACK,
    basis="户口登记条例（1958）第十七条",
    summary=Text(
        "办错的登记恢复原状；前后两种登记都留存，发出的文书作废。",
        "What was entered wrongly is put back; both records are kept, and papers issued become void.",
    ),
    fields=(words("reason", "为什么撤销", "Why it is undone"),),
    evidence=(
        proof(
            "finding",
            ("调查核实材料", "Record of the inquiry"),
            ("调查核实笔录", "Record of the inquiry"),
            ("人民法院、行政复议机关的文书", "Judgment or decision on review"),
            ("当事人书面申请及证明", "The person’s application with proof"),
        ),
    ),
    statement=statement,
    act=undo,
    level=level,
    papers=("booklet",),
    beside={"reason": "reason"},
)
