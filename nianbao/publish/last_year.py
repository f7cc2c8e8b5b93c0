"""What a year is compared with: the year before as it was last published, or else as its sources say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nianbao.publish.archive.ledger import kept, latest_versions
from nianbao.publish.archive.reading import read_events, read_version
from nianbao.publish.archive.refusals import Damaged
from nianbao.publish.archive.versions import hash_inputs
from nianbao.publish.stored import read_stored
from nianbao.report.finding import Finding, Unusable
from nianbao.report.last_year import LastYear
from nianbao.report.place import Place
from nianbao.sources.year import YearSources, read_year

Compared = tuple[LastYear | None, tuple[Finding, ...]]
"""The year before, where there is one, and what keeps it from being read."""


@dataclass
class LastYears:
    """The years before those of the site folder `root`.

    They are taken from `archive` (`archive/` in the site folder where none is named), else from the sources.
    """

    root: Path
    archive: Path | None = None
    _known: dict[int, YearSources] = field(default_factory=dict)

    @property
    def _archive(self) -> Path:
        return self.archive or self.root / "archive"

    def remember(self, sources: YearSources) -> None:
        """Keep a year that was read anyway, so that it is not read again for the year after it."""
        self._known[sources.report.year] = sources

    def before(self, year: int) -> Compared:
        """Return the year before `year`; where it cannot be read, a warning says so and that nothing was compared."""
        last = year - 1
        try:
            events = read_events(self._archive)
            version = latest_versions(events).get(last)
            if version is not None:
                return self._published(last, version, kept(events)[last, version].commitment), ()
        except Damaged as damaged:
            return None, (_unread(last, "last_year_unread.damaged", "；".join(map(str, damaged.damages))),)
        except Unusable as unusable:
            withdrawn = any(event.kind == "withdraw" and event.year == last for event in read_events(self._archive))
            sentence = "last_year_unread.withdrawn" if withdrawn else "last_year_unread.stored"
            return None, (_unread(last, sentence, str(unusable.findings[0].place)),)
        try:
            return self._from_sources(last), ()
        except Unusable as unusable:
            return None, (_unread(last, "", str(unusable.findings[0].place)),)

    def _published(self, year: int, version: int, commitment: str) -> LastYear:
        known = self._known.get(year)
        if known is not None and _is_among(hash_inputs(known.files), read_version(self._archive, year, version).inputs):
            return LastYear(known.report, known.pages, version)
        return _stored(self._archive, year, version, commitment, self.root)

    def _from_sources(self, year: int) -> LastYear | None:
        if year not in self._known and not (self.root / f"data/{year}").is_dir():
            return None
        sources = self._known.get(year) or read_year(self.root, year, text_only=True)
        return LastYear(sources.report, sources.pages)


def _unread(year: int, sentence: str, what: str) -> Finding:
    values = {"year": year, "what": what}
    return Finding("last_year_unread", "warning", Place(f"data/{year + 1}/report.yml"), values, sentence)


def _is_among(files: Mapping[str, str], inputs: Mapping[str, str]) -> bool:
    """Whether a version was made from these very files (what else it was made from is told by `site.yml`)."""
    others = inputs.keys() - files.keys()
    return files.items() <= inputs.items() and all(name.startswith("data/site.") for name in others)


@lru_cache(maxsize=32)
def _stored(archive: Path, year: int, version: int, commitment: str, root: Path) -> LastYear:
    """Return what a stored version says; a version never changes while its commitment stands."""
    read = read_stored(archive, year, version, root)
    return LastYear(read.report, read.pages, version)
