"""YAML files as editors and as readers see them, and what is declared of them, for the tests of the schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from nianbao.report.entry import group_in
from nianbao.report.finding import Finding
from nianbao.report.model import ROWS
from nianbao.report.own_tables import OwnTables, row_class
from nianbao.report.row import Row
from nianbao.report.schema import YAML_FILES
from nianbao.sources.entries import as_model
from nianbao.sources.tables import read_tables
from nianbao.sources.yamlfile import parse_yaml

REPOSITORY = Path(__file__).resolve().parents[2]
SITES = tuple(REPOSITORY / name for name in (".", "tests/hospital", "tests/sample", "tests/small"))


class EditorLoader(yaml.SafeLoader):
    """YAML as editors understand it (1.2, core schema): no dates, no yes and no, no octal numbers."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - what SafeLoader resolves is not wanted here


_CORE = {
    "null": "~|null|Null|NULL|",
    "bool": "true|True|TRUE|false|False|FALSE",
    "int": "[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}
for _name, _pattern in _CORE.items():
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), None)
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
EditorLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def in_editor(text: str) -> Any:
    """Return a document as an editor sees it, to be judged by its schema."""
    return yaml.load(text, Loader=EditorLoader)  # noqa: S506 - a SafeLoader


def fits(schema: dict[str, Any], text: str) -> bool:
    """Say whether an editor finds nothing wrong with the document."""
    return Draft202012Validator(schema).is_valid(in_editor(text))


def is_read(text: str, model: type[BaseModel]) -> bool:
    """Say whether the readers take the document for a value of the model."""
    findings: list[Finding] = []
    node = parse_yaml(text, "x.yml", findings)
    return node is not None and as_model(node, model, "x.yml", findings) is not None


def written(value: Any) -> str:
    """Return a value as a YAML document."""
    plain = (
        [list(inner) if isinstance(inner, tuple) else inner for inner in value] if isinstance(value, tuple) else value
    )
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))


def models_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield the model of a file and of each group in it."""
    yield model
    for info in model.model_fields.values():
        inner, _ = group_in(info.annotation)
        if inner is not None:
            yield from models_of(inner)


MODELS = tuple(dict.fromkeys(model for file in YAML_FILES for model in models_of(file.model)))
OWN = row_class(
    OwnTables.model_validate(
        {
            "tables": [
                {
                    "id": "wards",
                    "sheet": "病区",
                    "title": "病区运行情况",
                    "columns": [
                        {"id": "ward", "title": "病区（科）", "kind": "key", "example": "内科"},
                        {"id": "cost", "title": "成本", "kind": "money", "need": True, "least": 0, "example": "1.5"},
                        {
                            "id": "kind",
                            "title": "类别",
                            "kind": "choice",
                            "choices": ["内科", "外科"],
                            "example": "内科",
                        },
                    ],
                }
            ]
        }
    ).tables[0]
)
KINDS = (*ROWS.values(), OWN)


def kinds_of(folder: Path) -> dict[str, type[Row]]:
    """Return the tables that a year's folder may have: those of every year and its own."""
    path = folder / "tables.yml"
    own = OwnTables.model_validate(in_editor(path.read_text(encoding="utf-8"))).tables if path.is_file() else ()
    return ROWS | {table.id: row_class(table) for table in own}


def below(path: Path) -> str:
    """Name a file or a site in the list of tests by its place in the repository."""
    return path.relative_to(REPOSITORY).as_posix()


def by_table(kind: type[Row]) -> str:
    """Name a table in the list of tests."""
    return kind.table


def example_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return a whole group made of the declared examples, lists as YAML has them."""
    return {name: listed((info.examples or [None])[0]) for name, info in model.model_fields.items()}


def listed(value: Any) -> Any:
    """Return a value with its tuples as lists."""
    return [listed(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def is_table(folder: Path, kind: type[Row], text: str) -> bool:
    """Say whether the readers find no error and no gap in a table written as YAML."""
    path = folder / f"{kind.table}.yml"
    path.write_text(text, encoding="utf-8")
    findings: list[Finding] = []
    read_tables({f"data/2023/{path.name}": path}, "data/2023", {kind.table: kind}, findings)
    return not any(finding.level == "error" for finding in findings)
