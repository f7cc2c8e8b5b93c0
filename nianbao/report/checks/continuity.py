"""Continuity: what this year's data say of last year, and what last year's report says itself."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.agreement import agree, difference
from nianbao.report.checks.rule import LAST_YEAR, Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.last_year import LastYear
from nianbao.report.model import Fact, Indicator
from nianbao.report.quantities import Quantity
from nianbao.report.row import Declared, Row, columns_of
from nianbao.wording.numbers import DASH, split_unit

_NUMBERS = ("money", "number", "value")
_DEFINING = ("name", "label", "unit", "scope", "direction")
"""The fields that say what a series counts."""

Told = tuple[Row, Declared, Quantity | None, Quantity | None]
"""A cell about last year: its row and column, what it says, and what last year's report says; None without a value."""


def _told(subject: Subject, before: LastYear) -> Iterator[Told]:
    for kind in subject.report.kinds.values():
        for column in columns_of(kind).values():
            if column.prior_of and column.kind in _NUMBERS:
                for row in subject.report.rows(kind):
                    own = subject.quantities.by_cell.get((kind.table, row.key, column.name))
                    other = before.quantities.by_cell.get((kind.table, row.key, column.prior_of))
                    yield row, column, _valued(own), _valued(other)


def _valued(quantity: Quantity | None) -> Quantity | None:
    return quantity if quantity is not None and quantity.value is not None else None


def _redefined(row: Row) -> bool:
    return bool(getattr(row, "series_break", None))


@rule("error", LAST_YEAR)
def prior_agrees(subject: Subject) -> Iterator[Finding]:
    """上年数与上年报告（更正过的以最后一版为准）所载的数一致，各按自己的单位和精确程度比较；“口径变化”作了说明的除外。

    通过：上年报告执行数11024000元，今年“上年执行数”1,102.40万元。
    不通过：上年报告执行数1,102.40万元，今年“上年执行数”1,120.40万元。
    """
    before = subject.before
    if before is None:
        return
    for row, column, own, other in _told(subject, before):
        if own is None or other is None or _redefined(row) or agree(own, other):
            continue
        values = {"title": column.title, "own": own.written, "last": before.address, "other": other.written}
        if own.unit != other.unit:
            yield at_cell(row, column.name, "prior_agrees.unit", **values)
        else:
            yield at_cell(row, column.name, **values, difference=difference(own, other))


@rule("warning", LAST_YEAR)
def prior_known(subject: Subject) -> Iterator[Finding]:
    """上年数与上年报告同有同无：上年报告没有的数不写，写了上年数的列不漏写；上年没有这一行而写0的除外。

    通过：上年报告有公务接待费0.86万元，今年“上年决算数”0.86。
    不通过：同上而今年“上年决算数”为空。
    """
    before = subject.before
    if before is None:
        return
    for row, column, own, other in _told(subject, before):
        known = (row.table, row.key) in before.rows
        if own is not None and other is None and not _redefined(row) and (known or own.value):
            yield at_cell(row, column.name, title=column.title, own=own.written, last=before.address)
        elif own is None and other is not None and _left_blank(subject, row, column.name):
            values = {"title": column.title, "other": other.written, "last": before.address}
            yield at_cell(row, column.name, "prior_known.blank", **values)


def _left_blank(subject: Subject, row: Row, field: str) -> bool:
    """Whether a cell says nothing in a column that other rows use."""
    used = any(getattr(other, field) is not None for other in subject.report.rows(type(row)))
    return used and field not in row.not_stated


@rule("warning", LAST_YEAR)
def series_comparable(subject: Subject) -> Iterator[Finding]:
    """同一编号的指标、同一名称的工作数据，名称、含义、单位、口径或方向与上年不同的，写了“口径变化”。

    通过：水质达标率由按次数改为按断面统计，“口径变化”写明。
    不通过：口径由“全市”改为“市区”，“口径变化”为空。
    """
    before = subject.before
    if before is None:
        return
    rows: tuple[Indicator | Fact, ...] = (*subject.report.rows(Indicator), *subject.report.rows(Fact))
    for row in rows:
        last = before.rows.get((row.table, row.key))
        if last is None or row.series_break:
            continue
        for field in _DEFINING:
            then, now = _text(last, field), _text(row, field)
            if then != now and (field == "unit" or (then and now)):
                name = row.name if isinstance(row, Indicator) else row.key
                title = columns_of(type(row))[field].title
                values = {"title": title, "then": then or DASH, "now": now or DASH, "last": before.address}
                yield at_cell(row, field, name=name, **values)


def _text(row: Row, field: str) -> str:
    text = getattr(row, field, None) or ""
    return split_unit(text)[1] if field == "unit" else text
