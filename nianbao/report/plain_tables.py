"""没有专门样式的表: any table with the columns that it uses, the year's own tables among them."""

from __future__ import annotations

from nianbao.report.model import Problem, Survey
from nianbao.report.naming import label_of
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import Row, columns_of
from nianbao.report.table import (
    Cell,
    Column,
    RowGroup,
    Table,
    TableRow,
    has_any,
    nothing_in,
    number_cell,
    sources_of,
    text_cell,
    with_unit_cell,
)
from nianbao.wording.language import say


def problems_table(report: Report, found: Quantities) -> Table:
    """存在问题及改进措施, one row a problem."""
    return _plain(report, Problem, ("problem", "cause", "measure", "owner", "due", "status", "carried_from"))


def data_table(report: Report, found: Quantities, table: str) -> Table:
    """Any other table with all its used columns; the unit stands above the table or a column where it is the same.

    Columns that must add up to a quantity end in that quantity, as a total row.
    """
    kind = report.kinds[table]
    return _plain(report, kind, tuple(columns_of(kind)), found)


def _plain(report: Report, kind: type[Row], fields: tuple[str, ...], found: Quantities | None = None) -> Table:
    rows = report.rows(kind)
    used = [name for name in fields if has_any(rows, name) or any(name in row.not_stated for row in rows)]
    used = [name for name in used if name != "unit" and not (name == "id" and len(used) > 1)]
    numbers = {} if found is None else {name: _quantities(report, rows, name, found) for name in used}
    units = {name: _common_unit(quantities) for name, quantities in numbers.items() if any(quantities)}
    shared = set(units.values()).pop() if len(set(units.values())) == 1 else None
    columns = tuple(_column(kind, name, None if shared else units.get(name), name in units) for name in used)
    body = [
        TableRow(tuple(_cell(report, row, name, numbers, units, index) for name in used))
        for index, row in enumerate(rows)
    ]
    body += [] if found is None else _total(kind, used, units, found)
    return Table(
        kind.title, columns, (RowGroup(tuple(body)),), shared or "", sources=sources_of(rows),
        explanation=nothing_in(report, kind),
    )  # fmt: skip


def _quantities(report: Report, rows: tuple[Row, ...], name: str, found: Quantities) -> list[Quantity | None]:
    title = columns_of(type(rows[0]))[name].title if rows else ""
    return [found.get(f"{label_of(row, report)}·{title}") for row in rows]


def _common_unit(quantities: list[Quantity | None]) -> str | None:
    """The unit in which all numbers of a column are written, or None where they differ or have none."""
    units = {quantity.shown_unit for quantity in quantities if quantity is not None and quantity.value is not None}
    return units.pop() or None if len(units) == 1 else None


def _column(kind: type[Row], name: str, unit: str | None, number: bool) -> Column:
    title = columns_of(kind)[name].title
    return Column(f"{title}（{unit}）" if unit else title, number)


def _cell(
    report: Report,
    row: Row,
    name: str,
    numbers: dict[str, list[Quantity | None]],
    units: dict[str, str | None],
    index: int,
) -> Cell:
    first = name == next(iter(numbers), None) or name in type(row).key_fields
    if name in units:
        quantity = numbers[name][index]
        return number_cell(quantity) if units[name] else with_unit_cell(quantity)
    if isinstance(row, Survey) and name == "indicator":
        return Cell(label_of(row, report), header=True)
    return text_cell(row, name, header=first)


def _total(kind: type[Row], used: list[str], units: dict[str, str | None], found: Quantities) -> list[TableRow]:
    declared = columns_of(kind)
    totals = {name: total for name in used if (total := found.get(declared[name].total)) is not None}
    if not totals:
        return []
    cells = []
    for index, name in enumerate(used):
        total = totals.get(name)
        if total is not None:
            cells.append(number_cell(total) if total.shown_unit == units.get(name) else with_unit_cell(total))
        else:
            cells.append(Cell(say("合计") if index == 0 else "", header=index == 0, number=name in units))
    return [TableRow(tuple(cells), total=True)]
