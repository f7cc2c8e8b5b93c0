"""各年数据: the quantities of published years as their own files tell them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from nianbao.report.edition import KEY_NUMBERS, YearEdition
from nianbao.report.quantities import Quantity

COMPUTED = "计算得出的数据"
"""The title under which 数据索引 lists what follows from other numbers, behind the tables."""
UNGROUPED = "其他数据"
"""Where numbers are listed of which the year's file does not say under which title 数据索引 has them."""


@dataclass(frozen=True)
class YearQuantity:
    """A quantity of one year: exact in the base unit, None where the year does not state it.

    `changed` says how it is counted otherwise than the year before, empty where it is not; `corrected` whether an
    earlier version of the year said something else; `origin` is the place of its cell, or the formula it follows from.
    `qualifier` says how exactly it is stated (约), `group` under which title 数据索引 lists it; files of before there
    were groups leave that empty.
    """

    name: str
    value: Decimal | None
    unit: str
    written: str
    changed: str = ""
    corrected: bool = False
    origin: str = ""
    qualifier: str = ""
    group: str = ""


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
        qualifier=str(entry["qualifier"] or ""),
        group=str(entry.get("group", "")),
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
            quantity.qualifier or "",
            group_of(edition, quantity),
        )
        for name, quantity in edition.quantities.by_name.items()
    }
    return YearQuantities(edition.year, edition.version, by_name, dict(edition.quantities.aliases))


def changed_in(edition: YearEdition, quantity: Quantity) -> str:
    """Return how a quantity is counted otherwise than the year before (口径变化), empty where it is not."""
    rows = edition.report.tables.get(quantity.table, ())
    row = next((row for row in rows if row.key == quantity.key), None)
    return str(getattr(row, "series_break", None) or "")


def group_of(edition: YearEdition, quantity: Quantity) -> str:
    """Return the title under which 数据索引 lists a quantity: that of its table, or 计算得出的数据."""
    kind = edition.report.kinds.get(quantity.table)
    return COMPUTED if kind is None else kind.title


def key_names(aliases: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the quantities that stand for a year, {alias: name} given, in their order."""
    return tuple(aliases.get(key, key) for key in KEY_NUMBERS)


def key_titles(aliases: Mapping[str, str]) -> dict[str, str]:
    """Return {name: the alias by which readers know it} of the quantities that stand for a year."""
    return {name: alias for alias, name in aliases.items() if alias in KEY_NUMBERS}
