from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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


def _adjust(root: Path, adjusted: str, approved: str) -> None:
    """Give the first of the small year's indicators an adjusted target and what approved it."""
    path = root / INDICATORS
    header, first, *others = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},调整后目标值,目标来源", f"{first},{adjusted},{approved}", *(f"{line},," for line in others)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("adjusted", "approved", "told"),
    [
        ("90000", "2023年预算调整批复", []),
        ("90000", "", [("adjustment_approved", "approved_in")]),
        ("100000", "", [("adjustment_approved.same", "adjusted_target")]),
    ],
)
def test_an_adjusted_target_names_what_approved_it(
    small: Path, damage: Damage, adjusted: str, approved: str, told: list[tuple[str, str]]
) -> None:
    """Another target without a document is a warning, and so is an adjustment to the same number."""
    _adjust(small, adjusted, approved)
    found = damage("docs/2023/money.md", "2023年支出", "本年支出")
    assert [(entry.sentence, entry.field) for entry in found if entry.rule == "adjustment_approved"] == told


@pytest.mark.parametrize(("actual", "fields"), [("100", []), ("102", ["actual"])])
def test_a_percentage_is_not_above_100(damage: Damage, actual: str, fields: list[str]) -> None:
    """Satisfaction of 102 % is a warning at its cell."""
    found = damage(INDICATORS, "≥,90,95,%", f"≥,90,{actual},%")
    assert [entry.field for entry in found if entry.rule == "percentage_within_whole"] == fields


def test_a_rate_that_the_ruleset_lists_may_be_above_100(damage: Damage) -> None:
    """Growth knows no limit."""
    damage(INDICATORS, "查档群众满意度", "查档人次增长率")
    found = damage(INDICATORS, "≥,90,95,%", "≥,90,120,%")
    assert [entry for entry in found if entry.rule == "percentage_within_whole"] == []
