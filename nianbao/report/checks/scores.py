"""Scores and grades: recomputed by the year's ruleset."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import Indicator
from nianbao.report.row import NOT_STATED
from nianbao.report.scoring import score_range, total_score
from nianbao.wording.numbers import write_number

TOLERANCE = Decimal("0.01")
"""How far a stated score may be from the recomputed one: one unit of the second decimal."""


def _scored(subject: Subject) -> list[Indicator]:
    return [row for row in subject.report.rows(Indicator) if row.weight is not None or row.score is not None]


@rule("error", "评分")
def scores_stated(subject: Subject) -> Iterator[Finding]:
    """绩效指标写了分值和得分，使自评结论可以复算；整张表都没有时只提示一次。

    通过：每个指标都有分值和得分。
    不通过：报告写了等级，指标表却没有任何分值和得分。
    """
    rows = subject.report.rows(Indicator)
    if rows and not _scored(subject):
        grade = subject.report.head.conclusion.grade
        variant = "scores_stated.nothing" if grade == NOT_STATED else "scores_stated.none"
        yield at_cell(rows[0], "score", variant, grade=grade)
        return
    for row in rows:
        for field in ("weight", "score"):
            if getattr(row, field) is None:
                yield at_cell(row, field, name=row.name, title=str(Indicator.model_fields[field].title))


@rule("error", "评分")
def weights_add_up(subject: Subject) -> Iterator[Finding]:
    """各指标分值与预算执行率分值之和等于满分；各一级指标的分值之和等于评分规则所定。

    通过：预算执行率10、产出指标50、效益指标30、满意度指标10，共100。
    不通过：同上而满意度指标只有5，共95。
    """
    rows = _scored(subject)
    if not rows or any(row.weight is None for row in rows):
        return
    ruleset = subject.report.ruleset
    added = sum((row.weight for row in rows if row.weight is not None), ruleset.budget_execution_weight or Decimal(0))
    if added != ruleset.full_score:
        yield at_cell(rows[0], "weight", added=f"{added:f}", right=f"{ruleset.full_score:f}")
    for level in ruleset.levels:
        members = [row for row in rows if row.level1 == level.name]
        part = sum((row.weight for row in members if row.weight is not None), Decimal(0))
        if members and level.weight is not None and part != level.weight:
            yield at_cell(
                members[0],
                "weight",
                "weights_add_up.level",
                name=level.name,
                added=f"{part:f}",
                right=f"{level.weight:f}",
            )


@rule("error", "评分")
def level_is_known(subject: Subject) -> Iterator[Finding]:
    """一级指标是评分规则列出的名称之一。

    通过：产出指标。
    不通过：产出类（应为产出指标）。
    """
    known = [level.name for level in subject.report.ruleset.levels]
    for row in subject.report.rows(Indicator):
        if row.level1 not in known:
            yield at_cell(row, "level1", found=row.level1, known="、".join(known))


@rule("error", "评分")
def score_within_weight(subject: Subject) -> Iterator[Finding]:
    """得分不小于0，不大于分值。

    通过：分值10、得分9.50。
    不通过：分值10、得分10.50。
    """
    for row in _scored(subject):
        if row.weight is not None and row.score is not None and not 0 <= row.score <= row.weight:
            yield at_cell(row, "score", name=row.name, score=f"{row.score:f}", weight=f"{row.weight:f}")


@rule("error", "评分")
def score_recomputed(subject: Subject) -> Iterator[Finding]:
    """得分等于按评分规则由目标值和实际完成值复算的得分（相差不超过0.01）；定性指标的得分在其等次的范围内。

    通过：目标20、实际18、分值10、得分9.00。
    不通过：目标20、实际18、分值10、得分10.00。
    """
    for row in _scored(subject):
        allowed = score_range(row, subject.report.ruleset)
        if row.score is None or allowed is None:
            continue
        lower, upper = allowed
        if not lower - TOLERANCE <= row.score <= upper + TOLERANCE:
            right = f"{lower:f}" if lower == upper else f"{lower:f}～{upper:f}"
            yield at_cell(row, "score", name=row.name, score=f"{row.score:f}", right=right)


@rule("error", "评分")
def total_recomputed(subject: Subject) -> Iterator[Finding]:
    """自评总分等于各指标得分与预算执行率得分之和（相差不超过0.01）。

    通过：各指标得分86.50、预算执行率得分9.80、总分96.30。
    不通过：同上而总分写作97.30。
    """
    stated, total = subject.report.head.conclusion.score, total_score(subject.report)
    if isinstance(stated, Decimal) and total is not None and abs(stated - total) > TOLERANCE:
        values = {
            "found": write_number(stated),
            "right": write_number(total),
            "difference": write_number(stated - total),
        }
        yield Finding(
            "", "error", subject.report.conclusion_place, values, table="report", key="conclusion", field="score"
        )


@rule("warning", "评分")
def grade_is_a_band(subject: Subject) -> Iterator[Finding]:
    """自评等级用评分规则的等级名称，不用别名。

    通过：优。
    不通过：优秀（规则中的名称是“优”）。
    """
    grade = subject.report.head.conclusion.grade
    found = subject.report.ruleset.grade_named(grade)
    if grade != "原报告未列" and (found is None or found.name != grade):
        names = "、".join(band.name for band in subject.report.ruleset.grades)
        values = {"found": grade, "right": found.name if found else "", "known": names}
        sentence = "" if found else "grade_is_a_band.unknown"
        place = subject.report.conclusion_place
        yield Finding("", "warning", place, values, sentence, table="report", key="conclusion", field="grade")


@rule("error", "评分")
def grade_fits_total(subject: Subject) -> Iterator[Finding]:
    """自评等级与总分所在的等级一致。

    通过：总分92.00，等级优。
    不通过：总分88.00，等级优（应为良）。
    """
    conclusion = subject.report.head.conclusion
    stated = conclusion.score if isinstance(conclusion.score, Decimal) else total_score(subject.report)
    found = subject.report.ruleset.grade_named(conclusion.grade)
    if stated is None or found is None:
        return
    right = subject.report.ruleset.grade_of(stated)
    if right != found:
        values = {"score": write_number(stated), "found": conclusion.grade, "right": right.name}
        place = subject.report.conclusion_place
        yield Finding("", "error", place, values, table="report", key="conclusion", field="grade")
