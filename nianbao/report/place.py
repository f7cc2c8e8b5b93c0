"""Where something stands in the sources, as an editor would look for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nianbao.wording.language import say
from nianbao.wording.personal import masked


@dataclass(frozen=True, order=True)
class Place:
    """A file below the site folder, with its physical line (from 1) and, in a table, the column's title.

    Written `data/2022/budget.csv:3:执行数`; a workbook's place is `data/2022/report.xlsx!支出!D7`.
    """

    file: str
    line: int | None = None
    column: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    @property
    def told(self) -> str:
        """The place in words that readers understand: file, line and column, or sheet and cell of a workbook."""
        if self.sheet is not None:
            parts = [say("工作表“{sheet}”", sheet=self.sheet)]
            parts += [say("单元格{cell}", cell=self.cell)] if self.cell else []
        else:
            parts = [say("第{line}行", line=self.line)] if self.line is not None else []
        parts += [say("“{column}”列", column=self.column)] if self.column is not None else []
        return "，".join((self.file, *parts))

    @property
    def order(self) -> tuple[str, str, int]:
        """By what places are sorted: file, sheet, line."""
        return self.file, self.sheet or "", self.line or 0

    @property
    def shown(self) -> Place:
        """The place as messages name it: numbers of persons in names of files, sheets and columns masked."""
        column, sheet = (part and masked(part) for part in (self.column, self.sheet))
        shown = replace(self, file=masked(self.file), column=column, sheet=sheet)
        return self if shown == self else shown

    def at(self, column: str, cell: str | None = None) -> Place:
        """Return the same row's place in another column; `cell` is its cell in a workbook, where it has one."""
        return Place(self.file, self.line, column, self.sheet, cell or self.cell)
