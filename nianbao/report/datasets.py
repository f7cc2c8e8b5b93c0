"""各表的数据: every table of a year as a dataset: what its sources state, then what is computed for its rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.dataset import ColumnKind, DataColumn, Dataset, DataValue, Missing, dataset
from nianbao.report.edition import YearEdition
from nianbao.report.model import Indicator, Survey
from nianbao.report.naming import label_of
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Declared, Row, columns_of
from nianbao.report.scoring import MET, is_met
from nianbao.report.table import has_any, sources_of
from nianbao.wording.numbers import DASH, parse_number, shortest

_KINDS: dict[str, ColumnKind] = {"money": "number", "number": "number", "flag": "flag", "value": "value"}

_Column = tuple[DataColumn, list[DataValue]]
_Computed = dict[tuple[str, str], dict[str, tuple[str, Quantity]]]
"""By table and row key: {title: (first half of its name, the derived quantity)}."""


def datasets(edition: YearEdition) -> tuple[Dataset, ...]:
    """Return the tables of a year that have rows, in the order of the data dictionary, its own tables last."""
    computed = _computed(edition.quantities)
    kinds = (kind for kind in edition.report.kinds.values() if edition.report.rows(kind))
    return tuple(_dataset(edition.report, kind, computed) for kind in kinds)


def _dataset(report: Report, kind: type[Row], computed: _Computed) -> Dataset:
    rows = report.rows(kind)
    columns = [*_stated(kind, rows), *_derived(rows, computed), *_added(report, rows)]
    notes = tuple(_rounding(report)) if any(column.unit == "%" and column.computed for column, _ in columns) else ()
    return dataset(kind.table, kind.title, kind.sheet, columns, kind=kind, sources=sources_of(rows), notes=notes)


def _rounding(report: Report) -> Iterator[str]:
    yield f"计算的百分比四舍五入，保留{report.ruleset.rounding.rate}位小数。"


def _stated(kind: type[Row], rows: tuple[Row, ...]) -> Iterator[_Column]:
    """The columns that are used, each in the unit of its header; readers let no column have two of them."""
    for name, declared in columns_of(kind).items():
        key = name in kind.key_fields
        if not (key or has_any(rows, name) or any(name in row.not_stated for row in rows)):
            continue
        unit = rows[0].money_units.get(name, "元") if declared.kind == "money" else declared.unit
        column = DataColumn(declared.title, _KINDS.get(declared.kind, "text"), declared.meaning, unit, name, key=key)
        yield column, [_value(row, declared, unit) for row in rows]


def _value(row: Row, column: Declared, unit: str) -> DataValue:
    value = getattr(row, column.name)
    if value is None:
        return Missing(NOT_STATED) if column.name in row.not_stated else None
    if not isinstance(value, Decimal):
        return value if isinstance(value, bool) else str(value)
    if column.name in row.texts:
        return parse_number(row.texts[column.name])
    return shortest(value / MONEY_UNITS[unit]) if column.kind == "money" else value


def _computed(found: Quantities) -> _Computed:
    """Derived quantities by the row whose numbers they are made of and whose name they bear."""
    by_row: _Computed = {}
    for quantity in found.by_name.values():
        for name in quantity.operands:
            stated = found.by_name.get(name)
            label = name.rpartition("·")[0]
            if stated is not None and stated.table and quantity.name.startswith(f"{label}·"):
                title = quantity.name.removeprefix(f"{label}·")
                by_row.setdefault((stated.table, stated.key), {})[title] = label, quantity
    return by_row


def _derived(rows: tuple[Row, ...], computed: _Computed) -> Iterator[_Column]:
    of_rows = [computed.get((row.table, row.key), {}) for row in rows]
    for title in dict.fromkeys(title for found in of_rows for title in found):
        pairs = [found.get(title) for found in of_rows]
        there = [pair for pair in pairs if pair is not None]
        formulas = dict.fromkeys(quantity.formula.replace(f"{label}·", "") for label, quantity in there)
        meaning = "由本表的数计算得出"
        column = DataColumn(title, "number", meaning, there[0][1].shown_unit, formula="，或者".join(formulas))
        yield column, [None if pair is None else _number(pair[1]) for pair in pairs]
        qualifiers: list[DataValue] = [None if pair is None else pair[1].qualifier for pair in pairs]
        if any(qualifiers):
            yield DataColumn(f"{title}限定", "text", f"{title}的精确程度，空白即精确"), qualifiers


def _number(quantity: Quantity) -> DataValue:
    if quantity.value is None:
        return None if quantity.shown == DASH else Missing(quantity.shown)
    return parse_number(quantity.shown)


def _added(report: Report, rows: tuple[Row, ...]) -> Iterator[_Column]:
    """What readers see beside a row although it is no number: whether a target was reached, which indicator it is."""
    indicators = [row for row in rows if isinstance(row, Indicator)]
    if indicators:
        column = DataColumn("是否达到", "text", "实际完成值是否达到目标值", formula="实际完成值按方向与目标值比较")
        yield column, [MET[is_met(row, report.ruleset)] for row in indicators]
    if any(isinstance(row, Survey) for row in rows):
        yield DataColumn("指标名称", "text", "绩效指标的名称"), [label_of(row, report) for row in rows]
