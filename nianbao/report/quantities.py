"""数据: every number of a year under its Chinese name, with its unit, how it is written, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.row import NOT_STATED, Row
from nianbao.wording.numbers import DASH, decimals_of, parse_number, shortest, split_unit, with_qualifier, write_number


@dataclass(frozen=True)
class Quantity:
    """A named number.

    `value` is exact, in the base unit `unit` (元, 人, %, …), None where the year does not state it. `shown` and
    `shown_unit` are the number as people read it (1,593.35 万元). A stated quantity has the `place` of its cell, a
    derived one a `formula` over the names in `operands`.
    """

    name: str
    value: Decimal | None
    unit: str
    shown: str
    shown_unit: str
    qualifier: str | None = None
    place: Place | None = None
    formula: str = ""
    operands: tuple[str, ...] = ()
    table: str = ""
    key: str = ""
    field: str = ""
    section: str = ""

    @property
    def is_target(self) -> bool:
        """Whether it is what an indicator has to reach; a text may compare with it in any words."""
        return self.field in ("target", "adjusted_target")

    @property
    def exact(self) -> str:
        """The exact value in the base unit (`15,933,500元`); empty where `written` says the same or there is none."""
        if self.value is None or self.shown_unit == self.unit:
            return ""
        return with_qualifier(write_number(self.value), self.unit, self.qualifier)

    @property
    def written(self) -> str:
        """The number in official form with qualifier and unit; 原报告未列 or — where there is none."""
        return self.shown if self.value is None else with_qualifier(self.shown, self.shown_unit, self.qualifier)


def anchor_of(name: str) -> str:
    """Return the id of a quantity's entry in 数据索引: its name, without spaces."""
    return "-".join(name.split())


@dataclass(frozen=True)
class Quantities:
    """All quantities of a year by name, the short names that lead to them, and what is wrong with the names."""

    by_name: Mapping[str, Quantity]
    aliases: Mapping[str, str]
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[tuple[Quantity, Decimal], ...]]:
        """The quantities with a value by their base unit, each with its value."""
        found: dict[str, list[tuple[Quantity, Decimal]]] = {}
        for entry in self.by_name.values():
            if entry.value is not None:
                found.setdefault(entry.unit, []).append((entry, entry.value))
        return {unit: tuple(entries) for unit, entries in found.items()}

    def get(self, name: str) -> Quantity | None:
        """Return the quantity that a name or an alias stands for, or None."""
        return self.by_name.get(self.aliases.get(name, name))

    @cached_property
    def by_cell(self) -> Mapping[tuple[str, str, str], Quantity]:
        """The stated quantities by table, row key and field."""
        return {(each.table, each.key, each.field): each for each in self.by_name.values() if each.table}

    def names(self) -> list[str]:
        """Return every name an editor may write, aliases first."""
        return [*self.aliases, *self.by_name]

    def aliases_of(self, name: str) -> list[str]:
        """Return the short names of a quantity."""
        return [alias for alias, target in self.aliases.items() if target == name]


def stated(
    row: Row, name: str, field_name: str, unit: str | None = None, qualifier: str | None = None, section: str = ""
) -> Quantity:
    """Return the quantity that one number cell states, written with the decimals of the cell.

    Money is 元 within and written in the header's unit; a scaled unit such as 万人 is 人 within.
    """
    value = getattr(row, field_name)
    place = row.place_of(field_name)
    money_unit = row.money_units.get(field_name)
    shown_unit = money_unit or unit or ""
    factor, base_unit = split_unit(shown_unit)
    about = {"place": place, "table": row.table, "key": row.key, "field": field_name, "section": section}
    if not isinstance(value, Decimal):
        missing = NOT_STATED if field_name in row.not_stated else DASH
        return Quantity(name, None, base_unit, missing, shown_unit, **about)  # type: ignore[arg-type]  # keyword bundle
    shown = write_number(parse_number(row.texts[field_name])) if field_name in row.texts else write_number(value)
    exact = shortest(value if money_unit else value * factor)
    return Quantity(name, exact, base_unit, shown, shown_unit, qualifier, **about)  # type: ignore[arg-type]  # same


def derived(
    name: str, value: Decimal | None, unit: str, formula: str, operands: tuple[str, ...], *, missing: str = DASH
) -> Quantity:
    """Return a derived quantity from its already rounded value in the unit it is written in."""
    factor, base_unit = split_unit(unit)
    if value is None:
        return Quantity(name, None, base_unit, missing, unit, formula=formula, operands=operands)
    shown = write_number(value, decimals_of(value))
    return Quantity(name, shortest(value * factor), base_unit, shown, unit, formula=formula, operands=operands)
