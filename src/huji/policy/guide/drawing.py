"""The decision diagram: a condition as a line to follow, laid out once for the screen and for paper.

The line runs from the top to the bottom. Every box on it must be true; where it forks, any one branch will
do. A box drawn with dashes is what the document does not say. Lengths are units of one CSS pixel.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huji.policy.guide.sentences import raised
from huji.policy.guide.values import Kind, Point

WIDTH = 340.0
SIZE = 13.5
LEADING = 19.0
PAD_X, PAD_Y = 11.0, 8.0
GAP = 20.0
RAIL = 22.0
CAPTION = 12.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded box; `tone` is fact, unknown, group, start, yes, no, open, or, or dot (before an item)."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    radius: float = 7.0


@dataclass(frozen=True, slots=True)
class Rail:
    """A line through points, with an arrow at its end where `arrow`."""

    points: tuple[tuple[float, float], ...]
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `anchor` is start or middle, `y` its baseline."""

    x: float
    y: float
    text: str
    size: float
    anchor: str = "middle"
    tone: str = "ink"
    bold: bool = False


Shape = Box | Rail | Words


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the same diagram as a graph, for Mermaid: kind, words, and its parts."""

    kind: str
    text: str
    parts: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram: its size, its shapes from back to front, its title, its text equivalent and its graph."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    description: str
    caption: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Shapes laid out from (0, 0): the line enters at the top middle and leaves at the bottom middle."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """The fixed words of a drawing in its language."""

    start: str
    end: str
    end_tone: str
    or_: str
    unknown: str


def draw(
    points: Sequence[Point], lang: str, words: Signs, *, title: str, description: str, caption: str
) -> Drawing:
    """Return the diagram of points that must all be true, from `words.start` to `words.end`."""
    maker = _Maker(lang, words)
    start = maker.pill(words.start, "start")
    end = maker.pill(words.end, words.end_tone)
    body = maker.series([start, *(maker.block(point, WIDTH) for point in points), end], WIDTH)
    steps = (
        Step("start", words.start),
        *(maker.step(point) for point in points),
        Step(words.end_tone, words.end),
    )
    return Drawing(WIDTH, body.height, body.shapes, title, description, caption, steps)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a ladder: where it leads when the answer is yes."""

    text: str
    exit: str
    tone: str


def ladder(
    questions: Sequence[Question], last: tuple[str, str], signs: tuple[str, str], **told: str
) -> Drawing:
    """Return questions asked one after another; `last` is where the last no leads, `signs` yes and no."""
    yes, no = signs
    shapes: list[Shape] = []
    wide, exit_x = 196.0, 232.0
    y = 0.0
    for question in questions:
        lines = wrapped(question.text, SIZE, wide - 2 * PAD_X)
        exits = wrapped(question.exit, SIZE - 1, WIDTH - exit_x - 8, bold=True)
        height = LEADING * max(len(lines), len(exits)) + 2 * PAD_Y + 6
        middle = y + height / 2
        shapes.append(Box(0, y, wide, height, "fact"))
        shapes += _lines(lines, PAD_X, middle - LEADING * len(lines) / 2, SIZE, anchor="start")
        shapes.append(Rail(((wide, middle), (exit_x, middle)), arrow=True))
        shapes.append(Words((wide + exit_x) / 2 - 2, middle - 6, yes, 11.5, tone="soft"))
        tall = LEADING * len(exits) + 12
        shapes.append(Box(exit_x, middle - tall / 2, WIDTH - exit_x, tall, question.tone, 14))
        shapes += _lines(
            exits,
            (exit_x + WIDTH) / 2,
            middle - tall / 2 + 6,
            SIZE - 1,
            tone=f"on-{question.tone}",
            bold=True,
        )
        y += height
        shapes.append(Rail(((wide / 2, y), (wide / 2, y + 26)), arrow=True))
        shapes.append(Words(wide / 2 + 10, y + 16, no, 11.5, "start", "soft"))
        y += 26
    text, tone = last
    width = min(wide, measure(text, SIZE) + 40)
    shapes.append(Box((wide - width) / 2, y, width, LEADING + 12, tone, 15))
    shapes += _lines([text], wide / 2, y + 6, SIZE, tone=f"on-{tone}", bold=True)
    steps = (*(Step("ask", one.text, (Step(one.tone, one.exit),)) for one in questions), Step(tone, text))
    return Drawing(WIDTH, y + LEADING + 12, tuple(shapes), steps=steps, **told)


class _Maker:
    def __init__(self, lang: str, words: Signs) -> None:
        self.chinese = lang.startswith("zh")
        self.words = words

    def said(self, point: Point) -> str:
        return point.text.zh if self.chinese else raised(point.text.en)

    def block(self, point: Point, width: float) -> _Block:
        if not point.parts or point.folded:
            return self._box(point, width)
        if point.kind is Kind.NONE:
            return self._exceptions(point, width)
        titled = bool(self.said(point))
        inner = width - 20 if titled else width
        parts = [
            self.block(part, inner if point.kind is Kind.ALL else inner - 2 * RAIL) for part in point.parts
        ]
        body = self.series(parts, inner) if point.kind is Kind.ALL else self._choice(parts, inner)
        return self._framed(self.said(point), body, width) if titled else body

    def step(self, point: Point) -> Step:
        if not point.parts or point.folded:
            return Step("unknown" if point.kind is Kind.UNKNOWN else "fact", self._full(point))
        return Step(point.kind.value, self.said(point), tuple(self.step(part) for part in point.parts))

    def _full(self, point: Point) -> str:
        said = self.said(point)
        return f"{self.words.unknown}{said}" if point.kind is Kind.UNKNOWN else said

    # -- shapes ------------------------------------------------------------------------------------------

    def pill(self, text: str, tone: str) -> _Block:
        width = min(WIDTH, measure(text, SIZE) + 34)
        lines = wrapped(text, SIZE, width - 24)
        height = LEADING * len(lines) + 12
        x = (WIDTH - width) / 2
        shapes: list[Shape] = [Box(x, 0, width, height, tone, height / 2 if len(lines) == 1 else 16)]
        shapes += _lines(lines, WIDTH / 2, 6, SIZE, tone=f"on-{tone}", bold=True)
        return _Block(WIDTH, height, tuple(shapes))

    def _box(self, point: Point, width: float) -> _Block:
        tone = "unknown" if point.kind is Kind.UNKNOWN else "fact"
        lines = wrapped(self.said(point), SIZE, width - 2 * PAD_X)
        top = 0.0
        shapes: list[Shape] = []
        if tone == "unknown":
            top = 18.0
            shapes.append(
                Words(PAD_X, PAD_Y + 12, self.words.unknown.rstrip("：: "), 12, "start", "unknown", True)
            )
        height = top + LEADING * len(lines) + 2 * PAD_Y
        shapes[:0] = [Box(0, 0, width, height, tone)]
        shapes += _lines(lines, PAD_X, top + PAD_Y, SIZE, anchor="start")
        return _Block(width, height, tuple(shapes), plain=True)

    def _framed(self, title: str, body: _Block, width: float) -> _Block:
        lines = wrapped(title, CAPTION, width - 24, bold=True)
        head = 17 * len(lines) + 14
        height = head + 8 + body.height + 12
        shapes: list[Shape] = [Box(0, 0, width, height, "group", 9)]
        shapes += [
            Words(12, 9 + 12 + 17 * number, line, CAPTION, "start", "group", True)
            for number, line in enumerate(lines)
        ]
        shapes.append(Rail(((width / 2, head - 4), (width / 2, head + 8))))
        shapes += _moved(body.shapes, (width - body.width) / 2, head + 8)
        shapes.append(Rail(((width / 2, head + 8 + body.height), (width / 2, height))))
        return _Block(width, height, tuple(shapes))

    def _exceptions(self, point: Point, width: float) -> _Block:
        head = wrapped(self.said(point), CAPTION, width - 24, bold=True)
        shapes: list[Shape] = [
            Words(12, 21 + 17 * number, line, CAPTION, "start", "group", True)
            for number, line in enumerate(head)
        ]
        y = 14.0 + 17 * len(head)
        for part in point.parts:
            lines = wrapped(self.said(part), SIZE, width - 44)
            shapes.append(Box(15, y + LEADING / 2 - 2.5, 5, 5, "dot", 2.5))
            shapes += _lines(lines, 28, y, SIZE, anchor="start")
            y += LEADING * len(lines) + 4
        return _Block(width, y + 6, (Box(0, 0, width, y + 6, "group", 9), *shapes), plain=True)

    def series(self, parts: Sequence[_Block], width: float) -> _Block:
        shapes: list[Shape] = []
        y = 0.0
        for number, part in enumerate(parts):
            if number:
                shapes.append(Rail(((width / 2, y), (width / 2, y + GAP)), arrow=True))
                y += GAP
            shapes += _moved(part.shapes, (width - part.width) / 2, y)
            y += part.height
        return _Block(width, y, tuple(shapes))

    def _choice(self, parts: Sequence[_Block], width: float) -> _Block:
        left, right, middle = RAIL / 2 - 2, width - RAIL / 2 + 2, width / 2
        y = 16.0
        shapes: list[Shape] = []
        enters: list[float] = []
        leaves: list[float] = []
        for number, part in enumerate(parts):
            if number:
                shapes += self._or(left, y + 10)
                y += 20
            if part.plain:
                enter = leave = y + part.height / 2
                shapes.append(Rail(((left, enter), (RAIL, enter)), arrow=True))
                shapes.append(Rail(((width - RAIL, leave), (right, leave))))
                shapes += _moved(part.shapes, RAIL, y)
                y += part.height
            else:
                enter = y + 4
                shapes.append(Rail(((left, enter), (middle, enter), (middle, enter + 14)), arrow=True))
                shapes += _moved(part.shapes, RAIL, enter + 14)
                leave = enter + 14 + part.height + 10
                shapes.append(Rail(((middle, leave - 10), (middle, leave), (right, leave))))
                y = leave + 4
            enters.append(enter)
            leaves.append(leave)
        bottom = y + 14
        back: list[Shape] = [
            Rail(((middle, 0), (middle, 6), (left, 6), (left, enters[-1]))),
            Rail(((right, leaves[0]), (right, bottom - 6), (middle, bottom - 6), (middle, bottom))),
        ]
        return _Block(width, bottom, (*back, *shapes))

    def _or(self, x: float, y: float) -> Iterator[Shape]:
        width = measure(self.words.or_, 11) + 8
        at = max(width / 2, x)
        yield Box(at - width / 2, y - 8, width, 16, "or", 4)
        yield Words(at, y + 4, self.words.or_, 11, "middle", "soft")


def _lines(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "middle",
    tone: str = "ink",
    bold: bool = False,
) -> list[Shape]:
    return [
        Words(x, y + LEADING * number + LEADING / 2 + size * 0.36, line, size, anchor, tone, bold)
        for number, line in enumerate(lines)
    ]


def _moved(shapes: Sequence[Shape], dx: float, dy: float) -> Iterator[Shape]:
    for shape in shapes:
        if isinstance(shape, Box):
            yield Box(shape.x + dx, shape.y + dy, shape.width, shape.height, shape.tone, shape.radius)
        elif isinstance(shape, Rail):
            yield Rail(tuple((x + dx, y + dy) for x, y in shape.points), shape.arrow)
        else:
            yield Words(
                shape.x + dx, shape.y + dy, shape.text, shape.size, shape.anchor, shape.tone, shape.bold
            )


# -- text ------------------------------------------------------------------------------------------------

_NARROW = set("iljtfr.,:;'|!()[]I ")
_WIDE = set("mwMWQO@%")
_NEVER_FIRST = set("，。、；：！？）」』〕》”’…—%·,.;:!?)")
_NEVER_LAST = set("（「『〔《“‘(")


def measure(text: str, size: float) -> float:
    """Return the width of a line, a little more than any of the faces needs."""
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA" and ord(character) > 0x2000:
        return 1.0
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.9
    return 0.68 if character.isupper() else 0.575


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Return text as lines no wider than `width`: words stay whole, no line begins with a closing sign."""
    allowed = width / (1.04 if bold else 1.0)
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and measure((line + piece).rstrip(), size) > allowed:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while measure(line, size) > allowed and len(line) > 1 and " " not in line.strip() and line.isascii():
            cut = max(1, int(allowed / (size * 0.62)))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield the smallest pieces a line may break between."""
    piece = ""
    for character in text:
        wide = _advance(character) == 1.0
        breaks = (
            piece
            and character not in _NEVER_FIRST
            and piece[-1] not in _NEVER_LAST
            and (wide or piece[-1] == " " or _advance(piece[-1]) == 1.0)
            and character != " "
        )
        if breaks:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
