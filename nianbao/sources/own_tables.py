"""Reading `tables.yml`: what tables a year adds, and whether they can live beside those that every year may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.model import ROWS
from nianbao.report.own_tables import OwnTable, OwnTables, row_class
from nianbao.report.place import Place
from nianbao.report.row import Row
from nianbao.sources.entries import as_model
from nianbao.sources.text import quote, read_text
from nianbao.sources.workbook import NOTES_SHEETS
from nianbao.sources.yamlfile import Node, parse_yaml

FILE = "tables.yml"
_TAKEN = {"report", "private", "tables", "attachments", *ROWS}


def read_own_tables(data: Mapping[str, Path], folder: str, findings: list[Finding]) -> dict[str, type[Row]]:
    """Return the rows of the tables that `tables.yml` declares, by table; empty where there is none or it is wrong."""
    name = f"{folder}/{FILE}"
    text = read_text(data[name], name, findings) if name in data else None
    node = None if text is None else parse_yaml(text, name, findings)
    declared = None if node is None else as_model(node, OwnTables, name, findings)
    if node is None or declared is None:
        return {}
    wrong = [
        Finding(rule, "error", Place(name, node.line_of(path)), {"text": quote(text)})
        for path, rule, text in _wrong(declared, node)
    ]
    findings += wrong
    return {} if wrong else {table.id: row_class(table) for table in declared.tables}


Complaint = tuple[tuple[int | str, ...], str, str]


def _wrong(declared: OwnTables, node: Node) -> Iterator[Complaint]:
    """Where in the file, by which rule and about which text a declaration is wrong."""
    ids = set(_TAKEN)
    names = {name for kind in ROWS.values() for name in (kind.sheet, kind.title)} | set(NOTES_SHEETS)
    for index, table in enumerate(declared.tables):
        at = ("tables", index)
        for field, text, taken in (("id", table.id, ids), ("sheet", table.sheet, names), ("title", table.title, names)):
            if text in taken and not (field == "title" and text == table.sheet):
                yield (*at, field), "own_name_taken", text
            taken.add(text)
        yield from _wrong_columns(table, (*at, "columns"))


def _wrong_columns(table: OwnTable, at: tuple[int | str, ...]) -> Iterator[Complaint]:
    seen: set[str] = set()
    if not any(column.kind == "key" for column in table.columns):
        yield at, "own_key_missing", table.title
    for index, column in enumerate(table.columns):
        for field, text in (("id", column.id), ("title", column.title)):
            if text in seen or (field == "id" and hasattr(Row, text)) or text in Row.model_fields:
                yield (*at, index, field), "own_name_taken", text
            seen.add(text)
        if (column.kind == "choice") != bool(column.choices):
            yield (*at, index), "own_choices", column.title
        if column.kind not in ("number", "money") and (column.least is not None or column.total or column.unit):
            yield (*at, index), "own_not_a_number", column.title
        if column.kind == "money" and column.unit:
            yield (*at, index, "unit"), "own_money_unit", column.unit
