"""自评报告: the whole of a year as it was read, and its numbered outline."""

from __future__ import annotations

from typing import TypeVar

from pydantic import Field

from nianbao.report.head import Head, Section
from nianbao.report.model import ROWS
from nianbao.report.place import Place
from nianbao.report.privacy import Privacy
from nianbao.report.row import Row, Value
from nianbao.report.ruleset import Ruleset
from nianbao.report.site import Licence
from nianbao.wording.numbers import chinese_ordinal

R = TypeVar("R", bound=Row)

RESERVED_PAGES = {"index": "封面与摘要", "checks": "数据核对说明", "figures": "数据索引", "terms": "名词解释"}
"""Pages every year has besides its outline: the cover, and the appendices behind it."""


class NumberedSection(Section):
    """章节 with its place in the outline: `number` is 一、 or （一）."""

    number: str

    @property
    def heading(self) -> str:
        """The title behind its outline number."""
        return f"{self.number}{self.title}"


class Report(Value):
    """自评报告 of one year: head, ruleset and tables, all as read."""

    head: Head
    ruleset: Ruleset
    tables: dict[str, tuple[Row, ...]]
    own_tables: tuple[type[Row], ...] = ()
    """The tables that the year declares for itself."""
    conclusion_place: Place
    """Where `report.yml` states grade and score."""
    acknowledgement_places: tuple[Place, ...] = ()
    entry_places: dict[tuple[str, ...], Place] = Field(default_factory=dict)
    """Where `report.yml` writes each entry, by the names and positions that lead to it."""
    privacy: Privacy = Privacy()
    notice: str = ""
    address: str = ""
    """The web address of the archive, for citations."""
    licence: Licence = Licence()

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.head.fiscal_year

    @property
    def kinds(self) -> dict[str, type[Row]]:
        """Every table that the year may have, by its English name: those of every year and its own."""
        return ROWS | {kind.table: kind for kind in self.own_tables}

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of a table in file order; empty where the year has no such file."""
        return tuple(row for row in self.tables.get(kind.table, ()) if isinstance(row, kind))

    def place_of_entry(self, path: tuple[str, ...]) -> Place:
        """Return where `report.yml` writes an entry; one that it leaves out stands where the group above it does."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.entry_places:
                return self.entry_places[path[:length]]
        return Place(self.conclusion_place.file, 1)

    @property
    def outline(self) -> tuple[NumberedSection, ...]:
        """The sections with their numbers: level 1 一、二、…, level 2 （一）（二）… below each level 1."""
        return numbered(self.head.sections)


def numbered(sections: tuple[Section, ...]) -> tuple[NumberedSection, ...]:
    """Return the sections of an outline with their official numbers (GB/T 9704: 一、, then （一）)."""
    counts = {1: 0, 2: 0}
    result = []
    for section in sections:
        counts[section.level] += 1
        if section.level == 1:
            counts[2] = 0
        ordinal = chinese_ordinal(counts[section.level])
        number = f"{ordinal}、" if section.level == 1 else f"（{ordinal}）"
        result.append(NumberedSection(**section.model_dump(), number=number))
    return tuple(result)
