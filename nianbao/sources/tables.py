"""The tables of a year: each from its own file or from its sheet of the year's workbook, never from both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.model import REQUIRED_TABLES
from nianbao.report.place import Place
from nianbao.report.row import Row
from nianbao.sources.csvfile import parse_csv
from nianbao.sources.grid import MAX_COLUMNS, MAX_ROWS, REFUSED, Grid, GridCell, GridRow
from nianbao.sources.rows import read_rows
from nianbao.sources.text import quote, read_text
from nianbao.sources.workbook import read_workbook
from nianbao.sources.yamlfile import Node, parse_yaml

WORKBOOK = "report.xlsx"
Tables = dict[str, tuple[Row, ...]]


def table_files(kinds: Mapping[str, type[Row]]) -> set[str]:
    """Return the names that files with the tables of a year may have."""
    return {f"{table}{ending}" for table in kinds for ending in (".csv", ".yml")} | {WORKBOOK}


def read_tables(
    data: Mapping[str, Path], folder: str, kinds: Mapping[str, type[Row]], findings: list[Finding]
) -> Tables:
    """Return the rows of every table that the year has, by table; what is wrong is appended to `findings`."""
    workbook = f"{folder}/{WORKBOOK}"
    sheets = read_workbook(data[workbook], workbook, kinds, findings) if workbook in data else {}
    tables: Tables = {}
    for table, kind in kinds.items():
        files = [name for ending in (".csv", ".yml") if (name := f"{folder}/{table}{ending}") in data]
        _refuse_twice(files, sheets.get(table), kind, findings)
        grid = _file_grid(data[files[0]], files[0], findings) if files else sheets.get(table)
        if grid is not None or files:
            tables[table] = () if grid is None else read_rows(grid, kind, findings)
        if grid is not None and not grid.rows and table in REQUIRED_TABLES:
            findings.append(Finding("rows_needed", "error", grid.place(grid.header.line), {"title": kind.sheet}))
        elif grid is None and not files and table in REQUIRED_TABLES and table not in sheets:
            findings.append(_missing(folder, kind, workbook if workbook in data else ""))
    return tables


def _refuse_twice(files: list[str], sheet: Grid | None, kind: type[Row], findings: list[Finding]) -> None:
    written = [*files, *([f"{sheet.name}!{sheet.sheet}"] if sheet else [])]
    if len(written) > 1:
        values = {"title": kind.sheet, "files": "、".join(written)}
        findings.append(Finding("table_twice", "error", Place(files[0]), values))


def _missing(folder: str, kind: type[Row], workbook: str) -> Finding:
    place = Place(workbook, sheet=kind.sheet) if workbook else Place(f"{folder}/{kind.table}.csv")
    return Finding("table_missing", "error", place, {"title": kind.sheet})


def _file_grid(path: Path, name: str, findings: list[Finding]) -> Grid | None:
    text = read_text(path, name, findings)
    if text is None:
        return None
    if name.endswith(".csv"):
        return parse_csv(text, name, findings)
    node = parse_yaml(text, name, findings)
    return None if node is None else _yaml_grid(node, name, findings)


def _yaml_grid(node: Node, name: str, findings: list[Finding]) -> Grid | None:
    entries = node.content if isinstance(node.content, list) else []
    if not entries or not all(isinstance(entry.content, dict) for entry in entries):
        findings.append(Finding("table_not_a_list", "error", Place(name, node.line)))
        return None
    records = [(entry.line, entry.content) for entry in entries if isinstance(entry.content, dict)]
    header = list(dict.fromkeys(title for _, record in records for title in record))
    for rule, found, limit in (
        ("table_too_long", len(records), MAX_ROWS),
        ("table_too_wide", len(header), MAX_COLUMNS),
    ):
        if found > limit:
            values = {"rows": found, "columns": found, "limit": limit}
            findings.append(Finding(rule, "error", Place(name, node.line), values))
            return None
    rows = tuple(
        GridRow(line, tuple(_cell(record, title, name, findings) for title in header)) for line, record in records
    )
    return Grid(name, GridRow(node.line, tuple(map(GridCell, header))), rows)


def _cell(record: Mapping[str, Node], title: str, name: str, findings: list[Finding]) -> GridCell:
    cell = record.get(title)
    if cell is None or cell.content is None:
        return GridCell(None)
    if isinstance(cell.content, str):
        return GridCell(cell.content.strip())
    findings.append(Finding("cell_not_a_text", "error", Place(name, cell.line, quote(title))))
    return REFUSED
