"""出处: what data files say of themselves: whose they are, of which year and version, how they may be used."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from nianbao.report.catalogue import Catalogue
from nianbao.report.citation import Citation, permanent_address, stated_day
from nianbao.report.correction import day_of
from nianbao.report.edition import YearEdition
from nianbao.report.row import NOT_STATED
from nianbao.report.site import Licence, Site


@dataclass(frozen=True)
class Origin:
    """Where data come from. `address` is the permanent web address; `year` and `version` are None for all years.

    `day` is the one on which they were published in this form, None where nobody states it.
    """

    title: str
    department: str
    address: str
    licence: Licence
    year: int | None = None
    version: int | None = None
    day: datetime.date | None = None
    original: str = ""
    notice: str = ""

    @property
    def citation(self) -> str:
        """How the data are to be cited."""
        return Citation(self.department, self.title, self.address, self.version, self.day).text


def origin_of(edition: YearEdition) -> Origin:
    """Return where the data of a year come from; its day is that of the correction, or else the report's own."""
    report, head = edition.report, edition.report.head
    return Origin(
        title=head.title,
        department=head.department.name,
        address=permanent_address(edition),
        licence=report.licence,
        year=report.year,
        version=edition.version,
        day=stated_day(edition),
        original="" if head.original == NOT_STATED else head.original,
        notice=report.notice,
    )


def origin_of_all(site: Site, catalogue: Catalogue) -> Origin:
    """Return where the data of all years come from; their day is that of the last event of the ledger."""
    times = [event.time for entry in catalogue.years for event in entry.events]
    return Origin(
        title=site.title,
        department=site.department.name,
        address=site.address,
        licence=site.licence,
        day=day_of(datetime.datetime.fromisoformat(max(times))) if times else None,
        notice=site.notice,
    )
