"""The guide as Markdown (GitHub's kind): headings, lists, tables, and the diagrams as Mermaid."""

import re
from collections.abc import Iterable, Iterator

from huji.policy.guide.drawing import Drawing, Step
from huji.policy.guide.outline import (
    Block,
    Line,
    Listing,
    Outline,
    Paragraph,
    Remark,
    Rows,
    Section,
    Table,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>|])")


def markdown(outline: Outline) -> str:
    """Return the guide as Markdown."""
    lines = [f"# {_plain(outline.title)}", "", f"**{outline.subtitle}** · {_plain(outline.summary)}", ""]
    lines += _rows(outline.head, outline.lang)
    for section in outline.sections:
        lines += _section(section, 2, outline.lang)
    lines += ["---", "", _plain(outline.closing)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _section(section: Section, level: int, lang: str) -> Iterator[str]:
    number = f"{section.number}. " if section.number else ""
    aside = (
        (f"（{section.aside}）" if lang.startswith("zh") else f" ({section.aside})") if section.aside else ""
    )
    yield f"{'#' * level} {number}{_plain(section.title)}{aside}"
    yield ""
    for block in section.blocks:
        yield from _block(block, lang)
    if section.drawing is not None:
        yield from _mermaid(section.drawing)
    for block in section.more:
        yield from _block(block, lang)
    for one in section.sections:
        yield from _section(one, level + 1, lang)


def _block(block: Block, lang: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        text = _plain(block.text)
        yield f"> {text}" if block.tone == "open" else text
        yield ""
    elif isinstance(block, Rows):
        yield from _rows(block, lang)
    elif isinstance(block, Remark):
        yield f"> **{_plain(block.title)}** {_plain(block.text)}"
        if block.others:
            yield ">"
            yield f"> **{_plain(block.others_title)}**"
            yield ">"
            yield from (f"> - {_plain(one)}" for one in block.others)
        yield ""
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _listing(block, lang)


def _listing(block: Listing, lang: str) -> Iterator[str]:
    if block.title:
        yield f"**{_plain(block.title)}**"
        yield ""
    if block.kind == "plain":
        for line in block.lines:
            yield _line(line, lang)
    else:
        yield from _lines(block.lines, lang, block.kind)
    yield ""
    if block.note:
        yield _plain(block.note)
        yield ""


def _lines(lines: Iterable[Line], lang: str, kind: str, depth: int = 0) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        sign = f"{number}." if kind == "steps" else "-"
        box = "[ ] " if kind == "checks" and depth == 0 else ""
        yield f"{'  ' * depth}{sign} {box}{_line(line, lang)}"
        yield from _lines(line.lines, lang, "points", depth + 1)


def _line(line: Line, lang: str) -> str:
    colon = "：" if lang.startswith("zh") else ": "
    label = f"**{_plain(line.label)}**{colon}" if line.label else ""
    dash = "——" if lang.startswith("zh") else " – "
    lead = f"{dash}{_plain(line.lead)}" if line.lead else ""
    end = colon.rstrip() if line.lines else ""
    return f"{label}{_plain(line.text)}{lead}{end}"


def _rows(rows: Rows, lang: str) -> Iterator[str]:
    comma = "；" if lang.startswith("zh") else "; "
    colon = "：" if lang.startswith("zh") else ": "
    for label, lines in rows.rows:
        yield f"- **{_plain(label)}**{colon}{comma.join(_line(line, lang) for line in lines)}"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(_plain(one) for one in table.head)} |"
    yield f"|{'---|' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(_plain(cell) for cell in row)} |"
    yield ""


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)


# -- diagrams --------------------------------------------------------------------------------------------


def _mermaid(drawing: Drawing) -> Iterator[str]:
    """Yield the graph of a diagram; a fork and a join are drawn as small circles."""
    yield "```mermaid"
    yield "flowchart TD"
    yield f"  accTitle: {_word(drawing.title)}"
    yield from _Graph().lines(drawing)
    yield "```"
    yield ""


class _Graph:
    def __init__(self) -> None:
        self.count = 0
        self.said: list[str] = []

    def lines(self, drawing: Drawing) -> Iterator[str]:
        if any(step.kind == "ask" for step in drawing.steps):
            self._ladder(drawing.steps)
        else:
            self._series(drawing.steps, [])
        yield from self.said

    def _node(self, step: Step) -> str:
        name = f"n{self.count}"
        self.count += 1
        text = _word(step.text)
        shapes = {
            "start": f'(["{text}"])',
            "yes": f'(["{text}"])',
            "no": f'(["{text}"])',
            "open": f'(["{text}"])',
            "unknown": f'["{text}"]',
            "ask": f'{{"{text}"}}',
            "group": f'["{text}"]' if text else '((" "))',
        }
        shape = shapes.get(step.kind) or f'["{text}"]'
        self.said.append(f"  {name}{shape}")
        if step.kind == "unknown":
            self.said.append(f"  style {name} stroke-dasharray: 5 4")
        return name

    def _join(self, ends: Iterable[str], to: str) -> None:
        self.said.extend(f"  {end} --> {to}" for end in ends)

    def _series(self, steps: Iterable[Step], ends: list[str]) -> list[str]:
        for step in steps:
            ends = self._step(step, ends)
        return ends

    def _step(self, step: Step, ends: list[str]) -> list[str]:
        if step.kind == "all":
            if step.text:
                node = self._node(Step("group", step.text))
                self._join(ends, node)
                ends = [node]
            return self._series(step.parts, ends)
        if step.kind == "any":
            node = self._node(Step("group", step.text))
            self._join(ends, node)
            return [end for part in step.parts for end in self._step(part, [node])]
        text = step.text
        if step.kind == "none":
            text = f"{step.text}<br>{'<br>'.join(part.text for part in step.parts)}"
        node = self._node(Step(step.kind, text))
        self._join(ends, node)
        return [node]

    def _ladder(self, steps: tuple[Step, ...]) -> None:
        before = ""
        for step in steps:
            node = self._node(step)
            if before:
                self.said.append(f"  {before} -->|✗| {node}")
            for part in step.parts:
                self.said.append(f"  {node} -->|✓| {self._node(part)}")
            before = node


def _word(text: str) -> str:
    """Return text for a label of Mermaid."""
    kept = text.replace("<br>", "\n")
    for sign, code in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        kept = kept.replace(sign, code)
    return kept.replace("\n", "<br>")
