"""数据集: a table as data for others: typed columns with units, exact values, gaps that say what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from nianbao.report.row import Row

ColumnKind = Literal["text", "number", "value", "flag"]
"""What the cells of a column are. A `value` is a number where it is one and else a text (a tier)."""


@dataclass(frozen=True)
class Missing:
    """A value that is not there, in the words that say why: 原报告未列, 上年为0."""

    label: str


DataValue = Decimal | str | bool | Missing | None
"""What a cell holds; None where there is no value. A Decimal has the decimals with which the source states it."""


@dataclass(frozen=True)
class DataColumn:
    """A column; `unit` is that of all its numbers, empty where rows name their own or there is none.

    `formula` tells how the values of a computed column were made. `field` is the English name of a stated one.
    """

    title: str
    kind: ColumnKind
    meaning: str
    unit: str = ""
    field: str = ""
    formula: str = ""
    key: bool = False

    @property
    def computed(self) -> bool:
        """Whether the program computed its values instead of a source stating them."""
        return bool(self.formula)

    @property
    def name(self) -> str:
        """The header under which readers find it: its title, and in brackets what they have to know of its numbers."""
        told = "，".join(filter(None, ("计算" if self.computed else "", self.unit)))
        return f"{self.title}（{told}）" if told else self.title


@dataclass(frozen=True)
class Dataset:
    """A table as data: `name` is its English name, also that of its files, `short` what a sheet of it is called.

    Rows have a value for each column. `kind` is what the columns are declared in, None where nothing declares them.
    """

    name: str
    title: str
    short: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[DataValue, ...], ...]
    kind: type[Row] | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The words of its gaps, each once."""
        gaps = (value.label for row in self.rows for value in row if isinstance(value, Missing))
        return tuple(dict.fromkeys(gaps))

    def values(self, column: DataColumn) -> tuple[DataValue, ...]:
        """Return what a column holds, from top to bottom."""
        index = self.columns.index(column)
        return tuple(row[index] for row in self.rows)


def dataset(
    name: str,
    title: str,
    short: str,
    columns: Iterable[tuple[DataColumn, Sequence[DataValue]]],
    *,
    kind: type[Row] | None = None,
    sources: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Dataset:
    """Return the dataset of columns that are given with their values; what its gaps and formulas mean is noted."""
    given = tuple(columns)
    rows = tuple(zip(*(values for _, values in given), strict=True))
    made = Dataset(name, title, short, _told_apart(column for column, _ in given), rows, kind, notes, sources)
    told = tuple(f"{column.name}由程序计算：{column.formula}。" for column in made.columns if column.formula)
    gaps = "、".join(f"“{label}”" for label in made.labels)
    explained = (f"空白表示没有这一项；{gaps}照原样写出，不是零。",) if gaps else ()
    return Dataset(name, title, short, made.columns, rows, kind, (*notes, *told, *explained), sources)


def _told_apart(columns: Iterable[DataColumn]) -> tuple[DataColumn, ...]:
    """The columns, of which no two have the same header: an editor may name one 床位（张）, another 床位 with 张."""
    found: dict[str, DataColumn] = {}
    for column in columns:
        alone = column if column.name not in found else replace(column, title=f"{column.title}·{column.field}")
        found[alone.name] = alone
    return tuple(found.values())


def written(value: DataValue) -> str:
    """Return a value as text: a number exactly, without thousands groups, a flag as 是 or 否, no value as nothing."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.label if isinstance(value, Missing) else value or ""
