"""Typesetting: a paper and its imprint to PDF/A-2b, the same bytes every time.

Values reach the templates as JSON and are set as text, so no name or address is ever read as markup.
"""

import dataclasses
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

from huji.documents import fonts
from huji.documents.imprint import FORMS, Imprint
from huji.documents.papers import HouseholdBooklet, Paper, in_booklet_order
from huji.standards import Refused, Text

Lang = Literal["zh", "en"]
Values = dict[str, Any]

TEMPLATES = Path(__file__).parent / "templates"


class Press:
    """A typesetter with its fonts. Safe to share: each thread keeps a compiler of its own."""

    def __init__(self, faces: fonts.Faces | None = None) -> None:
        self.faces = faces or fonts.Faces()
        self._mine = threading.local()

    @property
    def edition(self) -> str:
        """What, besides its values, decides a paper's bytes: typesetter, templates, fonts (SHA-256)."""
        return _edition(self.faces)

    def pdf(self, values: Values, at: datetime, lang: Lang = "zh") -> bytes:
        """Return PDF/A-2b. Raises `Refused` (`glyph`, `too-long`, `invisible`, `private-use`)."""
        return b"".join(self._compile(values, lang, format="pdf", pdf_standards=["a-2b"], timestamp=at))

    def png(self, values: Values, lang: Lang = "zh", ppi: float = 110) -> list[bytes]:
        """Return one picture a page, for a preview on the screen."""
        return self._compile(values, lang, format="png", ppi=ppi)

    def _compile(self, values: Values, lang: Lang, **how: Any) -> list[bytes]:
        if _first_process() != os.getpid():
            raise RuntimeError("the typesetter was used before this process was forked")
        for text in _strings(values):
            fonts.refuse_unprintable(text)
        inputs = {
            "paper": json.dumps(values, ensure_ascii=False),
            "lang": lang,
            "faces": json.dumps(self.faces.families),
        }
        template = TEMPLATES / f"{values['kind']}.typ"
        try:
            out = self._compiler().compile(input=str(template), sys_inputs=inputs, **how)
        except typst.TypstError as error:
            raise _refusal(error) from error
        assert out is not None, "without an output path the typesetter returns the bytes"
        return out if isinstance(out, list) else [out]

    def _compiler(self) -> typst.Compiler:
        compiler: typst.Compiler | None = getattr(self._mine, "compiler", None)
        if compiler is None:
            compiler = typst.Compiler(root=str(TEMPLATES), font_paths=self.faces.book)
            self._mine.compiler = compiler
        return compiler


@cache
def _first_process() -> int:
    """The process that typeset first. The typesetter's threads do not follow a fork: a child would wait for
    them for ever."""
    return os.getpid()


@cache
def press() -> Press:
    """The press of this process, with the fonts of this machine."""
    return Press()


def values(paper: Paper, imprint: Imprint) -> Values:
    """Return everything printed, as JSON-able values: dates ISO, register ids left out."""
    if isinstance(paper, HouseholdBooklet):
        paper = dataclasses.replace(paper, members=in_booklet_order(paper.members))
    form = FORMS[paper.kind]
    return {
        **_plain(paper),
        "kind": paper.kind.value,
        "title": _plain(form.title),
        "days": form.days,
        "imprint": _plain(imprint),
    }


def pdf(paper: Paper, imprint: Imprint, at: datetime, lang: Lang = "zh") -> bytes:
    """Typeset a paper as PDF/A-2b; `at` (aware) is the time written into the file."""
    return press().pdf(values(paper, imprint), at, lang)


def png(paper: Paper, imprint: Imprint, lang: Lang = "zh", ppi: float = 110) -> list[bytes]:
    """Typeset a paper as pictures, one a page."""
    return press().png(values(paper, imprint), lang, ppi)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if dataclasses.is_dataclass(value):
        return {
            item.name: _plain(getattr(value, item.name))
            for item in dataclasses.fields(value)
            if item.name != "person"
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _refusal(error: typst.TypstError) -> Exception:
    """Turn the typesetter's complaint into a sentence, or leave it: then it is our fault."""
    missing = fonts.missing_in(error)
    if missing:
        return fonts.no_glyph(missing)
    mark = "panicked with: "
    if mark in error.message and "too-long" in error.message:
        long = error.message.split("too-long ", 1)[1].rstrip('"')
        return Refused(
            "too-long",
            Text(f"“{long}”太长，证件的栏目放不下。", f"“{long}” is too long for its field."),
            Text("请缩短后重试。", "Shorten it and try again."),
        )
    return error


@cache
def _edition(faces: fonts.Faces) -> str:
    digest = hashlib.sha256(version("typst").encode())
    for template in sorted(TEMPLATES.glob("*.typ")):
        digest.update(template.read_bytes())
    digest.update(faces.digest.encode())
    return digest.hexdigest()
