"""Putting a paper on file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huji.facts.values import Evidence

if TYPE_CHECKING:
    from huji.register.acts import Acting


@dataclass(frozen=True, slots=True)
class Attach:
    """A scanned paper: the case, whose it is (citizen number), the vocabulary's evidence key, name and bytes."""

    case: str
    subject: str
    key: str
    filename: str
    content: bytes


def attach(statement: Attach, by: Acting) -> Evidence:
    """Open the paper, verify that it is a PDF, JPEG or PNG, store it by content and put it on file.

    Refuses `not_what_it_says`, `too_large`, `empty_file`, `unknown_evidence`.
    """
    raise NotImplementedError
