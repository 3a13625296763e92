"""Who may declare a matter (申报人), by what its kind says of whom it is about (`Subject`), for every kind.

Births and deaths are declared by the head, kin, fosterers or neighbours (Regulations, art. 7, 8). Whoever is
under sixteen, or not of age and not living on own earnings, is spoken for by the guardian (Civil Code,
art. 18 to 20, 23). A matter that the head or the person comes for may leave the declarant blank.
"""

import unicodedata
from datetime import date

from huji.matters.asked import Asked, everybody_in
from huji.matters.values import About, Reporter, Subject
from huji.register import queries as register
from huji.register.acts.undoable import undoable
from huji.register.records import Kind as Standing
from huji.register.records import Person
from huji.standards import Refused, Text, periods

OF_AGE, EARNS = 18, 16
NUMBER, RELATION, EARNING = "reporter_number", "reporter_relation", "reporter_earning"
"""The fields of the form that a refusal stands beside."""
SELF = frozenset(
    {"本人", "自己", "本人自己", "当事人", "当事人本人", "self", "myself", "himself", "herself", "in person"}
)
"""What is written for the person herself in the field of the relation."""


class Undeclared(Refused):
    """A refusal of the declarant, beside the `field` of the form that it is about."""

    def __init__(self, field: str, code: str, text: Text, hint: Text) -> None:
        super().__init__(f"matter.{code}", text, hint)
        self.field = field


def check(asked: Asked) -> None:
    """Refuse (`Undeclared`) a declarant who cannot declare what is asked, or is not whom he says he is.

    Within `writing()`: whoever bears the number is looked up whoever keeps them, and by an old number.
    """
    reporter = asked.reporter
    who = bearer(reporter) if reporter.number else _named_alone(asked)
    own = is_self(reporter)
    if asked.kind.subject is Subject.GONE and (own or (who is not None and who.id == asked.subject)):
        raise _gone(NUMBER if who is not None and reporter.number else RELATION)
    concerned = own and (_describes(asked, who) if asked.kind.subject is Subject.NEW else _in(asked, who))
    back = asked.kind.subject is Subject.BACK and _in(asked, who)
    if who is not None and who.standing.kind is Standing.ENDED and not back:
        raise _dead()
    if (born := _born(asked, who, own)) is not None:
        _of_age(reporter, born, asked.on)
    if own and not concerned:
        raise _another(asked.kind.subject)


def declarant(asked: Asked) -> frozenset[int]:
    """Return the declarant's id, where the register knows the number: whom a refusal may speak of."""
    who = bearer(asked.reporter)
    return frozenset() if who is None else frozenset({who.id})


def bearer(reporter: Reporter) -> Person | None:
    """Return who bears, or bore, the declarant's number; within `writing()`."""
    return register.person(reporter.number, register.within_act()) if reporter.number else None


def is_self(reporter: Reporter) -> bool:
    """Tell whether the declarant says to be the person herself."""
    return unicodedata.normalize("NFKC", reporter.relation).strip(" 。.，,").casefold() in SELF


def _named_alone(asked: Asked) -> Person | None:
    """Return whom the matter is opened on, where the declarant bears that name and gives no number."""
    if asked.subject is None or not asked.reporter.name:
        return None
    subject = register.person(asked.subject, register.within_act())
    return subject if subject is not None and subject.name == asked.reporter.name else None


def _in(asked: Asked, who: Person | None) -> bool:
    """Tell whether somebody is among whom a matter of people of the register is about.

    With neither number nor name, whoever the matter is about is meant.
    """
    if who is None:
        return not asked.reporter.name and not asked.reporter.number
    entry = asked.whole("_entry")
    undone = undoable(entry).persons if entry is not None else ()
    if who.id == asked.subject or who.id in undone or who.id in everybody_in(asked):
        return True
    homes = {asked.home} if asked.home is not None else set()
    if asked.kind.about is About.HOUSEHOLD:  # and those it comes to be one with
        homes |= {asked.household_or_none(one.name) for one in asked.kind.fields if one.type == "household"}
    return who.standing.household is not None and who.standing.household in homes


def _describes(asked: Asked, who: Person | None) -> bool:
    """Tell whether the declarant may be the one the answers describe, whom the register does not know."""
    name = asked.reporter.name
    return who is None and "died" not in asked and (not name or name == asked.text("name"))


def _born(asked: Asked, who: Person | None, own: bool) -> date | None:
    """Return the declarant's birth date: the register's, that of the answers, else that of the number."""
    if who is not None:
        return who.born
    if own and asked.kind.subject is Subject.NEW:
        return asked.day_or_none("born")
    written = asked.reporter.number
    try:
        return date(int(written[6:10]), int(written[10:12]), int(written[12:14]))
    except ValueError:
        return None


def _of_age(reporter: Reporter, born: date, on: date) -> None:
    years = periods.age_on(born, on) if born <= on else 0
    if years >= OF_AGE or (years >= EARNS and reporter.earning):
        return
    if years >= EARNS:
        raise Undeclared(
            EARNING,
            "reporter_minor",
            Text("申报人未满十八周岁。", "Who reports is under eighteen."),
            Text(
                "由监护人申报；以自己的劳动收入为主要生活来源的，请勾选（民法典第十八条）。",
                "The guardian reports it; tick this for one who lives on own earnings (Civil Code, art. 18).",
            ),
        )
    raise Undeclared(
        NUMBER if reporter.number else RELATION,
        "reporter_minor",
        Text("申报人未满十六周岁，不能自行申报。", "Who reports is under sixteen and cannot do so alone."),
        Text(
            "请填写来申报的监护人，并写明与当事人的关系（民法典第十九条、第二十条、第二十三条）。",
            "Enter the guardian who reports it, and the relation (Civil Code, arts. 19, 20, 23).",
        ),
    )


def _gone(field: str) -> Undeclared:
    return Undeclared(
        field,
        "reporter_gone",
        Text(
            "死亡、失踪的人不能为自己申报。",
            "The dead or missing cannot report it themselves.",
        ),
        Text(
            "请填写来申报的人（户主、亲属、抚养人、邻居或者社区），并写明与当事人的关系。",
            "Enter who came to report it (head, kin, fosterer, neighbour or community), and the relation.",
        ),
    )


def _dead() -> Undeclared:
    return Undeclared(
        NUMBER,
        "reporter_ended",
        Text(
            "申报人的户口已因死亡或者登记无效注销，不能申报。",
            "Who reports was cancelled in the register, by death or as void, and cannot report.",
        ),
        Text("请核对号码，填写来申报的人。", "Check the number, and enter who came to report it."),
    )


def _another(subject: Subject) -> Undeclared:
    if subject is Subject.NEW:
        return Undeclared(
            RELATION,
            "reporter_another",
            Text(
                "当事人是被登记的人，申报人不是其本人。",
                "This is about the one being registered; who reports is another person.",
            ),
            Text(
                "请写申报人是其什么人，例如“父亲”“母亲”“户主”。",
                "Write what the reporter is to that one, such as “father”, “mother” or “head”.",
            ),
        )
    return Undeclared(
        RELATION,
        "reporter_another",
        Text(
            "申报人不在这件业务的当事人之中，不是“本人”。",
            "Who reports is none of those this is about, and so not “self”.",
        ),
        Text(
            "请填写当事人本人的公民身份号码；由别人申报的，写明关系，例如“父亲”“户主”“村委会”。",
            "Enter the person’s own citizen number; for another, write the relation, such as “father”, “head”"
            " or “village committee”.",
        ),
    )
