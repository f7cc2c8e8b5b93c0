from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding

Put = Callable[[int, str, str, str, str], None]
Compared = Callable[[], list[Finding]]
FINAL, PRIOR = "决算数（万元）", "上年决算数（万元）"
CAR, CARS = "公务用车运行维护费", "公务用车购置及运行维护费"


def _spend_more(put: Put, amount: str = "4.20") -> None:
    for key in (CAR, CARS):
        put(2024, "sangong", key, FINAL, amount)


def test_an_amount_far_from_last_years_needs_a_reason(put: Put, compared: Compared) -> None:
    """The finding says what it was, what it is, by how much that differs, and where the limit lies."""
    _spend_more(put)
    first, second = compared()
    assert (first.rule, first.level, first.field) == ("change_explained", "warning", "executed")
    assert [entry.key for entry in (first, second)] == [CAR, CARS]
    assert first.values == {
        "name": f"{CAR}·决算数",
        "then": "3.20万元",
        "now": "4.20万元",
        "rate": "31.25%",
        "limit": "30%",
    }


def test_a_reason_or_a_change_within_the_limit_is_enough(put: Put, compared: Compared) -> None:
    """4.16 is thirty percent more and no more than that."""
    _spend_more(put, "4.16")
    assert compared() == []
    _spend_more(put)
    for key in (CAR, CARS):
        put(2024, "sangong", key, "变动原因", "新增一辆")
    assert compared() == []


def test_the_ruleset_draws_the_limit(following: Path, put: Put, compared: Compared) -> None:
    """A place that asks for reasons above forty percent gets none below it."""
    path = following / "data/rulesets/county-sample.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('amount_change_above: "30"', 'amount_change_above: "40"'), encoding="utf-8")
    _spend_more(put)
    assert compared() == []


def test_something_that_was_zero_last_year_needs_a_reason(put: Put, compared: Compared) -> None:
    """There is no rate from zero, and the change is told without one."""
    put(2024, "sangong", "公务用车购置费", FINAL, "18.00")
    found = [entry for entry in compared() if entry.key == "公务用车购置费"]
    assert [entry.sentence for entry in found] == ["change_explained.from_zero"]


@pytest.mark.parametrize(("now", "told"), [("60", []), ("61", ["问卷人数"]), ("19", ["问卷人数"])])
def test_a_count_has_its_own_limit(put: Put, compared: Compared, now: str, told: list[str]) -> None:
    """Counts of work move more than amounts: half as much again is the limit, up and down."""
    put(2024, "facts", "问卷人数", "数值", now)
    assert [entry.key for entry in compared() if entry.rule == "change_explained"] == told


def test_small_counts_may_double(put: Put, compared: Compared) -> None:
    """Three rooms and six rooms are both few."""
    put(2023, "indicators", "rooms", "实际完成值", "6")
    assert compared() == []
    put(2023, "indicators", "rooms", "实际完成值", "12")
    assert [entry.key for entry in compared()] == ["rooms"]


def test_a_number_that_last_year_called_unusual_may_be_usual_again(put: Put, compared: Compared) -> None:
    """Last year said why it was low; this year need not say why it is not."""
    put(2023, "facts", "问卷人数", "数值", "10")
    put(2024, "facts", "问卷人数", "上年数", "10")
    assert [entry.rule for entry in compared()] == ["change_explained"]
    put(2023, "facts", "问卷人数", "说明", "闭馆维修期间未开展")
    assert compared() == []


def test_sums_and_repeated_numbers_are_explained_where_they_come_from(put: Put, compared: Compared) -> None:
    """合计 and 基本支出 are sums; a number that must equal another needs no word of its own."""
    for key, amount in (("公用经费", "20.00"), ("基本支出", "120.00"), ("合计", "180.00")):
        put(2024, "budget", key, "上年执行数（万元）", amount)
    put(2024, "facts", "原列基本支出占比", "上年数", "20")
    found = [entry.key for entry in compared() if entry.rule == "change_explained"]
    assert found == ["公用经费"]
