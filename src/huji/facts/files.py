"""Opening uploaded papers: a file is what its content says, whatever its name claims."""

import hashlib
import io
import logging
import warnings
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from huji.standards import Refused, Text

LARGEST = 10 * 1024 * 1024
"""Bytes of one paper."""
MOST_PAGES = 200
MOST_PIXELS = 60_000_000
"""A4 at 600 dots an inch is 35 million pixels; more is refused before it is unpacked."""

MOST_VALUES = 500_000
"""Dictionaries, arrays and values of a PDF that are looked at; a scan has some thousands."""

_ACTIVE_KEYS = frozenset({"/JS", "/AA", "/EF", "/EmbeddedFiles", "/JavaScript", "/XFA", "/RichMediaContent"})
_ACTIVE_NAMES = frozenset(
    NameObject(name)
    for name in (
        "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition",
        "/RichMediaExecute", "/RichMedia", "/FileAttachment", "/EmbeddedFile", "/Movie", "/Sound",
    )
)  # fmt: skip
_unpacking = BoundedSemaphore(2)  # a picture takes up to 240 MB while it is looked at

_SUFFIXES = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A verified file: media type, number of pages, SHA-256 in hexadecimal digits."""

    media_type: str
    pages: int
    digest: str


def opened(filename: str, content: bytes) -> Opened:
    """Open the whole file and return what it is.

    Refuses `empty_file`, `too_large`, `not_what_it_says` (unknown, broken or otherwise named) and
    `active_content` (a PDF with scripts or files inside).
    """
    if not content:
        raise Refused("empty_file", Text(f"文件“{filename}”是空的。", f"The file “{filename}” is empty."))
    if len(content) > LARGEST:
        raise Refused(
            "too_large",
            Text(
                f"文件“{filename}”超过 {LARGEST // 2**20} MB。",
                f"The file “{filename}” is larger than {LARGEST // 2**20} MB.",
            ),
            Text("请降低扫描分辨率或分成几个文件。", "Scan at a lower resolution or split it."),
        )
    media_type = _signature(content)
    if media_type is None:
        raise _not_what_it_says(filename, Text("它不是 PDF、JPEG 或 PNG", "it is not a PDF, JPEG or PNG"))
    suffix = filename.rpartition(".")[2].lower()
    if suffix not in _SUFFIXES[media_type]:
        real = _SUFFIXES[media_type][0].upper()
        raise _not_what_it_says(
            filename, Text(f"其内容是 {real}，与文件名不符", f"its content is {real}, unlike its name")
        )
    pages = _pdf(filename, content) if media_type == "application/pdf" else _picture(filename, content)
    return Opened(media_type, pages, hashlib.sha256(content).hexdigest())


def _signature(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return None


def _pdf(filename: str, content: bytes) -> int:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise _not_what_it_says(filename, Text("它有密码", "it is locked with a password"))
        pages = len(reader.pages)
        if not 0 < pages <= MOST_PAGES:
            raise _not_what_it_says(
                filename, Text(f"它有 {pages} 页", f"it has {pages} pages, not 1 to {MOST_PAGES}")
            )
        for page in reader.pages:
            _ = page.mediabox, page.get("/Contents")
        active = _acts(reader)
    except Refused:
        raise
    except Exception as error:  # a broken PDF breaks pypdf in many ways, all of them mean the same here
        raise _not_what_it_says(filename, Text("它是损坏的 PDF", "it is a broken PDF")) from error
    if active:
        raise Refused(
            "active_content",
            Text(
                f"文件“{filename}”含有脚本或附件。",
                f"The file “{filename}” holds scripts or other files.",
            ),
            Text("请重新扫描或打印成普通 PDF。", "Scan it again, or print it to a plain PDF."),
        )
    return pages


def _acts(reader: PdfReader) -> bool:
    """Whether a PDF does more than show pages: whatever a viewer can reach from its trailer is looked at."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                continue
            seen.add((value.idnum, value.generation))
            value = value.get_object()
        looked += 1
        if looked > MOST_VALUES:
            raise ValueError("more in it than any scan has")
        if isinstance(value, DictionaryObject):
            if not _ACTIVE_KEYS.isdisjoint(value) or _names(value) & _ACTIVE_NAMES:
                return True
            if _opens(value):
                return True
            waiting.extend(value.values())
        elif isinstance(value, ArrayObject):
            waiting.extend(value)
    return False


def _names(value: DictionaryObject) -> set[object]:
    keys = ("/S", "/Subtype", "/Type")  # of actions, annotations, objects
    kinds = [value[key] for key in keys if key in value]  # looked up so, a reference is followed
    return {kind for kind in kinds if isinstance(kind, NameObject)}


def _opens(value: DictionaryObject) -> bool:
    """Whether something other than a page opens together with the paper."""
    action = value["/OpenAction"] if "/OpenAction" in value else None  # noqa: SIM401  (get follows no reference)
    return isinstance(action, DictionaryObject) and not ("/S" in action and str(action["/S"]) == "/GoTo")


def _picture(filename: str, content: bytes) -> int:
    try:
        with _unpacking, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _not_what_it_says(
                        filename,
                        Text("图像尺寸过大", f"it unpacks to {picture.width} × {picture.height} pixels"),
                    )
                picture.load()
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _not_what_it_says(
            filename, Text("图像尺寸过大", "it unpacks to too large a picture")
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _not_what_it_says(filename, Text("它是损坏的图片", "it is a broken picture")) from error
    return 1


def _not_what_it_says(filename: str, why: Text) -> Refused:
    return Refused(
        "not_what_it_says",
        Text(f"文件“{filename}”不能接收：{why.zh}。", f"The file “{filename}” is not accepted: {why.en}."),
        Text("请提交 PDF、JPEG 或 PNG 扫描件。", "Hand in a scan as PDF, JPEG or PNG."),
    )
