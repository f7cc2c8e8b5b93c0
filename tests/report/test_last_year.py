from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.last_year import LastYear
from nianbao.report.model import Indicator
from nianbao.sources.year import read_year


@pytest.fixture
def last(small: Path) -> LastYear:
    """The small site's year as it was published first."""
    sources = read_year(small, 2023)
    return LastYear(sources.report, sources.pages, 1)


def test_its_numbers_are_found_by_cell_and_by_name(last: LastYear) -> None:
    """The cell is that of the row with the same key, whatever the row is called this year."""
    quantity = last.quantities.by_cell["indicators", "visits", "actual"]
    assert quantity == last.quantities.get("查档人次·实际完成值")
    assert (quantity.written, quantity.unit) == ("1,800人次", "人次")


def test_its_rows_are_found_by_table_and_key(last: LastYear) -> None:
    """As the next year's rows are."""
    row = last.rows["indicators", "visits"]
    assert isinstance(row, Indicator)
    assert row.reason == "上半年闭馆维修"
    assert ("indicators", "readers") not in last.rows


def test_it_is_called_by_the_address_of_its_version(last: LastYear) -> None:
    """Or by its year, where nobody can look it up."""
    assert last.address == "2023-v1"
    assert LastYear(last.report, last.pages).address == "2023"
