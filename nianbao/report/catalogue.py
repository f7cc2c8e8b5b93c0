"""What the portal knows of every published year: the summary frozen with a version, and the ledger's events."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nianbao.report.correction import Correction, day_of

Kind = Literal["publish", "correct", "withdraw", "aside"]
"""What an event does to a version; `aside` names one that another ledger published and that readers do not get."""


ROLE = "财务部门"
"""In whose name something is recorded where nobody says otherwise; a role, never a person."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionEntry(_Value):
    """One page of an edition, in outline order; `page` is its address inside the edition (`budget.html`).

    A page that was `withdrawn` has a tombstone at its address.
    """

    id: str
    title: str
    number: str = ""
    page: str
    withdrawn: bool = False


class FormerSection(SectionEntry):
    """A section as one `version` of a year has it whose latest version has it no more."""

    version: int


class KeyNumber(_Value):
    """A number that stands for the year on the portal.

    `value` is the exact decimal in the base unit (元 for money) as text, or None where the year does not state it;
    `written` is the official form shown to people; `page` leads to its entry in 数据索引.
    """

    name: str
    value: str | None
    unit: str
    written: str
    page: str


class YearSummary(_Value):
    """What one version of a year says of itself; stored in the version's `build.json`."""

    year: int
    title: str
    department: str
    unit: str
    grade: str | None
    acknowledged: int
    unmet: int
    sections: tuple[SectionEntry, ...]
    key_numbers: tuple[KeyNumber, ...]
    corrections: tuple[Correction, ...] = ()
    """What its later versions changed, oldest first."""

    @property
    def withdrawn(self) -> bool:
        """Whether the whole version was withdrawn."""
        return bool(self.sections) and all(section.withdrawn for section in self.sections)


class Quotation(_Value):
    """A line of another ledger, letter by letter, and the SHA-256 of the last line of that ledger."""

    line: str
    head: str


class Event(_Value):
    """One line of the 发布台账: what happened to which version, when, why and by whom (a role, never a person).

    `quotes` is the line that said so first, where the event was taken over from another ledger.
    """

    n: int
    time: str
    year: int
    version: int
    kind: Kind
    nature: str
    scope: str
    reason: str
    role: str
    commitment: str
    prev_sha256: str
    quotes: Quotation | None = None

    @property
    def makes_version(self) -> bool:
        """Whether it gave readers a version that they did not have."""
        return self.kind in ("publish", "correct")

    @property
    def day(self) -> datetime.date:
        """The day in China on which it happened; `time` is in UTC."""
        return day_of(datetime.datetime.fromisoformat(self.time))


class PublishedYear(_Value):
    """A year as readers meet it: the latest version's summary and every event, oldest first.

    `former` are the sections that only earlier versions have, the latest of these first.
    """

    summary: YearSummary
    version: int
    events: tuple[Event, ...]
    former: tuple[FormerSection, ...] = ()

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.summary.year


class Catalogue(_Value):
    """All years the portal shows, newest first; in a `preview` they come from the sources.

    `head` is the SHA-256 of the ledger's last line and `count` the number of its lines. `set_aside` are the events that
    name versions of other ledgers which readers do not get, of years that the portal may not even have.
    """

    years: tuple[PublishedYear, ...]
    preview: bool = False
    head: str = ""
    count: int = 0
    set_aside: tuple[Event, ...] = ()

    def of(self, year: int) -> PublishedYear | None:
        """Return the entry of `year`, or None where the archive does not hold it."""
        return next((entry for entry in self.years if entry.year == year), None)

    def sections(self) -> dict[str, list[tuple[PublishedYear, SectionEntry]]]:
        """Return, for each section id of any year, the years that have it (newest first)."""
        found: dict[str, list[tuple[PublishedYear, SectionEntry]]] = {}
        for entry in self.years:
            for section in entry.summary.sections:
                found.setdefault(section.id, []).append((entry, section))
        return found

    def former(self) -> dict[str, list[tuple[PublishedYear, FormerSection]]]:
        """Return, for each section id, the years (newest first) of which only earlier versions have it."""
        found: dict[str, list[tuple[PublishedYear, FormerSection]]] = {}
        for entry in self.years:
            for section in entry.former:
                found.setdefault(section.id, []).append((entry, section))
        return found

    @property
    def titles(self) -> dict[str, str]:
        """The title of each section that any version of any year has, by its id; the latest one it has anywhere."""
        former = {section_id: found[0][1].title for section_id, found in self.former().items()}
        return {section_id: found[0][1].title for section_id, found in self.sections().items()} | {
            section_id: title for section_id, title in former.items() if section_id not in self.sections()
        }


def former_sections(summaries: Mapping[int, YearSummary]) -> tuple[FormerSection, ...]:
    """Return the sections that only earlier versions of a year have, the latest version first.

    `summaries` are those of all its versions.
    """
    latest = max(summaries)
    present = {section.id for section in summaries[latest].sections}
    return tuple(
        FormerSection(**section.model_dump(), version=version)
        for version in sorted(summaries, reverse=True)
        for section in summaries[version].sections
        if section.id not in present
    )
