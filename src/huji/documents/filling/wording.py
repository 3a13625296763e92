"""Items, codes and reasons in the words of the form."""

from datetime import date

from huji.documents.filling.view import Act
from huji.register.acts import Particulars
from huji.register.telling.causes import cause as told_cause
from huji.standards import Text, code_tables

RELATION = Text("户主或与户主关系", "Relation to the head")

_CODED = {
    "sex": code_tables.SEX,
    "ethnic": code_tables.ETHNIC,
    "marital": code_tables.MARITAL,
    "education": code_tables.EDUCATION,
}
_UNKNOWN = {"marital": "90", "education": "90"}

# Why somebody came (何因): by the act that made it so.
_REASONS = {
    "settle": "落户",
    "move_in": "迁入",
    "move_within": "市内迁移",
    "move_household": "市内迁移",
    "join_relatives": "投靠亲属",
    "split_household": "分户",
    "merge_households": "并户",
    "found_household": "立户",
    "enter_collective": "加入集体户",
    "leave_collective": "由集体户迁出",
    "return_to_origin": "恢复户口",
    "restore_lapsed": "恢复户口",
    "restore": "恢复户口",
    "register_unregistered": "补登户口",
    "discharge": "退役",
    "return_to_village": "返乡",
    "adopt": "收养",
    "end_adoption": "解除收养",
    "undo": "撤销原登记",
}
CAUSES = {
    "death": Text("死亡", "death"),
    "declared_dead": Text("宣告死亡", "a declaration of death"),
    "declared_missing": Text("宣告失踪", "a declaration that the person is missing"),
    "duplicate": Text("重复登记户口", "duplicate registration"),
    "fraud": Text("弄虚作假登记户口", "registration by fraud"),
    "void": Text("登记无效", "a void registration"),
    "moved": Text("迁往市外", "a move to another city"),
    "abroad": Text("出国（境）定居", "settling abroad"),
    "foreign_nationality": Text("加入外国国籍", "foreign nationality"),
    "military": Text("参军入伍", "military service"),
}
_BY_KIND = {
    "ended": Text("死亡", "death"),
    "in_transit": Text("迁往市外", "a move to another city"),
    "elsewhere": Text("迁往市外", "a move to another city"),
    "unregistered": Text("户口注销", "cancellation"),
}


def item(items: Particulars, name: str) -> str:
    """Return an item as it is printed."""
    value = getattr(items, name)
    if value is None or value == "" or _UNKNOWN.get(name) == value:
        return ""
    if name in _CODED:
        table = _CODED[name]
        return table.label(value).zh if value in table else str(value)
    if isinstance(value, date):
        return day(value)
    if name == "height_cm":
        return f"{value}厘米"
    if name == "born_at":
        return clock(str(value))
    return str(value)


def relation(code: str | None) -> str:
    """Return a relation to the head in words."""
    return code_tables.RELATION.label(code).zh if code and code in code_tables.RELATION else ""


def day(on: date) -> str:
    """Return a day in Chinese."""
    return f"{on.year}年{on.month}月{on.day}日"


def clock(typed: str) -> str:
    """Return a time of birth in Chinese: 08:15 is 8时15分."""
    hour, _, minute = typed.partition(":")
    return f"{int(hour)}时{int(minute)}分" if minute else typed


def reason(act: Act | None) -> str:
    """Return why somebody came, by the act; empty where the act does not tell."""
    return _REASONS.get(act.name, "") if act else ""


def cause(kind: str, given: str | None) -> Text:
    """Return why a registration ended."""
    if given in CAUSES:
        return CAUSES[given]
    return told_cause(given) if given else _BY_KIND.get(kind, Text("户口注销", "cancellation"))


def is_move(kind: str, given: str | None) -> bool:
    """Return whether a registration ended by a move to another register, not by cancellation."""
    return kind in {"in_transit", "elsewhere"} and given in {None, "moved"}
