"""The portal over all years: built from the catalogue, and what it depends on besides."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from nianbao import __version__
from nianbao.publish.addresses import Promise
from nianbao.publish.archive.layout import is_taken
from nianbao.publish.building import build_into, fingerprint
from nianbao.publish.engine.desk import PORTAL, Desk
from nianbao.publish.engine.outline import CONTACT, CORRECTIONS, SEARCH
from nianbao.publish.engine.portal_linking import portal_links
from nianbao.publish.pictures import kept_pictures
from nianbao.publish.site_folder import engine_files
from nianbao.publish.two_years.pairs import pairs_among
from nianbao.report.addresses import Addresses
from nianbao.report.catalogue import Catalogue
from nianbao.report.edition import FIGURES_PAGE
from nianbao.report.finding import Blocked, Finding
from nianbao.report.moved import misdirected
from nianbao.report.place import Place
from nianbao.report.same_section import YearText
from nianbao.report.year_quantities import YearQuantities
from nianbao.sources.folders import files_below, years
from nianbao.sources.portal_files import read_portal_files
from nianbao.sources.privacy import portal_privacy
from nianbao.sources.site import is_of_portal, read_portal_pages, read_site
from nianbao.wording.personal import find


def build_portal(
    root: Path,
    catalogue: Catalogue,
    out: Path,
    earlier: Iterable[str] = (),
    figures: tuple[YearQuantities, ...] | None = None,
    texts: tuple[YearText, ...] | None = None,
) -> Addresses:
    """Build the portal over the catalogue's years into `out` and return its addresses; raises as `build_year` does.

    Those that it had `earlier` must still be there, or have moved. `figures` are the quantities of the years, newest
    first, `texts` their narratives; without them they are read from the sources.
    """
    addresses = {f"{entry.year}/{section.page}" for entry in catalogue.years for section in entry.summary.sections}
    versions = [
        f"{each.year}-v{each.version}" for entry in catalogue.years for each in entry.events if each.makes_version
    ]
    addresses |= {f"{version}/{name}" for version in versions for name in ("index.html", "SHA256SUMS")}
    addresses |= {f"{entry.year}-v{old.version}/{old.page}" for entry in catalogue.years for old in entry.former}
    addresses |= {f"{entry.year}/{FIGURES_PAGE}" for entry in catalogue.years}
    changed = [(entry.year, each) for entry in catalogue.years for each in entry.summary.corrections]
    addresses |= {address for year, each in changed for _, *ways in each.ways(year) for address in ways if address}
    addresses |= {"SHA256SUMS", "ledger.jsonl", "feed.xml"}
    known = frozenset(earlier)
    desk = Desk(
        root,
        PORTAL,
        given_catalogue=catalogue,
        kept=kept_pictures(),
        given_figures=figures,
        given_texts=texts,
        known_pairs=pairs_among(known),
        finishing=False,
    )
    published = _published_numbers(desk.figures) | _numbers_in_texts(texts or ())
    privacy = desk.portal_privacy
    wrong = (*privacy.blocking(), *portal_links(desk))
    if wrong:
        raise Blocked(wrong)
    return build_into(
        desk,
        out,
        Promise("", desk.site.address, {0: Addresses(files=tuple(known))}, desk.site.moved, _place_in_site),
        lambda address: address in addresses,
        lambda number: number.value in published or privacy.permits(number),
    )


def _published_numbers(figures: Iterable[YearQuantities]) -> frozenset[str]:
    """What looks like a number of a person in the data of years that were published: they were looked through then."""
    told = [quantity for entry in figures for quantity in entry.by_name.values()]
    values = {f"{quantity.value:f}" for quantity in told if quantity.value is not None}
    texts = (text for quantity in told for text in (quantity.name, quantity.written, quantity.changed, quantity.origin))
    return frozenset(values | {number.value for text in texts for number in find(text)})


def _numbers_in_texts(texts: Iterable[YearText]) -> frozenset[str]:
    """The same in the narrative of published years, where a year's exceptions let it stand."""
    sentences = (sentence for text in texts for section in text.sections for sentence in section.sentences)
    return frozenset(number.value for sentence in sentences for number in find(sentence))


def portal_findings(root: Path) -> tuple[Finding, ...]:
    """Return what stops the portal: numbers of persons, links, and what `site.yml` says has moved.

    Raises Unusable for files that cannot be read, or may not be published.
    """
    read_portal_files(root)
    there = {page.file.removeprefix("docs/").removesuffix(".md") + ".html" for page in read_portal_pages(root)}
    moved = read_site(root).moved
    made = {page.removesuffix(".md") + ".html" for page in (SEARCH, CONTACT, CORRECTIONS)}
    wrong = misdirected(moved, there, lambda page: page in there | made or "/" in page, _place_in_site, is_taken)
    return (*portal_privacy(root, portal_day(root)).blocking(), *wrong, *portal_links(Desk(root, PORTAL)))


def _place_in_site(old: str) -> Place:
    return Place("data/site.yml")


def portal_day(root: Path) -> datetime.date:
    """Return the day of which the portal's files bear the date, from the years in the sources."""
    return datetime.date(max(years(root), default=2000) + 1, 1, 1)


def portal_fingerprint(root: Path) -> str:
    """Return one hash over what the portal depends on besides the ledger: engine, theme, site and its own pages."""
    findings: list[Finding] = []
    own = {name: path.read_bytes() for name, path in files_below(root, "docs", findings).items() if is_of_portal(name)}
    site = {"data/site.yml": (root / "data/site.yml").read_bytes()}
    return fingerprint({**engine_files(root), **own, **site, "version": __version__.encode()})


def preview_catalogue(root: Path) -> Catalogue:
    """Return the catalogue of the years in the sources, as a preview of the portal lists them."""
    return Desk(root, PORTAL).catalogue
