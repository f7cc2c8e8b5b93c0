"""From a grid of texts to typed rows, by the declarations of `report.model`; every wrong cell is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Row
from nianbao.sources.grid import Grid, GridRow
from nianbao.sources.text import quote
from nianbao.wording.numbers import NO_VALUE_MARKS, NotANumber, parse_number

R = TypeVar("R", bound=Row)
_UNIT = re.compile(r"^(?P<title>.+?)\s*[（(](?P<unit>元|万元|亿元)[）)]$")
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})
_FLAGS = {"是": True, "否": False}


@dataclass(frozen=True)
class Field:
    """One column of a grid: the model's field it fills, how its cells are read, and its money unit."""

    name: str
    title: str
    kind: str
    need: bool
    choices: tuple[str, ...]
    example: str
    unit: str = ""
    may_be_unstated: bool = True
    """Whether 原报告未列 answers it; a field that no row can be without takes it for an ordinary text."""

    @property
    def factor(self) -> Decimal:
        """How many 元 the money unit stands for; 1 for other columns."""
        return MONEY_UNITS[self.unit] if self.unit else Decimal(1)


def declared_fields(kind: type[Row]) -> dict[str, Field]:
    """Return the declared columns of a table by field name, in order."""
    fields: dict[str, Field] = {}
    for name, info in kind.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "kind" in extra:
            choices = tuple(str(choice) for choice in extra["choices"])  # type: ignore[union-attr]  # a list, as declared
            example = str((info.examples or [""])[0])
            title = str(info.title)
            fields[name] = Field(
                name,
                title,
                str(extra["kind"]),
                bool(extra["need"]),
                choices,
                example,
                may_be_unstated=info.annotation is not str,
            )
    return fields


def read_rows(grid: Grid, kind: type[R], findings: list[Finding]) -> tuple[R, ...]:
    """Return the rows of a grid as values of `kind`; what is wrong is appended to `findings`, one entry a cell."""
    columns = _columns(grid, kind, findings)
    if columns is None:
        return ()
    rows: list[R] = []
    keys: dict[str, int] = {}
    for line in grid.rows:
        row = _row(grid.name, line, columns, kind, findings)
        if row is None:
            continue
        if row.key in keys:
            values = {"key": quote(row.key), "first": keys[row.key]}
            findings.append(Finding("key_repeated", "error", row.place_of(kind.key_fields[0]), values))
        keys.setdefault(row.key, line.line)
        rows.append(row)
    return tuple(rows)


def _columns(grid: Grid, kind: type[Row], findings: list[Finding]) -> list[Field] | None:
    declared = declared_fields(kind)
    by_title = {field.title: field for field in declared.values()} | declared
    before = len(findings)
    columns: list[Field] = []
    for text in grid.header.cells:
        place = Place(grid.name, grid.header.line)
        field = _field(text or "", by_title, place, findings, [field.title for field in declared.values()])
        if field is not None and field.name in {column.name for column in columns}:
            findings.append(Finding("header_repeated", "error", place, {"title": field.title}))
        if field is not None:
            columns.append(field)
    present = {column.name for column in columns}
    for field in declared.values():
        if field.need and field.name not in present:
            values = {"title": field.title, "not_stated": NOT_STATED}
            findings.append(Finding("header_missing", "error", Place(grid.name, grid.header.line), values))
    return columns if len(findings) == before else None


def _field(
    text: str, by_title: dict[str, Field], place: Place, findings: list[Finding], titles: list[str]
) -> Field | None:
    with_unit = _UNIT.match(text)
    title = with_unit["title"] if with_unit else text
    field = by_title.get(text) or by_title.get(title)
    if field is None:
        findings.append(
            Finding("header_unknown", "error", place, {"title": quote(text), "nearest": nearest(title, titles)})
        )
        return None
    if field.kind == "money" and not with_unit:
        findings.append(Finding("header_without_unit", "error", place, {"title": field.title}))
        return None
    return replace(field, unit=with_unit["unit"]) if with_unit and field.kind == "money" else field


def _row(name: str, line: GridRow, columns: list[Field], kind: type[R], findings: list[Finding]) -> R | None:
    place = Place(name, line.line)
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    not_stated: set[str] = set()
    before = len(findings)
    judged = any(field.name == "direction" and cell == "定性" for field, cell in zip(columns, line.cells, strict=True))
    for column, cell in zip(columns, line.cells, strict=True):
        field = replace(column, kind="text") if judged and column.kind == "value" else column
        text = (cell or "").strip()
        if text == NOT_STATED and field.may_be_unstated:
            not_stated.add(field.name)
            continue
        if text in NO_VALUE_MARKS:
            if field.need:
                findings.append(Finding("cell_needed", "error", place.at(field.title), {"not_stated": NOT_STATED}))
            continue
        texts[field.name] = text
        values[field.name] = _cell(text, field, place.at(field.title), findings)
    _refuse_total(kind, values, place, findings)
    if len(findings) > before and any(finding.level == "error" for finding in findings[before:]):
        return None
    units = {field.name: field.unit for field in columns if field.unit}
    return kind(place=place, not_stated=frozenset(not_stated), texts=texts, money_units=units, **values)


def _refuse_total(kind: type[Row], values: dict[str, Any], place: Place, findings: list[Finding]) -> None:
    if kind.table == "budget":
        return
    title = str(kind.model_fields[kind.key_fields[-1]].title)
    if values.get(kind.key_fields[-1]) in _TOTALS or values.get("name") in _TOTALS:
        findings.append(Finding("total_in_data", "error", place.at(title)))


def _cell(text: str, field: Field, place: Place, findings: list[Finding]) -> Any:
    if field.kind in ("money", "number"):
        return _number(text, field, place, findings)
    if field.kind == "value":
        return _number(text, field, place, findings) if re.match(r"[+\-−(（]?[0-9０-９]", text) else text
    if field.kind == "choice" and text not in field.choices:
        choices = "、".join(field.choices)
        findings.append(Finding("cell_choice", "error", place, {"text": quote(text), "choices": choices}))
    if field.kind == "flag":
        if text not in _FLAGS:
            findings.append(Finding("cell_choice", "error", place, {"text": quote(text), "choices": "是、否"}))
        return _FLAGS.get(text)
    return text


def _number(text: str, field: Field, place: Place, findings: list[Finding]) -> Decimal | None:
    try:
        number = parse_number(text)
    except NotANumber:
        findings.append(Finding("cell_not_a_number", "error", place, {"text": quote(text), "example": field.example}))
        return None
    if any(char in text for char in "，,０１２３４５６７８９．－＋"):
        findings.append(Finding("cell_number_normalised", "info", place, {"text": quote(text), "number": str(number)}))
    return number * field.factor
