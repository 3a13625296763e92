"""Codes that people read out and type: made, read, and turned into the digest and the key of a row."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.conf import settings

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not taken for each other; eight of them are some 39 bits."""
LETTERS = 8


@dataclass(frozen=True, slots=True)
class Lock:
    """What a code opens: the digest a row is found by, and the key (Fernet's) it is read with."""

    digest: bytes
    key: bytes


def new() -> str:
    """Return a fresh code, as it is shown: K7QP-3XMA."""
    return shown("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)))


def shown(letters: str) -> str:
    """Return a code in two halves."""
    return f"{letters[:4]}-{letters[4:]}"


def read(typed: str) -> str | None:
    """Return the letters of a code as typed (small, full-width, spaces, dashes); None if it is none."""
    letters = re.sub(r"[\s\-–—_.·]", "", unicodedata.normalize("NFKC", typed[:60])).upper()
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else None


def lock(letters: str) -> Lock:
    """Return what a code opens; slow on purpose (scrypt, 16 MB), so that guessing codes is dear."""
    salt = hmac.digest(settings.SECRET_KEY.encode(), b"huji.prepared", "sha256")
    made = hashlib.scrypt(letters.encode(), salt=salt, n=2**14, r=8, p=1, dklen=64)
    return Lock(hashlib.sha256(made[:32]).digest(), base64.urlsafe_b64encode(made[32:]))
