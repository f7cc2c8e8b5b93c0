from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
BUDGET = "data/2023/budget.csv"


def test_a_low_execution_rate_needs_a_reason(damage: Damage) -> None:
    """Below the ruleset's threshold, 说明 may not be empty."""
    findings = damage(BUDGET, "公用经费,50.00,50.00,49.00", "公用经费,50.00,50.00,40.00")
    finding = next(entry for entry in findings if entry.rule == "execution_explained")
    assert str(finding.place) == "data/2023/budget.csv:4:说明"
    assert finding.values["rate"] == "80.00%"


def test_an_execution_rate_above_100_needs_a_reason(damage: Damage) -> None:
    """More was spent than the whole year's budget."""
    findings = damage(BUDGET, "公用经费,50.00,50.00,49.00", "公用经费,50.00,50.00,50.01")
    assert "execution_explained" in {finding.rule for finding in findings}


def test_a_changed_budget_needs_a_reason(damage: Damage) -> None:
    """全年预算数 other than 年初预算数 without 说明 is a warning."""
    (finding,) = damage(BUDGET, "年中追加数字化经费", "")
    assert (finding.rule, finding.level) == ("adjustment_explained", "warning")


def test_everything_spent_to_the_cent_is_to_be_confirmed(damage: Damage) -> None:
    """Where every category's executed amount equals its budget, somebody may have copied the column."""
    text = "基本支出,300.00,300.00,298.00,290.00,\n人员经费,250.00,250.00,249.00,245.00,\n公用经费,50.00,50.00,49.00,45.00,\n"
    same = "基本支出,300.00,300.00,300.00,290.00,\n"
    damage("data/2023/items.csv", "140.00,135.00", "140.00,140.00")
    damage("data/2023/items.csv", "80.00,80.00,77.00", "80.00,80.00,80.00")
    damage(BUDGET, "项目支出,200.00,220.00,212.00", "项目支出,200.00,220.00,220.00")
    damage(BUDGET, "合计,500.00,520.00,510.00", "合计,500.00,520.00,520.00")
    findings = damage(BUDGET, text, same)
    assert "execution_plausible" in {finding.rule for finding in findings}


@pytest.mark.parametrize(("file", "name"), [("budget", "公用经费"), ("items", "库房维修")])
def test_spending_without_a_budget_needs_a_reason(damage: Damage, file: str, name: str) -> None:
    """A budget of 0 has no rate; what was spent all the same is an error, nothing spent is fine."""
    rows = {"公用经费": "公用经费,50.00,50.00,49.00,45.00,", "库房维修": "库房维修,项目支出,财政拨款,80.00,80.00,77.00"}
    zero = {"公用经费": "公用经费,0,0,49.00,45.00,", "库房维修": "库房维修,项目支出,财政拨款,0,0,77.00"}
    found = damage(f"data/2023/{file}.csv", rows[name], zero[name])
    (finding,) = [entry for entry in found if entry.rule == "spending_budgeted"]
    assert (finding.level, finding.field, finding.values["name"]) == ("error", "note", name)
    assert "execution_explained" not in {entry.rule for entry in found}
    found = damage(f"data/2023/{file}.csv", zero[name], zero[name].replace("49.00", "0").replace("77.00", "0"))
    assert [entry for entry in found if entry.rule == "spending_budgeted"] == []
