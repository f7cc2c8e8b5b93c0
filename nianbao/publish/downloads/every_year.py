"""The numbers of all years in one file: a row a quantity and year, in the base unit, with where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from nianbao.publish.downloads.made import MadeFile
from nianbao.publish.downloads.package import PACKAGE, package_file
from nianbao.publish.downloads.year import table_files
from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing, dataset
from nianbao.report.origin import Origin
from nianbao.report.row import NOT_STATED
from nianbao.report.year_quantities import YearQuantities

NAME = "all-years"
_TITLE = "历年全部数据"

_COLUMNS = (
    DataColumn("年度", "number", "预算年度", field="year", key=True),
    DataColumn("版次", "number", "这一年度现行的版次", field="version"),
    DataColumn("数据名称", "text", "数据的名称，多年不变", field="name", key=True),
    DataColumn("又称", "text", "较短的名称，几个之间用顿号", field="aliases"),
    DataColumn("数值", "number", "以基本单位（元、人、% 等）计的数值", field="value"),
    DataColumn("单位", "text", "数值的单位", field="unit"),
    DataColumn("报告中的写法", "text", "连同限定和单位，照报告的写法", field="written"),
    DataColumn("口径变化", "text", "与上年口径不同时的说明；空白即口径未变", field="changed"),
    DataColumn("更正过", "flag", "这一年度的较早版次是否写的是另一个数", field="corrected"),
    DataColumn("来源", "text", "数据文件中的位置，或者计算的公式", field="origin"),
)


def all_years(figures: Iterable[YearQuantities], origin: Origin, events: int) -> tuple[MadeFile, ...]:
    """Return the numbers of all years as CSV and JSON, and the package of both; `figures` are those of each year.

    The package's version counts the `events` of the ledger, so that it grows with every publication and correction.
    """
    years = sorted(figures, key=lambda entry: entry.year)
    files = table_files(_dataset(years), origin)
    package = package_file(NAME, f"{events}.0.0", origin, files, _sources(years, origin.address))
    return (*files, MadeFile(PACKAGE, "历年数据包说明（Data Package）", package))


def _dataset(years: list[YearQuantities]) -> Dataset:
    from nianbao.report.comparison import long_frame, oldest_first

    rows = [[_value(told, column.field) for column in _COLUMNS] for told in oldest_first(long_frame(years))]
    columns = [(column, [row[index] for row in rows]) for index, column in enumerate(_COLUMNS)]
    return dataset(NAME, _TITLE, _TITLE, columns)


def _value(told: Mapping[str, Any], field: str) -> DataValue:
    value = told[field]
    if field in ("year", "version"):
        return Decimal(value)
    if told["value"] is None and field in ("value", "written"):
        return Missing(NOT_STATED) if field == "value" and told["written"] == NOT_STATED else None
    return None if value == "" else value


def _sources(years: list[YearQuantities], address: str) -> list[tuple[str, str]]:
    return [
        (f"{entry.year}年度报告第{entry.version}版", f"{address}{entry.year}-v{entry.version}/index.html")
        for entry in years
    ]
