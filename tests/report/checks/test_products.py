from __future__ import annotations

from collections.abc import Callable

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
COSTS = "data/2023/unit_costs.csv"


def test_quantity_times_price_must_be_the_amount(damage: Damage) -> None:
    """The product, the stated amount and the difference are told in 元."""
    findings = damage(COSTS, "5,10000,10000", "5,10001,10001")
    (finding,) = findings
    assert finding.rule == "product_fits"
    assert (finding.values["right"], finding.values["found"], finding.values["difference"]) == (
        "10,000元",
        "10,001元",
        "1元",
    )


def test_amounts_in_ten_thousands_are_compared_in_yuan(damage: Damage) -> None:
    """An amount of 1.00 万元 is 10,000 元."""
    damage(COSTS, "金额（元）", "金额（万元）")
    assert damage(COSTS, "5,10000,10000", "5,1.00,10000") == []


def test_another_settled_amount_needs_an_explanation(damage: Damage) -> None:
    """With a reason in 差异说明 the difference is fine."""
    (finding,) = damage(COSTS, "10000,10000,", "10000,9000,")
    assert (finding.rule, finding.values["difference"]) == ("settled_explained", "-1,000元")
    assert damage(COSTS, "10000,9000,", "10000,9000,批量优惠") == []
