"""占比: shares of a whole, and what rounding does to their sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from nianbao.wording.language import say
from nianbao.wording.numbers import decimals_of, round_half_up, write_number

HUNDRED = Decimal(100)


def shares(parts: Sequence[Decimal], decimals: int) -> tuple[Decimal, ...]:
    """Return each part's share of their sum in percent, rounded half up.

    Raises ZeroDivisionError where the parts sum to zero: there is no share of nothing.
    """
    whole = sum(parts, Decimal(0))
    if whole == 0:
        raise ZeroDivisionError("the parts sum to zero")
    return tuple(round_half_up(part * HUNDRED / whole, decimals) for part in parts)


def rounding_slack(values: Iterable[Decimal]) -> Decimal:
    """Return how far the sum of rounded shares may be from 100: half a unit of the last place for each of them."""
    return sum((Decimal(1).scaleb(-decimals_of(value)) / 2 for value in values), Decimal(0))


def adds_up(values: Sequence[Decimal]) -> bool:
    """Say whether stated shares sum to 100 within rounding."""
    return abs(sum(values, Decimal(0)) - HUNDRED) <= rounding_slack(values)


def rounding_note(values: Sequence[Decimal]) -> str:
    """Return the 尾数 note for shares that sum to almost 100, empty where they do exactly or not at all."""
    total = sum(values, Decimal(0))
    if not values or total == HUNDRED or not adds_up(values):
        return ""
    return say("各项占比四舍五入，合计{total}%，与100%的差异为尾数误差。", total=write_number(total))
