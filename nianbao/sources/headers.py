"""表头: from the first row of a grid to the declared columns of its table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nianbao.report.finding import Finding, nearest
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Declared, Row, columns_of
from nianbao.sources.grid import MAX_COLUMNS, Grid, GridRow
from nianbao.sources.text import quote

HEADER_WITHIN = 10
"""How far down a header is looked for below titles."""

_UNIT = re.compile(r"(?P<title>.*?)\s*[（(](?P<unit>[^（()）]*)[）)]", re.DOTALL)


@dataclass(frozen=True)
class GridColumn:
    """One column of a grid: the declared column it fills, its position, and its money unit."""

    declared: Declared
    index: int
    money_unit: str = ""


def read_columns(grid: Grid, kind: type[Row], findings: list[Finding]) -> tuple[list[GridColumn], bool]:
    """Return the columns that the header names, and whether it is sound; what is wrong is appended to `findings`.

    Columns without name and content are passed over. Where a title is refused, nobody knows which column is missing.
    """
    before = len(findings)
    by_title = _titles(kind)
    below = next((row for row in grid.rows[:HEADER_WITHIN] if _names_columns(row, by_title)), None)
    if below is not None and not _names_columns(grid.header, by_title):
        findings.append(Finding("header_below", "error", grid.place(grid.header.line), {"line": below.line}))
        return [], False
    if len(grid.header.cells) > MAX_COLUMNS:
        values: dict[str, object] = {"columns": len(grid.header.cells), "limit": MAX_COLUMNS}
        findings.append(Finding("table_too_wide", "error", grid.place(grid.header.line), values))
        return [], False
    if _is_garbled(grid, by_title, findings):
        found = "、".join(cell.text for cell in grid.header.cells if cell.text)
        findings.append(Finding("header_garbled", "error", grid.place(grid.header.line), {"found": quote(found)}))
        return [], False
    columns: list[GridColumn] = []
    told: set[str] = set()
    for index in range(len(grid.header.cells)):
        column = _column(grid, index, by_title, told, findings)
        if column is not None:
            columns.append(column)
    if any(cell.refused for cell in grid.header.cells):
        return columns, False
    for entry in columns_of(kind).values():
        if entry.need and entry.name not in told:
            values = {"title": entry.title, "not_stated": NOT_STATED}
            findings.append(Finding("header_missing", "error", grid.place(grid.header.line), values))
    return columns, not any(finding.level == "error" for finding in findings[before:])


def _is_garbled(grid: Grid, by_title: Mapping[str, Declared], findings: list[Finding]) -> bool:
    """Whether a header names no column at all, in a file that was taken for GB18030 because it is no UTF-8."""
    texts = [cell.text for cell in grid.header.cells if cell.text]
    guessed = any(entry.rule == "encoding_gb18030" and entry.place.file == grid.name for entry in findings)
    return guessed and bool(texts) and not any(text in by_title or _split(text)[0] in by_title for text in texts)


def names_columns(texts: list[str], kind: type[Row]) -> bool:
    """Say whether a row of texts is the header of a table: most of them, and at least two, name its columns."""
    return _mostly_titles(texts, _titles(kind))


def _titles(kind: type[Row]) -> dict[str, Declared]:
    declared = columns_of(kind)
    return {column.title: column for column in declared.values()} | declared


def _names_columns(row: GridRow, by_title: Mapping[str, Declared]) -> bool:
    return _mostly_titles([cell.text for cell in row.cells if cell.text], by_title)


def _mostly_titles(texts: list[str], by_title: Mapping[str, Declared]) -> bool:
    matching = sum(text in by_title or _split(text)[0] in by_title for text in texts)
    return matching * 2 >= len(texts) and matching >= min(2, len({column.name for column in by_title.values()}))


def _column(
    grid: Grid, index: int, by_title: Mapping[str, Declared], told: set[str], findings: list[Finding]
) -> GridColumn | None:
    """The column at a position, or None where it is none; `told` collects the fields that the header names."""
    text = grid.header.cells[index].text or ""
    place = grid.place(grid.header.line, index)
    if grid.header.cells[index].refused:
        return None
    if not text:
        filled = next((row for row in grid.rows if row.cells[index].text), None)
        if filled is not None:
            findings.append(Finding("column_nameless", "error", grid.place(filled.line, index)))
        return None
    title, unit = _split(text)
    declared = by_title.get(text) or by_title.get(title)
    if declared is None:
        findings.append(_unknown(text, title, grid, index, by_title))
        return None
    if declared.name in told:
        findings.append(Finding("header_repeated", "error", place, {"title": declared.title}))
    told.add(declared.name)
    wrong = _wrong_unit(text, unit, declared, grid.unit)
    if wrong:
        findings.append(Finding(wrong, "error", place, {"title": declared.title, "unit": quote(unit)}))
        return None
    return GridColumn(declared, index, (unit or grid.unit) if declared.kind == "money" else "")


def _split(text: str) -> tuple[str, str]:
    """Part a header into its title and what stands in brackets behind it."""
    found = _UNIT.fullmatch(text)
    return (found["title"], found["unit"].strip()) if found else (text, "")


def _wrong_unit(text: str, unit: str, declared: Declared, unit_above: str) -> str:
    """The rule against which the header of a column states its unit; empty where it does not."""
    if declared.kind == "money":
        if unit and unit not in MONEY_UNITS:
            return "header_unit"
        return "" if unit or unit_above else "header_without_unit"
    return "header_unit_misplaced" if text not in (declared.title, declared.name) else ""


def _unknown(text: str, title: str, grid: Grid, index: int, by_title: Mapping[str, Declared]) -> Finding:
    titles = list(dict.fromkeys(column.title for column in by_title.values()))
    near = nearest(title, titles)
    values = {"title": quote(text), "nearest": near, "titles": "、".join(titles)}
    sentence = "" if near else "header_unknown.far"
    return Finding("header_unknown", "error", grid.place(grid.header.line, index), values, sentence)
