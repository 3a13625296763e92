"""The verbs of the facts room: a frozen statement and a function each, one ledger entry each.

`export_population` is taken from its own module, as it brings Arrow along, which no page needs.
"""

from huji.facts.acts.attach import Attach, attach, put_on_file
from huji.facts.acts.hold import hold
from huji.facts.acts.record import Record, record
from huji.facts.acts.set_figure import SetFigure, set_figure
from huji.facts.acts.withdraw import WithdrawFact, withdraw

__all__ = [
    "Attach",
    "Record",
    "SetFigure",
    "WithdrawFact",
    "attach",
    "hold",
    "put_on_file",
    "record",
    "set_figure",
    "withdraw",
]
