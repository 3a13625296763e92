"""Faults of a pack or a case file: what is wrong, on which line, and the nearest right word."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from huji.policy.words import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input: file, line (from 1; 0 where there is none), a stable code and the sentence."""

    file: str
    line: int
    code: str
    text: Text

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        # One line per fault, whatever an input puts into a key.
        return "".join(sign if sign.isprintable() else " " for sign in f"{where}: {self.text}")


class Faulty(Exception):  # noqa: N818  (it holds faults, it is not one)
    """An input that cannot be used; `faults` names every fault found, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(word: str, right: Iterable[str]) -> str | None:
    """Return the right word that `word` most likely meant, or None where nothing is close."""
    options = list(right)
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if close:
        return close[0]
    # A fact written without its group ("tenure" for "dwelling.tenure") is the commonest slip.
    tails = {option.rpartition(".")[2]: option for option in reversed(options)}
    close = difflib.get_close_matches(word.rpartition(".")[2], list(tails), n=1, cutoff=0.75)
    return tails[close[0]] if close else None


def suggestion(word: str, right: Iterable[str]) -> Text:
    """Return the clause that offers the nearest right word, or an empty one."""
    found = nearest(word, right)
    return Text(f"；是否指“{found}”？", f'; did you mean "{found}"?') if found else Text("", "")
