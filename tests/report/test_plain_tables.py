from __future__ import annotations

from pathlib import Path

from nianbao.publish.editions import assemble
from nianbao.report.plain_tables import data_table
from nianbao.report.table import written_text


def test_one_unit_of_all_numbers_stands_above_the_table(small: Path) -> None:
    """“三公”经费 is all in one money unit: cells are bare numbers."""
    edition = assemble(small, 2023)
    table = data_table(edition.report, edition.quantities, "sangong")
    assert table.unit == "万元"
    assert [column.title for column in table.columns][:2] == ["项目", "预算数"]
    assert all("元" not in cell.text for row in table.groups[0].rows for cell in row.cells if cell.number)


def test_units_that_differ_stand_in_the_headers(small: Path) -> None:
    """A survey counts people and questionnaires."""
    edition = assemble(small, 2023)
    table = data_table(edition.report, edition.quantities, "survey")
    assert table.unit == ""
    assert "样本数（份）" in [column.title for column in table.columns]


def test_a_table_without_rows_is_explained(small: Path) -> None:
    """Nothing is shown as if it were there."""
    edition = assemble(small, 2023)
    assert "没有" in data_table(edition.report, edition.quantities, "assets").explanation


def test_a_flag_is_shown_in_words(small: Path) -> None:
    """Readers see 是 and 否, never what the program keeps."""
    edition = assemble(small, 2023)
    table = data_table(edition.report, edition.quantities, "breakdowns")
    texts = {cell.text for group in table.groups for row in group.rows for cell in row.cells}
    assert not texts & {"True", "False"}
    assert "是" in {written_text(True), *texts}
    assert written_text(False) == "否"
