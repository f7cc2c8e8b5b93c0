"""填写用的表: what workbook and CSV forms have in common: headers with their unit, cells as they are stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from nianbao.publish.sheets import EXCEL_DIGITS
from nianbao.report.carrying import Form
from nianbao.report.row import Declared, columns_of
from nianbao.wording.numbers import NotANumber, parse_number


def header(column: Declared, units: Mapping[str, str]) -> str:
    """Return a column's header: its title, with the money unit in brackets where it has one."""
    return f"{column.title}（{units[column.name]}）" if column.name in units else column.title


def cell_value(text: str, column: Declared) -> str | int | float:
    """Return what a workbook stores for a text: the number where the column holds numbers and it is kept whole."""
    if column.kind not in ("money", "number", "value"):
        return text
    try:
        number = parse_number(text)
    except NotANumber:
        return text
    if len(number.as_tuple().digits) > EXCEL_DIGITS:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def csv_form(form: Form) -> bytes:
    """Return a form as CSV with a byte order mark, so that Excel opens it as UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    columns = list(columns_of(form.kind).values())
    writer.writerow(header(column, form.units) for column in columns)
    for cells in form.rows:
        writer.writerow(cells.get(column.name, "") for column in columns)
    return target.getvalue().encode("utf-8-sig")
