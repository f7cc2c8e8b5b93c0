"""Rows that a table may hold, made from its declaration, and how each form of a file writes them."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import yaml
from hypothesis import strategies as st

from nianbao.report.model import DIRECTIONS
from nianbao.report.place import Place
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Declared, Row, columns_of
from nianbao.sources.rows import is_no_record
from nianbao.sources.text import hidden_character
from nianbao.wording.numbers import NO_VALUE_MARKS
from tests.sources.workbooks import Cell, Sheet, build, table_cells

Written = dict[str, str]
"""The cells of a row as an editor writes them, by field."""
Table = tuple[type[Row], dict[str, str], list[tuple[Written, dict[str, Any]]]]
"""A table, the money units of its header, and its rows: as written, and the values that they have to be read as."""

_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"], include_characters="\n")
_COMMON = st.sampled_from("中文示例县档案馆年度完成率一二三（）《》“”，。；：、…%&<>'\"|*_#=+-@{}[]()!?/\\~`^$ aZ09\n")


def _is_text(text: str) -> bool:
    told = text in NO_VALUE_MARKS or text == NOT_STATED or hidden_character(text, Place("")) is not None
    return not (told or is_no_record(text))


TEXTS = st.text(_COMMON | _CHARACTERS, min_size=1, max_size=20).map(str.strip).filter(_is_text)
NAMES = st.text(_COMMON, min_size=1, max_size=8).map(lambda text: text.strip()).filter(_is_text)


@st.composite
def numbers(draw: st.DrawFn, least: int | None = None) -> Decimal:
    """A number of at most 15 digits in all and 10 decimals: what a workbook keeps."""
    digits = draw(st.integers(1, 15))
    decimals = draw(st.integers(0, min(digits, 10)))
    number = Decimal(draw(st.integers(0, 10**digits - 1))).scaleb(-decimals)
    return -number if least is None and draw(st.booleans()) else number


def _cell(column: Declared, unit: str) -> st.SearchStrategy[tuple[str, Any]]:
    """What may stand in a column, and as what it is read."""
    if column.kind == "money":
        return numbers(column.least).map(lambda number: (f"{number:f}", number * MONEY_UNITS[unit]))
    if column.kind in ("number", "value"):
        return numbers(column.least).map(lambda number: (f"{number:f}", number))
    if column.kind == "choice":
        return st.sampled_from(column.choices).map(lambda choice: (choice, choice))
    if column.kind == "flag":
        return st.booleans().map(lambda flag: ("是" if flag else "否", flag))
    texts = NAMES if column.kind == "key" else TEXTS
    return texts.map(lambda text: (text, text))


@st.composite
def tables(draw: st.DrawFn, kind: type[Row]) -> Table:
    """A table of at most four rows with different keys."""
    columns = columns_of(kind)
    units = {
        name: draw(st.sampled_from(list(MONEY_UNITS))) for name, column in columns.items() if column.kind == "money"
    }
    rows: list[tuple[Written, dict[str, Any]]] = []
    keys: set[tuple[str, ...]] = set()
    for _ in range(draw(st.integers(1, 4))):
        written, values = draw(_row(columns, units))
        key = tuple(written[name] for name in kind.key_fields)
        if "/".join(key) not in {"/".join(other) for other in keys}:
            keys.add(key)
            rows.append((written, values))
    return kind, units, rows


@st.composite
def _row(draw: st.DrawFn, columns: dict[str, Declared], units: dict[str, str]) -> tuple[Written, dict[str, Any]]:
    written, values = {}, {}
    tier = "direction" in columns and draw(st.booleans())
    for name, column in columns.items():
        strategy = _cell(column, units.get(name, ""))
        if column.kind == "value" and tier:
            strategy = TEXTS.map(lambda text: (text, text))
        if name == "direction":
            others = [direction for direction in DIRECTIONS if direction != "定性"]
            strategy = st.just(("定性", "定性")) if tier else st.sampled_from(others).map(lambda sign: (sign, sign))
        if not column.need:
            strategy |= st.just(("", None))
        if column.may_be_unstated:
            strategy |= st.just((NOT_STATED, None))
        written[name], values[name] = draw(strategy)
    return written, values


def headers(kind: type[Row], units: dict[str, str]) -> list[str]:
    """The header of a table with the money units in brackets."""
    return [
        f"{column.title}（{units[name]}）" if name in units else column.title
        for name, column in columns_of(kind).items()
    ]


def as_csv(table: Table) -> bytes:
    """Return a table as Excel saves it: with a byte order mark and its line ends."""
    kind, units, rows = table
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([headers(kind, units), *(list(written.values()) for written, _ in rows)])
    return target.getvalue().encode("utf-8-sig")


def as_yaml(table: Table) -> bytes:
    """Return a table as a list of records, blank cells left out."""
    kind, units, rows = table
    titles = headers(kind, units)
    records = [
        {title: text for title, text in zip(titles, written.values(), strict=True) if text} for written, _ in rows
    ]
    return str(yaml.safe_dump(records, allow_unicode=True, sort_keys=False)).encode()


def as_workbook(table: Table) -> bytes:
    """Return a table as a sheet, numbers and truth values stored as such."""
    kind, units, rows = table
    columns = columns_of(kind)
    cells = [[_stored(columns[name], written[name], values[name]) for name in columns] for written, values in rows]
    return build([Sheet(kind.sheet, table_cells([list(map(Cell, headers(kind, units))), *cells]))])


def _stored(column: Declared, text: str, value: Any) -> Cell | None:
    if not text:
        return None
    if isinstance(value, bool):
        return Cell(str(int(value)), "flag")
    return Cell(text, "number" if isinstance(value, Decimal) else "text")
