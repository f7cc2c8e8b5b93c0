"""What is wrong with links and words on the portal's own pages, known before it is built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from nianbao.publish.engine.desk import Desk
from nianbao.publish.engine.linking import known_years, wrong_on_pages
from nianbao.publish.engine.outline import pages
from nianbao.report.finding import Finding
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.report.words import WORDS
from nianbao.sources.folders import files_below
from nianbao.sources.narrative import parse_page
from nianbao.sources.site import is_of_portal
from nianbao.sources.text import quote


def portal_links(desk: Desk) -> Iterator[Finding]:
    """Yield what is wrong on the portal's own pages: links, ids, footnotes, and words for years that are not there.

    The years are read only where a page names something that is not among the portal's own pages and files.
    """
    own = {page.file.removeprefix("docs/"): page for page in desk.portal_pages}
    files = [name.removeprefix("docs/") for name in files_below(desk.root, "docs", []) if is_of_portal(name)]
    archive = desk.archive or desk.root / "archive"
    known = cache(lambda: known_years(desk.root, archive))

    def leads(address: str) -> bool:
        return int(address[:4]) in known()

    found = list(wrong_on_pages(desk.root, own, {*files} - {*own}, desk.site.address, leads))
    if any(finding.rule in ("link_broken", "anchor_missing") for finding in found):
        made = {name: page for name, text in pages(desk) if (page := _made(name, text)) and name not in own}
        data = {file.name for file in desk.portal_files}
        data |= {f"{folder}{file.name}" for folder, of_folder in desk.pair_files.items() for file in of_folder}
        others = {*files, *data} - {*own}
        found = list(wrong_on_pages(desk.root, own | made, others, desk.site.address, leads))
    yield from found
    for page in own.values():
        yield from _wrong_words(page, known)


def _made(name: str, text: str) -> Page | None:
    return parse_page(text, f"docs/{name}", portal=True, findings=[])


def _wrong_words(page: Page, known: Callable[[], set[int]]) -> Iterator[Finding]:
    """Words of the portal for years that there are not."""
    for call in page.calls:
        for kind, text in zip(WORDS[call.word].arguments, call.arguments, strict=False):
            if kind == "year" and text not in map(str, known()):
                values = {"year": quote(text), "known": "、".join(map(str, sorted(known())))}
                yield Finding("word_year_unknown", "error", Place(page.file, call.line, str(call.column)), values)
