"""Sums: what parts must add up to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import BreakdownPart, BudgetLine, Item, PublicExpense
from nianbao.report.row import MONEY_UNITS, Declared, Row, columns_of
from nianbao.report.scoring import budget_line
from nianbao.wording.numbers import shortest, split_unit, write_number

_COLUMNS = ("initial", "adjusted", "executed", "prior")


def _money(subject: Subject, value: Decimal) -> str:
    unit = subject.report.head.unit
    return f"{write_number(value / MONEY_UNITS[unit])}{unit}"


def _difference(subject: Subject, added: Decimal, found: Decimal) -> dict[str, str]:
    """What a finding says of a sum of money and the amount that is stated instead."""
    amounts = {"added": added, "found": found, "difference": found - added}
    return {name: _money(subject, amount) for name, amount in amounts.items()}


def _compared(subject: Subject, total: BudgetLine, parts: list[BudgetLine]) -> Iterator[Finding]:
    for field in _COLUMNS:
        whole = getattr(total, field)
        values = [getattr(part, field) for part in parts]
        if whole is None or not values or any(value is None for value in values):
            continue
        added = sum(values, Decimal(0))
        if added != whole:
            told = " + ".join(part.category for part in parts)
            yield at_cell(total, field, parts=told, **_difference(subject, added, whole))


@rule("error", "合计")
def budget_adds_up(subject: Subject) -> Iterator[Finding]:
    """各列中，基本支出、项目支出（及结转结余）之和等于合计。

    通过：基本支出1171.06、项目支出422.29、合计1593.35。
    不通过：基本支出1171.06、项目支出422.30、合计1593.35（差额−0.01）。
    """
    total = budget_line(subject.report, "合计")
    parts = [line for line in subject.report.rows(BudgetLine) if line.category in ("基本支出", "项目支出", "结转结余")]
    if total is not None:
        yield from _compared(subject, total, parts)


@rule("error", "合计")
def basic_expenditure_adds_up(subject: Subject) -> Iterator[Finding]:
    """各列中，人员经费与公用经费之和等于基本支出；两者都填了才核对。

    通过：人员经费900.00、公用经费100.00、基本支出1000.00。
    不通过：人员经费900.00、公用经费100.00、基本支出1000.10。
    """
    basic = budget_line(subject.report, "基本支出")
    parts = [line for line in subject.report.rows(BudgetLine) if line.category in ("人员经费", "公用经费")]
    if basic is not None and len(parts) == 2:
        yield from _compared(subject, basic, parts)


@rule("error", "合计")
def items_add_up(subject: Subject) -> Iterator[Finding]:
    """计入同一支出类别的各项目之和等于该类别；差额应列为“其他”项目，或说明原因。

    未写支出类别的项目计入项目支出。各列分别核对，有一项未列的列不核对，除非已列的各项已与该类别不符。
    通过：项目甲10.00、项目乙20.00、项目支出30.00。
    不通过：项目甲10.00、项目乙20.00、项目支出35.00（差额5.00）。
    """
    items = subject.report.rows(Item)
    for category in ("基本支出", "项目支出", "结转结余"):
        line = budget_line(subject.report, category)
        members = [item for item in items if (item.category or "项目支出") == category]
        if line is not None and members and (category == "项目支出" or any(item.category for item in members)):
            yield from _items_compared(subject, line, members)


def _items_compared(subject: Subject, line: BudgetLine, members: list[Item]) -> Iterator[Finding]:
    for field in ("initial", "adjusted", "executed"):
        whole = getattr(line, field)
        values = [value for member in members if (value := getattr(member, field)) is not None]
        added = sum(values, Decimal(0))
        if whole is None or not values or added == whole:
            continue
        yield at_cell(
            line,
            field,
            count=len(values),
            missing=len(members) - len(values),
            **_difference(subject, added, whole),
        )


@rule("error", "合计")
def breakdown_adds_up(subject: Subject) -> Iterator[Finding]:
    """分项表中互斥各项之和等于“合计对应”的数据；占比另由占比规则核对。

    通过：市直14、蓬江15，合计对应的数据29。
    不通过：市直14、蓬江15，合计对应的数据30（差额1）。
    """
    for name in dict.fromkeys(part.of for part in subject.report.rows(BreakdownPart)):
        parts = [part for part in subject.report.rows(BreakdownPart) if part.of == name and part.exclusive is not False]
        total = subject.value_of(parts[0].total) if parts and parts[0].total else None
        if total is None or parts[0].unit == "%" or any(part.value is None for part in parts):
            continue
        scaled = [(part.value or Decimal(0)) * split_unit(part.unit)[0] for part in parts]
        added = sum(scaled, Decimal(0))
        if total.value is not None and added != total.value:
            factor, _ = split_unit(parts[0].unit)
            unit = parts[0].unit or ""
            yield at_cell(
                parts[0],
                "value",
                name=name,
                added=f"{write_number(shortest(added / factor))}{unit}",
                total=total.name,
                found=total.written,
                difference=f"{write_number(shortest((total.value - added) / factor))}{unit}",
            )


@rule("error", "合计")
def public_expenses_add_up(subject: Subject) -> Iterator[Finding]:
    """“三公”经费表中公务用车的购置费与运行维护费之和等于公务用车购置及运行维护费。

    通过：购置费0、运行维护费3.20、公务用车购置及运行维护费3.20。
    不通过：购置费0、运行维护费3.20、公务用车购置及运行维护费3.50。
    """
    rows = {row.item: row for row in subject.report.rows(PublicExpense)}
    whole = rows.get("公务用车购置及运行维护费")
    parts = [rows[name] for name in ("公务用车购置费", "公务用车运行维护费") if name in rows]
    if whole is None or len(parts) != 2:
        return
    for field in ("budget", "executed", "prior"):
        values = [getattr(part, field) for part in parts]
        found = getattr(whole, field)
        if found is None or any(value is None for value in values) or sum(values) == found:
            continue
        yield at_cell(whole, field, **_difference(subject, sum(values, Decimal(0)), found))


@rule("error", "合计")
def own_table_adds_up(subject: Subject) -> Iterator[Finding]:
    """自定义表中写了“合计对应”的列，各行之和等于所写的数据；有一行未填的列不核对。

    通过：各病区床位数40、60，合计对应的开放床位数100。
    不通过：各病区床位数40、60，合计对应的开放床位数110（差额10）。
    """
    for kind in subject.report.own_tables:
        rows = subject.report.rows(kind)
        for name, column in columns_of(kind).items():
            values = [getattr(row, name) for row in rows]
            if column.total and values and None not in values:
                yield from _column_compared(subject, rows[0], column, sum(values, Decimal(0)))


def _column_compared(subject: Subject, row: Row, column: Declared, added: Decimal) -> Iterator[Finding]:
    total = subject.value_of(column.total)
    factor, unit = split_unit(column.unit)
    added *= factor
    if total is None or total.value is None or total.value == added:
        return
    money = column.kind == "money"

    def told(value: Decimal) -> str:
        return _money(subject, value) if money else f"{write_number(shortest(value))}{unit}"

    yield at_cell(
        row,
        column.name,
        title=column.title,
        added=told(added),
        total=total.name,
        found=total.written,
        difference=told(total.value - added),
    )
