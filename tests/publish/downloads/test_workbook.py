from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.cell.cell import Cell
from python_calamine import CalamineWorkbook

from nianbao.publish.downloads.workbook import ABOUT, HEADER_ROW, sheet_names, workbook_file
from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing, dataset, written
from tests.publish.downloads.made import HOSTILE, ORIGIN, datasets, number_of


def table(*values: DataValue, short: str = "表", name: str = "t", title: str = "列") -> Dataset:
    """Return a dataset of one column."""
    return dataset(name, "表的标题", short, [(DataColumn(title, "value", "含义", "万元", field="c"), list(values))])


def rows_of(content: bytes, sheet: str) -> Sequence[Sequence[object]]:
    """Return the cells of a sheet as another program reads them, from the header on."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()[HEADER_ROW - 1 :]


def cells_of(content: bytes, sheet: str) -> list[Cell]:
    """Return the first column of a sheet below its header."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [row[0] for row in book[sheet].iter_rows(min_row=HEADER_ROW + 1)]  # type: ignore[misc]  # nothing is merged


def test_numbers_are_numbers_with_the_decimals_of_the_source() -> None:
    """The cell holds the number, its format shows as many decimals as the source states."""
    first, second, third = cells_of(
        workbook_file([table(Decimal("1593.30"), Decimal("-7"), Decimal("0.00"))], ORIGIN), "表"
    )[:3]
    assert (first.value, first.data_type, first.number_format) == (1593.3, "n", "#,##0.00")
    assert (second.value, second.number_format) == (-7, "#,##0")
    assert (third.value, third.number_format) == (0, "#,##0.00")


def test_a_number_that_no_workbook_keeps_is_a_text() -> None:
    """Excel would make 0 of the figures behind the fifteenth."""
    (cell,) = cells_of(workbook_file([table(Decimal("12345678901234.5678"))], ORIGIN), "表")[:1]
    assert (cell.value, cell.data_type) == ("12345678901234.5678", "s")


@pytest.mark.parametrize("text", [*HOSTILE, "#N/A", "TRUE", "_x0041_", "1e5"])
def test_no_text_is_anything_but_a_text(text: str) -> None:
    """Neither formula nor error, also where somebody edits the cell; not even what looks like a code of the format."""
    content = workbook_file([table(text, title=text)], ORIGIN)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for row in book["表"].iter_rows() for cell in row if cell.value is not None} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert not any(b"<f>" in container.read(name) for name in container.namelist())
    if "\r" not in text:
        assert rows_of(content, "表")[1] == [text]


def test_gaps_are_seen_for_what_they_are() -> None:
    """原报告未列 stands in the cell, and an empty cell is empty."""
    stated, empty = cells_of(workbook_file([table(Missing("原报告未列"), None)], ORIGIN), "表")[:2]
    assert (stated.value, empty.value) == ("原报告未列", None)


def test_the_first_sheet_says_whose_data_they_are_and_leads_to_the_others() -> None:
    """Title, department, year, version, address, terms; notes and sources stand below each table."""
    data = dataset(
        "budget",
        "支出",
        "支出",
        [(DataColumn("执行率", "number", "", "%", formula="甲 ÷ 乙"), [Decimal(1)])],
        sources=("a.csv",),
    )
    content = workbook_file([data], ORIGIN)
    about = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(ABOUT).to_python()
    told = {str(row[0]): row[1] for row in about}
    assert about[0][0] == ORIGIN.title
    assert (told["部门"], told["年度"], told["版次"]) == ("示例县档案馆", "2023年度", "第1版")
    assert (told["永久地址"], told["怎样引用"]) == (ORIGIN.address, ORIGIN.citation)
    assert told["支出"] == "支出"
    notes = [row[0] for row in rows_of(content, "支出")[3:]]
    assert notes == ["执行率（计算，%）由程序计算：甲 ÷ 乙。", "数据来源：a.csv"]


def test_every_sheet_has_a_name_that_is_its_own_and_that_excel_takes() -> None:
    """Signs that no sheet may bear, the name of the first sheet, and names that differ in case only."""
    shorts = ["收/支", "收*支", ABOUT, "a" * 40, "A" * 40, "'"]
    names = list(sheet_names([table(short=short, name=f"t{index}") for index, short in enumerate(shorts)]).values())
    assert names[:3] == ["收-支", "收-支-2", f"{ABOUT}-2"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
    made = workbook_file(
        [table(Decimal(1), short=short, name=f"t{index}") for index, short in enumerate(shorts)], ORIGIN
    )
    assert CalamineWorkbook.from_filelike(io.BytesIO(made)).sheet_names == [ABOUT, *names]


def test_a_text_that_no_cell_holds_is_cut_with_a_word_about_it() -> None:
    """Excel would refuse the file; the whole text is in the CSV."""
    (cell,) = cells_of(workbook_file([table("甲" * 40_000)], ORIGIN), "表")[:1]
    assert str(cell.value).endswith("甲……（后面的文字见同名的 CSV 文件）")
    assert len(str(cell.value)) <= 32_767


@settings(max_examples=40)
@given(datasets())
def test_every_cell_is_read_back_as_what_it_is(data: Dataset) -> None:
    """Another program finds each number, text and gap where it belongs."""
    header, *rows = rows_of(workbook_file([data], ORIGIN), "病区")
    assert [str(cell) for cell in header] == [column.name for column in data.columns]
    for row, values in zip(rows, data.rows, strict=False):
        for cell, value in zip(row, values, strict=True):
            if isinstance(value, Decimal):
                assert number_of(cell) == value
            else:
                assert cell == written(value)
