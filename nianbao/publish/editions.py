"""Editions: a year checked and built as it would be published, the portal over all years, and what they depend on."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from nianbao import __version__
from nianbao.publish.compressed import compress
from nianbao.publish.engine.build import build_edition
from nianbao.publish.engine.desk import PORTAL, Desk, edition_of
from nianbao.publish.engine.plugin import epoch_of
from nianbao.publish.last_year import LastYears
from nianbao.publish.pictures import KeptPictures
from nianbao.publish.policy import protect, unprotected
from nianbao.publish.site_folder import engine_files
from nianbao.publish.validation import validate
from nianbao.report.catalogue import Catalogue
from nianbao.report.correction import Correction
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Blocked, Finding
from nianbao.report.site import Site
from nianbao.sources.folders import files_below, years
from nianbao.sources.privacy import portal_privacy
from nianbao.sources.site import GUIDE, read_site
from nianbao.sources.year import read_year
from nianbao.wording.personal import PersonalNumber


@dataclass(frozen=True)
class Built:
    """A year built into a folder: its edition, the bytes it was made from, and the time stamp of its files."""

    edition: YearEdition
    sources: Mapping[str, bytes]
    fingerprint: str
    epoch: int


def pictures(root: Path) -> KeptPictures:
    """Return the site's store of drawn charts, which any build may use and anybody may delete."""
    return KeptPictures(root / "build" / ".pictures")


def assemble(root: Path, year: int, version: int = 1, last_years: LastYears | None = None) -> YearEdition:
    """Return a year with all its findings, read but not built; raises Unusable where it cannot be read.

    It is compared with the year before, which `last_years` tell (they keep this year in turn for the one after it).
    """
    last_years = last_years or LastYears(root)
    sources = read_year(root, year)
    last_years.remember(sources)
    return edition_of(sources, version, last_years.before(year))


def year_sources(root: Path, year: int) -> dict[str, bytes]:
    """Return all that a year's edition depends on, by name: its files, its ruleset, and what `site.yml` adds."""
    return _with_site(read_year(root, year).files, read_site(root))


def _with_site(files: Mapping[str, bytes], site: Site) -> dict[str, bytes]:
    shared = {"notice": site.notice, "address": site.address}
    text = json.dumps(shared, ensure_ascii=False, sort_keys=True) + "\n"
    return {**files, "data/site.json": text.encode()}


def fingerprint(files: Mapping[str, bytes]) -> str:
    """Return one hash over names and contents, independent of their order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def build_year(
    root: Path,
    year: int,
    out: Path,
    version: int = 1,
    archive: Path | None = None,
    corrections: tuple[Correction, ...] = (),
) -> Built:
    """Build a year into the folder `out`, which is replaced only by a complete and valid edition.

    It is compared with the year before it, in `archive` (the site's own where none is named) or else in the sources.
    Raises Unusable for sources that cannot be read, Blocked for findings that stop publication and for built pages
    that are not sound, BuildFailed for what MkDocs refuses. Then `out` is as it was. Pages may hold exact values of
    quantities that look like numbers of persons, and the numbers that the year's exceptions register. A later version
    announces the last of its `corrections`.
    """
    desk = Desk(root, str(year), version, kept=pictures(root), archive=archive, corrections=corrections)
    edition = desk.editions[year]
    if edition.blocking:
        raise Blocked(edition.blocking)
    known = {page.id for page in edition.pages}
    amounts = {f"{quantity.value:f}" for quantity in edition.quantities.by_name.values() if quantity.value is not None}
    attached = frozenset(name.split("/", 2)[2] for name in desk.attachments[year])
    _build_into(
        desk,
        out,
        f"{year}/",
        lambda address: _lives_for_ever(address, year, known, version),
        lambda number: number.value in amounts or edition.report.privacy.permits(number),
        attached,
    )
    sources = _with_site(desk.files[year], desk.site)
    return Built(edition, sources, fingerprint(sources), epoch_of(desk))


def build_portal(root: Path, catalogue: Catalogue, out: Path) -> None:
    """Build the portal over the catalogue's years into `out`; raises as `build_year` does."""
    addresses = {f"{entry.year}/{section.page}" for entry in catalogue.years for section in entry.summary.sections}
    addresses |= {f"{event.year}-v{event.version}/index.html" for entry in catalogue.years for event in entry.events}
    amounts = {number.value for entry in catalogue.years for number in entry.summary.key_numbers}
    desk = Desk(root, PORTAL, given_catalogue=catalogue, kept=pictures(root))
    privacy = desk.portal_privacy
    wrong = tuple(privacy.blocking())
    if wrong:
        raise Blocked(wrong)
    _build_into(
        desk,
        out,
        "",
        lambda address: address in addresses,
        lambda number: number.value in amounts or privacy.permits(number),
    )


def portal_findings(root: Path) -> tuple[Finding, ...]:
    """Return the numbers of persons in the portal that stop its publication; raises Unusable for a bad privacy.yml."""
    return tuple(portal_privacy(root, portal_day(root)).blocking())


def portal_day(root: Path) -> datetime.date:
    """Return the day of which the portal's files bear the date, from the years in the sources."""
    return datetime.date(max(years(root), default=2000) + 1, 1, 1)


def portal_fingerprint(root: Path) -> str:
    """Return one hash over what the portal depends on besides the ledger: engine, theme, site and its own pages."""
    findings: list[Finding] = []
    own = {name: path.read_bytes() for name, path in files_below(root, "docs", findings).items() if _of_portal(name)}
    site = {"data/site.yml": (root / "data/site.yml").read_bytes()}
    return fingerprint({**engine_files(root), **own, **site, "version": __version__.encode()})


def preview_catalogue(root: Path) -> Catalogue:
    """Return the catalogue of the years in the sources, as a preview of the portal lists them."""
    return Desk(root, PORTAL).catalogue


def _of_portal(name: str) -> bool:
    return not name.startswith(GUIDE) and not name.split("/")[1].isdigit()


def _lives_for_ever(address: str, year: int, sections: set[str], version: int) -> bool:
    if any(address.startswith(f"{year}-v{earlier}/") for earlier in range(1, version)):
        return True
    ever = {"index.html", "search/index.html", f"history/{year}/index.html"}
    return address in ever or address in {f"sections/{section}/index.html" for section in sections}


def _build_into(
    desk: Desk,
    out: Path,
    at: str,
    outside: Callable[[str], bool],
    permits: Callable[[PersonalNumber], bool],
    looked_at: frozenset[str] = frozenset(),
) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out.parent) as scratch:
        built = Path(scratch) / "edition"
        build_edition(desk, built)
        protect(built)
        wrong = validate(built, at, outside, urlsplit(desk.site.address).path, permits, looked_at)
        wrong += tuple(unprotected(built, at))
        if wrong:
            raise Blocked(wrong)
        compress(built)
        if out.exists():
            shutil.rmtree(out)
        built.rename(out)
