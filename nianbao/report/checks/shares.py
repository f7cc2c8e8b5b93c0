"""Shares and repeats: what is stated a second time, or can be recomputed, is the same."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.agreement import agree, difference, is_truncation
from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import BreakdownPart, Fact
from nianbao.report.quantities import Quantity
from nianbao.report.shares import adds_up
from nianbao.wording.numbers import decimals_of, round_half_up, write_number


@rule("error", "占比与重复")
def facts_agree(subject: Subject) -> Iterator[Finding]:
    """写了“应等于”的数据与所指的数据一致；“约、多、不少于、不超过”和以万为单位的数按其精确程度比较。

    通过：原列基本支出占比73.50%，重算73.50%；服务1.1万人次，另一处11000多人次。
    不通过：礼包230万元，另一处207.78万元。
    """
    for fact in subject.report.rows(Fact):
        own, other = subject.value_of(fact.key_name), subject.value_of(fact.agrees_with or "")
        if own is None or other is None or agree(own, other):
            continue
        if own.unit != other.unit:
            yield at_cell(
                fact, "agrees_with", "facts_agree.unit", own=own.written, name=other.name, other=other.written
            )
            continue
        sentence = "facts_agree.truncated" if _cut_off(own, other) else ""
        values = {"own": own.written, "name": other.name, "other": other.written, "difference": difference(own, other)}
        yield at_cell(fact, "value", sentence, **values)


def _cut_off(own: Quantity, other: Quantity) -> bool:
    if own.value is None or other.value is None or own.unit != "%":
        return False
    return is_truncation(own.value, other.value)


def _base(subject: Subject, part: BreakdownPart) -> Quantity | None:
    base = subject.value_of(part.total or "")
    whole = base is not None and base.value is not None and base.value == base.value.to_integral_value()
    return base if whole and base is not None and base.value else None


@rule("error", "占比与重复")
def share_fits_base(subject: Subject) -> Iterator[Finding]:
    """占比乘以基数是整数个（人、户、个），即能找到一个整数，使它除以基数四舍五入后等于该占比。

    通过：14人中占71.4%（10人）。
    不通过：14人中占92.8%：13人是92.857…%，应为92.9%，92.8%是截尾。
    """
    for part in subject.report.rows(BreakdownPart):
        base = _base(subject, part) if part.unit == "%" and part.value is not None else None
        if base is None or base.value is None or part.value is None:
            continue
        count = round_half_up(part.value * base.value / 100, 0)
        exact = count * 100 / base.value
        right = round_half_up(exact, decimals_of(part.value))
        if right == part.value:
            continue
        sentence = "share_fits_base.truncated" if is_truncation(part.value, exact) else ""
        yield at_cell(
            part,
            "value",
            sentence,
            found=f"{part.value}%",
            base=base.written,
            count=f"{write_number(count)}{base.unit}",
            right=f"{right}%",
        )


@rule("error", "占比与重复")
def exclusive_shares_add_up(subject: Subject) -> Iterator[Finding]:
    """分项表中互斥各项占比之和在舍入误差内等于100%。

    通过：71.4%、7.1%、7.1%、14.3%，合计99.9%（尾数误差）。
    不通过：71.4%、7.1%、14.3%，合计92.8%。
    """
    for name in dict.fromkeys(part.of for part in subject.report.rows(BreakdownPart) if part.unit == "%"):
        parts = [part for part in subject.report.rows(BreakdownPart) if part.of == name and part.exclusive is not False]
        values = [part.value for part in parts if part.value is not None]
        if len(values) > 1 and len(values) == len(parts) and not adds_up(values):
            yield at_cell(parts[0], "value", name=name, added=f"{sum(values, Decimal(0))}%")
