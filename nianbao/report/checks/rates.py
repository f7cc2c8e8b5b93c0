"""Rates of execution: what needs a reason."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import BudgetLine, Item
from nianbao.report.scoring import execution_rate
from nianbao.wording.numbers import round_half_up, write_number


@rule("error", "执行率")
def execution_explained(subject: Subject) -> Iterator[Finding]:
    """预算执行率低于或高于评分规则的界限时，“说明”列写了原因。

    通过：执行率98.00%；执行率85.00%并说明“工程跨年支付”。
    不通过：执行率85.00%而说明为空。
    """
    limits = subject.report.ruleset.thresholds
    for line in subject.report.rows(BudgetLine):
        rate = execution_rate(line)
        if rate is None or line.note or limits.execution_reason_below <= rate <= limits.execution_reason_above:
            continue
        shown = round_half_up(rate, subject.report.ruleset.rounding.rate)
        yield at_cell(
            line,
            "note",
            rate=f"{shown}%",
            lower=f"{limits.execution_reason_below}%",
            upper=f"{limits.execution_reason_above}%",
        )


@rule("error", "执行率")
def spending_budgeted(subject: Subject) -> Iterator[Finding]:
    """预算为0而有支出的科目和项目，“说明”列写了原因；预算为0时没有执行率可看。

    通过：预算0.00、执行0.00；预算0.00、执行12.00并说明“年末下达的专项，列入下年预算”。
    不通过：预算0.00、执行12.00而说明为空。
    """
    rows: tuple[BudgetLine | Item, ...] = (*subject.report.rows(BudgetLine), *subject.report.rows(Item))
    for row in rows:
        budget = row.adjusted if row.adjusted is not None else row.initial
        if budget == 0 and row.executed and not row.note:
            field = "adjusted" if row.adjusted is not None else "initial"
            title = str(type(row).model_fields[field].title)
            values = {"name": row.category if isinstance(row, BudgetLine) else row.name, "title": title}
            yield at_cell(row, "note", executed=f"{write_number(row.executed)}元", **values)


@rule("warning", "执行率")
def adjustment_explained(subject: Subject) -> Iterator[Finding]:
    """全年预算数与年初预算数不同时，“说明”列写了调整原因。

    通过：年初100.00、全年120.00并说明“年中追加防汛经费”。
    不通过：年初100.00、全年120.00而说明为空。
    """
    for line in subject.report.rows(BudgetLine):
        changed = line.initial is not None and line.adjusted is not None and line.initial != line.adjusted
        if changed and not line.note and line.category != "合计":
            yield at_cell(line, "note")


@rule("warning", "执行率")
def execution_plausible(subject: Subject) -> Iterator[Finding]:
    """并非所有类别的执行数都与预算数分文不差；果真如此时请确认决算数已经填入。

    通过：合计预算1593.35、执行1590.12。
    不通过：每一类别的执行数都等于预算数。
    """
    lines = [line for line in subject.report.rows(BudgetLine) if line.executed is not None]
    same = [line for line in lines if line.executed == (line.adjusted if line.adjusted is not None else line.initial)]
    if len(lines) > 1 and len(same) == len(lines):
        total = next((line for line in lines if line.category == "合计"), lines[0])
        yield at_cell(total, "executed", count=len(lines))
