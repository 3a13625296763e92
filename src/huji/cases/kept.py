"""What a decision rests on, kept by digest: packs, vocabulary and zones as they were, byte for byte."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from huji import policy
from huji.cases.models import Kept
from huji.policy import Pack, Vocabulary
from huji.policy.library import FOLDER, Library, pack_files
from huji.rulebook import queries as rulebook
from huji.rulebook.queries import Published
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Law:
    """The packs in use and the files they were read from; `digests` as a case names them."""

    library: Library
    digests: Mapping[str, Any]
    files: Mapping[str, tuple[str, bytes]]


def digest(content: bytes) -> str:
    """Return the digest under which content is kept."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def canonical(value: object) -> bytes:
    """Return the canonical JSON of plain data: keys sorted, no spaces, UTF-8; equal data give equal bytes."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def keep(files: Mapping[str, tuple[str, bytes]]) -> None:
    """Keep contents (what they are, and bytes) under their digests; what is kept already is left alone."""
    with connection.cursor() as cursor:
        cursor.execute("select digest from case_kept where digest = any (%s)", [list(files)])
        there = {name for (name,) in cursor.fetchall()}
        cursor.executemany(
            "insert into case_kept (digest, what, content) values (%s, %s, %s) on conflict do nothing",
            [(name, what, content) for name, (what, content) in sorted(files.items()) if name not in there],
        )


def fetch(name: str) -> bytes:
    """Return what is kept under a digest; refuses `not_kept`."""
    row = Kept.objects.filter(pk=name).first()
    if row is None:
        raise Refused("not_kept", Text(f"没有保存 {name}。", f"Nothing is kept under {name}."))
    return bytes(row.content)


def law_in_use() -> Law:
    """Return the packs of this installation: those of the release, and what is published here at this moment.

    Asked anew each time, by digests alone, so that every process follows a publication at once.
    """
    return _law_of(rulebook.published())


def law_of(law: Mapping[str, Any] | None) -> Law:
    """Return the law that an accepted case keeps, else the one in use.

    A case accepted in the morning keeps its law though another is published for the same day. Where a
    release has changed the vocabulary since, the facts are in the new words and so must the law be.
    """
    now = law_in_use()
    if not law or any(law.get(part) != now.digests[part] for part in ("vocabulary", "evidence")):
        return now
    if law.get("packs") == now.digests["packs"]:
        return now
    return Law(library_kept(law), {part: law[part] for part in now.digests}, {})


@lru_cache(maxsize=8)
def _law_of(published: tuple[Published, ...]) -> Law:
    files: dict[str, tuple[str, bytes]] = {}

    def note(what: str, content: bytes) -> str:
        files[digest(content)] = (what, content)
        return digest(content)

    digests: dict[str, Any] = {
        "vocabulary": note("vocabulary", (FOLDER / "vocabulary.yaml").read_bytes()),
        "evidence": note("evidence", (FOLDER / "evidence.yaml").read_bytes()),
        "packs": {str(path.relative_to(FOLDER)): note("pack", path.read_bytes()) for path in pack_files()}
        | {one.name: note("pack", rulebook.content(one.sha256)) for one in published},
    }
    return Law(rulebook.library_of(published), digests, files)


def library(law: Mapping[str, Any]) -> Library:
    """Return the packs a case's decision rests on, read from what is kept; refuses `not_kept`."""
    now = law_in_use()
    if all(law.get(part) == digest_ for part, digest_ in now.digests.items()):
        return now.library
    return library_kept(law)


def library_kept(law: Mapping[str, Any]) -> Library:
    """Return the packs a case names from what is kept alone, whatever the installation has now."""
    packs = tuple(sorted((str(name), str(held)) for name, held in law.get("packs", {}).items()))
    return _library(str(law.get("vocabulary")), str(law.get("evidence")), packs)


# What is kept under a digest never changes: what was read once stays right, and laws share their packs.
@lru_cache(maxsize=64)
def _library(vocabulary: str, evidence: str, packs: tuple[tuple[str, str], ...]) -> Library:
    words = _vocabulary(vocabulary, evidence)
    return Library((_pack(vocabulary, evidence, name, held) for name, held in packs), words)


@lru_cache(maxsize=8)
def _vocabulary(vocabulary: str, evidence: str) -> Vocabulary:
    return policy.read_vocabulary(
        fetch(vocabulary).decode(), "vocabulary.yaml", fetch(evidence).decode(), "evidence.yaml"
    )


@lru_cache(maxsize=256)
def _pack(vocabulary: str, evidence: str, name: str, held: str) -> Pack:
    return policy.read_pack(fetch(held).decode(), name, _vocabulary(vocabulary, evidence))
