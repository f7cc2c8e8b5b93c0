"""模式: the declarations of files and tables as JSON Schema, for editors, and as Table Schema, for readers of the data.

A JSON Schema accepts whatever the readers accept, save for spaces around a choice, and a little more: it judges what
YAML makes of a text (1e3 is a number to it), never the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from nianbao.report.entry import TRUTHS
from nianbao.report.head import Head
from nianbao.report.own_tables import OwnTables
from nianbao.report.privacy import PrivacyExceptions
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Declared, Row, columns_of
from nianbao.report.ruleset import Ruleset
from nianbao.report.site import Site
from nianbao.wording.numbers import MAX_DECIMALS, MAX_WHOLE, NO_VALUE_MARKS

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TABLE_DIALECT: Final = "https://datapackage.org/profiles/2.0/tableschema.json"

_DIGIT, _COMMA = "[0-9０-９]", "[,，]"
_PLAIN = f"{_DIGIT}{{1,{MAX_WHOLE}}}"
_GROUPED = f"{_DIGIT}{{1,3}}({_COMMA}{_DIGIT}{{3}}){{1,{MAX_WHOLE // 3 - 1}}}"
_NUMBER: Final = f"[-+－＋]?({_PLAIN}|{_GROUPED})([.．]{_DIGIT}{{1,{MAX_DECIMALS}}})?"
NUMBER_PATTERN: Final = rf"^\s*{_NUMBER}\s*$"
"""What `parse_number` reads, as a pattern of JSON Schema."""

_MARKS = "|".join(sorted(NO_VALUE_MARKS))
_BLANK = rf"^\s*({_MARKS})\s*$"
_SCALARS = ("string", "number", "boolean")
"""As what YAML may hand an editor what the readers see as text."""


@dataclass(frozen=True)
class YamlFile:
    """A YAML file that is no table: its name in schemas, where it lies, what it is for, and its model."""

    name: str
    path: str
    title: str
    meaning: str
    model: type[BaseModel]


YAML_FILES = (
    YamlFile("report", "data/<年度>/report.yml", "年度文件", "这一年的报告自身的情况", Head),
    YamlFile("tables", "data/<年度>/tables.yml", "自定义表", "这一年另加的表，有这样的表才写", OwnTables),
    YamlFile(
        "privacy", "data/<年度>/privacy.yml", "个人信息例外", "可以公开的个人号码，有这样的号码才写", PrivacyExceptions
    ),
    YamlFile("site", "data/site.yml", "全站文件", "首页和页脚的内容，各年度共用", Site),
    YamlFile("ruleset", "data/rulesets/<编号>.yml", "评分规则", "各地、各年度不同的规则，由年度文件引用", Ruleset),
)
"""Every YAML file of a site folder but the tables."""


class _YamlSchema(GenerateJsonSchema):
    """Pydantic's own schema, with scalars in every form that YAML may give them; the classes' names stay inside."""

    def str_schema(self, schema: Any) -> JsonSchemaValue:
        found = super().str_schema(schema)
        pattern = re.compile(found.get("pattern", ""))
        also = [kind for kind, text in (("number", "1"), ("boolean", "true")) if pattern.search(text)]
        return found | {"type": ["string", *also] if also else "string"}

    def int_schema(self, schema: Any) -> JsonSchemaValue:
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": "^[+-]?[0-9]{1,9}$"}

    def bool_schema(self, schema: Any) -> JsonSchemaValue:
        return {"type": ["boolean", "string"], "pattern": f"^({'|'.join(TRUTHS)})$"}

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        return {"type": ["number", "string"], "pattern": NUMBER_PATTERN}

    def date_schema(self, schema: Any) -> JsonSchemaValue:
        return super().date_schema(schema) | {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        found = super().model_schema(schema)
        return {key: value for key, value in found.items() if key not in ("title", "description")}


def entries_schema(model: type[BaseModel]) -> Schema:
    """Return the JSON Schema of a group of entries, or of a whole file, as a mapping."""
    return model.model_json_schema(schema_generator=_YamlSchema)


def file_schema(file: YamlFile) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a YAML file that is no table."""
    return _headed(file.name, file.title, f"{file.path}：{file.meaning}", entries_schema(file.model))


def rows_schema(kind: type[Row]) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a table written as YAML: a list of mappings, one a row.

    Titles are offered in Chinese, money titles with each unit; English names and other spellings are accepted.
    """
    columns = columns_of(kind)
    row: Schema = {
        "type": "object",
        "properties": {title: _offered(column) for column in columns.values() for title in titles_of(column)},
        "patternProperties": {_spellings(column): _reference(column) for column in columns.values()},
        "allOf": [_present(column) for column in columns.values() if column.need],
        "additionalProperties": False,
    }
    listed = {"type": "array", "minItems": 1, "items": row, "$defs": {name: _cell(columns[name]) for name in columns}}
    return _headed(kind.table, kind.title, f"data/<年度>/{kind.table}.yml：每行一条", listed)


def titles_of(column: Declared) -> tuple[str, ...]:
    """Return how a column may be headed in Chinese: by its title, for money with each unit in brackets."""
    return tuple(f"{column.title}（{unit}）" for unit in MONEY_UNITS) if column.kind == "money" else (column.title,)


def _headed(name: str, title: str, description: str, body: Schema) -> Schema:
    head = {"$schema": DIALECT, "$id": f"{name}.schema.json", "title": title, "description": description}
    return head | body


def _about(column: Declared) -> Schema:
    return {"title": column.title, "description": column.meaning, "examples": [column.example]}


def _offered(column: Declared) -> Schema:
    """What an editor tells of a title; money titles are judged by their pattern, so that nothing is told twice."""
    return _about(column) if column.kind == "money" else _reference(column)


def _reference(column: Declared) -> Schema:
    return {"$ref": f"#/$defs/{column.name}"}


def _spellings(column: Declared) -> str:
    """A pattern of what else the readers take for this column's title; for money, of all they take."""
    if column.kind != "money":
        return f"^{column.name}$"
    return rf"^({_literal(column.title)}|{column.name})\s*[（(]\s*({'|'.join(MONEY_UNITS)})\s*[）)]$"


def _literal(text: str) -> str:
    """Return a pattern that is this text and nothing else, in every dialect of patterns."""
    return re.sub(r"[\^$\\.*+?()\[\]{}|/]", r"\\\g<0>", text)


def _present(column: Declared) -> Schema:
    if column.kind == "money":
        return {"not": {"propertyNames": {"not": {"pattern": _spellings(column)}}}}
    return {"anyOf": [{"required": [column.title]}, {"required": [column.name]}]}


def _cell(column: Declared) -> Schema:
    """What a cell may hold; a blank one only where the column is optional, 原报告未列 where a row can be without it."""
    about = _about(column)
    empty = () if column.need else ("null",)
    if column.kind in ("choice", "flag"):
        choices = [*(column.choices or ("是", "否")), *([NOT_STATED] if column.may_be_unstated else [])]
        blank = {"type": ["string", *empty], "pattern": _BLANK}
        return about | ({"enum": choices} if column.need else {"anyOf": [{"enum": choices}, blank]})
    if column.kind in ("money", "number"):
        texts = [_NUMBER, *([NOT_STATED] if column.may_be_unstated else []), *([] if column.need else [_MARKS])]
        least = {} if column.least is None else {"minimum": column.least}
        return about | {"type": ["number", "string", *empty], "pattern": rf"^\s*({'|'.join(texts)})\s*$"} | least
    filled = {"not": {"type": "string", "pattern": _BLANK}} if column.need else {}
    return about | {"type": [*_SCALARS, *empty]} | filled


_TABLE_TYPES = {"money": "number", "number": "number", "flag": "boolean"}


def table_schema(kind: type[Row], fields: Sequence[str] = (), units: Mapping[str, str] | None = None) -> Schema:
    """Return the Table Schema (Data Package 2.0) of a table as CSV.

    `fields` are the columns that a file has, by field name and in its order (all declared ones where it is left out);
    `units` are the money units of its headers by field name: such a column is named with its unit, as in the file.
    A number may be left out or 原报告未列 even where the column is needed, so only what no row can be without is
    required there.
    """
    columns = columns_of(kind)
    used = [columns[name] for name in fields or columns]
    return {
        "$schema": _TABLE_DIALECT,
        "fields": [_table_field(column, (units or {}).get(column.name, "")) for column in used],
        "missingValues": [*sorted(NO_VALUE_MARKS), NOT_STATED],
        "primaryKey": [columns[name].title for name in kind.key_fields],
    }


def _table_field(column: Declared, money_unit: str) -> Schema:
    field: Schema = {
        "name": f"{column.title}（{money_unit}）" if money_unit else column.title,
        "title": column.title,
        "type": _TABLE_TYPES.get(column.kind, "string"),
        "description": column.meaning,
        "example": column.example,
    }
    if field["type"] == "number":
        field["groupChar"] = ","
    if field["type"] == "boolean":
        field |= {"trueValues": ["是"], "falseValues": ["否"]}
    constraints = field_constraints(column)
    unit = money_unit or column.unit
    return field | ({"constraints": constraints} if constraints else {}) | ({"unit": unit} if unit else {})


def field_constraints(column: Declared) -> Schema:
    """Return what Table Schema demands of the cells of a column: only what no row can be without is required."""
    constraints: Schema = {}
    if column.need and not column.may_be_unstated:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.least is not None:
        constraints["minimum"] = column.least
    return constraints
