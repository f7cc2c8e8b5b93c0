from __future__ import annotations

from collections.abc import Callable

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
BUDGET = "data/2023/budget.csv"


def test_a_total_that_is_not_the_sum_of_its_categories_is_an_error(damage: Damage) -> None:
    """The finding stands at the total's cell, with the sum, the stated total and the difference."""
    finding = next(entry for entry in damage(BUDGET, "合计,500.00", "合计,500.10") if entry.rule == "budget_adds_up")
    assert str(finding.place) == "data/2023/budget.csv:6:年初预算数"
    assert finding.level == "error"
    assert (finding.values["added"], finding.values["found"]) == ("500.00万元", "500.10万元")
    assert finding.values["difference"] == "0.10万元"


def test_staff_and_office_costs_must_add_up_to_basic_expenditure(damage: Damage) -> None:
    """A cent too much in 人员经费 is told at 基本支出."""
    (finding,) = damage(BUDGET, "人员经费,250.00,250.00,249.00", "人员经费,250.00,250.00,249.01")
    assert finding.rule == "basic_expenditure_adds_up"
    assert str(finding.place) == "data/2023/budget.csv:2:执行数"
    assert finding.values["difference"] == "-0.01万元"


def test_items_that_do_not_fill_their_category_are_told_with_the_rest(damage: Damage) -> None:
    """The difference is the amount that no item accounts for."""
    (finding,) = damage("data/2023/items.csv", "80.00,80.00,77.00", "80.00,80.00,70.00")
    assert finding.rule == "items_add_up"
    assert finding.values["difference"] == "7.00万元"
    assert str(finding.place) == "data/2023/budget.csv:5:执行数"


def test_an_item_without_a_category_counts_as_project_expenditure(damage: Damage) -> None:
    """Leaving 支出类别 empty changes nothing."""
    assert damage("data/2023/items.csv", "档案数字化,项目支出", "档案数字化,") == []


def test_parts_must_add_up_to_the_quantity_they_name(damage: Damage) -> None:
    """A breakdown in 卷 is compared with a fact in 万卷."""
    (finding,) = damage("data/2023/breakdowns.csv", "馆藏构成,专门档案,2000", "馆藏构成,专门档案,2001")
    assert finding.rule == "breakdown_adds_up"
    assert (finding.values["added"], finding.values["difference"]) == ("12,001卷", "-1卷")


def test_vehicle_costs_must_add_up(damage: Damage) -> None:
    """购置费 and 运行维护费 make up 公务用车购置及运行维护费."""
    (finding,) = damage("data/2023/sangong.csv", "运行维护费,3.50,3.20", "运行维护费,3.50,3.25")
    assert finding.rule == "public_expenses_add_up"
    assert finding.values["difference"] == "-0.05万元"


def test_parts_in_units_of_another_scale_are_added_in_the_base_unit(damage: Damage) -> None:
    """0.2 万卷 are 2,000 卷."""
    assert damage("data/2023/breakdowns.csv", "馆藏构成,专门档案,2000,卷", "馆藏构成,专门档案,0.2,万卷") == []
