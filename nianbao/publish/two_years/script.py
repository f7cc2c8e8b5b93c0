"""What a browser puts two years side by side by: the numbers and chapters of a year, as a script beside the chooser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nianbao.publish.data_script import data_script
from nianbao.publish.downloads import MadeFile
from nianbao.report.catalogue import SectionEntry
from nianbao.report.edition import FIGURES_PAGE
from nianbao.report.number_pair import break_told
from nianbao.report.quantities import anchor_of
from nianbao.report.same_section import is_narrative
from nianbao.report.year_quantities import (
    COMPUTED,
    UNGROUPED,
    YearQuantities,
    YearQuantity,
    key_names,
    key_titles,
)

FOLDER = "compare/"
FORMAT = 2
"""The form of a script; those of a view are made anew with its chooser, which reads this one alone."""

KEY = "主要数据"
_CALLED = "nianbaoYear"


@dataclass(frozen=True)
class _Series:
    """How a quantity is counted from some year on: since which break, in which unit, and in words what began it."""

    broken: int = 0
    unit: str = ""
    since: str = ""


def year_scripts(
    figures: Iterable[YearQuantities], sections: Mapping[int, Iterable[SectionEntry]]
) -> tuple[MadeFile, ...]:
    """Return the script of each year, `<year>.js`, oldest first.

    `figures` are those of all years, and `sections` the outline of each: a quantity is one series with that of another
    year where no year between them counts it otherwise and both have it in the same unit.
    """
    oldest_first = sorted(figures, key=lambda entry: entry.year)
    series = _first_series(oldest_first)
    made = []
    for entry in oldest_first:
        for quantity in entry.by_name.values():
            series[quantity.name] = _went_on(series[quantity.name], entry.year, quantity)
        made.append(MadeFile(f"{entry.year}.js", "", _script(entry, series, sections[entry.year])))
    return tuple(made)


def _first_series(oldest_first: Iterable[YearQuantities]) -> dict[str, _Series]:
    """Every quantity in the unit in which it was first stated, which years before that did not have to name."""
    found: dict[str, _Series] = {}
    unstated: dict[str, _Series] = {}
    for quantity in (quantity for entry in oldest_first for quantity in entry.by_name.values()):
        (unstated if quantity.value is None else found).setdefault(quantity.name, _Series(unit=quantity.unit))
    return unstated | found


def _went_on(series: _Series, year: int, quantity: YearQuantity) -> _Series:
    """The series of a quantity in a year, after the series it had before."""
    began = []
    if quantity.changed:
        began.append(break_told(year, quantity.changed))
        series = replace(series, broken=year)
    if quantity.value is not None and quantity.unit != series.unit:
        began.append(f"{year}年度单位变化：{series.unit or '无单位'}改为{quantity.unit or '无单位'}")
        series = replace(series, unit=quantity.unit)
    return replace(series, since="；".join(began)) if began else series


def _script(entry: YearQuantities, series: Mapping[str, _Series], sections: Iterable[SectionEntry]) -> bytes:
    titles, key = key_titles(entry.aliases), key_names(entry.aliases)
    numbers = [entry.by_name[name] for name in key if name in entry.by_name]
    others = [quantity for name, quantity in entry.by_name.items() if name not in key]
    numbers += sorted(others, key=lambda quantity: quantity.group == COMPUTED)
    content = {
        "format": FORMAT,
        "year": entry.year,
        "numbers": [
            {
                "at": f"{FIGURES_PAGE}#{anchor_of(quantity.name)}",
                "title": titles.get(quantity.name, quantity.name),
                "group": KEY if quantity.name in key else quantity.group or UNGROUPED,
                "told": quantity.written,
                **_counted(series[quantity.name]),
            }
            for quantity in numbers
        ],
        "chapters": [
            {"at": section.page, "told": f"{section.title}（已撤下）" if section.withdrawn else section.title}
            for section in sections
            if is_narrative(section)
        ],
    }
    if not numbers:
        content["lacking"] = f"没有{entry.year}年度的数据可以对照。"
    return data_script(_CALLED, content)


def _counted(series: _Series) -> dict[str, Any]:
    """The series as a browser holds it against that of another year, with what to say where they differ."""
    told = {"series": f"{series.broken or ''}{series.unit}", "since": series.since}
    return {key: value for key, value in told.items() if value}
