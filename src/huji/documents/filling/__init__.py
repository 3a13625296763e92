"""Filling papers from the register: as it was on a day, as known just after an entry of the ledger.

    booklet(household, view) · form(person, view) · birth(person, view) · cancellation(person, view)
    change(person, view)  -> Filled(paper, household, on, known)

The same register, day and entry give the same paper, at any later time; `known` is the last entry that it
rests on.
"""

from huji.documents.filling.booklets import booklet, form
from huji.documents.filling.certificates import birth, cancellation, change
from huji.documents.filling.view import Filled, View

__all__ = ["Filled", "View", "birth", "booklet", "cancellation", "change", "form"]
