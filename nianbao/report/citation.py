"""引用: how a year, a chapter or a number of it is cited, in the form of GB/T 7714—2015 for electronic resources."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from urllib.parse import quote

from nianbao.report.edition import FIGURES_PAGE, YearEdition
from nianbao.report.quantities import Quantity, anchor_of
from nianbao.report.row import NOT_STATED

READ_ON = "[引用日期]"
"""Stands where the reader's own day belongs, which nobody knows when a page is made."""

UNDATED = "未注明日期"
"""Stands where a report bears no date. When it was published is not known when its pages are made."""


_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\"%<>`\\^{|}\s]")
"""What is written with percent codes in an address, so that Chinese stays legible."""


@dataclass(frozen=True)
class Citation:
    """One citation of a published report.

    `day` is the date that the report itself states, None where it states none. `part` is the chapter or the number that
    is cited, empty for the whole. `version` is None for what has none. `address` is one that lives for ever.
    """

    author: str
    title: str
    address: str
    version: int | None = None
    day: datetime.date | None = None
    part: str = ""

    @property
    def dated(self) -> str:
        """The date of the report, or that it bears none."""
        return UNDATED if self.day is None else self.day.isoformat()

    @property
    def halves(self) -> tuple[str, str]:
        """What stands before the day on which the reader read it, and behind."""
        kind = "[R/OL]" if self.version else "[DB/OL]"
        version = f" 第{self.version}版." if self.version else ""
        whole = f"{self.author}. {self.title}"
        cited = f"{self.author}. {self.part}{kind}//{whole}" if self.part else f"{whole}{kind}"
        return f"{cited}.{version}（{self.dated}）", f". {self.address}."

    @property
    def text(self) -> str:
        """The whole citation, `READ_ON` where the day belongs on which the reader read it."""
        before, behind = self.halves
        return f"{before}{READ_ON}{behind}"


def permanent_address(edition: YearEdition, page: str = "") -> str:
    """Return the absolute address of a page of this very version; without one, that of the version."""
    return f"{edition.report.address}{edition.year}-v{edition.version}/{page}"


def address_of_number(edition: YearEdition, name: str) -> str:
    """Return the absolute address of a number's entry in 数据索引, for ever in this version."""
    anchor = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), anchor_of(name))
    return permanent_address(edition, f"{FIGURES_PAGE}#{anchor}")


def stated_day(edition: YearEdition) -> datetime.date | None:
    """Return the day of this version: that of its correction, or else 公开日期 or 成文日期, or None."""
    dates = edition.report.head.dates
    days = (edition.correction and edition.correction.day, dates.published, dates.report)
    return next((day for day in days if isinstance(day, datetime.date)), None)


def citation_of(edition: YearEdition, page: str = "") -> Citation:
    """Return how this version of a year is cited, or the chapter on one of its pages (by its id)."""
    part = edition.titles[page] if page else ""
    return _citation(edition, permanent_address(edition, f"{page}.html" if page else ""), part)


def citation_of_number(edition: YearEdition, quantity: Quantity) -> Citation:
    """Return how a number of this version is cited; it is found under the citation's address."""
    return _citation(edition, address_of_number(edition, quantity.name), quantity.name)


def _citation(edition: YearEdition, address: str, part: str) -> Citation:
    head = edition.report.head
    return Citation(head.department.name, head.title, address, edition.version, stated_day(edition), part)


def publisher_of(edition: YearEdition) -> str:
    """Return who publishes the report: 发布机构 where the year states it, or else the department."""
    stated = edition.report.head.disclosure.publisher
    return edition.report.head.department.name if stated == NOT_STATED else stated
