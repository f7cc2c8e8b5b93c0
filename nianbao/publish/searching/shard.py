"""The shard of a year: its text as a script that any portal can load, also from a folder on a disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nianbao.publish.data_script import content_of, data_script, texts_in
from nianbao.publish.searching.page import page_text
from nianbao.report.edition import YearEdition

SHARD = "search.js"
"""The name of the shard beside a year's pages."""

FORMAT = 1
"""The form of a shard. Frozen years keep theirs, so that a portal has to read every form there ever was."""

_CALLED = "nianbaoShard"


def write_shard(folder: Path, edition: YearEdition) -> None:
    """Write the shard of a year beside its rendered pages in `folder`."""
    pages = [section.page for section in edition.summary().sections]
    (folder / SHARD).write_bytes(shard(edition.year, edition.version, texts_of_pages(folder, pages)))


def shard(year: int, version: int, pages: Iterable[dict[str, Any]]) -> bytes:
    """Return the script that hands the `pages` of a year's version to whoever asked for them."""
    return data_script(_CALLED, {"format": FORMAT, "year": year, "version": version, "pages": list(pages)})


def without_pages(script: bytes, pages: frozenset[str]) -> bytes:
    """Return a shard without the text of the `pages` (`budget.html`); raises ValueError for what is none."""
    content = content_of(_CALLED, script)
    return data_script(_CALLED, {**content, "pages": [page for page in content["pages"] if page["page"] not in pages]})


def texts_by_page(script: bytes) -> dict[str, tuple[str, ...]] | None:
    """Return {page: its texts, each cell by itself, with its name and anchors}; None for what is no shard."""
    try:
        return {page["page"]: tuple(texts_in(page)) for page in content_of(_CALLED, script)["pages"]}
    except (ValueError, KeyError, TypeError):
        return None


def texts_of_pages(folder: Path, pages: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the rendered pages in `folder` as a shard holds them: page, title, and parts of anchor, heading, text."""
    for name in pages:
        found = page_text((folder / name).read_text(encoding="utf-8"))
        parts = [[part.anchor, part.heading, part.text] for part in found.parts]
        yield {"page": name, "title": found.title, "parts": [part for part in parts if part[1] or part[2]]}
