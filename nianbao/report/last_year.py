"""上年: what the report of the year before says, so that this year's can be compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nianbao.report.naming import quantities
from nianbao.report.narrative import Page
from nianbao.report.quantities import Quantities
from nianbao.report.report import Report
from nianbao.report.row import Row


@dataclass(frozen=True)
class LastYear:
    """上年的报告: `version` is the published 版次 that was read, None where the year is known from sources alone."""

    report: Report
    pages: tuple[Page, ...] = ()
    version: int | None = None

    @property
    def year(self) -> int:
        """Its fiscal year."""
        return self.report.year

    @property
    def address(self) -> str:
        """How findings call it: the address at which it is published (`2022-v1`), or its year alone."""
        return f"{self.year}" if self.version is None else f"{self.year}-v{self.version}"

    @cached_property
    def quantities(self) -> Quantities:
        """All its quantities, as written there."""
        return quantities(self.report)

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], Row]:
        """Its rows by table and key."""
        return {(row.table, row.key): row for rows in self.report.tables.values() for row in rows}
