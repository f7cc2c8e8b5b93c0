"""datapackage.json: the files of data as a Data Package, which programs open with types, units and hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from nianbao.publish.downloads.csvfile import INERT_NOTE, has_marks, inert
from nianbao.publish.downloads.made import MadeFile
from nianbao.report.dataset import DataColumn, Dataset
from nianbao.report.origin import Origin
from nianbao.report.row import Declared, columns_of
from nianbao.report.schema import Schema, field_constraints

PACKAGE = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TABLES = "https://datapackage.org/profiles/2.0/tableschema.json"
_MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
_TYPES = {"text": "string", "number": "number", "value": "string", "flag": "boolean"}


def package_file(
    name: str, version: str, origin: Origin, files: Iterable[MadeFile], sources: Iterable[tuple[str, str]]
) -> bytes:
    """Return the Data Package (version 2, readable as version 1) over `files`.

    `name` is its short name, `version` follows SemVer, and `sources` are (title, web address) of what it is made from.
    A workbook is left out: it holds the same tables, and programs would take its first sheet for one.
    """
    licence = {"name": origin.licence.name, "title": origin.licence.told, "path": origin.licence.url}
    told = [{"title": title, "path": path} for title, path in sources]
    package: Schema = {
        "$schema": _PROFILE,
        "name": name,
        "id": origin.address,
        "title": origin.title,
        "description": origin.notice,
        "homepage": origin.address,
        "version": version,
        "created": f"{origin.day}T00:00:00+08:00" if origin.day else "",
        "licenses": [{key: value for key, value in licence.items() if value}],
        "sources": [*([{"title": origin.original}] if origin.original else []), *told],
        "contributors": [{"title": origin.department, "organization": origin.department, "roles": ["publisher"]}],
        "resources": [_resource(file) for file in files if not file.name.endswith(".xlsx")],
    }
    return _written({key: value for key, value in package.items() if value})


def renewed(package: bytes, content: Callable[[str], bytes | None]) -> bytes:
    """Return a Data Package with the sizes and hashes that its files have now, without those that are gone.

    `content` returns a file's bytes by its name, or None. Raises ValueError for a file that is no Data Package.
    """
    document = json.loads(package)
    present = [(entry, content(entry["path"])) for entry in document["resources"]]
    document["resources"] = [entry | _size_and_hash(data) for entry, data in present if data is not None]
    return _written(document)


def _size_and_hash(data: bytes) -> Schema:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _written(document: Schema) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(file: MadeFile) -> Schema:
    path = PurePosixPath(file.name)
    ending = path.suffix[1:]
    resource: Schema = {
        "name": path.stem if file.dataset else f"{path.stem}-{ending}",
        "path": file.name,
        "title": file.title,
        "format": ending,
        "mediatype": _MEDIA_TYPES[ending],
        **_size_and_hash(file.content),
        "encoding": "utf-8",
    }
    return resource if file.dataset is None else resource | _table(file.dataset)


def _table(dataset: Dataset) -> Schema:
    notes = [*dataset.notes, *([INERT_NOTE] if has_marks(dataset) else [])]
    told: Schema = {"description": "\n".join(notes)} if notes else {}
    return {
        "type": "table",
        **told,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": dataset_schema(dataset),
    }


def dataset_schema(dataset: Dataset) -> Schema:
    """Return the Table Schema (Data Package 2.0) of a dataset as CSV; its gaps are missing values."""
    declared = {} if dataset.kind is None else columns_of(dataset.kind)
    keys = [inert(column.name) for column in dataset.columns if column.key]
    return {
        "$schema": _TABLES,
        "fields": [_field(dataset, column, declared.get(column.field)) for column in dataset.columns],
        "missingValues": ["", *dataset.labels],
        **({"primaryKey": keys} if keys else {}),
    }


def _field(dataset: Dataset, column: DataColumn, declared: Declared | None) -> Schema:
    constraints = {} if declared is None else field_constraints(declared)
    if "enum" in constraints:
        constraints["enum"] = [inert(choice) for choice in constraints["enum"]]
    if constraints.get("required") and set(dataset.labels).intersection(map(str, dataset.values(column))):
        del constraints["required"]  # a text may say 原报告未列 and mean it
    field: Schema = {
        "name": inert(column.name),
        "title": column.title,
        "type": _TYPES[column.kind],
        "description": column.meaning,
        "unit": column.unit,
        "formula": column.formula,
        "constraints": constraints,
    }
    if column.kind == "flag":
        field |= {"trueValues": ["是"], "falseValues": ["否"]}
    return {key: value for key, value in field.items() if value}
