"""Keep the English catalogue: find every Chinese sentence of pages and code, and compile what is translated.

    python scripts/messages.py            # compile .po to .mo, as `make setup` does
    python scripts/messages.py collect    # add new sentences to the .po (untranslated), drop those gone

The sentences' ids are the Chinese sentences themselves, so Chinese needs no catalogue.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [ROOT / "src/huji" / room for room in ("web", "portal", "counter", "drafting")]
CATALOGUE = ROOMS[0] / "locale/en/LC_MESSAGES/django.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
}
HEADER = """# English of Huji's pages.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Message = str | tuple[str, ...]


def sentences() -> Iterator[tuple[Message, str]]:
    """Yield each sentence to translate and the file it stands in."""
    from django.utils.translation.template import templatize

    for room in ROOMS:
        for path in sorted(room.rglob("*.py")):
            yield from _in(path.read_text("utf-8"), path)
        for path in sorted(room.rglob("*.html")):
            yield from _in(templatize(path.read_text("utf-8"), origin=str(path)), path)


def catalogue() -> Catalog:
    """Read the English catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def collect() -> Catalog:
    """Return the catalogue with every sentence of today, translated where it already was."""
    known = catalogue() if CATALOGUE.is_file() else Catalog(locale="en")
    new = Catalog(locale="en")
    for message, place in sentences():
        new.add(message, string=_translation(known, message), locations=[(place, 0)])
    return new


def compile_all() -> None:
    """Write the .mo beside the .po when it is older."""
    compiled = CATALOGUE.with_suffix(".mo")
    written = io.BytesIO()
    write_mo(written, catalogue())
    if not compiled.is_file() or compiled.read_bytes() != written.getvalue():
        compiled.write_bytes(written.getvalue())


def _in(text: str, path: Path) -> Iterator[tuple[Message, str]]:
    for _line, message, _comments, _context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield message, path.relative_to(ROOT).as_posix()


def _translation(known: Catalog, message: Message) -> Message:
    found = known.get(message if isinstance(message, str) else message[0])
    return found.string if found else ("" if isinstance(message, str) else ("", ""))


def main() -> int:
    """Collect or compile; exit status 0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    if sys.argv[1:] == ["collect"]:
        found = collect()
        with CATALOGUE.open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, found, width=110, omit_header=True, sort_output=True, include_lineno=False)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
