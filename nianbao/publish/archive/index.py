"""`index.json`: what a view tells programs of all years; derived like everything else that is ours in a view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from nianbao.publish.archive import layout, ledger
from nianbao.report.catalogue import Event, YearSummary
from nianbao.report.quantities import anchor_of
from nianbao.report.site_index import (
    FORMAT,
    Deed,
    File,
    Ledger,
    Licence,
    Link,
    Number,
    Search,
    Section,
    SiteIndex,
    Version,
    Year,
)

_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_FOLDERS = ("data/", "attachments/")
_TWIN = ".gz"


@dataclass(frozen=True)
class StoredFile:
    """A file of a version that readers take away: its name below the edition, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class SiteFacts:
    """What a portal tells of its site: title, department, terms of use, and the form of the texts that it searches."""

    title: str = ""
    department: str = ""
    licence: Mapping[str, str] = field(default_factory=dict)
    search_format: int = 0


def downloads(names: Iterable[str]) -> list[str]:
    """Return those of the `names` of an edition that are files to be taken away, sorted.

    They are files of data, attachments and documents, no pages, nothing that pages fetch, no tombstones and no twins.
    """
    known = frozenset(names)
    return sorted(name for name in known if _is_taken_away(name) and not _is_beside(name, known))


def _is_taken_away(name: str) -> bool:
    suffix = PurePosixPath(name).suffix
    return name.startswith(_FOLDERS) or ("/" not in name and suffix in (".json", ".docx", ".pdf", ".xlsx", ".zip"))


def _is_beside(name: str, known: frozenset[str]) -> bool:
    """Whether a file stands for another: a packed twin, a tombstone, the page that leads on from one that has moved."""
    twin = name.endswith(_TWIN) and name.removesuffix(_TWIN) in known
    return twin or name.endswith((layout.TOMBSTONE, layout.MOVED)) or f"{name}{layout.TOMBSTONE}" in known


def index_json(
    events: Sequence[Event],
    summaries: Mapping[int, YearSummary],
    files: Mapping[int, Sequence[StoredFile]],
    site: SiteFacts,
    base_address: str,
) -> bytes:
    """Return the bytes of `index.json`; `summaries` and `files` are those of the latest version of every year.

    Raises KeyError for a year of the ledger that has no summary.
    """
    latest = ledger.latest_versions(events)
    years = [
        _year(events, summaries[year], version, files.get(year, ()), base_address) for year, version in latest.items()
    ]

    def link(name: str) -> dict[str, str]:
        return _at(name, base_address)

    index = SiteIndex(
        format=FORMAT,
        title=site.title,
        department=site.department or (years[0].department if years else ""),
        language="zh-CN",
        licence=Licence(**site.licence) if site.licence else None,
        portal=Link(**link("index.html")),
        contact=Link(**link("contact.html")),
        corrections=Link(**link("corrections/index.html")),
        feed=Link(**link(layout.FEED)),
        sitemap=Link(**link(layout.SITEMAP)),
        versions=Link(**link(layout.VERSIONS)),
        timemap=Link(**link(layout.TIMEMAP)),
        checksums=Link(**link(layout.SUMS)),
        ledger=Ledger(**link(layout.LEDGER), count=len(events), head=ledger.head(events) if events else ""),
        search=Search(format=site.search_format, shard="{year}/search.js"),
        years=tuple(years),
    )
    return (json.dumps(index.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def absolute(name: str, base_address: str) -> str:
    """Return the absolute address of a file below the root; an `index.html` is told as its folder."""
    path, sign, anchor = name.partition("#")
    folder = path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path
    return base_address + _quoted(f"{folder}{sign}{anchor}")


def _quoted(name: str) -> str:
    path, sign, anchor = name.partition("#")
    return quote(path.encode(errors="surrogateescape")) + sign + quote(anchor)


def _at(name: str, base_address: str) -> dict[str, str]:
    return {"address": _quoted(name), "url": absolute(name, base_address)}


def _year(
    events: Sequence[Event], summary: YearSummary, version: int, files: Sequence[StoredFile], base_address: str
) -> Year:
    year, own = summary.year, [event for event in events if event.year == summary.year]
    permanent = layout.version_address(year, version)

    def link(name: str, at: str = str(year)) -> dict[str, str]:
        return _at(f"{at}/{name}", base_address)

    return Year(
        **link("index.html"),
        **summary.model_dump(include={"year", "title", "department", "unit", "grade", "acknowledged", "unmet"}),
        version=version,
        permanent=Link(**link("index.html", permanent)),
        history=Link(**_at(f"history/{year}/index.html", base_address)),
        withdrawn=summary.withdrawn,
        versions=tuple(_versions(own, base_address)),
        sections=tuple(
            Section(**link(each.page), id=each.id, title=each.title, withdrawn=each.withdrawn)
            for each in summary.sections
        ),
        key_numbers=tuple(
            Number(**link(f"{each.page}#{anchor_of(each.name)}"), **each.model_dump(exclude={"page"}))
            for each in summary.key_numbers
        ),
        corrections=tuple(_deed(event, summary) for event in own if event.kind in ("correct", "withdraw")),
        downloads=tuple(File(**link(each.name, permanent), **vars(each), type=media_type(each.name)) for each in files),
    )


def _versions(events: Sequence[Event], base_address: str) -> Iterable[Version]:
    withdrawn = {event.version: event.time for event in events if event.kind == "withdraw"}
    for event in events:
        if event.makes_version:
            name = f"{layout.version_address(event.year, event.version)}/index.html"
            link: Any = _at(name, base_address)
            yield Version(**link, version=event.version, published=event.time, withdrawn=withdrawn.get(event.version))


def _deed(event: Event, summary: YearSummary) -> Deed:
    of_version = {each.version: len(each.changes.numbers) for each in summary.corrections}
    told = event.model_dump(include={"n", "time", "version", "kind", "nature", "scope", "reason", "role"})
    numbers = of_version.get(event.version) if event.kind == "correct" else None
    return Deed(**told, day=event.day.isoformat(), numbers=numbers)


def media_type(name: str) -> str:
    """Return the media type of a file by the ending of its name."""
    return _TYPES.get(PurePosixPath(name).suffix[1:].lower(), "application/octet-stream")
