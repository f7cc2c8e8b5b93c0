from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.report.dataset import DataColumn, DataValue, Missing, dataset, written


@pytest.mark.parametrize(
    ("column", "name"),
    [
        (DataColumn("科目", "text", "", field="category"), "科目"),
        (DataColumn("执行数", "number", "", "万元", "executed"), "执行数（万元）"),
        (DataColumn("预算执行率", "number", "", "%", formula="甲 ÷ 乙"), "预算执行率（计算，%）"),
        (DataColumn("是否达到", "text", "", formula="比较"), "是否达到（计算）"),
    ],
)
def test_a_header_tells_the_unit_and_what_is_computed(column: DataColumn, name: str) -> None:
    """What readers have to know of the numbers stands in the header, in brackets."""
    assert column.name == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1600.00"), "1600.00"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.0000001"), "0.0000001"),
        (True, "是"),
        (False, "否"),
        (Missing("上年为0"), "上年为0"),
        (None, ""),
        ("甲", "甲"),
    ],
)
def test_a_value_is_written_exactly(value: DataValue, text: str) -> None:
    """No group, no exponent, no rounding; a gap in its own words."""
    assert written(value) == text


def test_gaps_and_formulas_are_explained_once() -> None:
    """The notes tell how columns were computed and what each word for a gap means."""
    columns: list[tuple[DataColumn, list[DataValue]]] = [
        (DataColumn("得分", "number", "", "分", "score"), [Missing("原报告未列"), Missing("原报告未列")]),
        (DataColumn("变动率", "number", "", "%", formula="甲 ÷ 乙"), [Missing("上年为0"), Decimal("1.0")]),
    ]
    made = dataset("t", "表", "表", columns, notes=("四舍五入。",))
    assert made.labels == ("原报告未列", "上年为0")
    assert made.notes == (
        "四舍五入。",
        "变动率（计算，%）由程序计算：甲 ÷ 乙。",
        "空白表示没有这一项；“原报告未列”、“上年为0”照原样写出，不是零。",
    )
    assert made.values(made.columns[1]) == (Missing("上年为0"), Decimal("1.0"))


def test_no_two_columns_have_the_same_header() -> None:
    """An editor may write the unit into one title and declare it for another."""
    columns: list[tuple[DataColumn, list[DataValue]]] = [
        (DataColumn("床位（张）", "number", "", field="beds"), [Decimal(1)]),
        (DataColumn("床位", "number", "", "张", "open_beds"), [Decimal(2)]),
    ]
    assert [column.name for column in dataset("t", "表", "表", columns).columns] == [
        "床位（张）",
        "床位·open_beds（张）",
    ]
