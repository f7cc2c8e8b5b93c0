"""Tables as HTML: caption with number and unit, header cells with scope, row groups, notes and sources."""

from __future__ import annotations

from macros.markup import render
from nianbao.report.download import TableFiles
from nianbao.report.quantities import Quantities
from nianbao.report.table import Table


def table_figure(table: Table, quantities: Quantities, number: int, anchor: str, data: TableFiles | None = None) -> str:
    """Return a table as a captioned figure, each number leading to its entry, with the links to its data.

    `quantities` are those of its year, `number` is its 表 number there, `anchor` its id on the page.
    """
    return render("table.html.j2", table=table, numbers=quantities, number=number, anchor=anchor, data=data)
