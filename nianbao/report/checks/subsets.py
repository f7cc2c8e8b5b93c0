"""Subsets: a part is not larger than its whole."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.agreement import comparable, range_of
from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import Fact


@rule("error", "包含关系")
def part_within_whole(subject: Subject) -> Iterator[Finding]:
    """写了“包含于”的数据不大于所指的数据；单位不能相比的（户与名、元与人）不核对。

    通过：重点企业台账1296个，包含于排查企业5434家。
    不通过：新业态会员50000人，包含于新发展会员4.5万人。
    """
    for fact in subject.report.rows(Fact):
        own, whole = subject.value_of(fact.key_name), subject.value_of(fact.parent or "")
        if own is None or whole is None or not comparable(own.unit, whole.unit):
            continue
        if range_of(own).lower > range_of(whole).upper:
            yield at_cell(fact, "value", own=own.written, name=whole.name, whole=whole.written)
