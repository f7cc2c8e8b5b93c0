"""填写用的工作簿: a sheet a table with headers, units, comments, drop-downs and what the year before hands on."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nianbao.publish.sheets import LINE, for_print, saved
from nianbao.publish.starting.forms import cell_value, header
from nianbao.report.carrying import Form
from nianbao.report.model import REQUIRED_TABLES, Problem
from nianbao.report.row import NOT_STATED, Declared, columns_of
from nianbao.wording.language import say

NOTES_SHEET = "填写说明"
_ROOM = 300
"""So many rows below the header are made ready for filling in."""
_NEEDED = PatternFill("solid", fgColor="1F4E79")
_OPTIONAL = PatternFill("solid", fgColor="DCE6F1")
_CARRIED = PatternFill("solid", fgColor="F2F2F2")
_WIDE = ("reason", "improvement", "note", "problem", "cause", "measure", "opinion", "rectification", "explanation")


def workbook_form(forms: Sequence[Form], year: int) -> bytes:
    """Return an .xlsx file with a sheet for each form behind a sheet of notes; the same forms give the same bytes."""
    book = Workbook()
    notes = book.worksheets[0]
    notes.title = NOTES_SHEET
    _write_notes(notes, forms, year)
    for form in forms:
        _write_form(book.create_sheet(form.kind.sheet), form)
    return saved(book)


def _write_notes(sheet: Worksheet, forms: Sequence[Form], year: int) -> None:
    lines = [
        say("深色表头的列必填，浅色表头的列按需填写；每列的含义和例子写在表头的批注中。"),
        say("灰色底的格是沿用上年或取自上年的内容，请核对；今年没有的行整行删去。"),
        say("数字只写数，单位写在表头或“单位”列；不写千分位也可以。"),
        say("没有这一项的写“—”或留空；原报告没有写明的，写“{not_stated}”。零要写 0。", not_stated=NOT_STATED),
        say("不要合并单元格，不要隐藏行、列和工作表，不要引用别的文件；不需要的工作表留空即可。"),
        say("填好后运行 nianbao check {year}，它会逐格指出还缺什么、哪里不对。", year=year),
    ]
    sheet["A1"] = say("{year}年度部门整体支出绩效自评数据", year=year)
    sheet["A1"].font = Font(bold=True, size=16)
    for number, line in enumerate(lines, start=2):
        sheet.cell(number, 1, f"{number - 1}. {line}").alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=3)
        sheet.row_dimensions[number].height = 32
    top = len(lines) + 3
    for column, title in enumerate((say("工作表"), say("内容"), say("要求")), start=1):
        _head(sheet, top, column, title, needed=True)
    for number, kind in enumerate((form.kind for form in forms), start=top + 1):
        link = sheet.cell(number, 1, kind.sheet)
        link.hyperlink = f"#'{kind.sheet}'!A1"
        link.font = Font(color="0563C1", underline="single")
        sheet.cell(number, 2, kind.title)
        sheet.cell(number, 3, say("必填") if kind.table in REQUIRED_TABLES else say("有则填"))
        for column in (1, 2, 3):
            sheet.cell(number, column).border = LINE
    for letter, width in zip("ABC", (18, 44, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    for_print(sheet, top)


def _write_form(sheet: Worksheet, form: Form) -> None:
    columns = list(columns_of(form.kind).values())
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        _head(sheet, 1, index, header(column, form.units), needed=column.need)
        sheet.cell(1, index).comment = _comment(column)
        sheet.column_dimensions[letter].width = _width(column)
        rule = _drop_down(column)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{_ROOM}")
        ready = max(len(form.rows) + 1, 20 if form.rows else 12)
        for row in range(2, ready + 1):
            _prepare(sheet, row, index, column)
    widths = [_width(column) for column in columns]
    for number, cells in enumerate(form.rows, start=2):
        lines = [_lines(cells.get(column.name, ""), width) for column, width in zip(columns, widths, strict=True)]
        sheet.row_dimensions[number].height = 15 * max(lines)
        for index, column in enumerate(columns, start=1):
            if column.name in cells:
                _fill(sheet, number, index, cells[column.name], column, form)
    sheet.freeze_panes = "B2" if len(columns) > 4 else "A2"
    sheet.sheet_properties.tabColor = "1F4E79" if form.kind.table in REQUIRED_TABLES else "A6A6A6"
    for_print(sheet, 1)


def _fill(sheet: Worksheet, row: int, index: int, text: str, column: Declared, form: Form) -> None:
    """Write a cell with as many decimals as its text has, and mark what comes from the year before."""
    cell = sheet.cell(row, index, cell_value(text, column))
    decimals = len(text.partition(".")[2])
    if isinstance(cell.value, str):
        cell.data_type = "s"  # also where it begins with = or reads like #N/A
    elif decimals:
        cell.number_format = f"0.{'0' * decimals}"
    if column.kept or column.prior_of or form.kind is Problem:
        cell.fill = _CARRIED


def _head(sheet: Worksheet, row: int, column: int, title: str, *, needed: bool) -> None:
    cell = sheet.cell(row, column)
    cell.value = title
    cell.font = Font(bold=True, color="FFFFFF" if needed else "1F4E79")
    cell.fill = _NEEDED if needed else _OPTIONAL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = LINE


def _prepare(sheet: Worksheet, row: int, index: int, column: Declared) -> None:
    """Give an empty cell its border and format: a text stays a text, whatever it looks like (1-2 is no date)."""
    cell = sheet.cell(row, index)
    numeric = column.kind in ("money", "number", "value")
    cell.number_format = "General" if numeric else "@"
    cell.alignment = Alignment(wrap_text=not numeric, vertical="top", horizontal="right" if numeric else None)
    cell.border = LINE


def _comment(column: Declared) -> Comment:
    lines = [column.meaning, say("例：{example}", example=column.example)]
    if column.unit:
        lines.append(say("单位：{unit}", unit=column.unit))
    lines.append(say("必填") if column.need else say("可以不填"))
    comment = Comment("\n".join(line for line in lines if line), "nianbao", height=110, width=260)
    return comment


def _drop_down(column: Declared) -> DataValidation | None:
    choices = ("是", "否") if column.kind == "flag" else column.choices
    if not choices:
        return None
    answers = (*choices, NOT_STATED) if column.may_be_unstated else choices
    listed = ",".join(answers)
    rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
    rule.errorTitle, rule.error = column.title, say("请从列表中选一项：{choices}", choices="、".join(answers))[:250]
    rule.showErrorMessage = True
    return rule


def _width(column: Declared) -> int:
    if column.name in _WIDE:
        return 40
    if column.name in ("source", "label", "scope"):
        return 28
    if column.kind in ("text", "key"):
        return max(14, min(32, 2 * len(column.example) + 6), 2 * len(column.title) + 4)
    return max(14, 2 * len(column.title) + 10) if column.kind == "money" else max(12, 2 * len(column.title) + 4)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two others."""
    taken = sum(2 if ord(char) > 0x2E80 else 1 for char in text)
    return max(1, -(-taken // (width - 2)))
