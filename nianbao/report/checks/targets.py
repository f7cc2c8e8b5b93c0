"""Targets against actuals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import Indicator
from nianbao.report.scoring import attainment, is_met
from nianbao.wording.numbers import round_half_up

_WHOLE = Decimal(100)


@rule("error", "目标与完成")
def target_has_actual(subject: Subject) -> Iterator[Finding]:
    """有目标值的指标有实际完成值，有实际完成值的指标有目标值。

    通过：目标30个企业、实际32个企业。
    不通过：目标30个企业，实际完成值原报告未列。
    """
    for row in subject.report.rows(Indicator):
        if (row.effective_target is None) != (row.actual is None):
            field = "actual" if row.actual is None else "target"
            title = str(Indicator.model_fields[field].title)
            yield at_cell(row, field, name=row.name, title=title)


@rule("error", "目标与完成")
def actual_fits_target(subject: Subject) -> Iterator[Finding]:
    """目标值与实际完成值同为数值；定性指标的实际完成值是评分规则的等次之一。

    通过：目标20000、实际11000；定性指标，实际“达成预期指标”。
    不通过：目标20000、实际“基本完成”。
    """
    tiers = [tier.name for tier in subject.report.ruleset.tiers]
    for row in subject.report.rows(Indicator):
        target, actual = row.effective_target, row.actual
        if target is None or actual is None:
            continue
        if row.direction != "定性" and not (isinstance(target, Decimal) and isinstance(actual, Decimal)):
            yield at_cell(row, "actual", name=row.name, target=str(target), found=str(actual))
        elif row.direction == "定性" and tiers and actual not in tiers:
            known = "、".join(tiers)
            yield at_cell(row, "actual", "actual_fits_target.tier", name=row.name, found=str(actual), known=known)


@rule("error", "目标与完成")
def shortfall_explained(subject: Subject) -> Iterator[Finding]:
    """未达到目标的指标既写偏差原因，也写改进措施。

    通过：目标20000、实际11000，写明原因和改进措施。
    不通过：目标20000、实际11000，改进措施为空。
    """
    for row in subject.report.rows(Indicator):
        if is_met(row, subject.report.ruleset) is not False:
            continue
        rate = attainment(row, subject.report.ruleset)
        shown = f"{round_half_up(rate, subject.report.ruleset.rounding.rate)}%" if rate is not None else "—"
        for field in ("reason", "improvement"):
            if getattr(row, field) is None:
                title = str(Indicator.model_fields[field].title)
                yield at_cell(row, field, name=row.name, rate=shown, title=title)


@rule("warning", "目标与完成")
def target_demanding(subject: Subject) -> Iterator[Finding]:
    """完成率没有远远高于目标；高于评分规则的界限时说明原因，目标可能定得过低。

    通过：目标10、实际12。
    不通过：目标10、实际16（完成率160%，界限130%）而未说明。
    """
    limit = subject.report.ruleset.thresholds.attainment_target_too_low_above
    for row in subject.report.rows(Indicator):
        rate = attainment(row, subject.report.ruleset)
        if rate is not None and rate > limit and row.reason is None:
            shown = round_half_up(rate, subject.report.ruleset.rounding.rate)
            yield at_cell(row, "reason", name=row.name, rate=f"{shown}%", limit=f"{limit:f}%")


@rule("warning", "目标与完成")
def adjustment_approved(subject: Subject) -> Iterator[Finding]:
    """写了调整后目标值的指标，“目标来源”写明在哪份文件中批复；与目标值相同的不必写。

    通过：目标值20000，调整后目标值18000，目标来源“2022年部门预算调整批复”。
    不通过：目标值20000，调整后目标值18000，目标来源为空。
    """
    for row in subject.report.rows(Indicator):
        if row.adjusted_target is None:
            continue
        values = {"name": row.name, "target": str(row.target), "found": str(row.adjusted_target)}
        if row.adjusted_target == row.target:
            yield at_cell(row, "adjusted_target", "adjustment_approved.same", **values)
        elif row.approved_in is None:
            yield at_cell(row, "approved_in", **values)


@rule("warning", "目标与完成")
def percentage_within_whole(subject: Subject) -> Iterator[Finding]:
    """以百分数计的目标值和实际完成值不大于100%；可以大于的，由评分规则的 open_rates 列出名称中的字样。

    通过：满意度100%；收入增长率120%。
    不通过：满意度102%。
    """
    for row in subject.report.rows(Indicator):
        if row.unit not in ("%", "％") or any(word in row.name for word in subject.report.ruleset.open_rates):
            continue
        for field in ("target", "adjusted_target", "actual"):
            value = getattr(row, field)
            if isinstance(value, Decimal) and value > _WHOLE:
                yield at_cell(
                    row, field, name=row.name, found=f"{value:f}%", title=str(Indicator.model_fields[field].title)
                )
