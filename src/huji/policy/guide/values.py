"""The guide as values: what a citizen is told of a policy, in both languages, before it has any form."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from huji.policy.pack import Document, Status
from huji.policy.tree import Citation
from huji.policy.words import Text

EMPTY = Text("", "")


class Kind(StrEnum):
    """What a point is: one fact, what the document does not say, or a group: all, any one, none of them."""

    FACT = "fact"
    UNKNOWN = "unknown"
    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a condition in plain words.

    `text` is the sentence of a fact, the reason of what is unknown, or the title of a group ("" where it has
    none). `notion` names the criterion it stands for. A group that is `folded` is said in one sentence.
    """

    kind: Kind
    text: Text
    parts: tuple["Point", ...] = ()
    notion: str | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clause was read, and the other readings that were possible."""

    text: Text
    alternatives: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: its title and who issues it."""

    title: Text
    issuer: Text | None


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers of which any one will do, and what they prove; no `purpose`: the way itself asks for them.

    `depends`: only whoever relies on what they prove brings them, since something else would do as well.
    """

    purpose: Text | None
    any_of: tuple[Sheet, ...]
    depends: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that may come along, and what more is asked of it."""

    title: Text
    own: Point | None


@dataclass(frozen=True, slots=True)
class Family:
    """Who may come along; `others` are the relations that 等 leaves to the officer."""

    relations: tuple[Relation, ...]
    when: Point | None
    others: tuple[Text, ...]
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Home:
    """A household that may receive the applicant."""

    title: Text
    when: Point | None
    cites: Citation | None
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Way:
    """One route. `settles` is false where the document leaves something open that no fact can fill."""

    id: str
    title: Text
    cites: Citation
    areas: tuple[str, ...]
    where: Text
    when: Point
    settles: bool
    family: Family | None
    homes: tuple[Home, ...]
    papers: tuple[Papers, ...]
    known: tuple[Text, ...]
    responsible: tuple[Text, ...]
    lead: bool
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Ban:
    """One prohibition with its exceptions."""

    id: str
    title: Text
    cites: Citation
    areas: tuple[str, ...]
    where: Text
    when: Point
    unless: Point | None
    responsible: tuple[Text, ...]
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Notion:
    """A named condition: where it is defined and used, how it is read; its content where nothing uses it."""

    id: str
    title: Text
    cites: Citation | None
    used_in: tuple[Text, ...]
    content: Point | None
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Item:
    """One article of the document and what became of it; `by` are the titles of the clauses that hold it."""

    article: str
    title: Text
    status: Status
    by: tuple[Text, ...]
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number of the pack."""

    title: Text
    value: Text
    article: str | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What a score gives: a sentence, and what its parts are to it (`lead`), scores or conditions."""

    text: Text
    lead: Text = EMPTY
    parts: tuple["Worth | Point", ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of a points scheme; `span` are the least and the most points it can give."""

    id: str
    title: Text
    cites: Citation
    group: Text | None
    span: Text
    worth: Worth | Point
    papers: tuple[Papers, ...]
    responsible: tuple[Text, ...]
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A named total: the indicators it adds up, its own rules, and the number a benefit asks for."""

    id: str
    title: Text
    cites: Citation
    measures: tuple[Text, ...]
    rules: tuple[Worth, ...]
    standard: Text | None
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The points scheme: indicators, totals, and how the document selects by them."""

    cites: Citation
    measures: tuple[Measure, ...]
    sums: tuple[Sum, ...]
    selection: tuple[Text, ...]
    selection_cites: Citation | None
    selection_reading: Reading | None
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Guide:
    """The citizen's guide to one policy, whole."""

    policy: str
    title: Text
    document: Document
    issuer: Text
    place: Text
    areas: tuple[Text, ...]
    area_ids: tuple[str, ...]
    in_force_from: dt.date
    in_force_to: dt.date | None
    superior: Text | None
    digest: str
    reading: Reading | None
    ways: tuple[Way, ...]
    bans: tuple[Ban, ...]
    scheme: Scheme | None
    notions: tuple[Notion, ...]
    figures: tuple[Figure, ...]
    articles: tuple[Item, ...]
    promises: tuple[Text, ...]

    @property
    def summary(self) -> Text:
        """One sentence on what the policy opens and forbids."""
        ways, bans = len(self.ways), len(self.bans)
        if not ways:
            zh, en = "本政策没有写落户途径", "The policy opens no way to settle"
        elif ways == 1:
            zh, en = "写明一条落户途径", "One way to settle"
        else:
            zh, en = (
                f"写明 {ways} 条落户途径，符合其中任意一条即可",
                f"{ways} ways to settle; any one of them is enough",
            )
        if self.scheme is not None:
            count = len(self.scheme.measures)
            zh += f"；一套积分办法，{count} 项指标"
            en += f"; a points scheme of {count} indicators"
        if bans:
            zh += f"；另有 {bans} 条禁止规定"
            en += f"; {bans} prohibition{'s' if bans > 1 else ''}"
        return Text(f"{zh}。", f"{en}.")
