"""Seals: the heads of all chains at a time, signed, each binding the seal before it.

A seal lies outside the database. Whoever owns the database can rewrite a chain so that it agrees with
itself, but not so that it agrees with a seal. Format: docs/ledger.md.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from huji.ledger import heads
from huji.ledger.canonical import NotCanonical, canonical, instant
from huji.ledger.heads import Head
from huji.ledger.signing import Signer, Verifier, place
from huji.standards import Refused, Text

FORMAT = "huji-seal-1"
Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that was read and whose signature holds. `digest` is what the next seal binds."""

    number: int
    sealed: str
    previous: str | None
    heads: tuple[Head, ...]
    digest: str

    @property
    def entries(self) -> int:
        """How many entries it covers."""
        return sum(head.count for head in self.heads)


def make(
    connection: Connection, directory: Path, signer: Signer, verifier: Verifier, at: datetime
) -> tuple[Path, Seal]:
    """Seal all chains as they are now into a new file of `directory`, and return both.

    `at` is the present, aware. Raises Refused when the chains no longer agree with the last seal, so that
    no seal ever covers up what was done to them; `huji ledger verify` then names it.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        former = read_all(directory, verifier)
        last = former[-1] if former else None
        ends = _heads(connection, last)
        payload = {
            "format": FORMAT,
            "number": last.number + 1 if last else 1,
            "sealed": instant(at),
            "previous": last.digest if last else None,
            "chains": [
                {"office": head.office, "seq": head.seq, "hash": head.hash.hex(), "count": head.count}
                for head in ends
            ],
        }
        message = canonical(payload)
        signature = {
            "algorithm": signer.algorithm,
            "key": signer.key,
            "value": base64.b64encode(signer.sign(message)).decode(),
        }
        file = directory / f"seal-{payload['number']:08}.json"
        text = json.dumps({**payload, "signature": signature}, ensure_ascii=False, indent=1) + "\n"
        if place(file, text.encode()):
            return file, read(file, verifier)


def read(file: Path, verifier: Verifier) -> Seal:
    """Return the seal in `file`. Raises Refused when it is missing, no seal, forged, or another's."""
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise Refused(
            "seal.missing",
            Text(f"无法读取印鉴文件 {file}。", f"The seal {file} cannot be read: {error.strerror}."),
        ) from error
    except ValueError as error:
        raise _fault("seal.shape", file, "不是 JSON 文件", "is not JSON") from error
    if (
        not isinstance(found, dict)
        or found.get("format") != FORMAT
        or not isinstance(found.get("signature"), dict)
    ):
        raise _fault("seal.shape", file, "不是印鉴文件", "is not a seal")
    signature = found.pop("signature")
    if (signature.get("algorithm"), signature.get("key")) != (verifier.algorithm, verifier.key):
        raise _fault("seal.signer", file, "由其他密钥签署", "was signed with another key")
    try:
        message = canonical(found)
        value = base64.b64decode(signature["value"], validate=True)
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise _fault(
            "seal.signature", file, "的签名无效", "is altered or forged: its signature fails"
        ) from error
    if not verifier.accepts(message, value):
        raise _fault("seal.signature", file, "的签名无效", "is altered or forged: its signature fails")
    return _parsed(found, hashlib.sha256(message).hexdigest())


def read_all(directory: Path, verifier: Verifier) -> list[Seal]:
    """Return the seals of `directory` in order. Raises Refused when one is faulty or missing between."""
    seals: list[Seal] = []
    for file in sorted(directory.glob("seal-*.json")):
        seal = read(file, verifier)
        if file.name != f"seal-{seal.number:08}.json":
            raise _fault("seal.chain", file, "的编号与文件名不符", "carries another number than its name")
        # Old seals may be kept elsewhere, so the first one here is taken as it is.
        if seals and (seal.number, seal.previous) != (seals[-1].number + 1, seals[-1].digest):
            raise _fault("seal.chain", file, "与前一印鉴不相接", "does not follow the seal before it")
        seals.append(seal)
    return seals


def _heads(connection: Connection, last: Seal | None) -> list[Head]:
    read = heads.read(connection)
    sealed = last.heads if last else ()
    whole = all(head.seq == head.count for head in read)
    if not whole or heads.lacking(connection, sealed):
        raise Refused(
            "ledger.tampered",
            Text(
                "台账与上次印鉴不符，拒绝加印。",
                "The ledger disagrees with its last seal and is not sealed.",
            ),
            Text("请运行 huji ledger verify 查明。", "Run huji ledger verify to see where."),
        )
    return read


def _parsed(found: Mapping[str, Any], digest: str) -> Seal:
    # The signature holds, so the shape is our own.
    ends = tuple(
        Head(chain["office"], chain["seq"], bytes.fromhex(chain["hash"]), chain["count"])
        for chain in found["chains"]
    )
    return Seal(found["number"], found["sealed"], found["previous"], ends, digest)


def _fault(code: str, file: Path, zh: str, en: str) -> Refused:
    return Refused(code, Text(f"印鉴文件 {file} {zh}。", f"The seal {file} {en}."))
