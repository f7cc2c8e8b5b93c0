"""两年对照: a number in two years, how much and by what part it changed, and why it cannot be told where it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from nianbao.report.year_quantities import YearQuantity
from nianbao.wording.numbers import DASH, SCALES, decimals_of, round_half_up, shortest, write_number

State = Literal["compared", "broken", "units", "unstated", "one_year"]
"""Whether two numbers can be compared, and if not why: counted otherwise, in other units, not stated, or not there."""

ABSENT = "没有这个数据"
INCOMPARABLE = "不可比"
_POINTS = {"%": "个百分点", "‰": "个千分点"}
"""In what rates differ, which is never again a rate."""
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?")


@dataclass(frozen=True)
class Written:
    """How a year writes a number: the scale before its unit (万) and its decimals."""

    scale: str
    decimals: int


def way_of_writing(quantity: YearQuantity) -> Written:
    """Return how a year writes a quantity; one without a value as a whole number in its base unit."""
    found = _NUMBER.search(quantity.written) if quantity.value is not None else None
    if found is None:
        return Written("", 0)
    behind = quantity.written[found.end() :]
    scales = (each for each in SCALES if each and behind in (f"{each}{quantity.unit}", f"{each}多{quantity.unit}"))
    return Written(next(scales, ""), len(found["decimals"] or ""))


def break_told(year: int, words: str) -> str:
    """Return in words that a year counts a quantity otherwise than the years before."""
    return f"{year}年度口径变化：{words}"


@dataclass(frozen=True)
class NumberPair:
    """A quantity in an earlier and a later year; None for a year that does not have it.

    `title` is the name by which readers know it, `group` under which title 数据索引 lists it. `breaks` are the years
    behind the earlier one up to the later one from which on it is counted otherwise, with the words that say how.
    """

    name: str
    title: str
    group: str
    years: tuple[int, int]
    before: YearQuantity | None
    after: YearQuantity | None
    breaks: tuple[tuple[int, str], ...] = ()

    @property
    def sides(self) -> tuple[tuple[int, YearQuantity | None], tuple[int, YearQuantity | None]]:
        """Both years, the earlier first, each with its quantity."""
        return (self.years[0], self.before), (self.years[1], self.after)

    @property
    def state(self) -> State:
        """Whether the two numbers can be compared, or the first reason why not."""
        if self.before is None or self.after is None:
            return "one_year"
        if self.before.value is None or self.after.value is None:
            return "unstated"
        if self.before.unit != self.after.unit:
            return "units"
        return "broken" if self.breaks else "compared"

    @cached_property
    def values(self) -> tuple[Decimal, Decimal] | None:
        """The two values in the base unit where they can be compared."""
        if self.state != "compared" or self.before is None or self.after is None:
            return None
        old, new = self.before.value, self.after.value
        return None if old is None or new is None else (old, new)

    @property
    def difference(self) -> Decimal | None:
        """The later number less the earlier one, exact, in the unit in which the later year writes it."""
        if self.values is None or self.after is None or self.before is None:
            return None
        own, other = way_of_writing(self.after), way_of_writing(self.before)
        exact = shortest((self.values[1] - self.values[0]) / SCALES[own.scale])
        told = max(own.decimals, other.decimals) if own.scale == other.scale else own.decimals
        return exact.quantize(Decimal(1).scaleb(-max(told, decimals_of(exact))))

    @property
    def unit(self) -> str:
        """The unit of the difference: that of the later number with its scale, for rates 个百分点."""
        if self.after is None:
            return ""
        return _POINTS.get(self.after.unit) or f"{way_of_writing(self.after).scale}{self.after.unit}"

    @property
    def is_rate(self) -> bool:
        """Whether the numbers are rates, whose difference is told in points and has no rate of change."""
        return self.after is not None and self.after.unit in _POINTS

    @property
    def rate(self) -> Decimal | None:
        """The difference in percent of the earlier number, rounded half up to one decimal; None for a base up to 0."""
        if self.values is None or self.is_rate or self.values[0] <= 0:
            return None
        return round_half_up((self.values[1] - self.values[0]) * 100 / self.values[0], 1)

    @property
    def difference_written(self) -> str:
        """The difference in words: 增加20.58万元, 降低1.25个百分点, 不变, 不可比; — where a number is missing."""
        difference = self.difference
        if difference is None:
            return INCOMPARABLE if self.state in ("broken", "units") else DASH
        if difference == 0:
            return "不变"
        verb = ("提高" if difference > 0 else "降低") if self.is_rate else ("增加" if difference > 0 else "减少")
        return f"{verb}{write_number(abs(difference))}{self.unit}"

    @property
    def rate_written(self) -> str:
        """The rate of change in words: 增长1.2%, 下降不到0.1%; empty where there is none or nothing changed."""
        rate, difference = self.rate, self.difference
        if rate is None or not difference:
            return ""
        return f"{'增长' if difference > 0 else '下降'}{f'{abs(rate):,f}%' if rate else '不到0.1%'}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be known before the two numbers are compared."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        if self.state == "units":
            yield "两个年度的单位不同"
        yield from (break_told(year, words) for year, words in self.breaks)
        if self.values is not None and self.values[0] <= 0 and self.difference and not self.is_rate:
            yield f"{self.years[0]}年度的数不大于0，不计算幅度"
        inexact = [f"{year}年度" for year, side in self.sides if side is not None and side.qualifier]
        if self.values is not None and inexact:
            yield f"{'、'.join(inexact)}的数带有“约”等限定，按写明的数计算"

    def written(self, year: int) -> str:
        """Return the number as that year writes it, 原报告未列 included; of a year without it, that it has none."""
        quantity = self.before if year == self.years[0] else self.after
        return ABSENT if quantity is None else quantity.written


@dataclass(frozen=True)
class TwoYears:
    """Two years held against each other: the numbers that stand for a year, and all numbers in groups as 数据索引."""

    years: tuple[int, int]
    key: tuple[NumberPair, ...]
    groups: tuple[tuple[str, tuple[NumberPair, ...]], ...]

    @property
    def pairs(self) -> tuple[NumberPair, ...]:
        """All numbers, group after group, each once."""
        return tuple(pair for _, pairs in self.groups for pair in pairs)

    @property
    def without(self) -> tuple[int, ...]:
        """The years of which no number is at hand, because their file was withdrawn or is damaged."""
        there = {year for pair in self.pairs for year, quantity in pair.sides if quantity is not None}
        return tuple(year for year in self.years if year not in there)
