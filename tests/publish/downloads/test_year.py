from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from nianbao.publish.downloads import FOLDER, PACKAGE, QUANTITIES, file_names, year_files
from nianbao.publish.downloads.csvfile import inert
from nianbao.publish.downloads.workbook import HEADER_ROW
from nianbao.publish.editions import build_year
from nianbao.report.datasets import datasets
from nianbao.report.edition import YearEdition
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Row, columns_of
from tests.publish.downloads.made import TESTS, YEARS, edition, number_of


def cell_of(row: Row, name: str) -> Decimal | str | None:
    """Return what a cell of the report is, an amount in 元."""
    value = getattr(row, name)
    if value is None:
        return NOT_STATED if name in row.not_stated else None
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, Decimal) else str(value)


def same(cell: object, value: Decimal | str | None, unit: str) -> bool:
    """Say whether a downloaded cell in `unit` says what the report says."""
    if isinstance(value, Decimal):
        return number_of(cell) * MONEY_UNITS.get(unit, Decimal(1)) == value
    return (cell or None) == value


@pytest.mark.parametrize(("site", "year"), YEARS)
def test_every_cell_of_every_table_is_in_every_form(site: str, year: int) -> None:
    """CSV, JSON and workbook say, cell by cell, what the report says; nothing is left out but columns nobody uses."""
    report = edition(site, year).report
    files = {file.name: file.content for file in year_files(edition(site, year))}
    book = CalamineWorkbook.from_filelike(io.BytesIO(files[f"{FOLDER}report-{year}.xlsx"]))
    for data in datasets(edition(site, year)):
        assert data.kind is not None
        rows, money = report.rows(data.kind), {n for n, c in columns_of(data.kind).items() if c.kind == "money"}
        text = files[f"{FOLDER}{data.name}.csv"].decode("utf-8-sig")
        table = list(csv.DictReader(io.StringIO(text, newline="")))
        document = json.loads(files[f"{FOLDER}{data.name}.json"])
        header, *sheet = book.get_sheet_by_name(data.kind.sheet).to_python()[HEADER_ROW - 1 :]
        assert len(table) == len(document["rows"]) == len(rows)
        shown = {column.field: column for column in data.columns if column.field}
        for name in columns_of(data.kind):
            values = [cell_of(row, name) for row in rows]
            if name not in shown:
                assert set(values) == {None}
                continue
            column = shown[name]
            unit = column.unit if name in money else ""
            at = header.index(column.name)
            for index, value in enumerate(values):
                cell = table[index][inert(column.name)]
                assert same(cell.removeprefix("'") if isinstance(value, str) else cell, value, unit)
                assert same(sheet[index][at], value, unit)
                told = document["rows"][index][column.name]
                told = {True: "是", False: "否"}.get(told, told) if isinstance(told, bool) else told
                assert same(told, None if value == NOT_STATED else value, unit)


@pytest.mark.parametrize(("site", "year"), YEARS)
def test_the_names_are_known_without_making_the_files(site: str, year: int) -> None:
    """So that a check can say which address would vanish."""
    made = edition(site, year)
    assert {file.name for file in year_files(made)} == file_names(
        year, [table for table, rows in made.report.tables.items() if rows]
    )
    assert year_files(made)[-1].name == PACKAGE


def test_a_built_year_has_the_files_and_its_pages_lead_to_them(small: Path, tmp_path: Path) -> None:
    """Every table and chart has links to its own data; the first page lists all files with size and hash."""
    built = build_year(small, 2023, tmp_path / "2023")
    files = {file.name: file.content for file in year_files(built.edition)}
    for name, content in files.items():
        assert (tmp_path / "2023" / name).read_bytes() == content
    page = (tmp_path / "2023/work.html").read_text(encoding="utf-8")
    assert page.count('class="nb-get"') == page.count('class="nb-table"') + page.count('class="nb-chart"')
    assert 'href="data/indicators.csv" download aria-label="下载' in page
    first = (tmp_path / "2023/index.html").read_text(encoding="utf-8")
    for file in year_files(built.edition):
        assert f'href="{file.name}" download' in first
        assert file.download.sha256 in first
    assert built.addresses.files == tuple(sorted(files))


def test_no_number_is_told_of_a_table_without_rows(hospital: YearEdition) -> None:
    """An explained empty table has no file."""
    assert not [name for name in file_names(2023, ["budget"]) if "income" in name]
    assert "data/attachments.csv" not in {file.name for file in year_files(hospital)}
    assert QUANTITIES in {file.name for file in year_files(hospital)}


@pytest.fixture
def hospital() -> YearEdition:
    """The hospital's year 2023."""
    return edition("hospital", 2023)


def test_the_same_year_gives_the_same_bytes_anywhere() -> None:
    """Whatever the time zone, locale and hash seed."""
    code = (
        "import hashlib, pathlib, sys; from nianbao.publish.editions import assemble;"
        "from nianbao.publish.downloads import year_files;"
        "print(hashlib.sha256(b''.join(file.content for file in year_files(assemble(pathlib.Path(sys.argv[1]), 2023)))).hexdigest())"
    )
    surroundings = (
        {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "LANGUAGE": "en"},
    )
    command = [sys.executable, "-c", code, str(TESTS / "hospital")]
    printed = {
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **env}, cwd=TESTS.parent).stdout
        for env in surroundings
    }
    assert len(printed) == 1
