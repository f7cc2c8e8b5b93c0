"""The pages of a year: what is written for it, what it has without anybody writing it, in the order of its outline."""

from __future__ import annotations

from collections.abc import Mapping
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


def _pages(docs: Mapping[str, Path], head: Head | None, year: int, findings: list[Finding]) -> tuple[Page, ...]:
    found: dict[str, Page] = {}
    for name, path in docs.items():
        if name.endswith(".md") and name.count("/") == 2:
            page = read_page(path, name, portal=False, findings=findings)
            found[Path(name).stem] = page or Page(Path(name).stem, name)
    for page_id, text in GENERATED.items():
        page = None if page_id in found else parse_page(text, f"docs/{year}/{page_id}.md", portal=False, findings=[])
        if page is not None:
            found[page_id] = page
    outline = ["index", *(section.id for section in head.sections if section.id)] if head else list(found)
    appendices = [page_id for page_id in RESERVED_PAGES if page_id != "index"]
    for page_id in outline if head else ():
        if page_id not in found and not is_told(f"docs/{year}/{page_id}.md", findings):
            findings.append(Finding("page_missing", "error", Place(f"docs/{year}/{page_id}.md")))
    for page_id in found:
        if page_id not in outline and page_id not in appendices:
            values = {"page": page_id, "nearest": nearest(page_id, outline)}
            findings.append(Finding("page_unlisted", "error", Place(f"docs/{year}/{page_id}.md"), values))
    return tuple(found[page_id] for page_id in [*outline, *appendices] if page_id in found)
