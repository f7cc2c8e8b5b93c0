"""Editions: a year checked and built as it would be published, the portal over all years, and what they depend on."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from nianbao import __version__
from nianbao.publish.addresses import Promise, inventory, is_attached, keep, lost
from nianbao.publish.archive.layout import is_taken
from nianbao.publish.archive.reading import read_addresses
from nianbao.publish.archive.refusals import Damaged
from nianbao.publish.compressed import compress
from nianbao.publish.downloads import FOLDER, file_names
from nianbao.publish.engine.build import build_edition
from nianbao.publish.engine.desk import PORTAL, Desk, edition_of
from nianbao.publish.engine.plugin import epoch_of
from nianbao.publish.last_year import LastYears
from nianbao.publish.pictures import KeptPictures
from nianbao.publish.policy import protect, unprotected
from nianbao.publish.site_folder import engine_files
from nianbao.publish.validation import validate
from nianbao.report.addresses import Addresses
from nianbao.report.catalogue import Catalogue
from nianbao.report.correction import Correction
from nianbao.report.edition import FIGURES_PAGE, YearEdition
from nianbao.report.finding import Blocked, Finding
from nianbao.report.moved import misdirected, redirects
from nianbao.report.place import Place
from nianbao.report.site import Licence, Site
from nianbao.report.year_quantities import YearQuantities
from nianbao.sources.folders import files_below, years
from nianbao.sources.privacy import portal_privacy
from nianbao.sources.site import GUIDE, read_portal_pages, read_site
from nianbao.sources.year import read_year
from nianbao.wording.personal import PersonalNumber, find


@dataclass(frozen=True)
class Built:
    """A year built into a folder: its edition, the bytes it was made from, and the time stamp of its files.

    `addresses` are those at which the folder has something.
    """

    edition: YearEdition
    sources: Mapping[str, bytes]
    fingerprint: str
    epoch: int
    addresses: Addresses


def pictures(root: Path) -> KeptPictures:
    """Return the site's store of drawn charts, which any build may use and anybody may delete."""
    return KeptPictures(root / "build" / ".pictures")


def assemble(root: Path, year: int, version: int = 1, last_years: LastYears | None = None) -> YearEdition:
    """Return a year with all its findings, read but not built; raises Unusable where it cannot be read.

    It is compared with the year before, which `last_years` tell (they keep this year in turn for the one after it), and
    its pages and attachments with those at the addresses that the archive has.
    """
    last_years = last_years or LastYears(root)
    sources = read_year(root, year)
    last_years.remember(sources)
    edition = edition_of(sources, version, last_years.before(year))
    return replace(edition, notes=(*edition.notes, *_vanished(edition, last_years.archive or root / "archive")))


def _vanished(edition: YearEdition, archive: Path) -> Iterator[Finding]:
    try:
        known = read_addresses(archive, edition.year)
    except Damaged:
        return  # whoever publishes is told of the damage before anything else
    written = {page for found in known.values() for page in found.names if _is_of_sources(page)}
    earlier = {version: Addresses(files=tuple(written & found.names)) for version, found in known.items()}
    present = {f"{page.id}.html" for page in edition.pages} | {f"attachments/{file.file}" for file in edition.attached}
    present |= file_names(edition.year, (table for table, rows in edition.report.tables.items() if rows))
    promise = _promise(edition, earlier)
    yield from lost(present | redirects(promise.moved).keys(), promise)


def _is_of_sources(address: str) -> bool:
    """Whether the sources alone tell that an edition has it: a page, an attachment, a file of data."""
    return address.endswith(".html") or is_attached(address) or address.startswith(FOLDER)


def _promise(edition: YearEdition, earlier: Mapping[int, Addresses]) -> Promise:
    report = edition.report
    return Promise(
        f"{report.year}/",
        report.address,
        earlier,
        report.head.moved,
        lambda old: report.place_of_entry(("moved", old)),
    )


def year_sources(root: Path, year: int) -> dict[str, bytes]:
    """Return all that a year's edition depends on, by name: its files, its ruleset, and what `site.yml` adds."""
    return _with_site(read_year(root, year).files, read_site(root))


def _with_site(files: Mapping[str, bytes], site: Site) -> dict[str, bytes]:
    shared: dict[str, object] = {"notice": site.notice, "address": site.address}
    if site.licence != Licence():
        shared["licence"] = site.licence.model_dump()
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
    announces the last of its `corrections`, and keeps the addresses that earlier versions in `archive` have.
    """
    desk = Desk(root, str(year), version, kept=pictures(root), archive=archive, corrections=corrections)
    edition = desk.editions[year]
    if edition.blocking:
        raise Blocked(edition.blocking)
    known = {page.id for page in edition.pages}
    amounts = {f"{quantity.value:f}" for quantity in edition.quantities.by_name.values() if quantity.value is not None}
    attached = frozenset(name.split("/", 2)[2] for name in desk.attachments[year])
    addresses = _build_into(
        desk,
        out,
        _promise(edition, _earlier(archive or root / "archive", year, version, corrections)),
        lambda address: _lives_for_ever(address, year, known, version),
        lambda number: number.value in amounts or edition.report.privacy.permits(number),
        attached,
    )
    sources = _with_site(desk.files[year], desk.site)
    return Built(edition, sources, fingerprint(sources), epoch_of(desk), addresses)


def _earlier(archive: Path, year: int, version: int, corrections: tuple[Correction, ...]) -> dict[int, Addresses]:
    """The addresses of earlier versions; of pages of which nothing old is to be told, without their anchors."""
    known = read_addresses(archive, year) if version > 1 else {}
    for correction in corrections:
        pages = [f"{page}.html" for page in correction.concealed]
        known = {of: found.without(pages) if of < correction.version else found for of, found in known.items()}
    return {of: found for of, found in known.items() if of < version}


def build_portal(
    root: Path,
    catalogue: Catalogue,
    out: Path,
    earlier: Iterable[str] = (),
    figures: tuple[YearQuantities, ...] | None = None,
) -> Addresses:
    """Build the portal over the catalogue's years into `out` and return its addresses; raises as `build_year` does.

    Those that it had `earlier` must still be there, or have moved. `figures` are the quantities of the years, newest
    first; without them they are read from the sources.
    """
    addresses = {f"{entry.year}/{section.page}" for entry in catalogue.years for section in entry.summary.sections}
    addresses |= {f"{event.year}-v{event.version}/index.html" for entry in catalogue.years for event in entry.events}
    addresses |= {f"{event.year}-v{event.version}/SHA256SUMS" for entry in catalogue.years for event in entry.events}
    addresses |= {f"{entry.year}-v{old.version}/{old.page}" for entry in catalogue.years for old in entry.former}
    addresses |= {f"{entry.year}/{FIGURES_PAGE}" for entry in catalogue.years}
    addresses |= {"SHA256SUMS", "ledger.jsonl"}
    desk = Desk(root, PORTAL, given_catalogue=catalogue, kept=pictures(root), given_figures=figures)
    published = _published_numbers(desk.figures)
    privacy = desk.portal_privacy
    wrong = tuple(privacy.blocking())
    if wrong:
        raise Blocked(wrong)
    return _build_into(
        desk,
        out,
        Promise("", desk.site.address, {0: Addresses(files=tuple(earlier))}, desk.site.moved, _place_in_site),
        lambda address: address in addresses,
        lambda number: number.value in published or privacy.permits(number),
    )


def _published_numbers(figures: Iterable[YearQuantities]) -> frozenset[str]:
    """What looks like a number of a person in the data of years that were published: they were looked through then."""
    told = [quantity for entry in figures for quantity in entry.by_name.values()]
    values = {f"{quantity.value:f}" for quantity in told if quantity.value is not None}
    texts = (text for quantity in told for text in (quantity.name, quantity.written, quantity.changed, quantity.origin))
    return frozenset(values | {number.value for text in texts for number in find(text)})


def portal_findings(root: Path) -> tuple[Finding, ...]:
    """Return what stops the publication of the portal: numbers of persons, and what `site.yml` says has moved.

    Raises Unusable for files that cannot be read.
    """
    there = {page.file.removeprefix("docs/").removesuffix(".md") + ".html" for page in read_portal_pages(root)}
    moved = read_site(root).moved
    wrong = misdirected(moved, there, lambda page: page in there or "/" in page, _place_in_site, is_taken)
    return (*portal_privacy(root, portal_day(root)).blocking(), *wrong)


def _place_in_site(old: str) -> Place:
    return Place("data/site.yml")


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
    ever = {"index.html", "search/index.html", "trends/index.html", f"history/{year}/index.html"}
    return address in ever or address in {f"sections/{section}/index.html" for section in sections}


def _build_into(
    desk: Desk,
    out: Path,
    promise: Promise,
    outside: Callable[[str], bool],
    permits: Callable[[PersonalNumber], bool],
    looked_at: frozenset[str] = frozenset(),
) -> Addresses:
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out.parent) as scratch:
        built = Path(scratch) / "edition"
        desk.finishing = False
        build_edition(desk, built)
        wrong = keep(built, promise, outside)
        addresses = inventory(built)
        protect(built)
        wrong += validate(built, promise.at, outside, urlsplit(desk.site.address).path, permits, looked_at)
        wrong += tuple(unprotected(built, promise.at))
        if wrong:
            raise Blocked(wrong)
        compress(built)
        if out.exists():
            shutil.rmtree(out)
        built.rename(out)
    return addresses
