"""A decision diagram as SVG: no style sheet, no script; a title and its text for those who do not see it."""

from html import escape

from huji.policy.guide.drawing import Box, Drawing, Rail, Words

INK, SOFT, LINE, TEAL, JADE, SEAL, AMBER = (
    "#1d2829", "#566165", "#7d9a9e", "#14404a", "#1d6b4b", "#a9332b", "#8a5a00",
)  # fmt: skip
FILLS = {
    "fact": ("#ffffff", "#7d9a9e", ""),
    "unknown": ("#fbf1da", "#8a5a00", "5 4"),
    "group": ("#eef4f4", "#a9c6c9", ""),
    "start": ("#14404a", "#14404a", ""),
    "yes": ("#1d6b4b", "#1d6b4b", ""),
    "no": ("#a9332b", "#a9332b", ""),
    "open": ("#8a5a00", "#8a5a00", ""),
    "dot": ("#14404a", "#14404a", ""),
    "or": ("#ffffff", "#7d9a9e", ""),
}
INKS = {
    "ink": INK,
    "soft": SOFT,
    "group": TEAL,
    "unknown": AMBER,
    "on-start": "#ffffff",
    "on-yes": "#ffffff",
    "on-no": "#ffffff",
    "on-open": "#ffffff",
}


def svg(drawing: Drawing, name: str, lang: str) -> str:
    """Return the drawing as one <svg>; `name` keeps its ids apart from those of others on the page."""
    width, height = _n(drawing.width + 2), _n(drawing.height + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="guide-diagram" viewBox="-1 -1 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="{name}-title {name}-text" '
        f'lang="{"zh-Hans" if lang.startswith("zh") else "en"}">'
        f'<title id="{name}-title">{escape(drawing.title)}</title>'
        f'<desc id="{name}-text">{escape(drawing.description)}</desc>'
    ]
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            fill, stroke, dash = FILLS[shape.tone]
            dashes = f' stroke-dasharray="{dash}"' if dash else ""
            parts.append(
                f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" '
                f'width="{_n(shape.width)}" height="{_n(shape.height)}" '
                f'rx="{_n(shape.radius)}" fill="{fill}" stroke="{stroke}"{dashes}/>'
            )
        elif isinstance(shape, Rail):
            parts.append(_rail(shape))
        else:
            parts.append(_words(shape))
    return "".join([*parts, "</svg>"])


def _rail(rail: Rail) -> str:
    path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in rail.points)
    line = f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2" stroke-linejoin="round"/>'
    return line + (f'<path d="{arrow_head(rail)}" fill="{LINE}"/>' if rail.arrow else "")


def arrow_head(rail: Rail) -> str:
    """Return the path of the arrow at the end of a rail, which runs down or to the right."""
    (before, _), (x, y) = rail.points[-2], rail.points[-1]
    if before == x:
        return f"M{_n(x - 4.5)} {_n(y - 7)}L{_n(x + 4.5)} {_n(y - 7)}L{_n(x)} {_n(y)}Z"
    return f"M{_n(x - 7)} {_n(y - 4.5)}L{_n(x - 7)} {_n(y + 4.5)}L{_n(x)} {_n(y)}Z"


def _words(words: Words) -> str:
    anchor = ' text-anchor="middle"' if words.anchor == "middle" else ""
    weight = ' font-weight="600"' if words.bold else ""
    return (
        f'<text x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.size)}" fill="{INKS[words.tone]}"'
        f"{anchor}{weight}>{escape(words.text)}</text>"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
