"""Workbooks: what those we write have in common: the same bytes for the same content, pages that can be printed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

EXCEL_DIGITS = 15
"""A workbook keeps no more digits of a number."""

LINE = Border(*(Side("thin", color="BFBFBF"),) * 4)
"""The border of a cell."""

_A3, _A4 = 8, 9
_COLUMNS_ON_A4 = 10
_ANY_TIME = (2000, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def saved(book: Workbook) -> bytes:
    """Return a workbook as an .xlsx file that tells neither when nor by whom it was written."""
    book.properties.creator = None
    target = io.BytesIO()
    ExcelWriter(book, _Undated(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False)).save()
    return _without_clock(target.getvalue())


class _Undated(zipfile.ZipFile):
    """A container that a clock before 1980, which a zip file cannot tell, does not keep from being written."""

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, *content: Any, **told: Any) -> None:
        entry = zinfo_or_arcname
        super().writestr(zipfile.ZipInfo(entry, _ANY_TIME) if isinstance(entry, str) else entry, *content, **told)


def _without_clock(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(b"", content)
            entry = zipfile.ZipInfo(name, _ANY_TIME)
            entry.create_system = 3
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def for_print(sheet: Worksheet, header_row: int) -> None:
    """Make a sheet print across one landscape page, its header on every page; on A3 where it has many columns."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4 if sheet.max_column <= _COLUMNS_ON_A4 else _A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header_row}:{header_row}"
