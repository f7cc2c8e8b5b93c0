"""新建年度的依据: which year is begun, under which ruleset and outline, and what it goes on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nianbao.report.head import Section
from nianbao.report.report import Report
from nianbao.report.ruleset import OutlineSection, Ruleset
from nianbao.report.site import Site


@dataclass(frozen=True)
class Plan:
    """A year to begin: `last` is the latest earlier year, with its `files` by name, or None for a first year."""

    year: int
    site: Site
    ruleset: Ruleset
    unit: str
    last: Report | None = None
    files: Mapping[str, bytes] | None = None

    @property
    def continues(self) -> bool:
        """Whether the outline goes on from the year before: under the same ruleset addresses stay what they are."""
        return self.last is not None and self.last.head.ruleset == self.ruleset.id

    @property
    def outline(self) -> tuple[Section, ...]:
        """The sections of the new year: those of the year before, or else those of the ruleset."""
        return self.last.head.sections if self.last is not None and self.continues else self.ruleset.outline

    def sketch(self, section_id: str) -> OutlineSection | None:
        """Return what the ruleset says of a section, or None."""
        return next((section for section in self.ruleset.outline if section.id == section_id), None)
