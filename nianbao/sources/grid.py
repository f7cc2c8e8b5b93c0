"""A table as it lies in a file or a sheet: header and rows of texts, before anything is read into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nianbao.report.place import Place

MAX_ROWS, MAX_COLUMNS = 5000, 200
"""Largest table that is read; a year's largest real one has some hundred rows of twenty columns."""

Stored = Literal["text", "number", "percent", "masked", "date", "flag", "refused"]
"""As what a workbook stores a cell; text files store text alone."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text, and as what it is stored.

    A number is written out in full with the decimals the cell shows, a percentage as the number in front of the sign,
    a date in Chinese form, a truth value as 是 or 否; a masked number is one whose format shows something else.
    `shown` is what a workbook displays where that is a rounded number. A number is not `whole` where it has more digits
    than a workbook keeps: what was typed may have ended otherwise. A refused cell is one that was complained of before
    its row is read: nothing is known of it, and nothing more is said of it.
    """

    text: str | None
    stored: Stored = "text"
    shown: str = ""
    whole: bool = True

    @property
    def refused(self) -> bool:
        """Whether the cell has its complaint already."""
        return self.stored == "refused"


REFUSED = GridCell(None, "refused")


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of one row and its physical line."""

    line: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """Header and rows of the file `name`, or of one of its sheets; every row is as wide as the header.

    `letters` are the columns' letters in a sheet. `unit` is the money unit that a title above the header states.
    """

    name: str
    header: GridRow
    rows: tuple[GridRow, ...]
    sheet: str | None = None
    letters: tuple[str, ...] = ()
    unit: str = ""

    def place(self, line: int, index: int = 0, title: str | None = None) -> Place:
        """Return the place of the cell at a position (from 0) of the row at a physical line."""
        return Place(self.name, line, title, self.sheet, self.cell(line, index))

    def cell(self, line: int, index: int) -> str | None:
        """Return a cell's address in its sheet (`D7`), or None in a text file."""
        return f"{self.letters[index]}{line}" if self.letters else None
