"""Datasets as JSON for programs: columns and what they mean, rows, gaps stated in words, whose data they are."""

from __future__ import annotations

import json
from decimal import Decimal

from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing
from nianbao.report.origin import Origin

Entries = dict[str, object]


def json_file(dataset: Dataset, origin: Origin) -> bytes:
    """Return a dataset as JSON (UTF-8): numbers as texts, so that no program rounds them; a gap is null.

    `missing` lists the gaps that the source states in words (原报告未列) by row, counted from 0, and column.
    """
    document = {
        "title": dataset.title,
        "table": dataset.name,
        **about(origin),
        "sources": list(dataset.sources),
        "notes": list(dataset.notes),
        "columns": [_column(column) for column in dataset.columns],
        "rows": [_row(dataset, row) for row in dataset.rows],
        "missing": [
            {"row": index, "column": column.name, "label": value.label}
            for index, row in enumerate(dataset.rows)
            for column, value in zip(dataset.columns, row, strict=True)
            if isinstance(value, Missing)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def about(origin: Origin) -> Entries:
    """Return what a file of data says of itself."""
    of_year = {"year": origin.year, "version": origin.version} if origin.year else {}
    entries: Entries = {
        "report": origin.title,
        "department": origin.department,
        **of_year,
        "address": origin.address,
        "citation": origin.citation,
        "licence": {"name": origin.licence.name, "title": origin.licence.told, **_url(origin)},
        "original": origin.original or None,
        "notice": origin.notice or None,
    }
    return {name: value for name, value in entries.items() if value is not None}


def _url(origin: Origin) -> Entries:
    return {"url": origin.licence.url} if origin.licence.url else {}


def _column(column: DataColumn) -> Entries:
    entries: Entries = {
        "name": column.name,
        "title": column.title,
        "type": {"text": "string", "number": "number", "value": "number or string", "flag": "boolean"}[column.kind],
        "description": column.meaning,
        "unit": column.unit,
        "key": column.key,
        "computed": column.computed,
        "formula": column.formula,
    }
    return {name: value for name, value in entries.items() if value != ""}


def _row(dataset: Dataset, row: tuple[DataValue, ...]) -> Entries:
    return {column.name: _value(value) for column, value in zip(dataset.columns, row, strict=True)}


def _value(value: DataValue) -> object:
    if isinstance(value, Missing):
        return None
    return f"{value:f}" if isinstance(value, Decimal) else value
