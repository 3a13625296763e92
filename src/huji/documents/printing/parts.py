"""The files of an order: a hundred papers each, in the order of the addresses, made from the papers."""

import hashlib
import io
import json
import os
from pathlib import Path

import pypdf
from django.conf import settings
from django.db import connection

from huji.documents import render
from huji.runtime.db import writing

PAPERS = 100
"""Papers in a file: some megabytes."""


def folder(batch: int) -> Path:
    """Return where an order's files lie; only this account may look in."""
    return Path(settings.PRINTS_ROOT) / str(batch)


def lay_down(batch: int, place: int, pdf: bytes) -> None:
    """Keep a paper's bytes until its file is made; were they lost, the paper would be typeset again."""
    _write(folder(batch) / f"paper-{place:06}.pdf", pdf)


def make(batch: int, *, whole: bool) -> None:
    """Make each file whose lines are settled and which is not there yet; with `whole` the rest as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (place - 1) / %(papers)s + 1, count(paper), bool_and(num_nonnulls(paper, fault) = 1)"
            "  from documents_batch_item where batch = %(batch)s"
            "   and (place - 1) / %(papers)s + 1 not in"
            "       (select part from documents_batch_part where batch = %(batch)s)"
            " group by 1 order by 1",
            {"batch": batch, "papers": PAPERS},
        )
        found = cursor.fetchall()
    for part, papers, settled in found:
        if papers and (settled or whole):
            pdf = merged(batch, part)
            _write(path(batch, part), pdf)
            with writing(), connection.cursor() as cursor:
                cursor.execute(
                    "insert into documents_batch_part (batch, part, office, papers, bytes, digest)"
                    " select id, %s, office, %s, %s, %s from documents_batch where id = %s",
                    [part, papers, len(pdf), hashlib.sha256(pdf).digest(), batch],
                )
            for place in range((part - 1) * PAPERS + 1, part * PAPERS + 1):
                (folder(batch) / f"paper-{place:06}.pdf").unlink(missing_ok=True)


def path(batch: int, part: int) -> Path:
    """Return the file of a part."""
    return folder(batch) / f"part-{part:04}.pdf"


def merged(batch: int, part: int) -> bytes:
    """Put the papers of a part one after another, each as it was issued."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select i.place, p.content, p.issued_at, p.digest from documents_batch_item i"
            " join documents_paper p on p.id = i.paper"
            " where i.batch = %s and (i.place - 1) / %s + 1 = %s order by i.place",
            [batch, PAPERS, part],
        )
        rows = cursor.fetchall()
    writer = pypdf.PdfWriter()
    for place, content, issued_at, digest in rows:
        pdf = _laid_down(batch, place, bytes(digest)) or render.press().pdf(json.loads(content), issued_at)
        writer.append(io.BytesIO(pdf), import_outline=False)
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _laid_down(batch: int, place: int, digest: bytes) -> bytes | None:
    try:
        pdf = (folder(batch) / f"paper-{place:06}.pdf").read_bytes()
    except FileNotFoundError:
        return None
    return pdf if hashlib.sha256(pdf).digest() == digest else None


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by this account alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    being = file.with_suffix(f".{os.getpid()}")
    handle = os.open(being, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    being.replace(file)
