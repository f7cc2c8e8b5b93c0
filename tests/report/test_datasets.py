from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.report.dataset import DataColumn, Dataset, Missing
from nianbao.report.datasets import datasets
from nianbao.report.edition import YearEdition
from tests.report.conftest import read


def table(edition: YearEdition, name: str) -> Dataset:
    """Return a table of a year as data."""
    return next(data for data in datasets(edition) if data.name == name)


def column(data: Dataset, title: str) -> DataColumn:
    """Return a column by its title."""
    return next(each for each in data.columns if each.title == title)


def test_amounts_are_in_the_unit_and_with_the_decimals_of_the_source(small: Path) -> None:
    """As the header of the file says, and as the cell is written."""
    budget = table(read(small)[0], "budget")
    assert column(budget, "执行数").name == "执行数（万元）"
    text = (small / "data/2023/budget.csv").read_text(encoding="utf-8").splitlines()
    at = text[0].split(",").index("执行数（万元）")
    assert [f"{value:f}" for value in budget.values(column(budget, "执行数"))] == [
        line.split(",")[at] for line in text[1:]
    ]


def test_what_the_source_does_not_state_is_no_number_and_not_empty(small: Path) -> None:
    """A gap in words is told from a cell that has nothing in it."""
    path = small / "data/2023/sangong.csv"
    path.write_text(
        "项目,决算数（元）,变动原因\n公务接待费,8600.00,\n公务用车购置费,原报告未列,未购置\n", encoding="utf-8"
    )
    sangong = table(read(small)[0], "sangong")
    assert [each.name for each in sangong.columns] == ["项目", "决算数（元）", "变动原因"]
    assert sangong.rows[0][1:] == (Decimal("8600.00"), None)
    assert sangong.rows[1][1:] == (Missing("原报告未列"), "未购置")


def test_what_is_computed_stands_behind_what_is_stated(small: Path) -> None:
    """Rates and shares as the pages show them, each with its formula; a row that has none has no value."""
    edition = read(small)[0]
    budget = table(edition, "budget")
    titles = [each.title for each in budget.columns]
    computed = [each.title for each in budget.columns if each.computed]
    assert computed[:3] == ["年初预算占比", "执行数占比", "预算执行率"]
    assert titles[-len(computed) :] == computed
    share = dict(zip(budget.values(column(budget, "科目")), budget.values(column(budget, "执行数占比")), strict=True))
    assert share["合计"] is None
    shown = edition.quantities.by_name["基本支出·执行数占比"].shown
    assert share["基本支出"] == Decimal(shown)
    assert column(budget, "执行数占比").formula == "执行数 ÷ 合计·执行数"


def test_numbers_of_other_tables_are_not_taken_for_a_rows_own(small: Path) -> None:
    """A fact named like a row of the budget has none of that row's rates."""
    facts = small / "data/2023/facts.csv"
    text = facts.read_text(encoding="utf-8")
    header, first, *rest = text.splitlines()
    facts.write_text(
        "\n".join([header, first.replace(first.split(",")[0], "基本支出", 1), first, *rest, ""]), encoding="utf-8"
    )
    assert not [each for each in table(read(small)[0], "facts").columns if each.computed]


def test_an_inexact_actual_makes_an_inexact_rate(small: Path) -> None:
    """How exact a computed rate is stands in a column beside it."""
    path = small / "data/2023/indicators.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    first = next(row for row in rows if "≥" in row)
    changed = [f"{row},{'多' if row == first else ''}" for row in rows]
    path.write_text("\n".join([f"{header},限定", *changed, ""]), encoding="utf-8")
    indicators = table(read(small)[0], "indicators")
    assert "不少于" in indicators.values(column(indicators, "完成率限定"))


def test_tables_without_rows_are_no_data(small: Path) -> None:
    """What the year does not have is not offered; what it declares for itself is."""
    names = [data.name for data in datasets(read(small)[0])]
    assert "income" not in names
    assert names[0] == "budget"


@pytest.mark.parametrize("site", ["hospital"])
def test_a_survey_names_its_indicators(site: str) -> None:
    """Beside the key stands the name under which readers know it; own tables are data like the others."""
    edition = read(Path(__file__).resolve().parents[1] / site)[0]
    survey = table(edition, "survey")
    assert survey.values(column(survey, "指标名称"))[0] == "门诊患者满意度"
    assert table(edition, "wards").columns[1].name == "床位数（张）"
    met = table(edition, "indicators")
    assert set(met.values(column(met, "是否达到"))) == {"已达到", "未达到"}
