"""Numbers in official form: read exactly as an office writes them, written the same way everywhere."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－％＋", "0123456789.,-%+")
MAX_WHOLE, MAX_DECIMALS = 15, 10
"""Longest number that is read: digits before and behind the point (a workbook keeps 15 in all)."""
_WIDE = Context(prec=100)
"""Room for rounding the quotient of any two readable numbers; products and sums of such are exact in any context."""

_NORMALISED = re.compile("[，,０-９．－＋]")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

NO_VALUE_MARKS = frozenset({"", "—", "——", "-", "/", "无"})
"""Cell texts that mean "no value"."""

DASH = "—"
"""How "no value" is written."""

SCALES = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "": Decimal(1)}
_UNSCALABLE = ("亿", "万")


class NotANumber(ValueError):
    """The text is not a number in a form that cannot be misread."""


def parse_number(text: str) -> Decimal:
    """Return the number that `text` states, exactly, with the decimals as written (`1,593.30` → 1593.30).

    Full-width digits and right thousands groups are read; anything else (exponents, units, brackets, `1_000`,
    digits of other scripts, misplaced groups, more than 15 digits before the point or 10 behind it) raises NotANumber.
    """
    plain = text.strip().translate(_FULL_WIDTH)
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        raise NotANumber(text)
    whole, _, decimals = plain.replace(",", "").lstrip("+-").partition(".")
    if len(whole) > MAX_WHOLE or len(decimals) > MAX_DECIMALS:
        raise NotANumber(text)
    return Decimal(plain.replace(",", ""))


def is_normalised(text: str) -> bool:
    """Say whether `parse_number` reads a text as if it were written otherwise: with ASCII figures, without groups."""
    return _NORMALISED.search(text) is not None


def write_number(value: Decimal, decimals: int | None = None) -> str:
    """Write a number with thousands groups; with `decimals` given, exactly so many (the value must already be rounded).

    Raises ValueError when writing it with `decimals` would change the value: numbers are rounded in `report` alone.
    """
    if decimals is not None:
        fixed = value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
        if fixed != value:
            raise ValueError(f"{value} has more than {decimals} decimals")
        value = fixed
    return f"{value:,f}"


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round to `decimals` places, halves away from zero (四舍五入, GB/T 8170 with the office's reading of halves)."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shortest(value: Decimal) -> Decimal:
    """Return the same number without zeros at the end of its decimals and without an exponent (1200.00 → 1200)."""
    short = value.normalize(_WIDE)
    return short.quantize(Decimal(1), context=_WIDE) if short == short.to_integral_value() else short


def split_unit(unit: str | None) -> tuple[Decimal, str]:
    """Return the factor and the bare unit of a scaled unit: `万元` → (10000, 元), `万人次` → (10000, 人次).

    A unit that is only a scale (`亿`) keeps itself: there is nothing it scales.
    """
    text = unit or ""
    for prefix, factor in SCALES.items():
        if prefix and text.startswith(prefix) and text not in _UNSCALABLE:
            return factor, text.removeprefix(prefix)
    return Decimal(1), text


def with_qualifier(number: str, unit: str, qualifier: str | None) -> str:
    """Write a number with its unit and how exactly it is stated: `约4.5万人`, `1,200多名`, `不少于10个`.

    `多` stands between the number and its unit, behind a scale only when the unit has one (`1.1万多人次`).
    """
    if qualifier == "多":
        scale = next((prefix for prefix in SCALES if prefix and unit.startswith(prefix)), "")
        return f"{number}{scale}多{unit.removeprefix(scale)}"
    return f"{qualifier or ''}{number}{unit}"


def written_size(size: int) -> str:
    """Write a file's size in bytes as file managers show it, in steps of 1024 (`680字节`, `12.5KB`, `3.4MB`)."""
    if size < 1 << 10:
        return f"{size}字节"
    unit, step = ("KB", 1 << 10) if size < 1 << 20 else ("MB", 1 << 20)
    return f"{shortest(round_half_up(Decimal(size) / step, 1)):,f}{unit}"


_DIGITS = "零一二三四五六七八九"


def chinese_ordinal(number: int) -> str:
    """Write 1…99 in Chinese numerals, as headings and 表/图 lists are numbered (`十二`).

    Raises ValueError outside that range.
    """
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
    return text
