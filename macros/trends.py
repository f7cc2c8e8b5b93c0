"""Trends over all years: key numbers and indicators as lines, every other number that lives longer as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from macros.lines import line_picture
from macros.markup import render
from macros.pictures import Pictures
from nianbao.report.catalogue import Catalogue
from nianbao.report.download import Download
from nianbao.report.edition import FIGURES_PAGE, KEY_NUMBERS
from nianbao.report.lines import Line, line_of
from nianbao.report.quantities import anchor_of
from nianbao.report.year_quantities import Series, YearQuantities

_ACTUAL = "·实际完成值"


@dataclass(frozen=True)
class _Shown:
    """A line under the title that readers know it by, and what gives its picture, where it has one."""

    title: str
    anchor: str
    line: Line
    picture: Callable[[], str] | None = None


def trends(
    figures: Sequence[YearQuantities],
    catalogue: Catalogue,
    pictures: Pictures,
    up: str,
    files: tuple[Download, ...] = (),
) -> Callable[[], str]:
    """Have the lines of all years drawn, and return what makes the page of them.

    `figures` are newest first, `files` those that hold all of them, and `up` leads from the page to the root. Every
    number that any version of a year ever had keeps its place on the page, because frozen pages lead to it.
    """
    from nianbao.report.comparison import series_over

    series = {entry.name: entry for entry in series_over(figures)}
    named = {alias: name for entry in reversed(figures) for alias, name in entry.aliases.items()}
    aliases = {name: alias for alias, name in named.items()}
    names = [named.get(key, key) for key in KEY_NUMBERS]
    key = [_drawn(series[name], aliases.get(name, name), pictures) for name in names if name in series]
    actual = [entry for name, entry in series.items() if name.endswith(_ACTUAL) and name not in names]
    indicators = [_drawn(entry, entry.name.removesuffix(_ACTUAL), pictures) for entry in actual]
    others = [
        _Shown(aliases.get(name, name), anchor_of(name), line_of(entry))
        for name, entry in series.items()
        if name not in names and not name.endswith(_ACTUAL)
    ]
    return lambda: render(
        "trends.html.j2",
        groups=[("主要数据", key), ("绩效指标", indicators)],
        others=others,
        once=[(anchor_of(name), name, year) for name, year in _once(figures, catalogue) if name not in series],
        page=FIGURES_PAGE,
        up=up,
        years=len(figures),
        files=files,
    )


def _once(figures: Sequence[YearQuantities], catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    """Every number with the newest year that has it, and behind them those that only earlier versions had."""
    seen: dict[str, int] = {}
    for entry in figures:
        for name in entry.by_name:
            seen.setdefault(name, entry.year)
    for year in catalogue.years:
        for correction in year.summary.corrections:
            for change in correction.changes.numbers:
                seen.setdefault(change.name, year.year)
    yield from seen.items()


def _drawn(series: Series, title: str, pictures: Pictures) -> _Shown:
    line, anchor = line_of(series), anchor_of(series.name)
    return _Shown(title, anchor, line, line_picture(line, f"line-{anchor}", pictures))
