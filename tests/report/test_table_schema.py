from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Schema
from frictionless.resources import TableResource

from nianbao.report.finding import Finding
from nianbao.report.model import BudgetLine, Indicator
from nianbao.report.row import NOT_STATED, columns_of
from nianbao.report.schema import table_schema
from nianbao.sources.csvfile import parse_csv
from nianbao.sources.rows import read_rows
from nianbao.wording.numbers import NO_VALUE_MARKS
from tests.report.editing import SITES, below, kinds_of


def test_money_is_named_with_its_unit_where_the_file_names_it() -> None:
    """The columns a file has, in its order; the unit stands in the name, as in the header, and on its own."""
    found = table_schema(BudgetLine, ("executed", "category"), {"executed": "万元"})
    executed, category = found["fields"]
    assert (executed["name"], executed["title"], executed["unit"]) == ("执行数（万元）", "执行数", "万元")
    assert category["constraints"] == {"required": True, "enum": list(columns_of(BudgetLine)["category"].choices)}
    assert found["primaryKey"] == ["科目"]
    assert set(found["missingValues"]) == {*NO_VALUE_MARKS, NOT_STATED}


def test_types_bounds_and_truth_values_follow_the_declaration() -> None:
    """Numbers with a floor have a minimum, flags say 是 and 否, and a target may be a number or a tier."""
    fields = {field["name"]: field for field in table_schema(Indicator)["fields"]}
    assert (fields["分值"]["type"], fields["分值"]["constraints"], fields["分值"]["unit"]) == (
        "number",
        {"minimum": 0},
        "分",
    )
    assert (fields["核心指标"]["type"], fields["核心指标"]["trueValues"]) == ("boolean", ["是"])
    assert fields["目标值"]["type"] == "string"


@pytest.mark.parametrize("path", sorted(path for site in SITES for path in site.glob("data/20*/*.csv")), ids=below)
def test_every_csv_file_is_valid_by_its_table_schema(path: Path) -> None:
    """Another program, which knows Data Packages and nothing of us, reads the files by the schema."""
    findings: list[Finding] = []
    kind = kinds_of(path.parent)[path.stem]
    grid = parse_csv(path.read_text(encoding="utf-8"), path.name, findings)
    assert grid is not None
    row = read_rows(grid, kind, findings)[0]
    titles = {column.title: name for name, column in columns_of(kind).items()}
    fields = [titles[(cell.text or "").partition("（")[0]] for cell in grid.header.cells]
    schema = table_schema(kind, fields, row.money_units)
    report = TableResource(path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(schema)).validate()
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []


def test_a_money_cell_says_the_same_to_another_program(tmp_path: Path) -> None:
    """Thousands groups are read as we read them, in the unit that the schema names; 原报告未列 is no value."""
    (tmp_path / "budget.csv").write_text(
        '科目,执行数（万元）,全年预算数（万元）\n合计,"1,171.06",原报告未列\n', encoding="utf-8"
    )
    schema = table_schema(BudgetLine, ("category", "executed", "adjusted"), {"executed": "万元", "adjusted": "万元"})
    (row,) = TableResource(path="budget.csv", basepath=str(tmp_path), schema=Schema.from_descriptor(schema)).read_rows()
    assert row.to_dict() == {"科目": "合计", "执行数（万元）": Decimal("1171.06"), "全年预算数（万元）": None}
