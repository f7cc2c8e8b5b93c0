from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from nianbao.publish.starting.workbook import NOTES_SHEET, workbook_form
from nianbao.report.carrying import Form, form
from nianbao.report.finding import Finding
from nianbao.report.model import ROWS
from nianbao.report.row import NOT_STATED, columns_of
from nianbao.sources.rows import read_rows
from nianbao.sources.workbook import read_workbook
from nianbao.sources.year import read_year


@pytest.fixture
def forms(small: Path) -> list[Form]:
    """The forms of 2024 of the small site."""
    last = read_year(small, 2023).report
    return [form(kind, last, 2024, "万元") for kind in ROWS.values()]


def test_the_same_forms_give_the_same_bytes(forms: list[Form]) -> None:
    """Neither the clock nor chance is in the file."""
    assert workbook_form(forms, 2024) == workbook_form(forms, 2024)


def test_every_table_has_its_sheet_and_every_header_says_what_belongs_there(forms: list[Form]) -> None:
    """Header with unit, comment with meaning and example; needed columns are dark."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_form(forms, 2024)))
    assert book.sheetnames == [NOTES_SHEET, *(kind.sheet for kind in ROWS.values())]
    for entry in forms:
        sheet = book[entry.kind.sheet]
        for cell, column in zip(sheet[1], columns_of(entry.kind).values(), strict=True):
            assert str(cell.value).startswith(column.title)
            assert cell.comment is not None
            assert column.meaning in cell.comment.text
            assert column.example in cell.comment.text
            assert (cell.fill.fgColor.rgb[-6:] == "1F4E79") is column.need


def test_choices_are_drop_downs(forms: list[Form]) -> None:
    """限定, 方向, 互斥: what may be chosen is offered."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_form(forms, 2024)))
    offered = [rule.formula1 for rule in book["绩效指标"].data_validations.dataValidation]
    assert '"≥,≤,=,定性"' in offered
    assert f'"约,多,不少于,不超过,{NOT_STATED}"' in offered
    assert f'"是,否,{NOT_STATED}"' in offered


def test_an_empty_form_is_read_without_a_complaint_but_for_what_is_still_to_be_filled_in(
    forms: list[Form], tmp_path: Path
) -> None:
    """What the program writes the program reads: every finding about a fresh workbook is a gap."""
    path = tmp_path / "report.xlsx"
    path.write_bytes(workbook_form(forms, 2024))
    findings: list[Finding] = []
    grids = read_workbook(path, "report.xlsx", ROWS, findings)
    assert set(grids) == set(ROWS)
    for table, grid in grids.items():
        assert grid is not None
        read_rows(grid, ROWS[table], findings)
    assert findings
    assert [finding for finding in findings if not finding.gap] == []


def test_carried_numbers_are_stored_as_numbers_and_texts_as_texts(forms: list[Form]) -> None:
    """Excel can compute with the one and leaves the other alone."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_form(forms, 2024)))["支出"]
    titles = [cell.value for cell in sheet[1]]
    prior = sheet.cell(2, titles.index("上年执行数（万元）") + 1)
    assert isinstance(prior.value, (int, float))
    assert sheet.cell(2, 1).number_format == "@"
