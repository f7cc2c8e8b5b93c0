"""The schemas that editors find under `data/schemas/`, made from the declarations."""

from __future__ import annotations

import json

from nianbao.report.model import ROWS
from nianbao.report.schema import YAML_FILES, Schema, file_schema, rows_schema
from nianbao.report.site_index import SiteIndex

FOLDER = "data/schemas"
"""Where a site folder keeps its schemas; no reader ever looks there."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_files() -> dict[str, str]:
    """Return every schema as JSON text by its file name: of each YAML file, each table as YAML, and `index.json`."""
    schemas = {file.name: file_schema(file) for file in YAML_FILES}
    schemas |= {kind.table: rows_schema(kind) for kind in ROWS.values()}
    schemas["index"] = {"$schema": _DIALECT, "title": "报告库的机器索引 index.json", **SiteIndex.model_json_schema()}
    return {f"{name}.schema.json": _written(schema) for name, schema in schemas.items()}


def _written(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
