"""What stays of a version when pages, files or sources are taken out of it."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from nianbao.publish.archive import layout, manifest
from nianbao.publish.archive.versions import ADDRESSES, WITHDRAWN_SOURCES, Build, Staged
from nianbao.publish.compressed import TWIN, is_twin
from nianbao.publish.searching.shard import SHARD, without_pages
from nianbao.publish.withdrawing.quoting import rewrite
from nianbao.publish.withdrawing.tombstone import Tombstone
from nianbao.report.catalogue import YearSummary

_PICTURE = re.compile(rb'<img[^>]*?\ssrc="([^":]+)"')
_THEME = "assets/"


@dataclass(frozen=True)
class Stored:
    """A stored version: its folder, its `build.json`, and {name: bytes} of its sources."""

    folder: Path
    build: Build
    sources: Mapping[str, bytes]

    @property
    def content(self) -> Path:
        """The folder of its pages."""
        return self.folder / layout.CONTENT

    def names(self) -> list[str]:
        """Return the names of all files of its content, sorted; their list of hashes is made anew, and is none."""
        return [
            entry.name for entry in manifest.walk(self.content) if entry.kind == "file" and entry.name != layout.SUMS
        ]


@dataclass(frozen=True)
class TakenOut:
    """The names of content and of sources that leave a version."""

    content: frozenset[str]
    sources: frozenset[str]


def taken_out(stored: Stored, named: frozenset[str], sources: frozenset[str], whole: bool) -> TakenOut:
    """Return all that leaves with the `named` content: packed twins, pictures of no other page, and their sources.

    A source leaves when it is one of `sources`, the narrative of a page that leaves, or the very bytes of a file that
    does.
    """
    names = stored.names()
    kept_pages = [name for name in names if name.endswith(".html") and name not in named]
    pictures = _pictures(stored, [name for name in named if name.endswith(".html")]) - _pictures(stored, kept_pages)
    content = named | (pictures & frozenset(names))
    content |= {name for name in names if is_twin(name) and name.removesuffix(TWIN) in content}
    if whole:
        pages = (name for name in names if not name.startswith(_THEME) and not name.endswith(layout.TOMBSTONE))
        return TakenOut(frozenset(pages), frozenset(stored.sources))
    hashes = {manifest.hash_file(stored.content / name) for name in content}
    narratives = {f"docs/{stored.build.year}/{name.removesuffix('.html')}.md" for name in named}
    same = {name for name, data in stored.sources.items() if sha256(data).hexdigest() in hashes or name in narratives}
    return TakenOut(frozenset(content), sources | same)


def staged(stored: Stored, out: TakenOut, tombstone: Tombstone, scratch: Path) -> Staged:
    """Return what stays of a version, its pages in the folder `scratch`, tombstones where content was.

    Its shard for searching no longer holds the text of withdrawn pages. The fingerprint of the version and the hashes
    of its withdrawn sources are left away, so that nothing can be guessed back from them.
    """
    copy_content(stored, out.content, scratch)
    bury(stored, out, tombstone, scratch)
    shard = scratch / SHARD
    if shard.is_file():
        rewrite(shard, without_pages(shard.read_bytes(), out.content).decode())
    build = stored.build
    sources = {name: data for name, data in stored.sources.items() if name not in out.sources}
    summary = _summary(build.summary, out.content)
    return Staged(build.year, scratch, sources, summary, "", _facts(build, out), build.epoch)


def bury(stored: Stored, out: TakenOut, tombstone: Tombstone, scratch: Path) -> None:
    """Write the tombstones of what leaves a version into the folder `scratch`, over those that are there."""
    titles = {section.page: section.title for section in stored.build.summary.sections}
    for name in sorted(name for name in out.content if not is_twin(name)):
        page = tombstone.page(name, titles.get(name, name.rpartition("/")[2]))
        (scratch / f"{name}{layout.TOMBSTONE}").write_bytes(page)
        if name.endswith(".html"):
            (scratch / name).write_bytes(page)


def copy_content(stored: Stored, out: frozenset[str], scratch: Path) -> None:
    """Copy the content of a version but for the names in `out`; the folders of those are made too."""
    for name in stored.names():
        target = scratch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name not in out:
            shutil.copyfile(stored.content / name, target)


def _summary(summary: YearSummary, out: frozenset[str]) -> YearSummary:
    sections = tuple(
        section.model_copy(update={"withdrawn": True}) if section.page in out else section
        for section in summary.sections
    )
    gone = {number.page for number in summary.key_numbers} & out
    numbers = tuple(number for number in summary.key_numbers if number.page not in gone)
    grade = None if "index.html" in out else summary.grade
    return summary.model_copy(update={"sections": sections, "key_numbers": numbers, "grade": grade})


def _facts(build: Build, out: TakenOut) -> dict[str, object]:
    """The builder's facts without what may quote what is taken out: last year's figures, anchors of withdrawn pages."""
    kept = {name: value for name, value in build.facts.items() if name not in ("last_year", ADDRESSES)}
    addresses = build.addresses.without(out.content).model_dump(mode="json")
    return {**kept, ADDRESSES: addresses, WITHDRAWN_SOURCES: sorted({*build.withdrawn_sources, *out.sources})}


def _pictures(stored: Stored, pages: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for page in pages:
        for address in _PICTURE.findall((stored.content / page).read_bytes()):
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address.decode()))))
    return frozenset(name for name in found if not name.startswith(_THEME))
