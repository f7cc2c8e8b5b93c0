"""Words of the portal: years, the same section over the years, search, versions and corrections, contact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from macros.markup import render
from nianbao.report.catalogue import Catalogue, PublishedYear, SectionEntry
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
    return render(
        "section_years.html.j2", found=found, former=former, without=without, up=up, ways=_ways(catalogue, found)
    )


def _ways(catalogue: Catalogue, found: Sequence[tuple[PublishedYear, SectionEntry]]) -> dict[int, tuple[int, str]]:
    """{year: the year before it that has the section, and the address of their comparison below the root}."""
    neighbours = set(pairwise(entry.year for entry in catalogue.years))
    return {
        pair[0]: (pair[1], f"compare/{_page(pair, pair in neighbours)}#{section.id}")
        for pair, section in (((later.year, before.year), one) for (later, one), (before, _) in pairwise(found))
    }


def _page(pair: tuple[int, int], has_page: bool) -> str:
    return f"{pair[0]}-{pair[1]}/index.html" if has_page else f"index.html?a={pair[0]}&b={pair[1]}"


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


def correction_request(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return how a citizen asks for a correction: by which rule, what to name, what happens next, a form to copy."""
    return render("correction_request.html.j2", site=site, up=up)


def corrections(catalogue: Catalogue, site: Site, up: str) -> str:
    """Return every correction and withdrawal of all years, and what was set aside, the latest first.

    Each has the ways to what was changed.
    """
    told = {(entry.year, each.version): each for entry in catalogue.years for each in entry.summary.corrections}
    events = [event for entry in catalogue.years for event in entry.events if event.kind in ("correct", "withdraw")]
    deeds = [
        (event, told.get((event.year, event.version)) if event.kind == "correct" else None)
        for event in sorted((*events, *catalogue.set_aside), key=lambda event: -event.n)
    ]
    return render("corrections.html.j2", deeds=deeds, catalogue=catalogue, up=up)


PORTAL: dict[str, Word] = {
    "years": years,
    "section_years": section_years,
    "history": history,
    "search": search,
    "every_section": every_section,
    "proof": proof,
    "contact": contact,
    "correction_request": correction_request,
    "corrections": corrections,
}
