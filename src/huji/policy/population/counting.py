"""How many of many yes/no columns are yes.

To Polars a column of booleans is a bit a person, and turning each into bytes to add them would cost more than
all the rest of a policy. So bits are added as a circuit adds them: three columns of one weight become their
sum (one column of that weight) and their carry (one of the next), which are operations on bits, until one
column of each weight is left to be turned into numbers.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir


def count(table: ir.Table, bits: Sequence[ir.BooleanValue], name: str) -> ir.Table:
    """Return the table with a column counting the bits that are true; none of them may be NULL.

    Each round of sums and carries is a step of columns `_<name>_…` of its own.
    """
    table, columns = _kept(table, {f"_{name}_{place}": bit for place, bit in enumerate(bits)})
    weights: dict[int, list[str]] = {1: columns}
    step = 0
    while any(len(of) > 1 for of in weights.values()):
        step += 1
        made: dict[str, ir.Value] = {}
        after: dict[int, list[str]] = {}
        for weight, of in weights.items():
            for start in range(0, len(of), 3):
                three = [table[column] for column in of[start : start + 3]]
                if len(three) == 1:
                    after.setdefault(weight, []).append(of[start])
                    continue
                either = three[0] != three[1]
                sums, carry = either, three[0] & three[1]
                if len(three) == 3:
                    sums, carry = either != three[2], carry | (either & three[2])
                for at, bit in ((weight, sums), (weight * 2, carry)):
                    if at > len(bits):  # more than there are: never true
                        continue
                    column = f"_{name}_{step}_{len(made)}"
                    made[column] = bit
                    after.setdefault(at, []).append(column)
        table, _ = _kept(table, made)
        weights = after
    kind = _kind(bits)
    parts = [
        table[of[0]].cast(kind) * ibis.literal(weight, kind) for weight, of in sorted(weights.items()) if of
    ]
    whole: ir.Value = reduce(add, parts) if parts else ibis.literal(0, kind)
    return table.mutate(**{name: whole.cast("int16")})


def count_bytes(table: ir.Table, bits: Sequence[ir.BooleanValue], name: str) -> ir.Table:
    """Return the same for engines to which a boolean is a byte: each is a number, and they are added."""
    kind = _kind(bits)
    parts = [bit.cast(kind) for bit in bits]
    whole: ir.Value = reduce(add, parts) if parts else ibis.literal(0, kind)
    return table.mutate(**{name: whole.cast("int16")})


def _kind(bits: Sequence[ir.BooleanValue]) -> str:
    return "int8" if len(bits) < 128 else "int16"


def _kept(table: ir.Table, columns: dict[str, ir.Value]) -> tuple[ir.Table, list[str]]:
    return (table.mutate(**columns) if columns else table), list(columns)
