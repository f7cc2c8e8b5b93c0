"""Editions: a year checked, built as it would be published, and what it depends on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nianbao.publish.addresses import Promise, is_attached, lost
from nianbao.publish.archive.reading import read_addresses
from nianbao.publish.archive.refusals import Damaged
from nianbao.publish.building import build_into, fingerprint
from nianbao.publish.downloads import FOLDER, file_names
from nianbao.publish.engine.desk import Desk, edition_of
from nianbao.publish.engine.plugin import epoch_of
from nianbao.publish.last_year import LastYears
from nianbao.publish.pictures import kept_pictures
from nianbao.report.addresses import Addresses
from nianbao.report.correction import Correction
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Blocked, Finding
from nianbao.report.moved import redirects
from nianbao.report.site import Licence, Site
from nianbao.sources.site import read_site
from nianbao.sources.year import read_year


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


def assemble(root: Path, year: int, version: int = 1, last_years: LastYears | None = None) -> YearEdition:
    """Return a year with all its findings, read but not built; raises Unusable where it cannot be read.

    It is compared with the year before, which `last_years` tell (they keep this year in turn for the one after it), and
    its pages and attachments with those at the addresses that the archive has.
    """
    last_years = last_years or LastYears(root)
    sources = read_year(root, year)
    last_years.remember(sources)
    edition = edition_of(root, sources, version, last_years)
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
    desk = Desk(
        root, str(year), version, kept=kept_pictures(), archive=archive, corrections=corrections, finishing=False
    )
    edition = desk.editions[year]
    if edition.blocking:
        raise Blocked(edition.blocking)
    known = {page.id for page in edition.pages}
    amounts = {f"{quantity.value:f}" for quantity in edition.quantities.by_name.values() if quantity.value is not None}
    attached = frozenset(name.split("/", 2)[2] for name in desk.attachments[year])
    addresses = build_into(
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


def _lives_for_ever(address: str, year: int, sections: set[str], version: int) -> bool:
    if any(address.startswith(f"{year}-v{earlier}/") for earlier in range(1, version)):
        return True
    folders = {"search", "trends", "compare", "corrections", f"history/{year}"}
    ever = {"index.html", "contact.html"} | {f"{folder}/index.html" for folder in folders}
    return address in ever or address in {f"sections/{section}/index.html" for section in sections}
