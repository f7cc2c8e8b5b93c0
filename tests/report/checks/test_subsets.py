from __future__ import annotations

from collections.abc import Callable

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]


def test_a_part_may_not_be_larger_than_its_whole(damage: Damage) -> None:
    """More online visits than visits cannot be."""
    findings = damage("data/2023/facts.csv", "线上查档人次,work,查档服务,600", "线上查档人次,work,查档服务,1900")
    finding = next(entry for entry in findings if entry.rule == "part_within_whole")
    assert (finding.values["own"], finding.values["whole"]) == ("1,900人次", "1,800人次")
