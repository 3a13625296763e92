"""The values of the matters room: levels and states of a matter, who reports it, who acts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.standards import Text


class Level(StrEnum):
    """Who decides, by the kind of business (Nanjing rule art. 137–140): how many officers, how high."""

    SPOT = "spot"
    STATION = "station"
    COUNTY = "county"
    CITY = "city"

    @property
    def label(self) -> Text:
        return _LEVELS[self]


class State(StrEnum):
    """Where a matter stands."""

    DRAFT = "draft"
    NOTICED = "noticed"
    COMPLETION_REQUESTED = "completion_requested"
    ACCEPTED = "accepted"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"

    @property
    def label(self) -> Text:
        return _STATES[self]

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self in _CLOSED


class Occasion(StrEnum):
    """What happened to the people at the counter; kinds are found by it."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    DEATH = "death"
    MOVING = "moving"
    ITEMS = "items"
    HOUSEHOLD = "household"
    REPAIR = "repair"

    @property
    def label(self) -> Text:
        return _OCCASIONS[self]


class About(StrEnum):
    """What a matter is opened on."""

    PERSON = "person"
    HOUSEHOLD = "household"
    NOBODY = "nobody"


class Subject(StrEnum):
    """How whoever a matter is about (当事人) stands to it, and so whether 本人 may declare it."""

    PRESENT = "present"
    """One of the register, or several, any of whom may come."""
    GONE = "gone"
    """Dead or missing by what is declared: others declare it."""
    BACK = "back"
    """Maybe entered as dead, and come back or alive all along: may come all the same."""
    NEW = "new"
    """In no register yet and described by the answers `name` and `born`: comes when of age."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports (申报人): name, number and what he is to the person; all empty where the office acts.

    `earning`: sixteen or older, not of age, and living on own earnings (Civil Code, art. 18).
    """

    name: str = ""
    number: str = ""
    relation: str = ""
    earning: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One wanted paper as it was met: `paper` is the index of the alternative shown, None for none.

    `exempt` is the ground where it need not be shown, `note` its number or what was seen.
    """

    paper: int | None = None
    exempt: str = ""
    note: str = ""

    @property
    def met(self) -> bool:
        return self.paper is not None or bool(self.exempt.strip())


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: the officer's account id, the day (Asia/Shanghai), and the token of the form that was sent.

    Role and office are read from the account inside the transaction: a dismissed officer acts no more.
    """

    officer: int
    on: date
    token: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: the matter with its new version and state, the step's ledger entry, papers issued.

    `repeated` tells that the form had been sent before and this is the earlier result.
    """

    matter: str
    version: int
    state: State
    entry: int
    papers: tuple[str, ...] = ()
    repeated: bool = False


_CLOSED = frozenset({State.DONE, State.REFUSED, State.WITHDRAWN, State.UNDONE})
_LEVELS = {
    Level.SPOT: Text("当场办理", "One officer, at once"),
    Level.STATION: Text("派出所核实后办理", "Decided by the office"),
    Level.COUNTY: Text("县级公安机关审批", "Decided by the county"),
    Level.CITY: Text("市级公安机关审批", "Decided by the city"),
}
_STATES = {
    State.DRAFT: Text("草稿", "Draft"),
    State.NOTICED: Text("已书面告知", "Notice given"),
    State.COMPLETION_REQUESTED: Text("待补正", "Awaiting completion"),
    State.ACCEPTED: Text("已受理", "Accepted"),
    State.REVIEWED: Text("待审批", "Reviewed"),
    State.APPROVED: Text("待上级审批", "Awaiting second approval"),
    State.DONE: Text("已办结", "Done"),
    State.REFUSED: Text("不予办理", "Refused"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
    State.UNDONE: Text("已撤销", "Undone"),
}
_OCCASIONS = {
    Occasion.BIRTH: Text("出生、收养", "Birth and adoption"),
    Occasion.MARRIAGE: Text("结婚、离婚", "Marriage and divorce"),
    Occasion.DEATH: Text("死亡、注销", "Death and cancellation"),
    Occasion.MOVING: Text("迁移、恢复", "Moving and restoring"),
    Occasion.ITEMS: Text("登记项目变更、更正", "Items of the registration"),
    Occasion.HOUSEHOLD: Text("立户、分户、户主", "Households and heads"),
    Occasion.REPAIR: Text("补登、撤销", "Unregistered people, and undoing"),
}
