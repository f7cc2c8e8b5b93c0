"""Tables as HTML: caption with number and unit, header cells with scope, row groups, notes and sources."""

from __future__ import annotations

from macros.markup import render
from nianbao.report.download import TableFiles
from nianbao.report.table import Table


def table_figure(table: Table, number: int, anchor: str, data: TableFiles | None = None) -> str:
    """Return a table as a captioned figure, with the links to its data.

    `number` is its 表 number in the year, `anchor` its id on the page.
    """
    return render("table.html.j2", table=table, number=number, anchor=anchor, data=data)
