"""表的样子: captions, columns, rows and cells as frozen values; how they look is decided in `macros`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nianbao.report.quantities import Quantity
from nianbao.report.report import Report
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Row
from nianbao.wording.language import say
from nianbao.wording.numbers import DASH, decimals_of, round_half_up, shortest, with_qualifier, write_number


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the quantity it shows (by name), and how many rows and columns it spans."""

    text: str
    quantity: str = ""
    number: bool = False
    header: bool = False
    rows: int = 1
    columns: int = 1
    level: bool = False
    """Whether it heads a level of a tree."""
    mark: str = ""
    """`unmet` or `met` where the cell says whether a target was reached."""


@dataclass(frozen=True)
class Column:
    """One column: title, and whether its cells are numbers (set right, tabular figures)."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class TableRow:
    """One row; `total` sets it off as the table's sum, `part` as a part of the row above (其中)."""

    cells: tuple[Cell, ...]
    total: bool = False
    part: bool = False


@dataclass(frozen=True)
class RowGroup:
    """Rows that belong together, under a heading where `title` is not empty."""

    rows: tuple[TableRow, ...]
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table as people read it: caption, unit (empty where columns differ), columns, row groups, notes and sources."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    explanation: str = ""
    """Stands in place of the rows where there are none."""


def text_cell(row: Row, field: str, *, header: bool = False) -> Cell:
    """Return a text cell: 原报告未列 where the source says so, — where it has nothing."""
    value = getattr(row, field)
    missing = NOT_STATED if field in row.not_stated else DASH
    return Cell(missing if value is None else written_text(value), header=header)


def written_text(value: object) -> str:
    """Return a value that is no number as readers see it: a flag as 是 or 否."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def number_cell(quantity: Quantity | None, *, unit: str = "", decimals: int | None = None) -> Cell:
    """Return a number cell without its unit; in `unit` with `decimals` where a money column asks for it."""
    if quantity is None:
        return Cell(DASH, number=True)
    if quantity.value is None:
        return Cell(quantity.shown, quantity.name, number=True)
    if unit and decimals is not None:
        value = quantity.value / MONEY_UNITS[unit]
        places = max(decimals, decimals_of(shortest(value)))
        return Cell(write_number(round_half_up(value, places)), quantity.name, number=True)
    return Cell(with_qualifier(quantity.shown, "", quantity.qualifier), quantity.name, number=True)


def with_unit_cell(quantity: Quantity | None) -> Cell:
    """Return a number cell that carries its own unit, for columns whose rows differ in unit."""
    return Cell(DASH, number=True) if quantity is None else Cell(quantity.written, quantity.name, number=True)


def sources_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the files that rows come from, each once."""
    return tuple(dict.fromkeys(row.place.file for row in rows))


def nothing_in(report: Report, kind: type[Row]) -> str:
    """Return what stands in place of a table without rows: the year's own reason; empty where the table has rows."""
    if report.rows(kind):
        return ""
    return report.head.empty_tables.get(kind.table) or say("本年度没有“{title}”的数据。", title=kind.title)


def has_any(rows: Iterable[Row], field: str) -> bool:
    """Say whether any row has a value in a field."""
    return any(getattr(row, field) is not None for row in rows)
