"""What the portal knows of every published year: the summary frozen with a version, and the ledger's events."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from nianbao.report.correction import Correction

Kind = Literal["publish", "correct", "withdraw"]


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


class Event(_Value):
    """One line of the 发布台账: what happened to which version, when, why and by whom (a role, never a person)."""

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


class PublishedYear(_Value):
    """A year as readers meet it: the latest version's summary and every event, oldest first."""

    summary: YearSummary
    version: int
    events: tuple[Event, ...]

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.summary.year


class Catalogue(_Value):
    """All years the portal shows, newest first; in a `preview` they come from the sources."""

    years: tuple[PublishedYear, ...]
    preview: bool = False

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
