from __future__ import annotations

from collections.abc import Callable

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
INDICATORS = "data/2023/indicators.csv"


def _rules(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.field) for finding in findings}


def test_a_target_without_an_actual_is_an_error(damage: Damage) -> None:
    """原报告未列 in one of the pair is told at its cell."""
    findings = damage(INDICATORS, "=,3,3,间", "=,3,原报告未列,间")
    assert ("target_has_actual", "actual") in _rules(findings)


def test_an_actual_that_is_no_number_cannot_be_compared(damage: Damage) -> None:
    """基本完成 is not a number of rooms."""
    assert ("actual_fits_target", "actual") in _rules(damage(INDICATORS, "=,3,3,间", "=,3,基本完成,间"))


def test_a_qualitative_actual_must_be_a_tier(damage: Damage) -> None:
    """The ruleset's tiers are the only answers to a qualitative indicator."""
    findings = damage(INDICATORS, "达成年度指标,达成年度指标", "达成年度指标,很好")
    assert "actual_fits_target.tier" in {finding.sentence for finding in findings}


def test_a_shortfall_without_reason_or_improvement_is_an_error(damage: Damage) -> None:
    """Both columns are needed, and each is told."""
    assert _rules(damage(INDICATORS, "上半年闭馆维修,增加预约名额", ",")) == {
        ("shortfall_explained", "reason"),
        ("shortfall_explained", "improvement"),
    }


def test_a_target_far_surpassed_is_a_warning(damage: Damage) -> None:
    """Beyond the ruleset's limit the target may have been too low."""
    (finding,) = damage(INDICATORS, "≥,100000,105000", "≥,100000,140000")
    assert (finding.rule, finding.level, finding.values["rate"]) == ("target_demanding", "warning", "140.00%")
