from __future__ import annotations

import csv
import os
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from nianbao.publish.downloads import FOLDER, year_files
from nianbao.publish.downloads.csvfile import csv_file, inert
from nianbao.publish.downloads.workbook import HEADER_ROW, sheet_names, workbook_file
from nianbao.report.dataset import DataColumn, DataValue, dataset, written
from nianbao.report.datasets import datasets
from tests.publish.downloads.made import HOSTILE, ORIGIN, edition, number_of

pytestmark = pytest.mark.office

_UTF_8 = "76"
_AS_SHOWN = f"csv:Text - txt - csv (StarCalc):44,34,{_UTF_8},1,,0,false,true,true,false,false,-1"
"""Every sheet as CSV, numbers as a person sees them."""


def opened(file: Path, to: str, *options: str) -> Path:
    """Open a file in LibreOffice and save it in another form; return the folder of what it saved."""
    folder = file.parent / "saved"
    program = os.environ.get("SOFFICE", "soffice")
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [program, "--headless", profile, *options, "--convert-to", to, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


def rows_of(file: Path) -> list[list[str]]:
    """Return the rows of a CSV file that LibreOffice saved."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_a_person_sees_in_the_workbook_what_the_report_states(tmp_path: Path) -> None:
    """Every cell of every sheet of a year, numbers with their decimals, gaps in words."""
    made = edition("hospital", 2023)
    file = tmp_path / "report.xlsx"
    file.write_bytes({entry.name: entry.content for entry in year_files(made)}[f"{FOLDER}report-2023.xlsx"])
    saved = opened(file, _AS_SHOWN)
    names = sheet_names(datasets(made))
    for data in datasets(made):
        header, *rows = rows_of(saved / f"report-{names[data.name]}.csv")[HEADER_ROW - 1 :]
        assert header[: len(data.columns)] == [column.name for column in data.columns]
        for row, values in zip(rows, data.rows, strict=False):
            for cell, value in zip(row, values, strict=False):
                assert (cell.replace(",", "") if isinstance(value, Decimal) else cell) == written(value)


def test_a_csv_opens_as_a_table_of_texts_and_numbers(tmp_path: Path) -> None:
    """Chinese is Chinese, numbers are numbers, and what looks like a formula is a text."""
    texts = [text for text in HOSTILE if "\r" not in text]
    numbers: list[DataValue] = [Decimal(f"{index}.50") for index in range(len(texts))]
    columns = [
        (DataColumn("说明（公式）", "text", "", field="note"), list[DataValue](texts)),
        (DataColumn("金额", "number", "", "万元", "amount"), numbers),
    ]
    file = tmp_path / "hostile.csv"
    file.write_bytes(csv_file(dataset("t", "表", "表", columns)))
    saved = opened(file, "xlsx", f"--infilter=CSV:44,34,{_UTF_8},1")
    header, *rows = CalamineWorkbook.from_path(saved / "hostile.xlsx").get_sheet_by_index(0).to_python()
    assert header == ["说明（公式）", "金额（万元）"]
    for row, text, number in zip(rows, texts, numbers, strict=True):
        assert row[0] == inert(text)
        assert number_of(row[1]) == number


def test_a_workbook_of_hostile_texts_runs_nothing(tmp_path: Path) -> None:
    """They are shown letter for letter."""
    texts = [text for text in HOSTILE if "\r" not in text and "\t" not in text]
    data = dataset("t", "表", "表", [(DataColumn("文字", "text", "", field="note"), list[DataValue](texts))])
    file = tmp_path / "hostile.xlsx"
    file.write_bytes(workbook_file([data], ORIGIN))
    rows = rows_of(opened(file, _AS_SHOWN) / "hostile-表.csv")[HEADER_ROW:]
    assert [row[0] for row in rows[: len(texts)]] == texts
