"""Words of the portal: years, the same section over the years, search, versions and corrections, contact."""

from __future__ import annotations

from collections.abc import Callable

from macros.markup import render
from nianbao.report.catalogue import Catalogue
from nianbao.report.site import Site

Word = Callable[..., str]


def years(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return the list of years, newest first, with their key numbers."""
    return render("years.html.j2", catalogue=catalogue, up=up)


def section_years(catalogue: Catalogue, site: Site, up: str, section: str) -> str:
    """Return the links to one section in every year that has it or had it, and the years that never did."""
    found, former = catalogue.sections().get(section, []), catalogue.former().get(section, [])
    known = {entry.year for entry, _ in (*found, *former)}
    without = [entry.year for entry in catalogue.years if entry.year not in known]
    return render("section_years.html.j2", found=found, former=former, without=without, up=up)


def history(catalogue: Catalogue, site: Site, up: str, year: str) -> str:
    """Return the versions and corrections of a year, newest first."""
    return render("history.html.j2", entry=catalogue.of(int(year)), year=year, up=up, preview=catalogue.preview)


def search(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return the box that searches all years, with the list of their shards for `assets/search.js`."""
    found = [entry.year for entry in catalogue.years if not entry.summary.withdrawn]
    return render("search.html.j2", years=found, up=up)


def every_section(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return every section of every year, for readers who look for something without a search."""
    return render("every_section.html.j2", catalogue=catalogue, up=up)


def proof(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return how anybody checks with ordinary tools that nothing was altered, with the hashes to check against."""
    return render("proof.html.j2", catalogue=catalogue, site=site, up=up, blank="0" * 64)


def contact(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return the office that answers."""
    return render("contact.html.j2", site=site)


PORTAL: dict[str, Word] = {
    "years": years,
    "section_years": section_years,
    "history": history,
    "search": search,
    "every_section": every_section,
    "proof": proof,
    "contact": contact,
}
