from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]


def test_a_part_may_not_be_larger_than_its_whole(damage: Damage) -> None:
    """More online visits than visits cannot be."""
    findings = damage("data/2023/facts.csv", "线上查档人次,work,查档服务,600", "线上查档人次,work,查档服务,1900")
    finding = next(entry for entry in findings if entry.rule == "part_within_whole")
    assert (finding.values["own"], finding.values["whole"]) == ("1,900人次", "1,800人次")


@pytest.mark.parametrize(("unit", "told"), [("人次", True), ("户", False), ("万元", False)])
def test_a_part_in_another_unit_is_not_compared(damage: Damage, unit: str, told: bool) -> None:
    """Households are no part of so many visits, and money is none at all."""
    old = "线上查档人次,work,查档服务,600,,人次"
    findings = damage("data/2023/facts.csv", old, f"线上查档人次,work,查档服务,1900,,{unit}")
    assert ("part_within_whole" in {finding.rule for finding in findings}) is told
