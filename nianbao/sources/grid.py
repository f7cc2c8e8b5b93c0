"""A table as it lies in a file: header and rows of texts, before anything is read into them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GridRow:
    """The cells of one row and its physical line."""

    line: int
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Grid:
    """Header and rows of the file `name`; every row is as wide as the header."""

    name: str
    header: GridRow
    rows: tuple[GridRow, ...]
