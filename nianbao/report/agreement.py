"""When two stated numbers say the same: each stands for a range, as wide as its qualifier and rounding allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from nianbao.report.quantities import Quantity
from nianbao.wording.numbers import decimals_of, round_half_up, shortest, split_unit, write_number

_INFINITE = Decimal("Infinity")

COUNT_WORDS = (frozenset({"人", "名", "位"}), frozenset({"个", "家", "项", "件"}))
"""Units that count the same things: 1,200名 and 4.5万人 can be compared, 户 and 人 cannot."""


@dataclass(frozen=True)
class Range:
    """From `lower` to `upper`; `open` says that `upper` itself lies outside."""

    lower: Decimal
    upper: Decimal
    open: bool = False

    def meets(self, other: Range) -> bool:
        """Say whether the two ranges have a value in common."""
        lower, upper = max(self.lower, other.lower), min(self.upper, other.upper)
        if lower != upper:
            return lower < upper
        return not any(part.open and part.upper == upper for part in (self, other))


def _last_digit(value: Decimal) -> Decimal:
    """The place value of the last digit that is not zero (1200 → 100; 4.5 → 0.1)."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def range_of(quantity: Quantity) -> Range:
    """Return the values, in the base unit, that a written number may stand for.

    An unqualified count is itself; one written in 万 or 亿, or a percentage, is rounded at its last decimal; 约 is
    rounded at its last digit that is not zero; 多 lies between it and the next such digit; 不少于 and 不超过 are open.
    Raises ValueError for a quantity without a value.
    """
    if quantity.value is None:
        raise ValueError(quantity.name)
    value = quantity.value
    factor, _ = split_unit(quantity.shown_unit)
    written = value / factor
    match quantity.qualifier:
        case "不少于":
            return Range(value, _INFINITE)
        case "不超过":
            return Range(-_INFINITE, value)
        case "多":
            return Range(value, value + _last_digit(written) * factor, open=True)
        case "约":
            half = _last_digit(written) * factor / 2
            return Range(value - half, value + half, open=True)
    if factor == 1 and quantity.unit != "%":
        return Range(value, value)
    half = Decimal(1).scaleb(-_shown_decimals(quantity)) * factor / 2
    return Range(value - half, value + half, open=True)


def _shown_decimals(quantity: Quantity) -> int:
    return len(quantity.shown.partition(".")[2])


def agree(first: Quantity, second: Quantity) -> bool:
    """Say whether two quantities can be the same number; units must be alike. Raises ValueError without values."""
    return first.unit == second.unit and range_of(first).meets(range_of(second))


def comparable(first: str, second: str) -> bool:
    """Say whether numbers in two base units count the same kind of thing."""
    return first == second or any({first, second} <= words for words in COUNT_WORDS)


def difference(first: Quantity, second: Quantity) -> str:
    """Write how much more the first of two quantities is, in its own unit. Raises ValueError without values."""
    if first.value is None or second.value is None:
        raise ValueError(first.name if first.value is None else second.name)
    factor, _ = split_unit(first.shown_unit)
    return f"{write_number(shortest((first.value - second.value) / factor))}{first.shown_unit}"


def is_truncation(written: Decimal, exact: Decimal) -> bool:
    """Say whether `written` is `exact` cut off at its decimals where rounding half up would give another number."""
    decimals = decimals_of(written)
    cut = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)
    return written == cut != round_half_up(exact, decimals)
