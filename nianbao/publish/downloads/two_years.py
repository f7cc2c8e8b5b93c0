"""The numbers of two years side by side as files of data, beside the page that compares them."""

from __future__ import annotations

from dataclasses import replace

from nianbao.publish.downloads.csvfile import csv_file
from nianbao.publish.downloads.jsonfile import json_file
from nianbao.publish.downloads.made import MadeFile
from nianbao.publish.downloads.package import PACKAGE, package_file
from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing, dataset
from nianbao.report.number_pair import ABSENT, NumberPair, TwoYears
from nianbao.report.origin import Origin
from nianbao.report.row import NOT_STATED
from nianbao.report.year_quantities import YearQuantity

NAME = "numbers"
_STATES = {
    "compared": "可比",
    "broken": "口径变化，不可比",
    "units": "单位不同，不可比",
    "unstated": "有一年没有数",
    "one_year": "只有一年有",
}


def two_years_files(two: TwoYears, versions: tuple[int, int], origin: Origin, events: int) -> tuple[MadeFile, ...]:
    """Return the numbers of two years as CSV and JSON, and the package of both, by their names beside the page.

    `versions` are those of the two years, the earlier first; `origin` is that of all years, and the package's version
    counts the `events` of the ledger.
    """
    earlier, later = two.years
    title = f"{later}年度与{earlier}年度数据对照"
    own = replace(origin, title=f"{origin.title}：{title}", address=f"{origin.address}compare/{later}-{earlier}/")
    told = [
        (f"{year}年度报告第{version}版", f"{origin.address}{year}-v{version}/index.html")
        for year, version in zip(two.years, versions, strict=True)
    ]
    table = replace(_dataset(two, title), sources=tuple(name for name, _ in told))
    files = (
        MadeFile(f"{NAME}.csv", title, csv_file(table), table, NAME),
        MadeFile(f"{NAME}.json", title, json_file(table, own), holds=NAME),
    )
    package = package_file(f"compare-{later}-{earlier}", f"{events}.0.0", own, files, told)
    return (*files, MadeFile(PACKAGE, "数据对照的数据包说明（Data Package）", package))


def _dataset(two: TwoYears, title: str) -> Dataset:
    earlier, later = two.years
    pairs = two.pairs
    columns: list[tuple[DataColumn, list[DataValue]]] = [
        (DataColumn("数据名称", "text", "数据的名称，多年不变", field="name", key=True), [pair.name for pair in pairs]),
        (DataColumn("类别", "text", "数据索引中的类别", field="group"), [pair.group for pair in pairs]),
        (
            DataColumn(f"{earlier}年度单位", "text", f"{earlier}年度数值的单位", field="earlier_unit"),
            [_unit(pair.before) for pair in pairs],
        ),
        (
            DataColumn(f"{later}年度单位", "text", f"{later}年度数值的单位", field="later_unit"),
            [_unit(pair.after) for pair in pairs],
        ),
        *((_value_column(year), [_value(side) for side in sides]) for year, sides in _by_year(pairs, two.years)),
        *((_written_column(year), [_written(side) for side in sides]) for year, sides in _by_year(pairs, two.years)),
        (
            DataColumn(
                "差额", "number", "可比的两个数相减", field="difference", formula=f"{later}年度数－{earlier}年度数"
            ),
            [pair.difference for pair in pairs],
        ),
        (
            DataColumn("差额单位", "text", "差额的单位；百分数相减为百分点", field="difference_unit"),
            [None if pair.difference is None else pair.unit or None for pair in pairs],
        ),
        (
            DataColumn("幅度", "number", "差额与较早年度数之比，保留一位小数", "%", "rate", "差额÷较早年度数×100%"),
            [pair.rate for pair in pairs],
        ),
        (DataColumn("是否可比", "text", "两个数能不能比较", field="state"), [_STATES[pair.state] for pair in pairs]),
        (
            DataColumn("说明", "text", "比较时要注意的", field="notes"),
            ["；".join(pair.notes) or None for pair in pairs],
        ),
        *(
            (
                DataColumn(f"{year}年度更正过", "flag", "较早版次写的是另一个数", field=f"corrected_{year}"),
                [_corrected(side) for side in sides],
            )
            for year, sides in _by_year(pairs, two.years)
        ),
    ]
    return dataset(NAME, title, title, columns)


def _by_year(
    pairs: tuple[NumberPair, ...], years: tuple[int, int]
) -> tuple[tuple[int, list[YearQuantity | None]], tuple[int, list[YearQuantity | None]]]:
    return (years[0], [pair.before for pair in pairs]), (years[1], [pair.after for pair in pairs])


def _value_column(year: int) -> DataColumn:
    return DataColumn(f"{year}年度数值", "number", "以基本单位（元、人、% 等）计的数值", field=f"value_{year}")


def _written_column(year: int) -> DataColumn:
    return DataColumn(f"{year}年度写法", "text", "连同限定和单位，照报告的写法", field=f"written_{year}")


def _unit(side: YearQuantity | None) -> DataValue:
    return None if side is None else side.unit or None


def _value(side: YearQuantity | None) -> DataValue:
    if side is None:
        return Missing(ABSENT)
    return Missing(NOT_STATED) if side.value is None and side.written == NOT_STATED else side.value


def _written(side: YearQuantity | None) -> DataValue:
    return None if side is None or side.value is None else side.written


def _corrected(side: YearQuantity | None) -> DataValue:
    return None if side is None else side.corrected
