"""A file is what its content says: scans are opened whole, others refused with a clear sentence."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from huji.facts import files, store
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


def written(*objects: bytes) -> bytes:
    """Return a PDF of one page with these objects from number 4 on, written out by hand."""
    text, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(text)
    text += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    text += b"".join(b"%010d 00000 n \n" % place for place in places)
    return text + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def with_catalogue(extra: bytes, *more: bytes) -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return written(b"<</Type/Catalog/Pages 2 0 R" + extra + b">>", pages, page, *more)


def test_a_pdf_written_by_hand_is_accepted() -> None:
    opens = b"/OpenAction<</Type/Action/S/GoTo/D[3 0 R/Fit]>>"
    assert files.opened("a.pdf", with_catalogue(opens)).pages == 1


@pytest.mark.parametrize(
    "extra",
    [
        b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(1)>>>>",
        b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[<</S/Launch/F(cmd.exe)>>]>>",
        b"/OpenAction 4 0 R",
        b"/OpenAction<</S/URI/URI(http://evil.example)>>",
        b"/OpenAction<</S/GoToR/F(a.pdf)>>",
        b"/OpenAction<</S/GoToE>>",
        b"/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</K<</S/JavaScript/JS(1)>>>>>>]>>",
        b"/Outlines<</First<</Title(a)/A<</S/JavaScript/JS(1)>>>>>>",
        b"/AF[<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>]",
        b"/X[[[<</Subtype/FileAttachment>>]]]",
        b"/X<</Subtype/RichMedia>>",
        b"/X<</S/Rendition/JS(1)>>",
        b"/X 5 0 R",
        b"/OpenAction<</S 6 0 R/F(cmd.exe)>>",
        b"/X<</S 6 0 R/F(cmd.exe)>>",
        b"/X<</S/L#61unch/F(cmd.exe)>>",
    ],
)
def test_a_script_hidden_deeper_is_found(extra: bytes) -> None:
    script_ = b"<</S/JavaScript/JS(app.alert(1))>>"
    file = b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream"
    assert refusal("a.pdf", with_catalogue(extra, script_, file, b"/Launch")).code == "active_content"


@pytest.mark.parametrize(
    "extra",
    [b"/X" + b"[" * 50_000 + b"]" * 50_000, b"/X[" + b"<</A 1>> " * 300_000 + b"]"],
)
def test_a_pdf_made_to_keep_us_busy_ends(extra: bytes) -> None:
    assert refusal("a.pdf", with_catalogue(extra)).code == "not_what_it_says"


def test_a_pdf_that_refers_to_itself_is_read_once() -> None:
    assert files.opened("a.pdf", with_catalogue(b"/X 1 0 R/Y[2 0 R 1 0 R]")).pages == 1


def test_a_pdf_that_opens_at_a_page_is_accepted() -> None:
    def at_first(writer: PdfWriter) -> None:
        target = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
        writer.root_object[NameObject("/OpenAction")] = target

    assert files.opened("租约.pdf", pdf(1, at_first)).pages == 1


def test_nobody_else_on_the_machine_may_list_or_read_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_ROOT", tmp_path / "evidence")
    store.keep(b"x", hashlib.sha256(b"x").hexdigest())
    made = [tmp_path / "evidence", *(tmp_path / "evidence").rglob("*")]
    assert len(made) == 3
    assert [path for path in made if path.stat().st_mode & 0o077] == []
