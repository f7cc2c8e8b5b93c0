"""工作表: from a sheet of a workbook to a grid: where its table begins, what each cell says, what may not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.row import Row, columns_of
from nianbao.sources.grid import Grid, GridCell, GridRow
from nianbao.sources.text import quote
from nianbao.sources.workbook.formats import stored_cell
from nianbao.sources.workbook.surface import Surface, letters, rows_of

HEADER_WITHIN = 10
"""How far down a header is looked for below titles."""

_UNIT_SUFFIX = re.compile(r"\s*[（(][^（()）]*[）)]$")
_UNIT_TITLE = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(元|万元|亿元)")
Values = Sequence[Sequence[Any]]


def sheet_grid(file: str, surface: Surface, values: Values, kind: type[Row], findings: list[Finding]) -> Grid | None:
    """Return the table of a sheet as a grid, or None with the reasons appended to `findings`; None too if it is empty.

    Titles above the header are passed over; a money unit that they state counts for columns that name none. Columns
    without header and content are left out, blank rows are skipped.
    """
    if not surface.filled:
        return None
    top = _header_row(values, kind)
    if top is None:
        titles = "、".join(column.title for column in list(columns_of(kind).values())[:3])
        where = Place(file, sheet=surface.name)
        findings.append(Finding("sheet_without_header", "error", where, {"rows": HEADER_WITHIN, "titles": titles}))
        return None
    before = len(findings)
    findings += _obstacles(file, surface, top + 1)
    used = [index for index in range(_width(values)) if any(_filled(row, index) for row in values[top:])]
    findings += _nameless(file, surface, values, top, used)
    if len(findings) > before:
        return None
    rows = tuple(
        GridRow(number, tuple(_cell(row, index, number, surface) for index in used))
        for number, row in enumerate(values[top:], start=top + 1)
        if any(_filled(row, index) for index in used)
    )
    unit = _unit_above(file, surface, values[:top], findings)
    return Grid(file, rows[0], rows[1:], surface.name, tuple(letters(index + 1) for index in used), unit)


def _header_row(values: Values, kind: type[Row]) -> int | None:
    """The first row in which most cells, and at least two where the table has two columns, are columns of the table."""
    declared = columns_of(kind)
    known = {column.title for column in declared.values()} | set(declared)
    need = min(2, len(declared))
    for index, row in enumerate(values[:HEADER_WITHIN]):
        texts = [_UNIT_SUFFIX.sub("", str(value).strip()) for value in row if _is_filled(value)]
        matching = sum(text in known for text in texts)
        if matching >= need and matching * 2 >= len(texts):
            return index
    return None


def _is_filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _filled(row: Sequence[Any], index: int) -> bool:
    return index < len(row) and _is_filled(row[index])


def _width(values: Values) -> int:
    return max((len(row) for row in values), default=0)


def _obstacles(file: str, surface: Surface, header: int) -> Iterator[Finding]:
    """What stands in the way of reading the table whose header is in that row (from 1)."""

    def at(row: int, column: int) -> Place:
        return Place(file, row, None, surface.name, f"{letters(column)}{row}")

    rows = {row for row, _ in surface.filled}
    columns = {column for row, column in surface.filled if row >= header}
    hidden = sorted(surface.hidden_rows & rows)
    if hidden:
        values = {"rows": "、".join(map(str, hidden))}
        yield Finding("rows_hidden", "error", Place(file, hidden[0], None, surface.name), values)
    hidden = sorted(surface.hidden_columns & columns)
    if hidden:
        values = {"columns": "、".join(map(letters, hidden))}
        yield Finding("columns_hidden", "error", Place(file, header, None, surface.name), values)
    for reference in surface.merged:
        first, last = rows_of(reference)
        if last >= header:
            yield Finding("cells_merged", "error", Place(file, first, None, surface.name, reference))
    for row, column in surface.uncomputed:
        yield Finding("formula_uncomputed", "error", at(row, column))
    for (row, column), text in surface.errors.items():
        yield Finding("cell_error", "error", at(row, column), {"text": quote(text)})


def _nameless(file: str, surface: Surface, values: Values, top: int, used: list[int]) -> Iterator[Finding]:
    for index in used:
        if not _filled(values[top], index):
            row = next(row for row, cells in enumerate(values[top:], start=top + 1) if _filled(cells, index))
            cell = f"{letters(index + 1)}{row}"
            yield Finding("column_nameless", "error", Place(file, row, None, surface.name, cell))


def _unit_above(file: str, surface: Surface, titles: Values, findings: list[Finding]) -> str:
    found = [
        (row, index, match)
        for row, cells in enumerate(titles, start=1)
        for index, value in enumerate(cells)
        if (match := _UNIT_TITLE.search(str(value)))
    ]
    if len({match[1] for _, _, match in found}) != 1:
        return ""
    row, index, match = found[0]
    place = Place(file, row, None, surface.name, f"{letters(index + 1)}{row}")
    findings.append(Finding("unit_from_title", "info", place, {"text": quote(match[0]), "unit": match[1]}))
    return match[1]


def _cell(row: Sequence[Any], index: int, number: int, surface: Surface) -> GridCell:
    value = row[index] if index < len(row) else None
    return stored_cell(value, surface.formats.get((number, index + 1), ""), surface.since_1904)
