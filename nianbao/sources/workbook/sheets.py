"""工作表: from a sheet of a workbook to a grid: where its table begins, what each cell says, what may not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.row import Row, columns_of
from nianbao.sources.grid import REFUSED, Grid, GridCell, GridRow
from nianbao.sources.headers import HEADER_WITHIN, names_columns
from nianbao.sources.text import MOST_COMPLAINTS, Patience, quote
from nianbao.sources.workbook.formats import stored_cell
from nianbao.sources.workbook.scan import Address, Surface, corners, letters

_UNIT_TITLE = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(元|万元|亿元)(?![/／\u4e00-\u9fff])")
_LARGEST_MERGED = 10_000
"""Cells of the largest merged range behind which a table is still looked at."""

Values = Sequence[Sequence[Any]]


def sheet_grid(file: str, surface: Surface, values: Values, kind: type[Row], findings: list[Finding]) -> Grid | None:
    """Return the table of a sheet as a grid, or None with the reasons appended to `findings`; None too if it is empty.

    Titles above the header are passed over; a money unit that they state counts for columns that name none. Columns
    without header and content are left out, blank rows are skipped; cells that are complained of here say nothing.
    """
    if not surface.filled:
        return None
    top = _header_row(values, kind)
    if top is None:
        titles = "、".join(column.title for column in list(columns_of(kind).values())[:3])
        where = Place(file, sheet=surface.shown)
        findings.append(Finding("sheet_without_header", "error", where, {"rows": HEADER_WITHIN, "titles": titles}))
        return None
    patience = Patience(findings, file)
    findings += islice(_obstacles(file, surface, top + 1), MOST_COMPLAINTS)
    said = _said(surface, top + 1)
    if patience.ended() or said is None:
        return None
    used = [index for index in range(_width(values)) if any(_filled(row, index) for row in values[top:])]
    named = {index for index in used if _filled(values[top], index) or (top + 1, index + 1) in said}
    rows = tuple(
        GridRow(
            number,
            tuple(_cell(row, index, number, surface, said) if index in named else _bare(row, index) for index in used),
        )
        for number, row in enumerate(values[top:], start=top + 1)
        if any(_filled(row, index) for index in used)
    )
    unit = _unit_above(file, surface, values[:top], findings)
    return Grid(file, rows[0], rows[1:], surface.shown, tuple(letters(index + 1) for index in used), unit)


def _header_row(values: Values, kind: type[Row]) -> int | None:
    rows = enumerate(values[:HEADER_WITHIN])
    found = ([str(value).strip() for value in row if _is_filled(value)] for _, row in rows)
    return next((index for index, texts in enumerate(found) if names_columns(texts, kind)), None)


def _is_filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _filled(row: Sequence[Any], index: int) -> bool:
    return index < len(row) and _is_filled(row[index])


def _width(values: Values) -> int:
    return max((len(row) for row in values), default=0)


def _obstacles(file: str, surface: Surface, header: int) -> Iterator[Finding]:
    """What stands in the way of reading the table whose header is in that row (from 1)."""

    def at(row: int, column: int) -> Place:
        return Place(file, row, None, surface.shown, f"{letters(column)}{row}")

    rows = {row for row, _ in surface.filled}
    columns = {column for row, column in surface.filled if row >= header}
    hidden = sorted(surface.hidden_rows & rows)
    if hidden:
        values = {"rows": "、".join(map(str, hidden))}
        yield Finding("rows_hidden", "error", Place(file, hidden[0], None, surface.shown), values)
    hidden = sorted(surface.hidden_columns & columns)
    if hidden:
        values = {"columns": "、".join(map(letters, hidden))}
        yield Finding("columns_hidden", "error", Place(file, header, None, surface.shown), values)
    for reference in surface.merged:
        (first, _), (last, _) = corners(reference)
        if last >= header:
            yield Finding("cells_merged", "error", Place(file, first, None, surface.shown, quote(reference)))
    for row, column in surface.uncomputed:
        yield Finding("formula_uncomputed", "error", at(row, column))
    for (row, column), text in surface.errors.items():
        yield Finding("cell_error", "error", at(row, column), {"text": quote(text)})


def _said(surface: Surface, header: int) -> set[Address] | None:
    """The cells of which enough is said; None where a merged range leaves no header, or nothing to look at."""
    said = {*surface.uncomputed, *surface.errors}
    for reference in surface.merged:
        (top, left), (bottom, right) = corners(reference)
        if bottom < header:
            continue
        if top <= header or (bottom - top + 1) * (right - left + 1) > _LARGEST_MERGED:
            return None
        columns = range(left, right + 1)
        said.update((row, column) for row in range(top, bottom + 1) for column in columns)
    return said


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
    place = Place(file, row, None, surface.shown, f"{letters(index + 1)}{row}")
    findings.append(Finding("unit_from_title", "info", place, {"text": quote(match[0]), "unit": match[1]}))
    return match[1]


def _bare(row: Sequence[Any], index: int) -> GridCell:
    """A cell of a column without a title, of which only that it holds something is told."""
    return GridCell(str(row[index]).strip() if _filled(row, index) else None)


def _cell(row: Sequence[Any], index: int, number: int, surface: Surface, said: set[Address]) -> GridCell:
    if (number, index + 1) in said:
        return REFUSED
    value = row[index] if index < len(row) else None
    return stored_cell(value, surface.formats.get((number, index + 1), ""), surface.since_1904)
