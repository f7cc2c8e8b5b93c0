"""Satisfaction surveys: who was asked, and how."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import Indicator, Survey

_NEEDED = ("population", "sample", "method")


@rule("warning", "满意度调查")
def survey_described(subject: Subject) -> Iterator[Finding]:
    """报告了满意度的，满意度调查表写明调查总体、样本数和调查方式。

    通过：总体11000、样本500、网上问卷。
    不通过：满意度100%，样本数原报告未列。
    """
    surveys = {row.indicator: row for row in subject.report.rows(Survey)}
    for row in subject.report.rows(Indicator):
        if "满意度" not in row.name + row.level1 or row.actual is None:
            continue
        survey = surveys.get(row.id)
        lacking = [name for name in _NEEDED if survey is None or getattr(survey, name) is None]
        if lacking:
            titles = "、".join(str(Survey.model_fields[name].title) for name in lacking)
            yield at_cell(row, "actual", name=row.name, titles=titles)
