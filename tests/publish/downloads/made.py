"""Datasets and origins, made up, and real years, for the tests of what can be downloaded."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from nianbao.publish.editions import assemble
from nianbao.report.dataset import DataColumn, Dataset, DataValue, Missing, dataset
from nianbao.report.edition import YearEdition
from nianbao.report.origin import Origin
from nianbao.report.site import Licence
from tests.sources.rowdata import TEXTS, numbers

TESTS = Path(__file__).resolve().parents[2]
YEARS = (("..", 2022), ("hospital", 2023), ("hospital", 2024), ("sample", 2014), ("sample", 2024))
"""Sites below `tests/`, the repository's own among them, and years that they have."""

ORIGIN = Origin(
    title="示例县档案馆2023年度部门整体支出绩效自评报告",
    department="示例县档案馆",
    address="https://www.example.gov.cn/nianbao/2023-v1/",
    licence=Licence(),
    year=2023,
    version=1,
    day=datetime.date(2024, 8, 28),
)
HOSTILE = (
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    "＝1",
    "＠甲",
    "\t=1",
    "\r=1",
    "'=1",
    "'",
    " =1",
    "\u3000=1",
    "-",
    "=cmd|'/c calc'!A0",
)
"""Texts that a spreadsheet program would run, or take for others."""


@cache
def edition(site: str, year: int) -> YearEdition:
    """Return a year of a site."""
    return assemble((TESTS / site).resolve(), year)


_TEXTS = TEXTS | st.sampled_from(HOSTILE).filter(lambda text: "\r" not in text)
_VALUES: dict[str, st.SearchStrategy[DataValue]] = {
    "text": _TEXTS,
    "number": numbers(),
    "value": numbers() | _TEXTS,
    "flag": st.booleans(),
}


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """A dataset of any kinds of columns and values, also with gaps of both sorts, whose headers may be hostile too."""
    titles = draw(st.lists(_TEXTS, min_size=1, max_size=5, unique=True))
    count = draw(st.integers(1, 5))
    columns: list[tuple[DataColumn, list[DataValue]]] = []
    for index, title in enumerate(titles):
        kind = draw(st.sampled_from(["text", "number", "value", "flag"]))
        values = _VALUES[kind] | st.none() | st.just(Missing("原报告未列"))
        column = DataColumn(title, kind, "含义", draw(st.sampled_from(["", "万元", "%"])), f"c{index}")  # type: ignore[arg-type]  # one of the kinds
        columns.append((column, draw(st.lists(values, min_size=count, max_size=count))))
    return dataset("wards", "病区运行情况", "病区", columns)


def number_of(value: object) -> Decimal:
    """Return a number that a reader gave as text or as a float."""
    return Decimal(repr(value) if isinstance(value, float) else str(value))
