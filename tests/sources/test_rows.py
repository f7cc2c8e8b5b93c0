from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.report.finding import Finding
from nianbao.report.model import BreakdownPart, BudgetLine, Indicator
from nianbao.sources.grid import REFUSED, Grid, GridCell, GridRow
from nianbao.sources.rows import read_rows
from nianbao.sources.year import read_year

Answer = Callable[[str, str, str], list[tuple[str, str]]]
BUDGET = "data/2023/budget.csv"


@pytest.mark.parametrize(
    "cell",
    ["1e3", "(250.00)", "−250.00", "2_500", "2,50.00", "250.00万元", "٢٥٠", "二百五十", "250.00.1", "#REF!", "250，00"],
)
def test_a_number_that_could_be_misread_is_refused_at_its_cell(answers: Answer, cell: str) -> None:
    """Exponents, brackets, other minus signs and digits, misplaced groups and units inside a cell are no numbers."""
    quoted = f'"{cell}"' if "," in cell else cell
    assert answers(BUDGET, "人员经费,250.00", f"人员经费,{quoted}") == [("cell_not_a_number", f"{BUDGET}:3:年初预算数")]


@pytest.mark.parametrize("cell", ["２５０．００", "＋250.00", '"1,250.00"', "2５0.00"])
def test_full_width_digits_and_right_groups_are_read_with_a_note(answers: Answer, cell: str) -> None:
    """What can be read in one way only is read, and said."""
    assert answers(BUDGET, "人员经费,250.00", f"人员经费,{cell}") == [
        ("cell_number_normalised", f"{BUDGET}:3:年初预算数")
    ]


def test_money_is_held_in_yuan_exactly_and_remembers_how_it_was_written(small: Path) -> None:
    """300.00 in a column of 万元 is 3,000,000 元."""
    line = read_year(small, 2023).report.rows(BudgetLine)[0]
    assert line.initial == Decimal(3_000_000)
    assert (line.texts["initial"], line.money_units["initial"]) == ("300.00", "万元")


def test_nothing_and_not_stated_are_told_apart(small: Path) -> None:
    """An empty optional cell is no value, 原报告未列 says so in words; neither is zero."""
    path = small / "data/2023/indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("人次,20,18.00", "人次,—,原报告未列"), encoding="utf-8")
    row = next(row for row in read_year(small, 2023).report.rows(Indicator) if row.id == "visits")
    assert (row.weight, row.score) == (None, None)
    assert row.not_stated == {"score"}


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "place"),
    [
        ("budget.csv", "执行数（万元）,上年", "实行数（万元）,上年", "header_unknown", "budget.csv:1"),
        ("budget.csv", "执行数（万元）,上年", "执行数,上年", "header_without_unit", "budget.csv:1"),
        ("budget.csv", "上年执行数（万元）", "执行数（万元）", "header_repeated", "budget.csv:1"),
        ("budget.csv", "人员经费,250.00", "人员经费,", "cell_needed", "budget.csv:3:年初预算数"),
        ("budget.csv", "人员经费", "人头经费", "cell_choice", "budget.csv:3:科目"),
        ("budget.csv", "公用经费,", "人员经费,", "key_repeated", "budget.csv:4:科目"),
        ("facts.csv", "120,约,名", "120,大约,名", "cell_choice", "facts.csv:6:限定"),
        ("breakdowns.csv", "2000,卷,是", "2000,卷,对", "cell_choice", "breakdowns.csv:4:互斥"),
        ("items.csv", "repair,库房维修", "sum,合计", "total_in_data", "items.csv:3:项目"),
        ("problems.csv", "责任岗位,", "", "row_ragged", "problems.csv:2"),
    ],
)
def test_each_fault_of_a_table_is_told_at_its_place(
    answers: Answer, file: str, old: str, new: str, rule: str, place: str
) -> None:
    """Headers, needed cells, choices, repeated keys, totals in data and ragged rows."""
    assert (rule, f"data/2023/{place}") in answers(f"data/2023/{file}", old, new)


def test_a_missing_needed_column_is_told_once(answers: Answer) -> None:
    """A column that is not there at all is one finding, not one a row."""
    found = answers("data/2023/budget.csv", "年初预算数（万元）", "说明")
    assert [rule for rule, _ in found].count("header_missing") == 1


def test_english_field_names_are_headers_too(small: Path, answers: Answer) -> None:
    """A table whose header has the fields' names is read the same."""
    assert answers("data/2023/survey.csv", "指标,调查总体,样本数", "indicator,population,sample") == []


def test_a_table_may_be_yaml(small: Path) -> None:
    """A list of records with Chinese names gives the same rows as a CSV file."""
    text = "- 科目: 基本支出\n  年初预算数（万元）: 300.00\n  全年预算数（万元）: 300.00\n  执行数（万元）: 298.00\n- 科目: 合计\n  年初预算数（万元）: 300.00\n  全年预算数（万元）: 300.00\n  执行数（万元）: 298.00\n"
    (small / "data/2023/budget.csv").unlink()
    (small / "data/2023/budget.yml").write_text(text, encoding="utf-8")
    lines = read_year(small, 2023).report.rows(BudgetLine)
    assert [(line.category, line.executed, line.place.line) for line in lines] == [
        ("基本支出", Decimal(2_980_000), 1),
        ("合计", Decimal(2_980_000), 5),
    ]


def test_a_target_that_is_judged_by_tier_may_begin_with_a_figure(small: Path, answers: Answer) -> None:
    """12月底前建成 is a text where the direction is 定性, and no number with a unit where it is not."""
    path = "data/2023/indicators.csv"
    assert answers(path, "定性,达成年度指标,", "定性,12月底前建成,") == []
    row = next(row for row in read_year(small, 2023).report.rows(Indicator) if row.id == "service")
    assert row.target == "12月底前建成"
    assert answers(path, "=,3,3,间", "=,3间,3,间") == [("cell_not_a_number", f"{path}:4:目标值")]


@pytest.mark.parametrize(
    ("file", "cell", "rule"), [("indicators.csv", "=,", "cell_choice"), ("budget.csv", "人员经费,", "cell_choice")]
)
def test_what_no_row_can_be_without_cannot_be_left_unstated(answers: Answer, file: str, cell: str, rule: str) -> None:
    """The report need not say how well a target was reached, but a row has to say what it is about."""
    assert rule in {name for name, _ in answers(f"data/2023/{file}", cell, "原报告未列,")}


def test_a_fact_of_no_section_is_told_by_the_checks(small: Path, answers: Answer) -> None:
    """原报告未列 as a section is a name like any other that does not exist."""
    assert answers("data/2023/facts.csv", "志愿者人数,work", "志愿者人数,原报告未列") == []
    findings = assemble(small, 2023).findings
    assert ("reference_exists", "data/2023/facts.csv:6:章节") in {(entry.rule, str(entry.place)) for entry in findings}


BREAKDOWN = {
    "分项表": "馆藏构成",
    "分项": "文书档案",
    "数值": "7000",
    "单位": "卷",
    "互斥": "是",
    "合计对应": "馆藏数量",
}


@pytest.mark.parametrize("title", BREAKDOWN)
def test_a_cell_that_has_its_complaint_gets_no_second_one(title: str) -> None:
    """A cell that was refused before its row is read (merged, an error value, a list) is passed over in silence."""
    cells = tuple(REFUSED if name == title else GridCell(text) for name, text in BREAKDOWN.items())
    findings: list[Finding] = []
    rows = read_rows(
        Grid("data/2023/breakdowns.yml", GridRow(1, tuple(map(GridCell, BREAKDOWN))), (GridRow(2, cells),)),
        BreakdownPart,
        findings,
    )
    assert findings == []
    assert (rows == ()) == (title in ("分项表", "分项"))
