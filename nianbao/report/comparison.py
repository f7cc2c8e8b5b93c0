"""历年数据: all years in one long frame, from which trends, two-year comparison and the all-years download are made.

This is the one module that uses pandas. Columns are of type object, so that Decimals stay exact and None stays None;
whoever needs it imports it late, because a page of a single year does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

import pandas as pd

from nianbao.report.number_pair import NumberPair, TwoYears
from nianbao.report.year_quantities import (
    COMPUTED,
    UNGROUPED,
    Series,
    YearQuantities,
    YearQuantity,
    key_names,
    key_titles,
)

_QUANTITY = [field.name for field in fields(YearQuantity)]
_COLUMNS = ["year", "version", "aliases", *_QUANTITY]


def long_frame(years: Iterable[YearQuantities]) -> pd.DataFrame:
    """Return a row for each quantity of each year, newest year first and in the order of the year.

    The columns are year, version, aliases (joined with 、) and the fields of a YearQuantity.
    """
    newest_first = sorted(years, key=lambda entry: -entry.year)
    rows = [row for entry in newest_first for row in _rows(entry)]
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS), dtype=object)


def _rows(entry: YearQuantities) -> Iterator[tuple[object, ...]]:
    aliases: dict[str, list[str]] = {}
    for alias, name in entry.aliases.items():
        aliases.setdefault(name, []).append(alias)
    for quantity in entry.by_name.values():
        told = (getattr(quantity, name) for name in _QUANTITY)
        yield (entry.year, entry.version, "、".join(aliases.get(quantity.name, ())), *told)


def oldest_first(frame: pd.DataFrame) -> Iterator[Mapping[str, object]]:
    """Yield the rows by column, the oldest year first and within a year in its order."""
    ordered = frame.sort_values("year", kind="stable")
    yield from (dict(zip(_COLUMNS, row, strict=True)) for row in ordered.itertuples(index=False, name=None))


def series_over(years: Iterable[YearQuantities]) -> tuple[Series, ...]:
    """Return every quantity that two years or more state in the same unit, in the order of the newest year that has it.

    Years that do not state it, or state it in another unit, are left out of its points.
    """
    frame = long_frame(years)
    frame = frame[frame["unit"] == frame.groupby("name", sort=False)["unit"].transform("first")]
    frame = frame[frame.groupby("name", sort=False)["value"].transform("count") > 1]
    points: dict[str, list[tuple[int, YearQuantity]]] = {}
    for year, quantity in _quantities(frame):
        points.setdefault(quantity.name, []).append((year, quantity))
    return tuple(Series(name, told[0][1].unit, tuple(reversed(told))) for name, told in points.items())


def _quantities(frame: pd.DataFrame) -> Iterator[tuple[int, YearQuantity]]:
    columns = frame[["year", *_QUANTITY]]
    yield from ((year, YearQuantity(*values)) for year, *values in columns.itertuples(index=False, name=None))


def two_years(years: Iterable[YearQuantities], earlier: int, later: int) -> TwoYears:
    """Return what two of the years say, number beside number; `years` are all that are published.

    A number is counted otherwise where any of the years behind the `earlier` one, up to the `later` one, says so.
    Raises KeyError for a year that is not among them.
    """
    known = {entry.year: entry for entry in years}
    aliases = {**known[earlier].aliases, **known[later].aliases}
    frame = long_frame(known.values())
    joined = _joined(frame, earlier, later)
    breaks = breaks_in(frame[(frame["year"] > earlier) & (frame["year"] <= later)])
    titles = key_titles(aliases)
    pairs = {
        name: NumberPair(name, titles.get(name, name), _group(before, after), (earlier, later), before, after,
                         breaks.get(name, ()))
        for name, (before, after) in joined.items()
    }  # fmt: skip
    groups: dict[str, list[NumberPair]] = {}
    for pair in pairs.values():
        groups.setdefault(pair.group, []).append(pair)
    ordered = sorted(groups.items(), key=lambda group: group[0] == COMPUTED)
    return TwoYears(
        (earlier, later),
        tuple(pairs[name] for name in key_names(aliases) if name in pairs),
        tuple((title, tuple(members)) for title, members in ordered),
    )


Joined = dict[str, tuple[YearQuantity | None, YearQuantity | None]]


def _joined(frame: pd.DataFrame, earlier: int, later: int) -> Joined:
    """The quantities of both years by name, in the order of the later one, those of the earlier alone behind them."""
    sides = [frame[frame["year"] == year].assign(at=range((frame["year"] == year).sum())) for year in (later, earlier)]
    merged = sides[0].merge(sides[1], on="name", how="outer", suffixes=("", "_before"))
    merged = merged.sort_values(["at", "at_before"], kind="stable", na_position="last")
    columns = [[name if name == "name" else f"{name}{end}" for name in _QUANTITY] for end in ("_before", "")]
    rows = [merged[names].itertuples(index=False, name=None) for names in columns]
    there = [merged[name].notna() for name in ("at_before", "at")]
    found: Joined = {}
    for before, after, has_before, has_after in zip(*rows, *there, strict=True):
        told = _quantity(before) if has_before else None, _quantity(after) if has_after else None
        found[str(after[0])] = told
    return found


def _quantity(row: tuple[object, ...]) -> YearQuantity:
    """A row of a joined frame as the quantity it was; a join writes NaN where there is no value."""
    return YearQuantity(*(None if value is None or value != value else value for value in row))  # type: ignore[arg-type]  # columns of objects


def _group(before: YearQuantity | None, after: YearQuantity | None) -> str:
    return (after.group if after else "") or (before.group if before else "") or UNGROUPED


def breaks_in(frame: pd.DataFrame) -> dict[str, tuple[tuple[int, str], ...]]:
    """Return {name: (year, how it is counted otherwise from it on)} of the rows that tell a break, oldest first."""
    told = frame[frame["changed"] != ""].sort_values("year", kind="stable")
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for name, year, changed in told[["name", "year", "changed"]].itertuples(index=False, name=None):
        found[name] = (*found.get(name, ()), (year, changed))
    return found
