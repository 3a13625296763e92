"""The guide laid out: sections of a few kinds of blocks in one language, from which every form is made.

HTML, Markdown and the typesetter draw the same blocks, so that none of them can leave anything out.
"""

from dataclasses import dataclass

from huji.policy.guide.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: its words, what stands before them, its own list, and where it leads.

    `lead` closes the line of a group ("all of these:"), `label` is set off before it ("The document does not
    say"), `link` is the id of a section.
    """

    text: str
    label: str = ""
    lead: str = ""
    lines: tuple["Line", ...] = ()
    link: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `tone` is plain, lead, open (what stays undetermined) or soft."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a title of its own (may be ""); `kind` is points, checks or plain."""

    title: str
    lines: tuple[Line, ...]
    kind: str = "points"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels with what they say."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """How something was read, with the other possible readings."""

    title: str
    text: str
    others_title: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row's first cell is its head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[str, ...] = ()


Block = Paragraph | Listing | Rows | Remark | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its blocks with a drawing beside them, `more` below both, and sections of its own."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    more: tuple[Block, ...] = ()
    drawing: Drawing | None = None
    number: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole guide in one language."""

    policy: str
    lang: str
    title: str
    subtitle: str
    summary: str
    head: Rows
    sections: tuple[Section, ...]
    contents: str
    digest: str
    closing: str
