from __future__ import annotations

from nianbao.report.place import Place


def test_a_place_in_a_file_is_told_by_line_and_column() -> None:
    """As somebody looks for it who opens the file."""
    place = Place("data/2022/budget.csv", 4, "执行数")
    assert place.told == "data/2022/budget.csv，第4行，“执行数”列"
    assert Place("data/2022/report.yml", 7).told == "data/2022/report.yml，第7行"


def test_a_place_in_a_workbook_is_told_by_sheet_and_cell() -> None:
    """The line of a workbook's row is in its cell's name already."""
    place = Place("data/2024/report.xlsx", 7, "医疗成本", "病区", "D7")
    assert place.told == "data/2024/report.xlsx，工作表“病区”，单元格D7，“医疗成本”列"
    assert Place("data/2024/report.xlsx", sheet="病区").told == "data/2024/report.xlsx，工作表“病区”"
