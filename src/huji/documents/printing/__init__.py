"""Printing a whole community: an order, its papers issued one by one, files of a hundred papers each.

order(Order(division, because, token, kind=…), by=…) -> int      the ledger names every household
work_on(batch, stopping, tell) -> bool                           by the worker, or by the command
stop(batch, by=…) · expire(on)                                   what is printed stays issued
queries.batches() · queries.batch(id) · queries.part(id, n, officer, purpose)
"""

from huji.documents.printing.ordering import Order, order, stop
from huji.documents.printing.working import BusyError, expire, work_on

__all__ = ["BusyError", "Order", "expire", "order", "stop", "work_on"]
