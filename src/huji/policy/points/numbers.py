"""The exact numbers of a scheme: points, units, steps and factors, as decimals of bounded length."""

from fractions import Fraction

from huji.policy.reading import Reading
from huji.policy.source import Node, Scalar

LARGEST = 10_000_000  # points, units and steps alike
POINT_DIGITS = 4  # decimals of points and factors
QUANTITY_DIGITS = 6  # decimals of units and steps: quantities are read to the millionth


def points(reading: Reading, node: Node, what: str) -> Fraction:
    """Return points, which may be negative; 0 where the node is faulty."""
    return _decimal(reading, node, what, POINT_DIGITS, signed=True)


def factor(reading: Reading, node: Node, what: str) -> Fraction:
    """Return a factor, which is not negative; 0 where the node is faulty."""
    return _decimal(reading, node, what, POINT_DIGITS, signed=False)


def quantity(reading: Reading, node: Node, what: str) -> Fraction:
    """Return a quantity, which is not negative; 0 where the node is faulty."""
    return _decimal(reading, node, what, QUANTITY_DIGITS, signed=False)


def _decimal(reading: Reading, node: Node, what: str, digits: int, *, signed: bool) -> Fraction:
    value = node.value if isinstance(node, Scalar) else None
    nothing = Fraction(0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        reading.fault(node, "not-a-number", f"“{what}”应是数字", f'"{what}" must be a number')
        return nothing
    if not -LARGEST <= value <= LARGEST:
        reading.fault(
            node,
            "too-large",
            f"“{what}”超出范围（绝对值不超过 {LARGEST:,}）",
            f'"{what}" is out of range (at most {LARGEST:,} either way)',
        )
        return nothing
    if value < 0 and not signed:
        reading.fault(node, "negative", f"“{what}”不能是负数", f'"{what}" must not be negative')
        return nothing
    exact = Fraction(str(value))
    if (exact * 10**digits).denominator != 1:
        reading.fault(
            node,
            "too-fine",
            f"“{what}”最多写 {digits} 位小数",
            f'"{what}" has more than {digits} decimals',
        )
        return nothing
    return exact
