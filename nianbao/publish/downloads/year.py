"""The files of data of one year: each table as CSV and JSON, all in a workbook, every quantity, the package of them."""

from __future__ import annotations

from collections.abc import Iterable

from nianbao.publish.downloads.csvfile import csv_file
from nianbao.publish.downloads.jsonfile import json_file
from nianbao.publish.downloads.made import MadeFile
from nianbao.publish.downloads.package import PACKAGE, package_file
from nianbao.publish.downloads.quantities import QUANTITIES, quantities_json
from nianbao.publish.downloads.workbook import workbook_file
from nianbao.report.dataset import Dataset
from nianbao.report.datasets import datasets
from nianbao.report.edition import YearEdition
from nianbao.report.origin import Origin, origin_of

FOLDER = "data/"
"""Where the tables lie beside a year's pages, and the numbers of all years beside the portal's."""


def year_files(edition: YearEdition) -> tuple[MadeFile, ...]:
    """Return the files of data of a year, the package that describes the others last.

    Their names stay the same over years and versions: `data/<table>.csv` and `.json`, `data/report-<year>.xlsx`,
    `quantities.json`, `datapackage.json`.
    """
    tables, origin = datasets(edition), origin_of(edition)
    files = (
        *(file for table in tables for file in table_files(table, origin)),
        MadeFile(_book(edition.year), "全部数据表（工作簿）", workbook_file(tables, origin)),
        MadeFile(QUANTITIES, "数据索引：全部数据及其来源和公式", quantities_json(edition).encode()),
    )
    name = f"report-{edition.year}"
    pages = [(origin.title, f"{origin.address}index.html")]
    package = package_file(name, f"{edition.version}.0.0", origin, files, pages)
    return (*files, MadeFile(PACKAGE, "数据包说明（Data Package）", package))


def table_files(table: Dataset, origin: Origin) -> tuple[MadeFile, MadeFile]:
    """Return a dataset as CSV and as JSON."""
    path = f"{FOLDER}{table.name}"
    return (
        MadeFile(f"{path}.csv", table.title, csv_file(table), table, table.name),
        MadeFile(f"{path}.json", table.title, json_file(table, origin), holds=table.name),
    )


def file_names(year: int, tables: Iterable[str]) -> frozenset[str]:
    """Return the names of all files of data of a year whose `tables` have rows."""
    of_tables = {f"{FOLDER}{table}.{ending}" for table in tables for ending in ("csv", "json")}
    return frozenset({*of_tables, _book(year), QUANTITIES, PACKAGE})


def _book(year: int) -> str:
    return f"{FOLDER}report-{year}.xlsx"
