"""A built edition is looked over before it is frozen: every link leads somewhere, and nothing comes from elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nianbao.publish.exposure import exposed
from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.wording.personal import PersonalNumber

_FETCHED = frozenset({"script", "img", "iframe", "source", "video", "audio", "embed"})
_FETCHING = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"})


@dataclass
class _Page(HTMLParser):
    """The ids of a page, where it leads, and what it fetches."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag in _FETCHED and "src" in values:
            self.fetched.append(values["src"])
        if tag == "link" and _FETCHING & set(values.get("rel", "").split()):
            self.fetched.append(values.get("href", ""))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])


def validate(
    folder: Path,
    at: str,
    outside: Callable[[str], bool],
    base_path: str = "/",
    permits: Callable[[PersonalNumber], bool] = lambda _: False,
    looked_at: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Return what is wrong with the edition in `folder`, which will be served at the address `at` (`2022/`, or empty).

    A link must lead to a file of the edition (and, with a fragment, to an id on it), or to an address below the
    archive's root for which `outside` answers True. Foreign hosts may be linked to, never fetched from. `base_path` is
    the path of the archive's root on its server, where the addresses of the page for missing pages begin. No number of
    a person may stand in it but those that `permits` answers for; `looked_at` names files that need not be searched.
    """
    pages = {path.relative_to(folder).as_posix(): _parsed(path, base_path) for path in sorted(folder.rglob("*.html"))}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    findings: list[Finding] = []
    for name, page in pages.items():
        for rule, values in _wrong(name, page, pages, files, at, outside):
            findings.append(Finding(rule, "error", Place(f"{at}{name}"), values))
    findings += exposed(folder, at, permits, looked_at)
    return tuple(findings)


def _parsed(path: Path, base_path: str) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    if path.name == "404.html":
        page.links = [address.removeprefix(base_path) for address in page.links]
        page.fetched = [address.removeprefix(base_path) for address in page.fetched]
    return page


def _wrong(
    name: str, page: _Page, pages: dict[str, _Page], files: set[str], at: str, outside: Callable[[str], bool]
) -> Iterator[tuple[str, dict[str, object]]]:
    for repeated in sorted({entry for entry in page.ids if page.ids.count(entry) > 1}):
        yield "built_id_repeated", {"id": repeated}
    for address in page.fetched:
        if urlsplit(address).scheme == "data":
            continue
        if urlsplit(address).scheme or address.startswith("//"):
            yield "built_foreign_resource", {"address": address}
        elif not _leads(name, address, files, at, outside):
            yield "built_link_broken", {"address": address}
    for address in page.links:
        parts = urlsplit(address)
        if parts.scheme or address.startswith("//"):
            continue
        if not _leads(name, address, files, at, outside):
            yield "built_link_broken", {"address": address}
            continue
        target = pages.get(_resolved(name, address))
        if parts.fragment and target is not None and unquote(parts.fragment) not in {*target.ids, "__toc", "top"}:
            yield "built_anchor_missing", {"address": unquote(address)}


def _resolved(name: str, address: str) -> str:
    path = unquote(urlsplit(address).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name


def _leads(name: str, address: str, files: set[str], at: str, outside: Callable[[str], bool]) -> bool:
    resolved = _resolved(name, address)
    if resolved in files:
        return True
    absolute = posixpath.normpath(posixpath.join(at, posixpath.dirname(name), unquote(urlsplit(address).path)))
    return not absolute.startswith("..") and outside(absolute)
