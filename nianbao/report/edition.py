"""年度版: a year assembled from its sources, with quantities, numbering and findings; all its pages come from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from nianbao.report.attached import AttachedFile
from nianbao.report.binding import Bound, Coverage, coverage
from nianbao.report.catalogue import KeyNumber, SectionEntry, YearSummary
from nianbao.report.checks import Subject, check
from nianbao.report.correction import Correction
from nianbao.report.finding import Finding
from nianbao.report.last_year import LastYear
from nianbao.report.naming import quantities
from nianbao.report.narrative import Numbering, Page, number_tables_and_charts
from nianbao.report.quantities import Quantities
from nianbao.report.report import RESERVED_PAGES, Report
from nianbao.report.scoring import stated_grade, unmet

KEY_NUMBERS = ("预算总额", "支出总额", "预算执行率", "自评得分", "绩效指标数", "未达目标指标数")
"""The quantities that stand for a year on its cover and on the portal."""

FIGURES_PAGE = "figures.html"


@dataclass(frozen=True)
class YearEdition:
    """A year as one edition shows it: `version` is its 版次, `before` the year it is compared with.

    `corrections` are those of all its versions up to this one, oldest first.

    All else follows from the report and its pages.
    """

    report: Report
    pages: tuple[Page, ...]
    notes: tuple[Finding, ...] = ()
    version: int = 1
    attached: tuple[AttachedFile, ...] = ()
    before: LastYear | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def correction(self) -> Correction | None:
        """What this very version changed, where it is not the first."""
        return next((entry for entry in self.corrections if entry.version == self.version), None)

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.report.year

    @cached_property
    def quantities(self) -> Quantities:
        """All quantities of the year."""
        return quantities(self.report)

    @cached_property
    def _subject(self) -> Subject:
        return Subject(self.report, self.quantities, self.pages, self.before)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Notes of the reading and every finding of the checks."""
        gaps = {note.place for note in self.notes if note.gap}
        found = check(self._subject)
        others = (finding for finding in found if finding.place not in gaps)
        shown = self.report.privacy.shielding((*self.notes, *others))
        return tuple(sorted(shown, key=lambda finding: finding.place.order))

    @cached_property
    def numbering(self) -> Numbering:
        """The 表 and 图 numbers of the year, in outline order."""
        return number_tables_and_charts(self.pages, tuple(page.id for page in self.pages))

    @cached_property
    def bound(self) -> dict[str, tuple[Bound, ...]]:
        """The numbers in running text that match a quantity, by page id."""
        return self._subject.bound

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """How the numbers of each page's running text are bound."""
        return tuple(coverage(page, self.bound[page.id]) for page in self.pages)

    @cached_property
    def uses(self) -> dict[str, tuple[str, ...]]:
        """The ids of the pages whose running text uses a quantity, by the quantity's name."""
        found: dict[str, dict[str, None]] = {}
        for page in self.pages:
            for call in page.calls:
                quantity = self.quantities.get(call.arguments[0]) if call.word == "num" else None
                if quantity is not None:
                    found.setdefault(quantity.name, {})[page.id] = None
            for bound in self.bound[page.id]:
                if bound.quantity is not None:
                    found.setdefault(bound.quantity.name, {})[page.id] = None
        return {name: tuple(pages) for name, pages in found.items()}

    @cached_property
    def superseded(self) -> dict[str, tuple[tuple[int, str], ...]]:
        """What earlier versions said of a quantity that was corrected since: (version, as written), by its name."""
        found: dict[str, tuple[tuple[int, str], ...]] = {}
        for correction in self.corrections:
            for change in correction.changes.numbers:
                found[change.name] = (*found.get(change.name, ()), (correction.before, change.old))
        return found

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each page with its outline number (`（一）部门概况`), by page id."""
        headings = {section.id: section.heading for section in self.report.outline if section.id}
        return {page.id: headings.get(page.id) or RESERVED_PAGES.get(page.id, page.id) for page in self.pages}

    @property
    def acknowledged(self) -> tuple[Finding, ...]:
        """The findings that are published with a reason."""
        return tuple(finding for finding in self.findings if finding.acknowledged)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stop publication."""
        return tuple(finding for finding in self.findings if finding.blocks)

    def summary(self) -> YearSummary:
        """Return what the portal shows of this version."""
        numbers = []
        for name in KEY_NUMBERS:
            quantity = self.quantities.get(name)
            if quantity is not None:
                value = None if quantity.value is None else f"{quantity.value:f}"
                numbers.append(
                    KeyNumber(name=name, value=value, unit=quantity.unit, written=quantity.written, page=FIGURES_PAGE)
                )
        return YearSummary(
            year=self.year,
            title=self.report.head.title,
            department=self.report.head.department.name,
            unit=self.report.head.unit,
            grade=stated_grade(self.report),
            acknowledged=len(self.acknowledged),
            unmet=len(unmet(self.report)),
            sections=tuple(
                SectionEntry(id=page.id, title=self.titles[page.id], page=f"{page.id}.html") for page in self.pages
            ),
            key_numbers=tuple(numbers),
            corrections=self.corrections,
        )
