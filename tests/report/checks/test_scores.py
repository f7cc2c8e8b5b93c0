from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
INDICATORS = "data/2023/indicators.csv"
REPORT = "data/2023/report.yml"


def _only(findings: list[Finding], rule: str) -> Finding:
    (finding,) = [entry for entry in findings if entry.rule == rule]
    return finding


def test_a_missing_score_is_told_at_its_cell(damage: Damage) -> None:
    """One indicator without a score is one finding."""
    finding = _only(damage(INDICATORS, "间,10,10.00", "间,10,"), "scores_stated")
    assert str(finding.place) == "data/2023/indicators.csv:4:得分"


def test_weights_must_add_up_to_the_full_score_and_to_each_level(damage: Damage) -> None:
    """A weight one too high is told for the whole and for its level."""
    findings = damage(INDICATORS, "间,10,10.00", "间,11,11.00")
    told = [
        (entry.sentence, entry.values["added"], entry.values["right"])
        for entry in findings
        if entry.rule == "weights_add_up"
    ]
    assert told == [("weights_add_up", "101", "100"), ("weights_add_up.level", "46", "45")]


def test_a_level_that_the_ruleset_does_not_know_is_an_error(damage: Damage) -> None:
    """产出类 is not 产出指标."""
    finding = _only(damage(INDICATORS, "rooms,产出指标", "rooms,产出类"), "level_is_known")
    assert finding.values["found"] == "产出类"


def test_a_score_above_its_weight_is_an_error(damage: Damage) -> None:
    """11 points of 10 cannot be."""
    finding = _only(damage(INDICATORS, "间,10,10.00", "间,10,11.00"), "score_within_weight")
    assert (finding.values["score"], finding.values["weight"]) == ("11.00", "10")


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("人次,20,18.00", "人次,20,18.50", "18.00"),
        ("≤,1.20,1.18,元,15,15.00", "≤,1.20,1.50,元,15,15.00", "12.00"),
        ("=,3,3,间,10,10.00", "=,3,2,间,10,10.00", "0.00"),
        ("达成年度指标,,10,9.50", "达成年度指标,,10,7.50", "8.00～10.00"),
    ],
)
def test_a_score_must_follow_from_target_and_actual(damage: Damage, old: str, new: str, right: str) -> None:
    """The recomputed score, or the range of the tier, is told for each direction."""
    finding = _only(damage(INDICATORS, old, new), "score_recomputed")
    assert finding.values["right"] == right


def test_the_total_must_be_the_sum(damage: Damage) -> None:
    """The stated total is compared with indicators and execution rate."""
    finding = _only(damage(REPORT, "97.31", "98.31"), "total_recomputed")
    assert (finding.values["found"], finding.values["right"], finding.values["difference"]) == (
        "98.31",
        "97.31",
        "1.00",
    )


def test_an_alias_of_a_grade_is_a_warning_and_an_unknown_grade_too(damage: Damage) -> None:
    """优秀 stands for 优; 甲等 stands for nothing."""
    assert _only(damage(REPORT, "grade: 优", "grade: 优秀"), "grade_is_a_band").values["right"] == "优"
    assert _only(damage(REPORT, "grade: 优秀", "grade: 甲等"), "grade_is_a_band").sentence == "grade_is_a_band.unknown"


def test_a_grade_that_does_not_fit_the_total_is_an_error(damage: Damage) -> None:
    """97.31 points are not 良."""
    finding = _only(damage(REPORT, "grade: 优", "grade: 良"), "grade_fits_total")
    assert (finding.values["found"], finding.values["right"]) == ("良", "优")


def test_a_table_without_any_scores_is_one_finding(small: Path, damage: Damage) -> None:
    """The grade cannot be recomputed: that is said once and not for each indicator."""
    path = small / INDICATORS
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    bare = [[cell for column, cell in enumerate(row) if rows[0][column] not in ("分值", "得分")] for row in rows]
    path.write_text("\n".join(map(",".join, bare)) + "\n", encoding="utf-8")
    finding = _only(damage(REPORT, ', score: "97.31"', ""), "scores_stated")
    assert (finding.sentence, finding.values["grade"]) == ("scores_stated.none", "优")
    assert str(finding.place) == "data/2023/indicators.csv:2:得分"
