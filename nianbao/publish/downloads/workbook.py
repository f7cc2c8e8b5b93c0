"""Datasets as one workbook: a sheet a table with typed cells, and one before them that tells whose data they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.publish.sheets import EXCEL_DIGITS, LINE, for_print, saved
from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing, written
from nianbao.report.origin import Origin
from nianbao.wording.numbers import decimals_of

ABOUT = "说明"
HEADER_ROW = 2
"""In every sheet but the first; above it stands the title, below it the rows, and behind an empty one the notes."""

_HEAD = PatternFill("solid", fgColor="1F4E79")
_COMPUTED = PatternFill("solid", fgColor="7F6000")
_GREY = Font(color="7F7F7F", italic=True)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NAME_LENGTH = 31
_LONGEST = 32_000
"""A cell of a workbook holds no more than 32,767 characters."""
_CUT = "……（后面的文字见同名的 CSV 文件）"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST, _NARROWEST = 44, 10
_LINE_HEIGHT, _HIGHEST = 15, 400


def workbook_file(datasets: Sequence[Dataset], origin: Origin) -> bytes:
    """Return an .xlsx file with a sheet for each dataset; the same datasets give the same bytes.

    Numbers are shown with the decimals that the source states; one of more than 15 digits, which no workbook keeps, is
    a text. No cell is a formula.
    """
    book = Workbook()
    book.properties.title = origin.title
    about = book.worksheets[0]
    about.title = ABOUT
    names = sheet_names(datasets)
    for dataset in datasets:
        _write(book.create_sheet(names[dataset.name]), dataset, origin)
    _tell(about, datasets, names, origin)
    return saved(book)


def sheet_names(datasets: Iterable[Dataset]) -> dict[str, str]:
    """Return {English name: name of its sheet}: its short name, without what no sheet may bear, no two the same."""
    taken, names = {ABOUT.casefold()}, dict[str, str]()
    for dataset in datasets:
        plain = _NOT_IN_NAMES.sub("-", dataset.short).strip("' ")[:_NAME_LENGTH] or dataset.name[:_NAME_LENGTH]
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain[: _NAME_LENGTH - len(str(count)) - 1]}-{count}"
        taken.add(name.casefold())
        names[dataset.name] = name
    return names


def _tell(sheet: Worksheet, datasets: Sequence[Dataset], names: Mapping[str, str], origin: Origin) -> None:
    _text(_at(sheet, 1, 1), origin.title).font = Font(bold=True, size=16)
    licence = " ".join(filter(None, (origin.licence.told, origin.licence.url)))
    pairs = {
        "部门": origin.department,
        "年度": f"{origin.year}年度" if origin.year else "",
        "版次": f"第{origin.version}版" if origin.version else "",
        "日期": str(origin.day or ""),
        "永久地址": origin.address,
        "怎样引用": origin.citation,
        "许可": licence,
        "原报告": origin.original,
        "声明": origin.notice,
        "读法": "数字照原报告的小数位数；表头写明单位和计算得出的列；空白表示没有这一项，不是零。",
    }
    row = 3
    for title, text in pairs.items():
        if text:
            _text(_at(sheet, row, 1), title).font = Font(bold=True)
            _text(_at(sheet, row, 2), text).alignment = Alignment(wrap_text=True, vertical="top")
            _at(sheet, row, 1).alignment = Alignment(vertical="top")
            row += 1
    row += 1
    for column, title in enumerate(("工作表", "内容", "行数"), start=1):
        _head(_at(sheet, row, column), title, computed=False)
    for dataset in datasets:
        row += 1
        link = _text(_at(sheet, row, 1), names[dataset.name])
        link.hyperlink = f"#'{names[dataset.name].replace(chr(39), chr(39) * 2)}'!A1"
        link.font = Font(color="0563C1", underline="single")
        _text(_at(sheet, row, 2), dataset.title)
        _at(sheet, row, 3).value = len(dataset.rows)
    for letter, width in zip("ABC", (18, 80, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    for_print(sheet, 1)


def _write(sheet: Worksheet, dataset: Dataset, origin: Origin) -> None:
    of_year = f"（{origin.year}年度，第{origin.version}版）" if origin.year else ""
    _text(_at(sheet, 1, 1), f"{dataset.title}{of_year}").font = Font(bold=True, size=14)
    widths = [_width(column, dataset.values(column)) for column in dataset.columns]
    sheet.row_dimensions[HEADER_ROW].height = 2 * _LINE_HEIGHT
    for index, column in enumerate(dataset.columns, start=1):
        _head(_at(sheet, HEADER_ROW, index), column.name, computed=column.computed)
        sheet.column_dimensions[get_column_letter(index)].width = widths[index - 1]
    for number, values in enumerate(dataset.rows, start=HEADER_ROW + 1):
        lines = [-(-_room(written(value)) // (width - 2)) for value, width in zip(values, widths, strict=True)]
        sheet.row_dimensions[number].height = min(_HIGHEST, _LINE_HEIGHT * max(1, *lines))
        for index, value in enumerate(values, start=1):
            _fill(_at(sheet, number, index), value)
    sources = [f"数据来源：{'、'.join(dataset.sources)}"] if dataset.sources else []
    for number, note in enumerate([*dataset.notes, *sources], start=HEADER_ROW + len(dataset.rows) + 2):
        _text(_at(sheet, number, 1), note).font = Font(color="595959")
    sheet.freeze_panes = f"B{HEADER_ROW + 1}" if len(dataset.columns) > 4 else f"A{HEADER_ROW + 1}"
    for_print(sheet, HEADER_ROW)


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, sheet.cell(row, column))  # nothing is merged


def _fill(cell: Cell, value: DataValue) -> None:
    is_number = isinstance(value, Decimal)
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= EXCEL_DIGITS:
        cell.value = int(value) if value == value.to_integral_value() else float(value)
        decimals = decimals_of(value)
        cell.number_format = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    elif value is not None:
        _text(cell, written(value))
    if isinstance(value, Missing):
        cell.font = _GREY
    cell.border = LINE
    cell.alignment = Alignment(wrap_text=not is_number, vertical="top", horizontal="right" if is_number else None)


def _text(cell: Cell, text: str) -> Cell:
    """Write a text that stays one, whatever it looks like, also when somebody edits the cell."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT
    cell.value = _ESCAPED.sub("_x005F_", cut)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    return cell


def _head(cell: Cell, title: str, *, computed: bool) -> None:
    _text(cell, title).font = Font(bold=True, color="FFFFFF")
    cell.fill = _COMPUTED if computed else _HEAD
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = LINE


def _width(column: DataColumn, values: Iterable[DataValue]) -> int:
    """As wide as the longest line in it, within bounds; a Chinese character is as wide as two others."""
    header = max(map(_room, re.split("[（，]", column.name)), default=0) + 4
    longest = max((_room(written(value)) for value in values), default=0) + 2
    return min(_WIDEST, max(_NARROWEST, header, longest))


def _room(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
