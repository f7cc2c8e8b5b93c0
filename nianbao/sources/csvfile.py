"""CSV as Excel and WPS save it: a header, then rows that all have its width; every cell keeps its physical line."""

from __future__ import annotations

import csv
import io

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.grid import Grid, GridCell, GridRow

MAX_ROWS = 5000


def parse_csv(text: str, name: str, findings: list[Finding]) -> Grid | None:
    """Return the file as a grid, or None with the reasons appended to `findings`.

    Blank lines are skipped (Excel leaves them at the end); ragged rows, broken quotes and more than 5,000 rows are
    refused with their line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[GridRow] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(GridRow(line, tuple(GridCell(cell.strip()) for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        findings.append(Finding("csv_syntax", "error", Place(name, line), {"problem": str(error)}))
        return None
    if not rows:
        findings.append(Finding("table_empty", "error", Place(name)))
        return None
    if len(rows) > MAX_ROWS:
        findings.append(Finding("table_too_long", "error", Place(name), {"rows": len(rows), "limit": MAX_ROWS}))
        return None
    header, *body = rows
    ragged = [row for row in body if len(row.cells) != len(header.cells)]
    for row in ragged:
        values = {"width": len(header.cells), "found": len(row.cells)}
        findings.append(Finding("row_ragged", "error", Place(name, row.line), values))
    return None if ragged else Grid(name, header, tuple(body))
