"""沿用: what the data of a new year take over from the year before."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.report.model import BUDGET_CATEGORIES, BudgetLine, Problem
from nianbao.report.report import Report
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Row, columns_of
from nianbao.wording.numbers import shortest

Cells = dict[str, str]
"""The cells of a row that are filled in beforehand, by field."""

_CARRIED_PROBLEM = ("id", "problem", "cause", "measure", "owner", "due")


@dataclass(frozen=True)
class Form:
    """A table of a new year as it is handed to the editor: its kind, money units by field, and the rows begun."""

    kind: type[Row]
    units: dict[str, str]
    rows: tuple[Cells, ...]


def form(kind: type[Row], last: Report | None, year: int, unit: str, *, asked: bool = False) -> Form:
    """Return the form of a table: `last` is the latest earlier year, `unit` the money unit where `last` names none.

    Where the unit is `asked` for, it is that of every column, and carried amounts are converted.

    Rows that `last` had come again with what stays the same, but not those that repeat another number as its text had
    it; columns for 上年 are filled only where `last` is the year before. Unfinished problems are carried over with the
    year they come from.
    """
    rows = last.rows(kind) if last is not None else ()
    units = _units(kind, () if asked else rows, unit)
    if kind is BudgetLine and not rows:
        return Form(kind, units, tuple({"category": category} for category in BUDGET_CATEGORIES))
    if last is None or not any(column.kept for column in columns_of(kind).values()):
        return Form(kind, units, ())
    if kind is Problem:
        return Form(kind, units, tuple(_problem(row, last) for row in last.rows(Problem) if not row.finished))
    if kind.table in ("review", "attachments"):
        return Form(kind, units, ())
    own = [row for row in rows if getattr(row, "agrees_with", None) is None]
    return Form(kind, units, tuple(_row(row, units, recent=last.year == year - 1) for row in own))


def _units(kind: type[Row], rows: tuple[Row, ...], unit: str) -> dict[str, str]:
    before = rows[0].money_units if rows else {}
    units = {}
    for name, column in columns_of(kind).items():
        if column.kind == "money":
            units[name] = before.get(column.prior_of or name) or before.get(name) or unit
    return units


def _row(row: Row, units: dict[str, str], *, recent: bool) -> Cells:
    cells: Cells = {}
    for name, column in columns_of(type(row)).items():
        if column.kept and name in row.texts:
            cells[name] = row.texts[name]
        elif column.prior_of and recent and column.prior_of in row.texts:
            cells[name] = _in_unit(row, column.prior_of, units.get(name, ""))
        elif column.prior_of and recent and column.prior_of in row.not_stated:
            cells[name] = NOT_STATED
    return cells


def _in_unit(row: Row, field: str, unit: str) -> str:
    """What a cell says, or for money in another unit the same amount in that one."""
    if row.money_units.get(field, unit) == unit:
        return row.texts[field]
    return f"{shortest(getattr(row, field) / MONEY_UNITS[unit]):f}"


def _problem(row: Problem, last: Report) -> Cells:
    cells = {name: row.texts[name] for name in _CARRIED_PROBLEM if name in row.texts}
    return {**cells, "carried_from": row.carried_from or str(last.year)}
