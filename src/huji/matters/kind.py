"""The grammar of kinds: what one business of the counter asks, wants to see, and does.

A kind is declared once, in one file `huji/matters/kinds/<verb>.py`, as `KIND = Kind(…)` (or `KINDS = (…)`).
Pages, procedure, preview, papers, and the table in docs/matters.md follow from the declaration.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from huji.matters.values import About, Level, Occasion, Subject
from huji.register.acts import Acting
from huji.standards import Text
from huji.standards.code_tables import CodeTable

if TYPE_CHECKING:
    from huji.matters.asked import Asked
    from huji.matters.scene import Scene

When = tuple[str, tuple[str, ...]]
"""(name of a choice, its values): asked only where the choice has one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a kind; made by the functions below.

    `type` says how it is typed and kept: `person` (citizen number), `household` (household number),
    `address` (standard address), `member` / `members` (of the household opened on), `day`, `time`, `line`,
    `words`, `whole`, `name`, `code` (of `table`), `choice` (of `choices`), `flag`. `only` says of whom it
    is asked at all.
    """

    name: str
    label: Text
    type: str
    required: bool = True
    hint: Text | None = None
    when: When | None = None
    table: CodeTable | None = None
    codes: tuple[str, ...] = ()
    choices: tuple[tuple[str, Text], ...] = ()
    most: int = 200
    least: int = 0
    only: Callable[["Scene"], bool] | None = None


def _field(type_: str) -> Callable[..., Field]:
    def made(name: str, zh: str, en: str, **more: Any) -> Field:
        if "hint" in more and not isinstance(more["hint"], Text):
            more["hint"] = Text(*more["hint"])
        return Field(name=name, label=Text(zh, en), type=type_, **more)

    return made


person = _field("person")
household = _field("household")
address = _field("address")
member = _field("member")
members = _field("members")
day = _field("day")
time = _field("time")
line = _field("line")
words = _field("words")
whole = _field("whole")
name = _field("name")
flag = _field("flag")


def code(name: str, zh: str, en: str, table: CodeTable, **more: Any) -> Field:
    """Return a question answered by a code of a national table, or by one of its `codes`."""
    return _field("code")(name, zh, en, table=table, **more)


def choice(name: str, zh: str, en: str, *choices: tuple[str, str, str], **more: Any) -> Field:
    """Return a question answered by one of (value, Chinese, English)."""
    found = tuple((value, Text(zh_, en_)) for value, zh_, en_ in choices)
    return _field("choice")(name, zh, en, choices=found, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One thing to be shown, by any one of `papers`; wanted where `wanted` holds of what is asked.

    `when` wants it only where another question, once answered, is answered so; the form shows it then.
    `exempt` says on which ground it may be done without; None: never.
    """

    key: str
    what: Text
    papers: tuple[Text, ...]
    basis: str = ""
    wanted: Callable[["Asked"], bool] = lambda asked: True
    when: tuple[str, tuple[str, ...]] | None = None
    exempt: Text | None = None

    def wanted_of(self, asked: "Asked") -> bool:
        """Tell whether it is to be shown for what is asked."""
        return (self.when is None or asked.text(self.when[0]) in ("", *self.when[1])) and self.wanted(asked)


def proof(
    key: str,
    what: tuple[str, str],
    *papers: tuple[str, str],
    basis: str = "",
    wanted: Callable[["Asked"], bool] | None = None,
    when: tuple[str, tuple[str, ...]] | None = None,
    exempt: tuple[str, str] | None = None,
) -> Proof:
    """Return a wanted proof from plain pairs of (Chinese, English); no papers: the proof is the paper."""
    return Proof(
        key=key,
        what=Text(*what),
        papers=tuple(Text(*one) for one in papers) or (Text(*what),),
        basis=basis,
        wanted=wanted or (lambda asked: True),
        when=when,
        exempt=Text(*exempt) if exempt else None,
    )


BOOKLET = proof(
    "booklet",
    ("居民户口簿、居民身份证", "Household booklet and identity card"),
    ("居民户口簿和居民身份证", "Household booklet and identity card"),
    ("居民户口簿（尚未领取身份证）", "Household booklet (no identity card yet)"),
    ("电子证照", "Electronic certificates"),
    exempt=(
        "遗失，已核对户籍系统和照片",
        "Lost; checked against the register and the photograph",
    ),
)
"""What nearly everybody brings."""

Statement = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One business of the counter, declared.

    `name` is the act's; `basis` goes into the ledger with it. `level` may depend on what is asked.
    `statement` builds the act's statement from what is asked, `act` performs it. `papers` are names of
    `huji.matters.papers.PAPERS`, or a function of what is asked. `office` says which office acts, where it is
    not that of the person or household opened on. `prefill` gives first values from the scene, `derive` those
    that follow from the other answers, where nothing was answered: they are shown and may be changed.
    `subject` says whether whoever it is about may declare it (`huji.matters.declaring`).
    `ex_officio` tells that the office acts on its own, having given written notice `notice_days` before.
    `beside` places refusals beside fields: refusal code (without `register.`) → field.
    """

    name: str
    title: Text
    occasion: Occasion
    about: About
    basis: str
    summary: Text
    fields: tuple[Field, ...]
    statement: Callable[["Asked"], Statement]
    act: Callable[[Any, Acting], Any]
    level: Level | Callable[["Asked"], Level] = Level.SPOT
    evidence: tuple[Proof, ...] = (BOOKLET,)
    papers: tuple[str, ...] | Callable[["Asked"], Sequence[str]] = ()
    office: Callable[["Asked"], int | None] | None = None
    prefill: Callable[["Scene"], Mapping[str, Any]] | None = None
    derive: Callable[["Asked"], Mapping[str, Any]] | None = None
    subject: Subject = Subject.PRESENT
    ex_officio: Callable[["Asked"], bool] | None = None
    notice_days: int = 7
    beside: Mapping[str, str] = field(default_factory=dict)
    suits: Callable[["Scene"], bool] | None = None
    """Whether the button is shown on the page of this person or household; None: always."""

    def level_of(self, asked: "Asked") -> Level:
        """Return who decides on what is asked."""
        return self.level if isinstance(self.level, Level) else self.level(asked)

    def papers_of(self, asked: "Asked") -> tuple[str, ...]:
        """Return the papers issued after the act."""
        return self.papers if isinstance(self.papers, tuple) else tuple(self.papers(asked))

    def wanted(self, asked: "Asked") -> tuple[Proof, ...]:
        """Return what is to be shown for what is asked."""
        return tuple(one for one in self.evidence if one.wanted_of(asked))
