"""From a grid of cells to typed rows, by the declarations of the tables; every wrong cell is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.row import NOT_STATED, Row
from nianbao.sources.cells import read_cell
from nianbao.sources.grid import Grid, GridCell, GridRow
from nianbao.sources.headers import GridColumn, read_columns
from nianbao.sources.notes import group_notes
from nianbao.sources.text import Patience, quote
from nianbao.wording.numbers import NO_VALUE_MARKS

R = TypeVar("R", bound=Row)
_TOTAL = re.compile(r"[合总小共]\s*计\s*[:：]?")
_REMARKS = ("注：", "注:", "备注：", "备注:", "说明：", "说明:", "填表人", "制表人", "审核人", "单位负责人")


def read_rows(grid: Grid, kind: type[R], findings: list[Finding]) -> tuple[R, ...]:
    """Return the rows of a grid as values of `kind`; what is wrong is appended to `findings`, one entry a cell.

    What is notable is told once for all cells of a column that it is true of. A needed cell left blank is a gap: the
    row is read without it, unless nothing can be said of a row without it.
    """
    before = len(findings)
    patience = Patience(findings, grid.name)
    columns, sound = read_columns(grid, kind, findings)
    rows: list[R] = []
    keys: dict[str, int] = {}
    for line in grid.rows if columns else ():
        if patience.ended():
            break
        odd = _no_record(grid, line, columns, kind)
        if odd is not None:
            findings.append(odd)
            continue
        row = _row(grid, line, columns, kind, sound, findings)
        if row is None:
            continue
        if row.key in keys:
            values = {"key": quote(row.key), "first": keys[row.key]}
            findings.append(Finding("key_repeated", "error", row.place_of(kind.key_fields[0]), values))
        keys.setdefault(row.key, line.line)
        rows.append(row)
    group_notes(findings, before)
    return tuple(rows)


def is_no_record(text: str) -> bool:
    """Say whether a row that begins with this text is none of the table's: a remark below it, or a total."""
    return text.startswith(_REMARKS) or _TOTAL.fullmatch(text) is not None


def _no_record(grid: Grid, line: GridRow, columns: list[GridColumn], kind: type[Row]) -> Finding | None:
    """What stands against a row that is no record: a remark below the table, a total, the header again."""
    texts = [cell.text or "" for cell in line.cells]
    filled = [text for text in texts if text]
    if len(texts) > 1 and len(filled) <= 2 and filled and filled[0].startswith(_REMARKS):
        return Finding("remark_in_data", "error", grid.place(line.line), {"text": quote(filled[0])})
    again = sum(text == cell.text for text, cell in zip(texts, grid.header.cells, strict=True) if text)
    if again >= 2 and again * 2 >= len(filled):
        return Finding("header_again", "error", grid.place(line.line), {"first": grid.header.line})
    if kind.table == "budget":
        return None
    names = {*kind.key_fields, "name"}
    named = [column.index for column in columns if column.declared.name in names]
    first = next((index for index, text in enumerate(texts) if text), 0)
    at = next((index for index in dict.fromkeys((first, *named)) if _TOTAL.fullmatch(texts[index])), None)
    if at is None:
        return None
    title = next((column.declared.title for column in columns if column.index == at), None)
    return Finding("total_in_data", "error", grid.place(line.line, at, title), {"text": quote(texts[at])})


def _row(
    grid: Grid, line: GridRow, columns: list[GridColumn], kind: type[R], sound: bool, findings: list[Finding]
) -> R | None:
    """The row, or None with the reasons in `findings`; None too where the header is not sound."""
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    not_stated: set[str] = set()
    unfilled: set[str] = set()
    before = len(findings)
    for column, cell in _judged(line, columns):
        declared = column.declared
        text = (cell.text or "").strip()
        place = grid.place(line.line, column.index, declared.title)
        if cell.refused:
            unfilled.add(declared.name)
        elif text == NOT_STATED and declared.may_be_unstated:
            not_stated.add(declared.name)
        elif text == NOT_STATED and declared.kind == "key":
            findings.append(Finding("key_not_stated", "error", place, {"title": declared.title, "text": text}))
        elif text not in NO_VALUE_MARKS:
            texts[declared.name] = text
            unit = column.money_unit or declared.unit or _unit_beside(line, columns, cell)
            values[declared.name] = read_cell(cell, declared, unit, place, findings)
        elif declared.need:
            unfilled.add(declared.name)
            told = {"row": quote(_named(line, columns, kind)), "title": declared.title, "not_stated": NOT_STATED}
            sentence = "" if declared.may_be_unstated else "cell_needed.key"
            findings.append(Finding("cell_needed", "error", place, told, sentence))
    if not sound or any(finding.level == "error" and not finding.gap for finding in findings[before:]):
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


def _cell_of(name: str, line: GridRow, columns: list[GridColumn]) -> GridCell | None:
    return next((line.cells[column.index] for column in columns if column.declared.name == name), None)


def _unit_beside(line: GridRow, columns: list[GridColumn], cell: GridCell) -> str:
    """The unit that the row names; where that cell is refused, whatever `cell` itself shows is taken for right."""
    unit = _cell_of("unit", line, columns)
    if unit is not None and unit.refused:
        return "%" if cell.stored == "percent" else ""
    return (unit.text if unit else None) or ""


def _named(line: GridRow, columns: list[GridColumn], kind: type[Row]) -> str:
    """What a row is called in a complaint: its name, or its key, or whatever it says first."""
    texts = {column.declared.name: line.cells[column.index].text or "" for column in columns}
    key = "/".join(text for name in kind.key_fields if (text := texts.get(name)))
    return texts.get("name") or key or next(filter(None, texts.values()), "")


def _judged(line: GridRow, columns: list[GridColumn]) -> Iterator[tuple[GridColumn, GridCell]]:
    """The row's columns and cells; values of an indicator that is judged by tier, or may be, are texts."""
    direction = _cell_of("direction", line, columns)
    tier = direction is not None and (direction.refused or direction.text == "定性")
    for column in columns:
        if tier and column.declared.kind == "value":
            column = replace(column, declared=replace(column.declared, kind="text"))
        yield column, line.cells[column.index]
