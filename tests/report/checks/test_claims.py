from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"
INDICATORS = "data/2023/indicators.csv"
REPORT = "data/2023/report.yml"


def _of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def _told(damage: Damage, text: str, rule: str) -> list[object]:
    return [finding.values["found"] for finding in _of(damage(WORK, "收回问卷", f"{text}收回问卷"), rule)]


def _mark_core(root: Path, *ids: str) -> None:
    """Add the column 核心指标 to the small year's indicators."""
    path = root / INDICATORS
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    marked = [f"{row},{'是' if row.split(',')[0] in ids else '否'}" for row in rows]
    path.write_text("\n".join([f"{header},核心指标", *marked]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("各项指标均达到目标。", ["均达到"]),
        ("年初目标全部完成，", ["全部完成"]),
        ("全年绩效目标圆满完成。", ["圆满完成"]),
        ("查档服务基本达到预期目标。", ["基本达到"]),
        ("其余指标均达到目标。", []),
        ("绩效目标没有全部完成。", []),
        ("绩效目标未全部完成。", []),
        ("预案全部完成修编。", []),
        ("确保全面完成年初目标。", []),
        ("各项指标均达到目标的只有上年。", ["均达到"]),
    ],
)
def test_a_claim_that_all_is_done_is_compared_with_the_indicators(damage: Damage, text: str, told: list[str]) -> None:
    """One indicator of the small year missed its target; negations, the rest, aims and other subjects claim nothing."""
    assert _told(damage, text, "completion_borne_out") == told


def test_a_claim_that_holds_is_no_finding(damage: Damage) -> None:
    """With every target reached, all may be said to be done."""
    damage(INDICATORS, "≥,2000,1800,人次,20,18.00", "≥,1800,1800,人次,20,20.00")
    assert _told(damage, "各项指标均达到目标。", "completion_borne_out") == []


def test_basically_done_looks_at_core_indicators_where_some_are_marked(small: Path, damage: Damage) -> None:
    """A minor one may miss its target, a core one may not; all is done only where none does."""
    _mark_core(small, "scans")
    assert _told(damage, "基本达到预期目标，各项指标均达到目标。", "completion_borne_out") == ["均达到"]
    damage(INDICATORS, "上半年闭馆维修,增加预约名额,否", "上半年闭馆维修,增加预约名额,是")
    assert _told(damage, "", "completion_borne_out") == ["均达到", "基本达到"]


def test_a_tier_that_sounds_like_a_claim_is_none(damage: Damage) -> None:
    """Where the ruleset calls a tier so, the text names the tier."""
    damage("data/rulesets/county-sample.yml", "未达成年度指标且效果较差", "基本达到预期目标")
    assert _told(damage, "评为“基本达到预期目标”。", "completion_borne_out") == []


def test_a_negated_claim_is_no_claim(damage: Damage) -> None:
    """The negations come from the ruleset."""
    assert _told(damage, "绩效目标尚未全部完成。", "completion_borne_out") == []
    assert _told(damage, "绩效目标谈不上全部完成。", "completion_borne_out") == ["全部完成"]


def test_the_best_grade_needs_its_core_indicators(small: Path, damage: Damage) -> None:
    """A core indicator that missed its target is a warning at the grade; a minor one is not."""
    _mark_core(small, "scans")
    assert _of(damage(WORK, "收回问卷", "收回问卷 "), "grade_borne_out") == []
    (finding,) = _of(damage(INDICATORS, "增加预约名额,否", "增加预约名额,是"), "grade_borne_out")
    assert (finding.level, finding.table, finding.key, finding.field) == ("warning", "report", "conclusion", "grade")
    assert finding.values["names"] == "查档人次"
    assert _of(damage(REPORT, "grade: 优", "grade: 良"), "grade_borne_out") == []


def test_a_grade_without_scores_is_judged_by_all_indicators(small: Path, damage: Damage) -> None:
    """Where nothing marks the core and no score can be recomputed, every missed target counts."""
    path = small / INDICATORS
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    bare = [[cell for column, cell in enumerate(row) if rows[0][column] not in ("分值", "得分")] for row in rows]
    path.write_text("\n".join(map(",".join, bare)) + "\n", encoding="utf-8")
    assert len(_of(damage(REPORT, ', score: "97.31"', ""), "grade_borne_out")) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("自评等级为“优”。", []),
        ("自评等级为优秀，", []),
        ("自评得分97.31分，等级为“良”。", ["良"]),
        ("自评结果为良好。", ["良好"]),
        ("空气质量等级为良。", []),
        ("自评等级为优先事项。", []),
    ],
)
def test_a_grade_in_words_is_the_stated_one(damage: Damage, text: str, told: list[str]) -> None:
    """An alias will do; other grades and words that begin like one are not meant."""
    assert _told(damage, text, "grade_as_stated") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('超额完成数字化，完成率{{ num("数字化页数·完成率") }}。', []),
        ('超额完成查档，完成率{{ num("查档人次·完成率") }}。', ["超额完成"]),
        ('查档超额完成，达到{{ num("查档人次·实际完成值") }}。', ["超额完成"]),
        ('未超额完成，完成率{{ num("查档人次·完成率") }}。', []),
        ("超额完成各项任务。", []),
        ('超额完成，两项为{{ num("查档人次·完成率") }}、{{ num("数字化页数·完成率") }}。', []),
    ],
)
def test_more_than_required_means_above_100_percent(damage: Damage, text: str, told: list[str]) -> None:
    """The one rate of the sentence is compared; without one, or with several, nothing is."""
    assert _told(damage, text, "surplus_borne_out") == told
