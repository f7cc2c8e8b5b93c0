"""趋势: a quantity over the years as a line, year by year, broken where it is counted otherwise or not stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nianbao.report.year_quantities import Series
from nianbao.wording.numbers import DASH


@dataclass(frozen=True)
class LinePoint:
    """One year on a line: its value and the number as people read it; None where no report states it.

    `joined` says whether the line comes to it from the year before. `changed` tells how it is counted otherwise from
    this year on, `corrected` whether an earlier version of the year said something else.
    """

    year: int
    value: Decimal | None
    written: str
    joined: bool = False
    changed: str = ""
    corrected: bool = False


@dataclass(frozen=True)
class Line:
    """A quantity over the years, every year from the first to the last; `description` tells the same in words."""

    name: str
    unit: str
    points: tuple[LinePoint, ...]

    @property
    def description(self) -> str:
        """The line in words: each year's number, and where it cannot be compared with the year before."""
        told = []
        for point in self.points:
            change = f"（本年起口径变化：{point.changed}）" if point.changed else ""
            told.append(f"{point.year}年{point.written if point.value is not None else '没有数据'}{change}")
        return f"{self.name}：{'，'.join(told)}。"


def line_of(series: Series) -> Line:
    """Return a series as a line; years between that no report states are points without a value."""
    known = dict(series.points)
    points: list[LinePoint] = []
    for year in range(series.points[0][0], series.points[-1][0] + 1):
        quantity = known.get(year)
        if quantity is None or quantity.value is None:
            points.append(LinePoint(year, None, quantity.written if quantity else DASH))
            continue
        joined = bool(points) and points[-1].value is not None and not quantity.changed
        points.append(LinePoint(year, quantity.value, quantity.written, joined, quantity.changed, quantity.corrected))
    return Line(series.name, series.unit, tuple(points))
