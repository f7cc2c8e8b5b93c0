from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.showing import Showing
from tests.report.conftest import read


@pytest.fixture
def showing(small: Path) -> Showing:
    """What the pages of the small year show."""
    edition: YearEdition = read(small)[0]
    return Showing(edition)


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("合计·执行数", {"index", "money", "figures"}),
        ("合计·较上年增减额", {"money", "figures"}),
        ("合计·较上年增减率", {"figures"}),
        ("志愿者人数", {"work", "figures"}),
        ("查档者构成·单位", {"work", "figures"}),
        ("公务用车购置费·决算数", {"money", "figures"}),
        ("未达目标指标数", {"index", "figures"}),
    ],
)
def test_a_number_is_on_the_pages_that_write_it(showing: Showing, name: str, pages: set[str]) -> None:
    """By a word, by match in the running text, in a table, in a chart, on the cover, in the list of all numbers."""
    assert showing.pages_of_numbers[name] == pages


def test_a_text_is_on_the_pages_whose_tables_say_it(showing: Showing) -> None:
    """The same text in another table, or in a column that is not shown, is not it."""
    assert showing.stating("problems", "p1", "增加预约名额") == {"money"}
    assert showing.stating("indicators", "visits", "增加预约名额") == {"work"}
    assert showing.stating("problems", "p1", "别的") == showing.stating("problems", "p1", "") == set()


def test_a_row_is_on_the_pages_that_show_its_part_of_the_table(showing: Showing) -> None:
    """A table of one section shows the rows of that section, a breakdown its own."""
    assert showing.with_row("facts", "志愿者人数") == {"work"}
    assert showing.with_row("facts", "原列基本支出占比") == set()
    assert showing.with_row("breakdowns", "馆藏构成/文书档案") == {"work"}
    assert showing.with_table("sangong") == {"money"}
    assert showing.with_amounts == {"work", "money"}
