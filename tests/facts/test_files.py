"""A file is what its content says: scans are opened whole, others refused with a clear sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from huji.facts import files
from huji.standards import Refused


def picture(form: str, size: tuple[int, int] = (40, 30)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, form)
    return stream.getvalue()


def pdf(pages: int = 1, spoil: object = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if callable(spoil):
        spoil(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def refusal(filename: str, content: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        files.opened(filename, content)
    assert refused.value.text.zh
    assert refused.value.text.en
    return refused.value


@pytest.mark.parametrize(
    ("filename", "content", "media_type", "pages"),
    [
        ("租约.pdf", pdf(3), "application/pdf", 3),
        ("身份证.JPG", picture("JPEG"), "image/jpeg", 1),
        ("照片.jpeg", picture("JPEG"), "image/jpeg", 1),
        ("房产证.png", picture("PNG"), "image/png", 1),
    ],
)
def test_scans_are_opened(filename: str, content: bytes, media_type: str, pages: int) -> None:
    found = files.opened(filename, content)
    assert (found.media_type, found.pages) == (media_type, pages)


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("租约.pdf", picture("JPEG")),
        ("租约.pdf", b"MZ\x90\x00 a program"),
        ("租约.pdf", b"<html><script>alert(1)</script></html>"),
        ("租约.pdf", b"%PDF-1.7 and nothing more"),
        ("租约.pdf", pdf()[:200]),
        ("租约.pdf", pdf(0)),
        ("照片.png", picture("JPEG")),
        ("照片.png", picture("PNG")[:60]),
        ("照片.jpg", picture("JPEG")[:200]),
        ("照片.gif", picture("GIF")),
        ("照片", picture("PNG")),
        ("照片.png", b"\x89PNG\r\n\x1a\n"),
        ("照片.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(filename: str, content: bytes) -> None:
    assert refusal(filename, content).code == "not_what_it_says"


def test_an_empty_file_is_refused() -> None:
    assert refusal("租约.pdf", b"").code == "empty_file"


def test_a_file_that_is_too_large_is_refused_unopened() -> None:
    assert refusal("租约.pdf", b"%PDF-" + bytes(files.LARGEST)).code == "too_large"


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )
    assert refusal("照片.png", bomb).code == "not_what_it_says"


def test_a_pdf_with_a_password_is_refused() -> None:
    assert refusal("租约.pdf", pdf(1, lambda writer: writer.encrypt("secret"))).code == "not_what_it_says"


def script() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def named(writer: PdfWriter) -> None:
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("x"), script()])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})


def link(writer: PdfWriter) -> None:
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (0, 0, 9, 9)]),
            NameObject("/A"): script(),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([annotation])


@pytest.mark.parametrize(
    "spoil",
    [
        named,
        lambda writer: writer.add_attachment("x.exe", b"MZ"),
        lambda writer: writer.root_object.update({NameObject("/OpenAction"): script()}),
        lambda writer: writer.pages[0].update(
            {NameObject("/AA"): DictionaryObject({NameObject("/O"): script()})}
        ),
        link,
    ],
)
def test_a_pdf_that_does_something_is_refused(spoil: object) -> None:
    assert refusal("租约.pdf", pdf(1, spoil)).code == "active_content"


def test_a_pdf_that_opens_at_a_page_is_accepted() -> None:
    def at_first(writer: PdfWriter) -> None:
        target = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
        writer.root_object[NameObject("/OpenAction")] = target

    assert files.opened("租约.pdf", pdf(1, at_first)).pages == 1
