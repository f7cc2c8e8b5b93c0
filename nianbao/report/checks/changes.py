"""Changes: a figure far from last year's needs a word about why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.checks.rule import LAST_YEAR, Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import ROWS, BudgetLine, Fact, Indicator
from nianbao.report.quantities import Quantity
from nianbao.report.row import Row, columns_of
from nianbao.wording.numbers import round_half_up

_ALSO = {"income": ("executed",), "items": ("executed",), "indicators": ("actual",)}
"""Columns that are compared with last year's report although no column of their own repeats it."""

_EXPLAINING = ("note", "reason", "explanation", "series_break")


@rule("warning", LAST_YEAR)
def change_explained(subject: Subject) -> Iterator[Finding]:
    """比上年增减超过评分规则界限的数，写了说明、变动原因、偏差原因或口径变化；上年为零而今年不为零的也算。

    上年数取自“上年”列，没有的取自上年报告。指标和工作数据上年已说明异常的，今年恢复不必再说明；小数目不作要求。
    通过：公务接待费由0.86万元增加到1.20万元（39.53%，界限30%），写明变动原因。
    不通过：同上而变动原因为空。
    """
    for row, field in _figures(subject):
        now = subject.quantities.by_cell.get((row.table, row.key, field))
        then = _last(subject, row, field)
        if now is None or then is None or now.unit != then.unit or not _is_jump(subject, now, then):
            continue
        if not _explained(row) and not _was_explained(subject, row):
            values = {"name": now.name, "then": then.written, "now": now.written}
            rate = _rate(now, then)
            if rate is None:
                yield at_cell(row, field, "change_explained.from_zero", **values)
            else:
                shown = round_half_up(rate, subject.report.ruleset.rounding.rate)
                yield at_cell(row, field, **values, rate=f"{shown}%", limit=f"{_limit(subject, now):f}%")


def _rate(now: Quantity, then: Quantity) -> Decimal | None:
    """The change in percent of last year's number; None where that is 0 or one is not stated."""
    if now.value is None or not then.value:
        return None
    return (now.value - then.value) * 100 / abs(then.value)


def _limit(subject: Subject, now: Quantity) -> Decimal:
    limits = subject.report.ruleset.thresholds
    return limits.amount_change_above if now.unit == "元" else limits.count_change_above


def _is_jump(subject: Subject, now: Quantity, then: Quantity) -> bool:
    if now.value is None or then.value is None or now.value == then.value:
        return False
    least = subject.report.ruleset.thresholds.small_count_below
    if now.unit not in ("元", "%") and max(abs(now.value), abs(then.value)) < least:
        return False
    rate = _rate(now, then)
    return rate is None or abs(rate) > _limit(subject, now)


def _figures(subject: Subject) -> Iterator[tuple[Row, str]]:
    """Yield the cells that can be compared with last year's, but neither sums nor numbers that repeat another."""
    for kind in subject.report.kinds.values():
        fields = {column.prior_of for column in columns_of(kind).values() if column.prior_of}
        for row in subject.report.rows(kind):
            total = isinstance(row, BudgetLine) and row.category in ("合计", "基本支出")
            if not total and getattr(row, "agrees_with", None) is None:
                for field in (*sorted(fields), *_ALSO.get(kind.table, ())):
                    yield row, field


def _last(subject: Subject, row: Row, field: str) -> Quantity | None:
    prior = next((column.name for column in columns_of(type(row)).values() if column.prior_of == field), "")
    stated = subject.quantities.by_cell.get((row.table, row.key, prior))
    if stated is not None and stated.value is not None:
        return stated
    return subject.before.quantities.by_cell.get((row.table, row.key, field)) if subject.before else None


def _explained(row: Row) -> bool:
    texts = [column.name for column in columns_of(type(row)).values() if column.kind == "text" and not column.kept]
    own = [] if row.table in ROWS else texts
    return any(getattr(row, name, None) for name in (*_EXPLAINING, *own))


def _was_explained(subject: Subject, row: Row) -> bool:
    """Whether last year said why its number was unusual, so that this year's is the usual one again."""
    last = subject.before.rows.get((row.table, row.key)) if subject.before else None
    return isinstance(last, (Indicator, Fact)) and _explained(last)
