"""数字格式: what a cell shows follows from its number format, and what it shows must be what it holds."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from typing import Any

from nianbao.sources.grid import GridCell
from nianbao.sources.workbook.scan import stream, whole
from nianbao.wording.numbers import round_half_up

_BUILT_IN = {
    2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 39: "#,##0.00", 40: "#,##0.00", 43: "#,##0.00", 44: "#,##0.00",
    **dict.fromkeys((14, 15, 22, 27, 30, 31, 36, 50, 51, 53, 54, 58), "yyyy-m-d"),
    **dict.fromkeys((17, 28, 29, 52, 57), "yyyy-m"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    16: "m-d",
}  # fmt: skip
"""Number formats that a workbook names by number alone (ECMA-376 part 1, 18.8.30, with those of Chinese offices)."""

_UNSEEN = re.compile(r'"[^"]*"|\\.|!.|\[[^\]]*\]|[_*].')
_WRITTEN = re.compile(r'"([^"]*)"|[\\!](.)')
"""What a format writes beside the number: a text in quotes, or a single character."""
_BETWEEN = re.compile(r"""[0#?](?:"[^"]*"|[\\!].)+[0#?]""")
_DECIMALS = re.compile(r"0\.(0+)")
_FIXED = re.compile(r"[-+ (#,?¥$￥]*([0,]*0)(?:\.[0#?]*)?[-+ )%]*")
_SCALED = re.compile(r"[0#?],+(?![0#?])|%.*%")
_UNITS = re.compile("[\u4e00-\u9fff‰]")
_MISLEADING = re.compile(r"[\w%‰.,\-−–—]")
_CONDITION = re.compile(r"\[[<>=]")
_SIGN = re.compile(r"[-(（−]|\[(?:Red|红色|颜色|Color)", re.IGNORECASE)
"""How the part for negative numbers shows that they are: by a sign, brackets, or red alone."""
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_DIGITS = 15
"""How many digits of a number Excel keeps; what was typed behind them is gone before a file is saved."""
_LONGEST = 1000
"""Longer formats than this are none that an office program writes; what they show is not looked into."""


def number_formats(styles: bytes | None) -> list[str]:
    """Return the number format of each cell style of `styles.xml`, in the order in which cells name them.

    Empty where numbers are shown as they are; raises Refused for XML that is not sound.
    """
    found = _Styles()
    if styles is not None:
        stream(styles, found)
    return [found.own.get(use) or _BUILT_IN.get(whole(use, 0), "") for use in found.uses]


class _Styles:
    """The number formats that a workbook declares by number, and the number that each cell style uses."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.uses: list[str] = []
        self._within = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "numFmt":
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self.uses.append(attributes.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        self._within = self._within and tag.rpartition("}")[2] != "cellXfs"

    def data(self, text: str) -> None:
        """Texts say nothing here."""


def stored_cell(value: Any, style: str, since_1904: bool = False) -> GridCell:
    """Return what a workbook stores in a cell, as its number format shows it."""
    if isinstance(value, bool):
        return GridCell("是" if value else "否", "flag")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return GridCell(_date_text(value, style), "date")
    if not isinstance(value, (int, float)):
        return GridCell(_text(value))
    if not math.isfinite(value):
        return GridCell(str(value), "number")
    if _shows_a_date(style):
        day = _day(float(value), since_1904)
        return GridCell(f"{value:.15g}", "masked") if day is None else GridCell(_date_text(day, style), "date")
    return _number_cell(float(value), style)


def _text(value: Any) -> str | None:
    """A text with line ends as everywhere else, or None for a blank one."""
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip() or None


def _shows_a_date(style: str) -> bool:
    return style.lower() != "general" and len(style) < _LONGEST and _DATE.search(_plain(_parts(style)[0])) is not None


def _parts(style: str) -> list[str]:
    """The parts of a format (for positive and negative numbers, zero and texts), parted by ; outside of quotes."""
    parts = [""]
    for piece in re.findall(r'"[^"]*"?|[\\!].|.', style, re.DOTALL):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _plain(part: str) -> str:
    """A part of a format without literals, colours, conditions and spaces."""
    return _UNSEEN.sub("", part)


def _number_cell(value: float, style: str) -> GridCell:
    """A number with the decimals that its format shows, read with the digits that Excel itself keeps."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    whole = _is_whole(value, exact)
    parts = _parts(style) if len(style) < _LONGEST else [""]
    which = _which(value, parts)
    plain = _plain(parts[which])
    if style and _is_masked(which, parts):
        return GridCell(f"{exact:f}", "masked")
    percent = "%" in plain
    exact = exact.scaleb(2) if percent else exact
    found = _DECIMALS.search(plain)
    decimals = len(found[1]) if found else 0
    text = f"{exact:f}"
    written = len(text.partition(".")[2])
    fixed = _FIXED.fullmatch(plain)
    shown = f"{round_half_up(exact, decimals):f}" if fixed and written > decimals else ""
    if fixed and written <= decimals:
        text = f"{exact:0{_width(fixed[1], decimals, exact)}.{decimals}f}"
    return GridCell(text, "percent" if percent else "number", shown, whole)


def _is_whole(value: float, exact: Decimal) -> bool:
    """Whether these are all digits that there were: of more than 15, or of an endless fraction, some are missing."""
    if exact.adjusted() >= _DIGITS:
        return False
    return len(exact.normalize().as_tuple().digits) < _DIGITS or float(exact) == value


def _which(value: float, parts: list[str]) -> int:
    """Which part of a format shows a value: that for positive numbers, for negative ones, or for zero."""
    if any(map(_CONDITION.search, parts)):
        return 0
    return 1 if value < 0 and len(parts) > 1 else 2 if value == 0 and len(parts) > 2 else 0


def _is_masked(which: int, parts: list[str]) -> bool:
    """Whether a format shows another number than the cell holds, nothing at all, or a unit of its own."""
    if any(map(_CONDITION.search, parts)):
        return any(_misleads(part, zero=False, negative=False) for part in parts)
    return _misleads(parts[which], zero=which == 2, negative=which == 1)


def _misleads(part: str, *, zero: bool, negative: bool) -> bool:
    plain = _plain(part)
    written = "".join(found[1] or found[2] or "" for found in _WRITTEN.finditer(part))
    plain = re.sub("g/通用格式|general|@", "0", plain, flags=re.IGNORECASE)
    if zero:  # the sign of nothing stands for it, as in the formats of accountants
        return not (re.search("[0#-]", part) or _WRITTEN.search(part)) or _UNITS.search(plain + written) is not None
    if negative:
        if not _SIGN.search(part):
            return True
        written = re.sub("[-−–—]", "", written)
    beside = _MISLEADING.search(written) or _UNITS.search(plain) or _BETWEEN.search(part)
    shows = re.search("[0#?]", plain)
    return beside is not None or _SCALED.search(plain) is not None or shows is None


def _width(zeros: str, decimals: int, exact: Decimal) -> int:
    """How wide a number is written whose format asks for leading zeros, as codes have them (0001)."""
    return zeros.count("0") + (decimals + 1 if decimals else 0) + (exact < 0)


def _day(serial: float, since_1904: bool) -> datetime.date | None:
    """The day that a number stands for, or None where the calendar of workbooks has none."""
    if not 1 <= serial < 2_950_000:
        return None
    start = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30)
    return start + datetime.timedelta(days=serial)


def _date_text(value: datetime.date | datetime.time | datetime.timedelta, style: str) -> str:
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    plain = _plain(_parts(style)[0]).lower() if len(style) < _LONGEST else ""
    day = f"{value.day}日" if "d" in plain or not plain else ""
    time = f"{value:%H:%M}" if isinstance(value, datetime.datetime) and value.time() != datetime.time(0) else ""
    return f"{value.year}年{value.month}月{day}{time}"
