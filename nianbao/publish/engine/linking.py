"""What is wrong with the links, pictures and anchors of an edition, known before it is built."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path

from nianbao.publish.archive.reading import read_events
from nianbao.publish.archive.refusals import Damaged
from nianbao.publish.downloads import file_names
from nianbao.publish.engine.marking import is_plain, linked
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.report.links import Linked, Within, wrong_links
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.sources.folders import years
from nianbao.sources.text import MOST_COMPLAINTS


def year_links(root: Path, edition: YearEdition, pictures: Iterable[str], archive: Path) -> Iterator[Finding]:
    """Yield what is wrong with the links of a year's pages; `pictures` are the names of those beside its pages.

    Links to other years count as whole addresses; `archive` tells which years were published besides those of the
    sources.
    """
    pages = {f"{page.id}.md": page for page in edition.pages}
    files = {f"attachments/{file.file}" for file in edition.attached}
    files |= set(file_names(edition.year, (table for table, rows in edition.report.tables.items() if rows)))
    files |= {name.split("/", 2)[2] for name in pictures}

    def leads(address: str) -> bool:
        year, _, page = address.partition("/")
        if int(year[:4]) not in known():
            return False
        return year != str(edition.year) or not page.endswith(".html") or f"{page.removesuffix('.html')}.md" in pages

    known = cache(lambda: known_years(root, archive) | {edition.year})
    yield from wrong_on_pages(root, pages, files, edition.report.address, leads)


def wrong_on_pages(
    root: Path, pages: dict[str, Page], files: Collection[str], home: str, leads: Callable[[str], bool]
) -> Iterator[Finding]:
    """Yield what is wrong on each page with its links, ids and footnotes; pages and files as `Within` has them."""
    read: dict[str, Callable[[], Linked]] = {name: cache(partial(linked, root, page)) for name, page in pages.items()}
    within = Within(read, files, home, leads)
    for name, page in pages.items():
        if is_plain(page):
            continue
        found = read[name]()
        complaints = list(islice(chain(found.wrong, wrong_links(name, found.links, within)), MOST_COMPLAINTS))
        told = any(finding.rule == "page_link" for finding in complaints)
        yield from (finding for finding in complaints if not (told and finding.rule == "page_html"))
        if len(complaints) == MOST_COMPLAINTS:
            yield Finding("complaints_cut", "error", Place(page.file), {"limit": MOST_COMPLAINTS})


def known_years(root: Path, archive: Path) -> set[int]:
    """Return the years of the sources and those that were published."""
    try:
        published = {event.year for event in read_events(archive)}
    except Damaged:
        published = set()  # whoever publishes is told of the damage before anything else
    return {*years(root), *published}
