"""各年数据: the quantities of published years as their own files tell them, and what can be followed over the years."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from nianbao.report.edition import YearEdition
from nianbao.report.quantities import Quantity


@dataclass(frozen=True)
class YearQuantity:
    """A quantity of one year: exact in the base unit, None where the year does not state it.

    `changed` says how it is counted otherwise than the year before, empty where it is not; `corrected` whether an
    earlier version of the year said something else; `origin` is the place of its cell, or the formula it follows from.
    """

    name: str
    value: Decimal | None
    unit: str
    written: str
    changed: str = ""
    corrected: bool = False
    origin: str = ""


@dataclass(frozen=True)
class YearQuantities:
    """All quantities of a year's version by name, and the short names that lead to them."""

    year: int
    version: int
    by_name: Mapping[str, YearQuantity]
    aliases: Mapping[str, str]

    def get(self, name: str) -> YearQuantity | None:
        """Return the quantity that a name or an alias stands for, or None."""
        return self.by_name.get(self.aliases.get(name, name))


@dataclass(frozen=True)
class Series:
    """A quantity over the years: its name, its base unit, and the years that have it, oldest first."""

    name: str
    unit: str
    points: tuple[tuple[int, YearQuantity], ...]


def read_quantities(content: bytes) -> YearQuantities:
    """Return what a published `quantities.json` says. Raises ValueError for bytes that are none."""
    try:
        document = json.loads(content)
        entries = [_read(entry) for entry in document["quantities"]]
        aliases = {str(alias): str(entry["name"]) for entry in document["quantities"] for alias in entry["aliases"]}
        return YearQuantities(
            int(document["year"]), int(document["version"]), {entry.name: entry for entry in entries}, aliases
        )
    except (KeyError, TypeError, AttributeError, RecursionError, InvalidOperation) as error:
        raise ValueError(str(error)) from error


def _read(entry: Mapping[str, object]) -> YearQuantity:
    value = entry["value"]
    return YearQuantity(
        name=str(entry["name"]),
        value=None if value is None else Decimal(str(value)),
        unit=str(entry["unit"]),
        written=str(entry["written"]),
        changed=str(entry.get("changed", "")),
        corrected="superseded" in entry,
        origin=str(entry.get("formula") or entry.get("source") or ""),
    )


def quantities_of(edition: YearEdition) -> YearQuantities:
    """Return the quantities of an edition as its `quantities.json` will tell them."""
    by_name = {
        name: YearQuantity(
            name,
            quantity.value,
            quantity.unit,
            quantity.written,
            changed_in(edition, quantity),
            name in edition.superseded,
            quantity.formula or str(quantity.place),
        )
        for name, quantity in edition.quantities.by_name.items()
    }
    return YearQuantities(edition.year, edition.version, by_name, dict(edition.quantities.aliases))


def changed_in(edition: YearEdition, quantity: Quantity) -> str:
    """Return how a quantity is counted otherwise than the year before (口径变化), empty where it is not."""
    rows = edition.report.tables.get(quantity.table, ())
    row = next((row for row in rows if row.key == quantity.key), None)
    return str(getattr(row, "series_break", None) or "")


def series_over(years: Iterable[YearQuantities]) -> tuple[Series, ...]:
    """Return every quantity that two years or more state in the same unit, in the order of the newest year that has it.

    Years that do not state it, or state it in another unit, are left out of its points.
    """
    newest_first = sorted(years, key=lambda entry: -entry.year)
    names = dict.fromkeys(name for entry in newest_first for name in entry.by_name)
    found = []
    for name in names:
        told = [(entry.year, quantity) for entry in newest_first if (quantity := entry.by_name.get(name)) is not None]
        unit = told[0][1].unit
        points = [(year, quantity) for year, quantity in reversed(told) if quantity.unit == unit]
        if sum(quantity.value is not None for _, quantity in points) > 1:
            found.append(Series(name, unit, tuple(points)))
    return tuple(found)
