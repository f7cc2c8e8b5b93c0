"""Tables as HTML: caption with number and unit, header cells with scope, row groups, notes and sources."""

from __future__ import annotations

from macros.markup import render
from nianbao.report.table import Table


def table_figure(table: Table, number: int, anchor: str) -> str:
    """Return a table as a captioned figure; `number` is its 表 number in the year, `anchor` its id on the page."""
    return render("table.html.j2", table=table, number=number, anchor=anchor)
