"""The guide as HTML: an <article> for a page of the house, or one page that needs nothing else."""

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

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
from huji.policy.guide.svg import svg

STYLE = Path(__file__).parent / "style"
"""The folder of the style sheet, for a server of static files."""


_DRAWING = re.compile(r"(<svg.*?</svg>)", re.DOTALL)
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+")
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef](?:[\d\s]*[\u3000-\u9fff\uff00-\uffef])*")


@cache
def style() -> str:
    """Return the style sheet of the guide; it touches nothing outside `.guide`."""
    return (STYLE / "guide.css").read_text("utf-8")


def page(outline: Outline) -> str:
    """Return a whole HTML page with its style inside and no reference to anything outside."""
    lang = "zh-Hans" if outline.lang.startswith("zh") else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(outline.title)} · {escape(outline.subtitle)}</title>\n"
        f"<style>\n{style()}</style>\n</head>\n"
        f'<body class="guide-page">\n<main>\n{fragment(outline)}</main>\n</body>\n</html>\n'
    )


def fragment(outline: Outline) -> str:
    """Return the guide as an <article> whose headings begin with h1."""
    contents = "".join(
        f'<li><a href="#{escape(one.id)}">{escape(one.title)}</a>{_contents(one)}</li>'
        for one in outline.sections
    )
    lang = "zh-Hans" if outline.lang.startswith("zh") else "en"
    made = (
        f'<article class="guide" lang="{lang}">\n'
        f'<header class="guide-head"><p class="guide-kind">{escape(outline.subtitle)}</p>'
        f"<h1>{escape(outline.title)}</h1>"
        f'<p class="guide-summary">{escape(outline.summary)}</p>{_rows(outline.head)}</header>\n'
        f'<nav class="guide-contents" aria-label="{escape(outline.contents)}">'
        f"<h2>{escape(outline.contents)}</h2><ol>{contents}</ol></nav>\n"
        + "\n".join(_section(one, 2) for one in outline.sections)
        + f'\n<p class="guide-closing">{escape(outline.closing)}</p>\n</article>\n'
    )
    return made if lang != "en" else _chinese_marked(made)


def _chinese_marked(made: str) -> str:
    """Mark the Chinese within an English page, that it be read aloud and drawn as Chinese; drawings stay."""
    parts = _DRAWING.split(made)
    for index in range(0, len(parts), 2):
        parts[index] = _BETWEEN_TAGS.sub(
            lambda text: _CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', text[0]), parts[index]
        )
    return "".join(parts)


def _contents(section: Section) -> str:
    if section.id not in ("ways", "bans"):
        return ""
    inner = "".join(
        f'<li><a href="#{escape(one.id)}">{escape(one.title)}</a></li>' for one in section.sections
    )
    return f"<ol>{inner}</ol>"


def _section(section: Section, level: int) -> str:
    name = escape(section.id)
    number = f'<span class="guide-number">{escape(section.number)}</span> ' if section.number else ""
    aside = f' <span class="guide-cited">{escape(section.aside)}</span>' if section.aside else ""
    kind = name.partition("-")[0] if level > 2 else "part"
    head = (
        f'<section class="guide-section guide-{kind}" id="{name}" aria-labelledby="{name}-head">'
        f'<h{level} id="{name}-head">{number}<span>{escape(section.title)}</span>{aside}</h{level}>'
    )
    blocks = "".join(_block(one) for one in section.blocks)
    if section.drawing is not None:
        drawn = (
            f'<figure class="guide-figure">{svg(section.drawing, name, _lang(section))}'
            f"<figcaption>{escape(section.drawing.caption)}</figcaption></figure>"
        )
        blocks = f'<div class="guide-beside"><div>{blocks}</div>{drawn}</div>'
    if section.more:
        left, right = "".join(_block(one) for one in section.more[:-1]), _block(section.more[-1])
        blocks += f'<div class="guide-more"><div>{left}</div><div>{right}</div></div>'
    return head + blocks + "".join(_section(one, level + 1) for one in section.sections) + "</section>"


def _lang(section: Section) -> str:
    drawing = section.drawing
    return "en" if drawing is not None and drawing.title.isascii() else "zh"


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="guide-{block.tone}">{escape(block.text)}</p>'
    if isinstance(block, Rows):
        return _rows(block)
    if isinstance(block, Remark):
        return _remark(block)
    if isinstance(block, Table):
        return _table(block)
    return _listing(block)


def _listing(block: Listing) -> str:
    title = f'<p class="guide-list-title">{escape(block.title)}</p>' if block.title else ""
    note = f'<p class="guide-soft">{escape(block.note)}</p>' if block.note else ""
    if block.kind == "plain":
        said = "".join(f"<p>{_line(line)}</p>" for line in block.lines)
        return f'<div class="guide-list">{title}{said}{note}</div>'
    tag = "ol" if block.kind == "steps" else "ul"
    return f'<div class="guide-list">{title}{_lines(block.lines, tag, block.kind)}{note}</div>'


def _lines(lines: Iterable[Line], tag: str = "ul", kind: str = "points") -> str:
    inner = "".join(f"<li>{_line(line)}{_lines(line.lines) if line.lines else ''}</li>" for line in lines)
    return f'<{tag} class="guide-{kind}">{inner}</{tag}>'


def _line(line: Line) -> str:
    said = escape(line.text)
    label = f'<span class="guide-label">{escape(line.label)}</span> ' if line.label else ""
    lead = f' <span class="guide-lead-in">{escape(line.lead)}</span>' if line.lead else ""
    if line.link and not line.mark:
        said = f'<a href="#{escape(line.link)}">{said}</a>'
    mark = (
        f' <a class="guide-mark" href="#{escape(line.link)}" '
        f'aria-label="{escape(line.mark)}: {escape(line.text)}">{escape(line.mark)}</a>'
        if line.mark
        else ""
    )
    return f"{label}{said}{lead}{mark}"


def _rows(rows: Rows) -> str:
    inner = ""
    for label, lines in rows.rows:
        if len(lines) == 1 and not lines[0].lines:
            said = _line(lines[0])
        else:
            said = "<ul>" + "".join(f"<li>{_line(line)}</li>" for line in lines) + "</ul>"
        inner += f"<div><dt>{escape(label)}</dt><dd>{said}</dd></div>"
    return f'<dl class="guide-rows">{inner}</dl>'


def _remark(remark: Remark) -> str:
    others = ""
    if remark.others:
        items = "".join(f"<li>{escape(one)}</li>" for one in remark.others)
        others = f"<p><strong>{escape(remark.others_title)}</strong></p><ul>{items}</ul>"
    said = f"<p><strong>{escape(remark.title)}</strong> {escape(remark.text)}</p>"
    return f'<div class="guide-remark">{said}{others}</div>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in table.head)
    body = ""
    for number, row in enumerate(table.rows):
        tone = f' class="is-{table.tones[number]}"' if table.tones else ""
        cells = "".join(
            f'<td data-label="{escape(label)}">{escape(cell)}</td>'
            for label, cell in zip(table.head[1:], row[1:], strict=True)
        )
        body += f'<tr{tone}><th scope="row">{escape(row[0])}</th>{cells}</tr>'
    return (
        f'<table class="guide-table"><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
