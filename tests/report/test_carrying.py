from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.report.carrying import form
from nianbao.report.model import ROWS, BudgetLine, Fact, Problem, PublicExpense, Review, UnitCost
from nianbao.report.report import Report
from nianbao.report.row import NOT_STATED, columns_of
from nianbao.sources.year import read_year


@pytest.fixture
def last(small: Path) -> Report:
    """The report of 2023, from which 2024 goes on."""
    return read_year(small, 2023).report


def test_last_years_values_stand_in_the_columns_for_them(last: Report) -> None:
    """上年执行数 of 2024 is 执行数 of 2023, letter for letter, in the same unit."""
    budget = form(BudgetLine, last, 2024, "万元")
    before = {line.category: line for line in last.rows(BudgetLine)}
    assert {cells["category"]: cells["prior"] for cells in budget.rows} == {
        name: line.texts["executed"] for name, line in before.items()
    }
    assert budget.units["prior"] == before["合计"].money_units["executed"]
    assert all("initial" not in cells and "executed" not in cells for cells in budget.rows)


def test_a_prior_number_keeps_how_exactly_it_was_stated(last: Report) -> None:
    """约120 of last year is 约120 as 上年数, not 120."""
    facts = {cells["key_name"]: cells for cells in form(Fact, last, 2024, "万元").rows}
    about = next(fact for fact in last.rows(Fact) if fact.qualifier == "约")
    assert (facts[about.key_name]["prior"], facts[about.key_name]["prior_qualifier"]) == (about.texts["value"], "约")


def test_a_gap_between_the_years_leaves_the_prior_columns_blank(last: Report) -> None:
    """2023 is not the year before 2025: names come again, figures do not."""
    rows = form(PublicExpense, last, 2025, "万元").rows
    assert rows
    assert all("prior" not in cells for cells in rows)


def test_what_last_year_did_not_state_is_not_stated_as_prior(last: Report, small: Path) -> None:
    """原报告未列 stays 原报告未列."""
    path = small / "data/2023/sangong.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[2] = NOT_STATED
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    rows = form(PublicExpense, read_year(small, 2023).report, 2024, "万元").rows
    assert rows[0]["prior"] == NOT_STATED


def test_unfinished_problems_are_carried_over_with_the_year_they_come_from(small: Path) -> None:
    """已完成 is done with; everything else comes again, with its progress still to be told."""
    (small / "data/2023/problems.csv").write_text(
        "编号,存在问题,原因,改进措施,责任岗位,完成时限,进展,结转自\n"
        "p1,甲,甲因,甲策,甲岗,2024年6月,已完成,\n"
        "p2,乙,乙因,乙策,乙岗,原报告未列,正在推进,\n"
        "p3,丙,丙因,丙策,丙岗,2024年9月,尚未开始,2021\n",
        encoding="utf-8",
    )
    rows = form(Problem, read_year(small, 2023).report, 2024, "万元").rows
    assert [(cells["id"], cells["carried_from"]) for cells in rows] == [("p2", "2023"), ("p3", "2021")]
    assert all("status" not in cells for cells in rows)
    assert "due" not in rows[0]
    assert rows[1]["due"] == "2024年9月"


def test_a_first_year_begins_with_the_categories_of_expenditure_and_nothing_else() -> None:
    """Without a year before there is nothing to go on from."""
    forms = {kind.table: form(kind, None, 2024, "元") for kind in ROWS.values()}
    assert [cells["category"] for cells in forms["budget"].rows][-1] == "合计"
    assert [table for table, entry in forms.items() if entry.rows] == ["budget"]
    assert set(forms["budget"].units.values()) == {"元"}


def test_reviews_are_not_carried_over_and_unit_costs_only_by_name(last: Report) -> None:
    """What happened once is not said again."""
    assert form(Review, last, 2024, "万元").rows == ()
    assert all(set(cells) <= {"id", "name", "count_unit"} for cells in form(UnitCost, last, 2024, "万元").rows)


def test_a_column_for_last_year_names_a_field_of_its_own_table() -> None:
    """上年执行数 repeats 执行数, which is there."""
    for kind in ROWS.values():
        columns = columns_of(kind)
        assert all(column.prior_of in columns for column in columns.values() if column.prior_of)


def test_another_unit_that_is_asked_for_converts_what_is_carried_over(last: Report) -> None:
    """300.00万元 of last year is 3000000 in a form in 元."""
    budget = form(BudgetLine, last, 2024, "元", asked=True)
    before = {line.category: line for line in last.rows(BudgetLine)}
    assert set(budget.units.values()) == {"元"}
    assert {cells["category"]: Decimal(cells["prior"]) for cells in budget.rows} == {
        name: line.executed for name, line in before.items()
    }
