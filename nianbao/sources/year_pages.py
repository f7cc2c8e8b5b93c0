"""The pages of a year: what is written for it, what it has without anybody writing it, in the order of its outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nianbao.report.finding import Finding, nearest
from nianbao.report.head import Head
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.report.report import RESERVED_PAGES
from nianbao.sources.folders import is_told
from nianbao.sources.narrative import parse_page, read_page

GENERATED = {"checks": "{{ findings() }}\n", "figures": "{{ quantity_index() }}\n"}
"""Pages that a year has without anybody writing them; a file of that name in `docs/<year>/` replaces the text."""
_APPENDICES = tuple(page_id for page_id in RESERVED_PAGES if page_id != "index")


def read_year_pages(
    docs: Mapping[str, Path], head: Head | None, year: int, findings: list[Finding]
) -> tuple[Page, ...]:
    """Return the pages of `docs/<year>/` in the order of the outline, the appendices behind it.

    `docs` are the regular files of that folder. Pages that are missing, not listed or wrong are appended to `findings`;
    without a head, the outline is what is there.
    """
    found = _written(docs, findings)
    found |= {page_id: page for page_id, page in _generated(year).items() if page_id not in found}
    outline = list(found)
    if head is not None:
        outline = ["index", *(section.id for section in head.sections if section.id)]
        findings += list(_missing(outline, found, year, findings))
    findings += _unlisted(outline, found, year)
    return tuple(found[page_id] for page_id in [*outline, *_APPENDICES] if page_id in found)


def _written(docs: Mapping[str, Path], findings: list[Finding]) -> dict[str, Page]:
    found = {}
    for name, path in docs.items():
        if name.endswith(".md") and name.count("/") == 2:
            page_id = Path(name).stem
            found[page_id] = read_page(path, name, portal=False, findings=findings) or Page(page_id, name)
    return found


def _generated(year: int) -> dict[str, Page]:
    read = {
        name: parse_page(text, f"docs/{year}/{name}.md", portal=False, findings=[]) for name, text in GENERATED.items()
    }
    return {name: page for name, page in read.items() if page is not None}


def _missing(outline: list[str], found: Mapping[str, Page], year: int, findings: list[Finding]) -> Iterator[Finding]:
    for page_id in outline:
        name = f"docs/{year}/{page_id}.md"
        if page_id not in found and not is_told(name, findings):
            yield Finding("page_missing", "error", Place(name))


def _unlisted(outline: list[str], found: Mapping[str, Page], year: int) -> Iterator[Finding]:
    for page_id in found:
        if page_id not in outline and page_id not in _APPENDICES:
            values = {"page": page_id, "nearest": nearest(page_id, outline)}
            yield Finding("page_unlisted", "error", Place(f"docs/{year}/{page_id}.md"), values)
