"""评分: points, attainment and totals, by the formulas of the year's ruleset; a score is rounded once."""

from __future__ import annotations

from decimal import Decimal

from nianbao.report.model import BudgetLine, Indicator
from nianbao.report.report import Report
from nianbao.report.ruleset import Ruleset, Tier
from nianbao.wording.numbers import round_half_up

_HUNDRED = Decimal(100)
MET = {True: "已达到", False: "未达到", None: "无法判断"}
"""What readers are told of a target, by what `is_met` says."""


def attainment(indicator: Indicator, ruleset: Ruleset) -> Decimal | None:
    """Return 完成率 in percent, unrounded; None for qualitative indicators, missing numbers and targets of zero.

    ≥ and =: A/T. ≤: by the ruleset's `at_most` formula, 1−(A−T)/T or T/A.
    """
    target, actual = indicator.effective_target, indicator.actual
    if not (isinstance(target, Decimal) and isinstance(actual, Decimal)) or target == 0:
        return None
    if indicator.direction != "≤":
        return actual * _HUNDRED / target
    if ruleset.formulas.at_most == "linear_to_double":
        return max(Decimal(0), (2 * target - actual) * _HUNDRED / target)
    return target * _HUNDRED / actual if actual else None


def is_met(indicator: Indicator, ruleset: Ruleset) -> bool | None:
    """Say whether the actual reaches the target; None where one of them is not stated or they cannot be compared.

    A tier reaches a target that is a tier not above it, or any other target (12月底前完成) if it is the first tier.
    An actual stated as 多 is more than its number, so that it neither equals nor stays within a target of that number.
    """
    target, actual = indicator.effective_target, indicator.actual
    if target is None or actual is None:
        return None
    if indicator.direction == "定性":
        ranks = [tier.name for tier in ruleset.tiers]
        if actual in ranks:
            return ranks.index(str(actual)) <= (ranks.index(str(target)) if target in ranks else 0)
        return True if actual == target else None
    if not (isinstance(target, Decimal) and isinstance(actual, Decimal)):
        return None
    if indicator.qualifier == "多":
        return {"≥": actual >= target, "≤": actual < target, "=": False}[indicator.direction]
    return {"≥": actual >= target, "≤": actual <= target, "=": actual == target}[indicator.direction]


def tier_of(indicator: Indicator, ruleset: Ruleset) -> Tier | None:
    """Return the ruleset's tier that a qualitative indicator's actual names, or None."""
    return next((tier for tier in ruleset.tiers if tier.name == indicator.actual), None)


def score_range(indicator: Indicator, ruleset: Ruleset) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and highest score the ruleset allows (equal for quantitative ones), or None without a weight.

    min(1, A/T)·W for ≥; the ruleset's formula for ≤; all or nothing for =; the tier's share of W for 定性.
    """
    weight = indicator.weight
    if weight is None:
        return None
    decimals = ruleset.rounding.score
    if indicator.direction == "定性":
        tier = tier_of(indicator, ruleset)
        if tier is None:
            return None
        lower, upper = weight * tier.lower / _HUNDRED, weight * tier.upper / _HUNDRED
        return round_half_up(lower, decimals), round_half_up(upper, decimals)
    met = is_met(indicator, ruleset)
    if met is None:
        return None
    if met:
        return weight, weight
    rate = attainment(indicator, ruleset) if indicator.direction != "=" else Decimal(0)
    points = None if rate is None else round_half_up(min(rate, _HUNDRED) * weight / _HUNDRED, decimals)
    return None if points is None else (points, points)


def budget_line(report: Report, category: str) -> BudgetLine | None:
    """Return the budget table's row of a category, or None."""
    return next((line for line in report.rows(BudgetLine) if line.category == category), None)


def execution_rate(line: BudgetLine) -> Decimal | None:
    """Return 预算执行率 in percent, unrounded: 执行数 ÷ 全年预算数; where no 全年预算数 is stated, ÷ 年初预算数.

    None without an executed amount or with a budget of zero ("—", never a rate).
    """
    budget = line.adjusted if line.adjusted is not None else line.initial
    return None if line.executed is None or not budget else line.executed * _HUNDRED / budget


def total_score(report: Report) -> Decimal | None:
    """Return Σ of the stated scores plus the budget execution's points, rounded once; None if one is missing."""
    scores = [indicator.score for indicator in report.rows(Indicator)]
    stated = [score for score in scores if score is not None]
    if not stated or len(stated) != len(scores):
        return None
    weight = report.ruleset.budget_execution_weight
    execution = Decimal(0)
    if weight is not None:
        line = budget_line(report, "合计")
        rate = execution_rate(line) if line else None
        if rate is None:
            return None
        execution = weight * min(rate, _HUNDRED) / _HUNDRED
    return round_half_up(sum(stated, execution), report.ruleset.rounding.score)


def stated_grade(report: Report) -> str | None:
    """Return the grade that counts: the stated one, or else the band of the total score."""
    if report.head.conclusion.grade != "原报告未列":
        return report.head.conclusion.grade
    score = total_score(report)
    return None if score is None else report.ruleset.grade_of(score).name


def unmet(report: Report) -> tuple[Indicator, ...]:
    """Return the indicators whose actual falls short of the target."""
    return tuple(row for row in report.rows(Indicator) if is_met(row, report.ruleset) is False)
