from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.sources.year import read_year

Put = Callable[[int, str, str, str, str], None]
Compared = Callable[[], list[Finding]]
PRIOR = "上年执行数（万元）"


def test_a_year_that_tells_last_year_as_it_was_has_no_findings(compared: Compared) -> None:
    """Every 上年 column says what last year's report says."""
    assert compared() == []


def test_a_prior_amount_that_last_year_does_not_have_is_an_error_with_both_numbers(
    put: Put, compared: Compared
) -> None:
    """The finding stands at the cell and names the version it was compared with."""
    put(2024, "budget", "项目支出", PRIOR, "221.00")
    (finding,) = compared()
    assert (finding.rule, finding.level) == ("prior_agrees", "error")
    assert str(finding.place) == "data/2024/budget.csv:5:上年执行数"
    assert finding.values == {
        "title": "上年执行数",
        "own": "221.00万元",
        "last": "2023-v2",
        "other": "212.00万元",
        "difference": "9万元",
    }


@pytest.mark.parametrize(("before", "agrees"), [("32000", True), ("31980", True), ("31900", False)])
def test_amounts_in_different_units_are_compared_as_far_as_they_are_written(
    following: Path, put: Put, compared: Compared, before: str, agrees: bool
) -> None:
    """3.20万元 may be any amount that is rounded to it, and no other."""
    path = following / "data/2023/sangong.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("决算数（万元）,上年", "决算数（元）,上年"), encoding="utf-8"
    )
    for key in ("公务用车运行维护费", "公务用车购置及运行维护费"):
        put(2023, "sangong", key, "决算数（元）", before)
    assert ([entry.rule for entry in compared()] == []) is agrees


@pytest.mark.parametrize(
    ("told", "qualifier", "agrees"),
    [("120", "约", True), ("118", "", True), ("115", "", True), ("114", "", False), ("140", "约", False)],
)
def test_a_qualified_number_of_last_year_is_met_within_its_range(
    put: Put, compared: Compared, told: str, qualifier: str, agrees: bool
) -> None:
    """约120名 may be any number that is written so."""
    put(2024, "facts", "志愿者人数", "上年数", told)
    put(2024, "facts", "志愿者人数", "上年限定", qualifier)
    assert (compared() == []) is agrees


def test_a_prior_number_in_another_unit_cannot_be_compared(put: Put, compared: Compared) -> None:
    """卷 of last year are no 件 of this year; the change of the unit is told as well."""
    put(2024, "facts", "馆藏数量", "单位", "万件")
    assert {(entry.rule, entry.sentence) for entry in compared()} == {
        ("prior_agrees", "prior_agrees.unit"),
        ("series_comparable", "series_comparable"),
    }


def test_a_declared_break_of_a_series_explains_another_prior_number(put: Put, compared: Compared) -> None:
    """口径变化 is the public reason; neither the number nor the scope is told then."""
    put(2024, "facts", "馆藏数量", "上年数", "1.1")
    put(2024, "facts", "馆藏数量", "单位", "万件")
    put(2024, "facts", "馆藏数量", "口径变化", "改为按件统计")
    assert compared() == []


def test_own_tables_with_a_column_for_last_year_are_compared_as_well(following: Path, compared: Compared) -> None:
    """A column declared with `prior_of` in tables.yml repeats the column it names."""
    declared = (
        "tables:\n  - id: rooms\n    sheet: 库房\n    title: 库房情况\n    columns:\n"
        "      - {id: room, title: 库房, kind: key}\n"
        "      - {id: boxes, title: 档案盒, kind: number, unit: 个}\n"
        "      - {id: before, title: 上年档案盒, kind: number, unit: 个, prior_of: boxes}\n"
    )
    for year, row in ((2023, "一号,80,"), (2024, "一号,85,81")):
        (following / f"data/{year}/tables.yml").write_text(declared, encoding="utf-8")
        (following / f"data/{year}/rooms.csv").write_text(f"库房,档案盒,上年档案盒\n{row}\n", encoding="utf-8")
    (finding,) = compared()
    assert (finding.rule, finding.table, finding.key, finding.field) == ("prior_agrees", "rooms", "一号", "before")


@pytest.mark.parametrize(("amount", "told"), [("0", []), ("0.40", ["prior_known"])])
def test_a_row_that_last_year_does_not_have_had_no_number_but_zero(
    following: Path, compared: Compared, amount: str, told: list[str]
) -> None:
    """A prior amount of 0 says that there was none; any other comes from nowhere."""
    path = following / "data/2024/sangong.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"公务接待费,0.50,{amount},{amount}\n", encoding="utf-8")
    assert [entry.rule for entry in compared()] == told


def test_a_prior_number_left_out_beside_others_is_told(put: Put, compared: Compared) -> None:
    """A column that other rows use is filled where last year has a number; 原报告未列 answers it."""
    put(2024, "budget", "人员经费", PRIOR, "")
    (finding,) = compared()
    assert (finding.level, finding.sentence, finding.values["other"]) == ("warning", "prior_known.blank", "249.00万元")
    put(2024, "budget", "人员经费", PRIOR, "原报告未列")
    assert compared() == []


def test_a_column_that_no_row_uses_is_not_asked_for(put: Put, compared: Compared) -> None:
    """A report without 上年 columns is complete."""
    for key in ("基本支出", "人员经费", "公用经费", "项目支出", "合计"):
        put(2024, "budget", key, PRIOR, "")
    assert compared() == []


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "field"),
    [
        ("indicators", "rooms", "三级指标", "新建库房数", "name"),
        ("indicators", "rooms", "单位", "处", "unit"),
        ("indicators", "cost", "方向", "≥", "direction"),
        ("facts", "馆藏数量", "单位", "万件", "unit"),
    ],
)
def test_a_series_that_counts_something_else_needs_a_word(
    put: Put, compared: Compared, table: str, key: str, column: str, value: str, field: str
) -> None:
    """Name, unit and direction are those of last year, or 口径变化 says why not."""
    put(2024, table, key, column, value)
    found = [entry for entry in compared() if entry.rule == "series_comparable"]
    assert [(entry.level, entry.field) for entry in found] == [("warning", field)]
    put(2024, table, key, "口径变化", "按新的统计制度")
    assert compared() == []


def test_a_scope_that_changed_is_told_and_one_that_was_only_added_is_not(put: Put, compared: Compared) -> None:
    """全县 is not 城区, but it may have been meant by a year that says nothing."""
    put(2024, "facts", "问卷人数", "口径", "城区")
    assert compared() == []
    put(2023, "facts", "问卷人数", "口径", "全县")
    (finding,) = compared()
    assert (finding.values["then"], finding.values["now"], finding.field) == ("全县", "城区", "scope")


def test_a_unit_of_another_scale_is_the_same_unit(put: Put, compared: Compared) -> None:
    """1.2 万卷 last year may be 12000 卷 this year."""
    for column, value in (("数值", "12000"), ("单位", "卷"), ("上年数", "12000")):
        put(2024, "facts", "馆藏数量", column, value)
    assert compared() == []


def test_without_a_year_before_nothing_is_compared(following: Path, put: Put) -> None:
    """The first report, and one after a gap, stand for themselves."""
    put(2024, "budget", "项目支出", PRIOR, "221.00")
    sources = read_year(following, 2024)
    found = {entry.rule for entry in YearEdition(sources.report, sources.pages).findings}
    assert "prior_agrees" not in found
