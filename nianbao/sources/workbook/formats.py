"""数字格式: what a cell shows follows from its number format, and what it shows must be what it holds."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from defusedxml.ElementTree import fromstring

from nianbao.sources.grid import GridCell
from nianbao.wording.numbers import round_half_up

_BUILT_IN = {
    2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 39: "#,##0.00", 40: "#,##0.00", 43: "#,##0.00", 44: "#,##0.00",
    **dict.fromkeys((14, 15, 22, 27, 30, 31, 36, 50, 51, 53, 54, 58), "yyyy-m-d"),
    **dict.fromkeys((17, 28, 29, 52, 57), "yyyy-m"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    16: "m-d",
}  # fmt: skip
"""Number formats that a workbook names by number alone (ECMA-376 part 1, 18.8.30, with those of Chinese offices)."""

_LITERAL = re.compile(r'"([^"]*)"')
_UNSEEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_DECIMALS = re.compile(r"0\.(0+)")
_FIXED = re.compile(r"[-+ (#,?¥$￥]*([0,]*0)(?:\.[0#?]*)?[-+ )%]*")
_SCALED = re.compile(r"[0#?],+(?![0#?])|!\.")
_UNITS = re.compile("[元万亿千百十%]")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)


def number_formats(styles: bytes | None) -> list[str]:
    """Return the number format of each cell style of `styles.xml`, in the order in which cells name them.

    Empty where numbers are shown as they are; raises what defusedxml raises for XML that is not sound.
    """
    if styles is None:
        return []
    root = fromstring(styles, forbid_dtd=True)
    local = {id(entry): str(entry.tag).rpartition("}")[2] for entry in root.iter()}
    own = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iter() if local[id(entry)] == "numFmt"}
    uses = [use for entry in root.iter() if local[id(entry)] == "cellXfs" for use in entry]
    numbers = [use.get("numFmtId", "0") for use in uses]
    return [own.get(number) or _BUILT_IN.get(int(number) if number.isdigit() else 0, "") for number in numbers]


def stored_cell(value: Any, style: str, since_1904: bool = False) -> GridCell:
    """Return what a workbook stores in a cell, as its number format shows it."""
    if isinstance(value, bool):
        return GridCell("是" if value else "否", "flag")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return GridCell(_date_text(value, style), "date")
    if not isinstance(value, (int, float)):
        return GridCell(str(value or "").strip() or None)
    if style and style.lower() != "general" and _DATE.search(_plain(style)):
        return GridCell(_date_text(_day(float(value), since_1904), style), "date")
    return _number_cell(float(value), style)


def _plain(style: str) -> str:
    """The part of a format for positive numbers, without literals, colours, conditions and spaces."""
    return _UNSEEN.sub("", style.split(";")[0])


def _number_cell(value: float, style: str) -> GridCell:
    """A number with the decimals that its format shows; workbooks keep 15 digits (Excel's own limit)."""
    exact = Decimal(f"{value:.15g}")
    first = style.split(";")[0]
    plain = _plain(style)
    if style and _is_masked(first, plain):
        return GridCell(f"{exact:f}", "masked")
    percent = "%" in plain
    exact = exact * 100 if percent else exact
    found = _DECIMALS.search(plain)
    decimals = len(found[1]) if found else 0
    text = f"{exact:f}"
    written = len(text.partition(".")[2])
    fixed = _FIXED.fullmatch(plain)
    shown = f"{round_half_up(exact, decimals):f}" if fixed and written > decimals else ""
    if fixed and written <= decimals:
        text = f"{exact:0{_width(fixed[1], decimals, exact)}.{decimals}f}"
    return GridCell(text, "percent" if percent else "number", shown)


def _width(zeros: str, decimals: int, exact: Decimal) -> int:
    """How wide a number is written whose format asks for leading zeros, as codes have them (0001)."""
    return zeros.count("0") + (decimals + 1 if decimals else 0) + (exact < 0)


def _is_masked(first: str, plain: str) -> bool:
    """Whether a format shows another number than the cell holds, nothing at all, or a unit of its own."""
    if plain.lower().strip() in ("general", "@", "g/通用格式"):
        return False
    unit = any(_UNITS.search(literal) for literal in _LITERAL.findall(first))
    return unit or _SCALED.search(first) is not None or not re.search("[0#?]", plain)


def _day(serial: float, since_1904: bool) -> datetime.date | datetime.timedelta:
    if not 1 <= serial < 2_958_466:
        return datetime.timedelta(days=max(-1e6, min(serial, 1e6)))
    start = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30)
    return start + datetime.timedelta(days=serial)


def _date_text(value: datetime.date | datetime.time | datetime.timedelta, style: str) -> str:
    if not isinstance(value, datetime.date):
        return str(value)
    plain = _plain(style).lower()
    day = f"{value.day}日" if "d" in plain or not plain else ""
    time = f"{value:%H:%M}" if isinstance(value, datetime.datetime) and value.time() != datetime.time(0) else ""
    return f"{value.year}年{value.month}月{day}{time}"
