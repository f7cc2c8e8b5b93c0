from __future__ import annotations

from decimal import Decimal

from nianbao.report.lines import line_of
from nianbao.report.year_quantities import Series, YearQuantity


def series(**points: tuple[str | None, str]) -> Series:
    """Return a series of {y2022: (value, 口径变化)}."""
    told = tuple(
        (
            int(year[1:]),
            YearQuantity("人次", None if value is None else Decimal(value), "人次", f"{value}人次", changed),
        )
        for year, (value, changed) in points.items()
    )
    return Series("人次", "人次", told)


def test_a_line_is_broken_where_a_year_is_missing_or_counts_otherwise() -> None:
    """Only neighbouring years that count alike are joined; a year without a report is a point without a value."""
    line = line_of(
        series(y2019=("5", ""), y2020=("6", ""), y2022=("7", ""), y2023=("9", "改按断面统计"), y2024=("8", ""))
    )
    assert [(point.year, point.joined) for point in line.points] == [
        (2019, False),
        (2020, True),
        (2021, False),
        (2022, False),
        (2023, False),
        (2024, True),
    ]
    assert line.points[2].value is None


def test_a_year_that_does_not_state_the_number_says_so_and_joins_nothing() -> None:
    """原报告未列 is neither zero nor left out."""
    line = line_of(series(y2022=("5", ""), y2023=(None, ""), y2024=("6", "")))
    assert [point.joined for point in line.points] == [False, False, False]


def test_the_words_tell_every_year_and_every_break() -> None:
    """Whoever does not see the line reads the same."""
    line = line_of(series(y2022=("5", ""), y2024=("6", "改按断面统计")))
    assert line.description == "人次：2022年5人次，2023年没有数据，2024年6人次（本年起口径变化：改按断面统计）。"
