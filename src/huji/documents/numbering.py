"""Numbers and verification codes, as printed and as typed by whoever checks a paper."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from huji.documents.imprint import FORMS, Issuer, Kind

# Twenty-eight characters without the pairs people mistake: 0 O, 1 I L, 5 S, Z 2.
ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXY"

Draw = Callable[[Sequence[str]], str]


def number(issuer: Issuer, kind: Kind, year: int, office: int, serial: int) -> str:
    """A paper's number: mark of the office, character of the kind, year, office and serial.

    >>> number(Issuer(name="", name_en="", mark="盘户", page=""), Kind.PERMIT, 2026, 12, 123)
    '盘户准字〔2026〕第12-000123号'
    """
    return f"{issuer.mark}{FORMS[kind].character}字〔{year}〕第{office}-{serial:06d}号"


def draw_code(draw: Draw) -> str:
    """A verification code: sixteen characters (77 bits) in groups of four; `draw` picks one, unguessably."""
    return "-".join("".join(draw(ALPHABET) for _ in range(4)) for _ in range(4))


def read_number(typed: str) -> str:
    """A number as printed, from one typed with spaces, full-width digits or other brackets."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"[\[(（【﹝〔](\d{4})[\])）】﹞〕]", r"〔\1〕", plain)


def read_code(typed: str) -> str:
    """A code as printed, from one typed in small letters, with spaces or without hyphens."""
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", typed)).upper()
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
