from __future__ import annotations

from collections.abc import Callable

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]


def test_satisfaction_without_a_sample_is_a_warning(damage: Damage) -> None:
    """What the survey table does not say is named."""
    (finding,) = damage("data/2023/survey.csv", "1800,50,40,纸质问卷", "1800,,40,")
    assert (finding.rule, finding.level, finding.values["titles"]) == (
        "survey_described",
        "warning",
        "样本数、调查方式",
    )
