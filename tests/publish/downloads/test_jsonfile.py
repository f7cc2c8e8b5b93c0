from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import given

from nianbao.publish.downloads.jsonfile import json_file
from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing, dataset
from nianbao.report.site import Licence
from tests.publish.downloads.made import ORIGIN, datasets


def test_the_file_says_what_it_is_and_whose() -> None:
    """Title, department, year, version, permanent address, terms, sources, and of each column unit and formula."""
    columns: list[tuple[DataColumn, list[DataValue]]] = [
        (DataColumn("执行数", "number", "年终决算的执行数", "万元", "executed"), [Decimal("422.30")]),
        (DataColumn("预算执行率", "number", "计算", "%", formula="执行数 ÷ 全年预算数"), [Missing("上年为0")]),
    ]
    data = dataset("budget", "支出", "支出", columns, sources=("data/2023/budget.csv",))
    found: dict[str, Any] = json.loads(json_file(data, ORIGIN))
    assert (found["table"], found["department"], found["year"], found["version"]) == ("budget", "示例县档案馆", 2023, 1)
    assert found["address"] == ORIGIN.address
    assert found["licence"] == {"name": "notspecified", "title": Licence().told}
    assert found["sources"] == ["data/2023/budget.csv"]
    stated, computed = found["columns"]
    assert (stated["name"], stated["unit"], stated["computed"]) == ("执行数（万元）", "万元", False)
    assert (computed["name"], computed["formula"]) == ("预算执行率（计算，%）", "执行数 ÷ 全年预算数")
    assert found["rows"] == [{"执行数（万元）": "422.30", "预算执行率（计算，%）": None}]
    assert found["missing"] == [{"row": 0, "column": "预算执行率（计算，%）", "label": "上年为0"}]


@given(datasets())
def test_every_cell_is_read_back_as_what_it_is(data: Dataset) -> None:
    """Texts letter for letter, numbers exactly, flags as truth values, stated gaps by row and column."""
    found: dict[str, Any] = json.loads(json_file(data, ORIGIN))
    gaps = {(gap["row"], gap["column"]): gap["label"] for gap in found["missing"]}
    for index, (row, values) in enumerate(zip(found["rows"], data.rows, strict=True)):
        assert list(row) == [column.name for column in data.columns]
        for column, value in zip(data.columns, values, strict=True):
            cell = row[column.name]
            if isinstance(value, Missing):
                assert (cell, gaps[index, column.name]) == (None, value.label)
            elif isinstance(value, Decimal):
                assert f"{Decimal(cell):f}" == f"{value:f}"
            else:
                assert cell == value
