"""CSV as Excel and WPS save it: a header, then rows that all have its width; every cell keeps its physical line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.grid import MAX_ROWS, Grid, GridCell, GridRow
from nianbao.sources.problems import csv_problem
from nianbao.sources.text import Patience, quote
from nianbao.wording.language import say

_PAGE = ("<!doctype", "<html", "<table", "<?xml")
_LONGEST = 1 << 17
_SEPARATORS = {"\t": "Tab", ";": ";", "；": "；", "，": "，", "|": "|", "、": "、"}


def parse_csv(text: str, name: str, findings: list[Finding]) -> Grid | None:
    """Return the file as a grid, or None with the reasons appended to `findings`.

    Blank lines are skipped (Excel leaves them at the end); other separators, ragged rows, broken quotes and more than
    5,000 rows are refused with their line. Rows that are not ragged are given all the same, so that they can be judged.
    """
    if text.lstrip().lower().startswith(_PAGE):
        findings.append(Finding("file_kind", "error", Place(name), {"found": say("网页")}))
        return None
    try:
        rows, count = _rows(text)
    except _NotCsv as broken:
        values = {"problem": csv_problem(str(broken.error))}
        findings.append(Finding("csv_syntax", "error", Place(name, broken.line), values))
        return None
    if not rows:
        findings.append(Finding("table_empty", "error", Place(name)))
        return None
    if count > MAX_ROWS:
        findings.append(Finding("table_too_long", "error", Place(name), {"rows": count, "limit": MAX_ROWS}))
        return None
    header, *body = rows
    separator = _other_separator(header)
    if separator:
        findings.append(Finding("csv_separator", "error", Place(name, header.line), {"found": separator}))
        return None
    even = tuple(_even(body, header, name, findings))
    return Grid(name, header, even) if even or not body else None


class _NotCsv(Exception):
    def __init__(self, error: csv.Error, line: int) -> None:
        super().__init__(str(error))
        self.error, self.line = error, line


def _rows(text: str) -> tuple[list[GridRow], int]:
    """The rows that are not blank, as many as are read at all, and how many there are."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[GridRow] = []
    line, count = 1, 0
    with _field_limit():
        try:
            for cells in reader:
                count += any(cell.strip() for cell in cells)
                if len(rows) < count <= MAX_ROWS:
                    rows.append(GridRow(line, tuple(GridCell(cell.strip()) for cell in cells)))
                line = reader.line_num + 1
        except csv.Error as error:
            raise _NotCsv(error, line) from None
    return rows, count


@contextmanager
def _field_limit() -> Iterator[None]:
    """Read cells of up to 128 KiB; the limit is the process's own, which other libraries move and rely on."""
    before = csv.field_size_limit(_LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _even(body: list[GridRow], header: GridRow, name: str, findings: list[Finding]) -> Iterator[GridRow]:
    """The rows that have the header's width; the others are complained of."""
    patience = Patience(findings, name)
    for row in body:
        if len(row.cells) == len(header.cells):
            yield row
            continue
        values = {"width": len(header.cells), "found": len(row.cells)}
        findings.append(Finding("row_ragged", "error", Place(name, row.line), values))
        if patience.ended():
            return


def _other_separator(header: GridRow) -> str:
    """What parts the cells of a header that is not parted by commas; empty where it is."""
    first = header.cells[0].text or ""
    if first.lower().startswith("sep="):
        return quote(first)
    alone = len(header.cells) == 1
    return next((shown for char, shown in _SEPARATORS.items() if alone and char in first), "")
