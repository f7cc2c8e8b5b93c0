"""From a grid of cells to typed rows, by the declarations of the tables; every wrong cell is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Declared, Row, columns_of
from nianbao.sources.cells import read_cell
from nianbao.sources.grid import Grid, GridCell, GridRow
from nianbao.sources.text import quote
from nianbao.wording.numbers import NO_VALUE_MARKS

R = TypeVar("R", bound=Row)
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})
_REMARKS = ("注：", "注:", "备注：", "备注:", "说明：", "说明:", "填表人", "制表人", "审核人", "单位负责人")


@dataclass(frozen=True)
class GridColumn:
    """One column of a grid: the declared column it fills, its position, and its money unit."""

    declared: Declared
    index: int
    money_unit: str = ""


def read_rows(grid: Grid, kind: type[R], findings: list[Finding]) -> tuple[R, ...]:
    """Return the rows of a grid as values of `kind`; what is wrong is appended to `findings`, one entry a cell.

    A needed cell left blank is a gap: the row is read without it, unless nothing can be said of a row without it.
    """
    columns = _columns(grid, kind, findings)
    if columns is None:
        return ()
    rows: list[R] = []
    keys: dict[str, int] = {}
    for line in grid.rows:
        remark = _remark(line)
        if remark:
            findings.append(Finding("remark_in_data", "error", grid.place(line.line), {"text": quote(remark)}))
            continue
        row = _row(grid, line, columns, kind, findings)
        if row is None:
            continue
        if row.key in keys:
            values = {"key": quote(row.key), "first": keys[row.key]}
            findings.append(Finding("key_repeated", "error", row.place_of(kind.key_fields[0]), values))
        keys.setdefault(row.key, line.line)
        rows.append(row)
    return tuple(rows)


def _columns(grid: Grid, kind: type[Row], findings: list[Finding]) -> list[GridColumn] | None:
    declared = columns_of(kind)
    by_title = {column.title: column for column in declared.values()} | declared
    before = len(findings)
    columns: list[GridColumn] = []
    for index, cell in enumerate(grid.header.cells):
        place = grid.place(grid.header.line, index)
        column = _column(cell.text or "", index, by_title, grid, place, findings)
        if column is not None and column.declared.name in {other.declared.name for other in columns}:
            findings.append(Finding("header_repeated", "error", place, {"title": column.declared.title}))
        if column is not None:
            columns.append(column)
    present = {column.declared.name for column in columns}
    for entry in declared.values():
        if entry.need and entry.name not in present:
            values = {"title": entry.title, "not_stated": NOT_STATED}
            findings.append(Finding("header_missing", "error", grid.place(grid.header.line), values))
    return columns if not any(finding.level == "error" for finding in findings[before:]) else None


def _column(
    text: str, index: int, by_title: dict[str, Declared], grid: Grid, place: Place, findings: list[Finding]
) -> GridColumn | None:
    title, unit = _split_unit(text)
    declared = by_title.get(text) or by_title.get(title)
    if declared is None:
        titles = [column.title for column in by_title.values()]
        values = {"title": quote(text), "nearest": nearest(title, dict.fromkeys(titles))}
        findings.append(Finding("header_unknown", "error", place, values))
        return None
    if declared.kind != "money":
        return GridColumn(declared, index)
    if not (unit or grid.unit):
        findings.append(Finding("header_without_unit", "error", place, {"title": declared.title}))
        return None
    return GridColumn(declared, index, unit or grid.unit)


def _split_unit(text: str) -> tuple[str, str]:
    """Part a header into its title and the money unit in brackets behind it."""
    for unit in MONEY_UNITS:
        for opening, closing in (("（", "）"), ("(", ")")):
            if text.endswith(f"{opening}{unit}{closing}"):
                return text.removesuffix(f"{opening}{unit}{closing}").strip(), unit
    return text, ""


def _remark(line: GridRow) -> str:
    """The text of a row that is no record but a remark below the table."""
    texts = [cell.text for cell in line.cells if cell.text]
    return texts[0] if texts and len(line.cells) > 1 and len(texts) <= 2 and texts[0].startswith(_REMARKS) else ""


def _row(grid: Grid, line: GridRow, columns: list[GridColumn], kind: type[R], findings: list[Finding]) -> R | None:
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    not_stated: set[str] = set()
    unfilled: set[str] = set()
    before = len(findings)
    unit = next((line.cells[column.index].text for column in columns if column.declared.name == "unit"), None)
    for column, cell in _judged(line, columns):
        declared = column.declared
        text = (cell.text or "").strip()
        place = grid.place(line.line, column.index, declared.title)
        if text == NOT_STATED and declared.may_be_unstated:
            not_stated.add(declared.name)
        elif text not in NO_VALUE_MARKS:
            texts[declared.name] = text
            written = declared.unit or unit or ""
            values[declared.name] = read_cell(cell, declared, column.money_unit or written, place, findings)
        elif declared.need:
            unfilled.add(declared.name)
            findings.append(Finding("cell_needed", "error", place, {"not_stated": NOT_STATED}))
    findings += _total(grid, line, columns, kind, values)
    if any(finding.level == "error" and not finding.gap for finding in findings[before:]):
        return None
    if any(not column.declared.may_be_unstated and column.declared.name in unfilled for column in columns):
        return None
    return kind(
        place=Place(grid.name, line.line, None, grid.sheet, grid.cell(line.line, 0)),
        not_stated=frozenset(not_stated),
        unfilled=frozenset(unfilled),
        texts=texts,
        money_units={column.declared.name: column.money_unit for column in columns if column.money_unit},
        cells={column.declared.name: at for column in columns if (at := grid.cell(line.line, column.index))},
        **values,
    )


def _judged(line: GridRow, columns: list[GridColumn]) -> Iterator[tuple[GridColumn, GridCell]]:
    """The row's columns and cells; values of an indicator that is judged by tier are texts."""
    tier = any(column.declared.name == "direction" and line.cells[column.index].text == "定性" for column in columns)
    for column in columns:
        if tier and column.declared.kind == "value":
            column = replace(column, declared=replace(column.declared, kind="text"))
        yield column, line.cells[column.index]


def _total(
    grid: Grid, line: GridRow, columns: list[GridColumn], kind: type[Row], values: dict[str, Any]
) -> Iterator[Finding]:
    names = (kind.key_fields[-1], "name")
    if kind.table != "budget" and any(values.get(name) in _TOTALS for name in names):
        column = next(column for column in columns if values.get(column.declared.name) in _TOTALS)
        yield Finding("total_in_data", "error", grid.place(line.line, column.index, column.declared.title))
