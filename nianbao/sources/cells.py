"""One cell: from what a file says to the value of its column, or the reason why it cannot be read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.row import MONEY_UNITS, Declared
from nianbao.sources.grid import GridCell
from nianbao.sources.text import hidden_character, quote
from nianbao.wording.language import say
from nianbao.wording.numbers import MAX_DECIMALS, NotANumber, is_normalised, parse_number

_NUMERIC = re.compile(r"[+\-−(（]?[0-9０-９]")
_EXPONENT = re.compile(r"[+-]?[0-9](\.[0-9]+)?E[+-][0-9]{2,3}")
"""How Excel shows a long number, and writes it into a CSV file."""
_FLAGS = {"是": True, "否": False}
MAX_CHARACTERS = 32_767
"""Longest text of a cell: that of a workbook's."""
_MISWRITTEN = (
    ("groups", re.compile(r"[+-]?[0-9]+([,，][0-9]+)+(\.[0-9]+)?")),
    ("negative", re.compile(r"[(（][0-9,.]+[)）]|[−–—－‐‑‒―][0-9,.]+")),
    ("spaces", re.compile(r"[+-]?[0-9][0-9,.]*(\s+[0-9,.]+)+")),
    ("exponent", re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")),
    ("digits", re.compile(r"[+-]?[0-9,]{16,}(\.[0-9]*)?|[+-]?[0-9,]+\.[0-9]{11,}")),
    ("unit", re.compile(r"[¥￥$约近]?\s*[+-]?[0-9][0-9,]*(\.[0-9]+)?\s*[^0-9,.\s/+×*-]{0,8}")),
)
"""Ways of writing a number that have an advice of their own, by the variant of the sentence that gives it."""


def read_cell(cell: GridCell, column: Declared, unit: str, place: Place, findings: list[Finding]) -> Any:
    """Return the value of a cell that is not blank; what is wrong with it, or notable, is appended to `findings`.

    `unit` is the unit that the cell's number counts in: of the header for money, else of the row or the column.
    Returns None where the cell cannot be read.
    """
    text = (cell.text or "").strip()
    complaint = _unreadable(text, place)
    if complaint:
        findings.append(complaint)
        return None
    if cell.stored in ("date", "flag", "masked") and not _stored_fits(cell, column, place, findings):
        return None
    if column.kind in ("money", "number") or (column.kind == "value" and _is_numeric(text, cell)):
        return _number(text, cell, column, unit, place, findings)
    if column.kind == "choice" and text not in column.choices:
        _refuse_choice(text, "、".join(column.choices), place, findings)
    if column.kind == "flag":
        if text not in _FLAGS:
            _refuse_choice(text, "、".join(_FLAGS), place, findings)
        return _FLAGS.get(text)
    if not cell.whole or _EXPONENT.fullmatch(text):
        sentence = "" if cell.whole else "cell_digits_lost.stored"
        findings.append(Finding("cell_digits_lost", "error", place, {"text": quote(text)}, sentence))
        return None
    return f"{text}%" if cell.stored == "percent" else text


def _unreadable(text: str, place: Place) -> Finding | None:
    """What stands against any cell: a hidden character, or more than a cell of a workbook can hold."""
    if len(text) > MAX_CHARACTERS:
        return Finding("cell_too_long", "error", place, {"count": len(text), "limit": MAX_CHARACTERS})
    return hidden_character(text, place)


def _is_numeric(text: str, cell: GridCell) -> bool:
    return cell.stored in ("number", "percent") or _NUMERIC.match(text) is not None


def _stored_fits(cell: GridCell, column: Declared, place: Place, findings: list[Finding]) -> bool:
    """Whether a date, a truth value or a masked number may stand in the column; a date may be a text, and is noted."""
    text = quote(cell.text or "")
    if cell.stored == "masked":
        findings.append(Finding("cell_masked", "error", place, {"text": text}))
        return False
    if cell.stored == "flag" and column.kind != "flag":
        findings.append(Finding("cell_is_flag", "error", place, {"example": _example(column)}))
        return False
    if cell.stored == "date" and column.kind != "text":
        findings.append(Finding("cell_is_date", "error", place, {"text": text, "example": _example(column)}))
        return False
    if cell.stored == "date":
        findings.append(Finding("cell_date_as_text", "info", place, {"text": text}))
    return True


def _refuse_choice(text: str, choices: str, place: Place, findings: list[Finding]) -> None:
    findings.append(Finding("cell_choice", "error", place, {"text": quote(text), "choices": choices}))


def _number(
    text: str, cell: GridCell, column: Declared, unit: str, place: Place, findings: list[Finding]
) -> Decimal | None:
    shown = quote(f"{text}%" if cell.stored == "percent" else text)
    try:
        number = parse_number(text)
    except NotANumber:
        findings.append(_not_a_number(text, shown, cell, column, place))
        return None
    if cell.stored == "percent" and unit != "%":
        findings.append(Finding("cell_percent_misplaced", "error", place, {"text": shown, "unit": unit or "—"}))
        return None
    if column.least is not None and number < column.least:
        findings.append(Finding("cell_below", "error", place, {"text": shown, "least": column.least}))
        return None
    findings += _notes(text, shown, number, cell, place)
    return number * MONEY_UNITS[unit] if column.kind == "money" else number


def _not_a_number(text: str, shown: str, cell: GridCell, column: Declared, place: Place) -> Finding:
    decimals = len(text.partition(".")[2])
    if cell.stored != "text" and decimals > MAX_DECIMALS:
        return Finding("cell_too_precise", "error", place, {"text": shown, "limit": MAX_DECIMALS})
    variant = next((name for name, pattern in _MISWRITTEN if pattern.fullmatch(text)), "")
    sentence = f"cell_not_a_number.{variant}" if variant else ""
    return Finding("cell_not_a_number", "error", place, {"text": shown, "example": _example(column)}, sentence)


def _example(column: Declared) -> str:
    """How a cell of the column might look, where its declaration does not say it."""
    return column.example or {"money": "12.50", "number": "12", "value": "12", "flag": "是"}.get(
        column.kind, say("文字")
    )


def _notes(text: str, shown: str, number: Decimal, cell: GridCell, place: Place) -> list[Finding]:
    notes = []
    if cell.stored == "text" and place.sheet is not None:
        notes.append(Finding("cell_number_as_text", "info", place, {"text": shown, "number": f"{number:f}"}))
    elif is_normalised(text):
        notes.append(Finding("cell_number_normalised", "info", place, {"text": shown, "number": f"{number:f}"}))
    if cell.stored == "percent":
        notes.append(Finding("cell_percent", "info", place, {"text": shown, "number": f"{number:f}"}))
    if cell.shown:
        notes.append(Finding("cell_shown_rounded", "warning", place, {"text": shown, "shown": cell.shown}))
    return notes
