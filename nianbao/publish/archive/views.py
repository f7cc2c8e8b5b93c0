"""One view: the whole site as readers meet it, portal pages and links to the stored versions of every year."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from nianbao.publish.archive import derived, durable, layout, ledger, manifest
from nianbao.publish.archive.index import SiteFacts, StoredFile, downloads, index_json
from nianbao.publish.archive.refusals import Unfit
from nianbao.report.catalogue import Catalogue, Event, FormerSection, YearSummary
from nianbao.wording.language import say

FORMAT = 1
"""The format of `view.json`."""

UNLISTED = frozenset({layout.SUMS, layout.PROOF})
"""The files of a view that its `SHA256SUMS` does not cover: itself, and the page that shows its hash to readers."""

BLANK = "0" * 64
"""What stands in the proof page for the hash of `SHA256SUMS` when its own hash is taken for `view.json`."""

FILE_MODE = 0o644

_INDEX_SINCE = 4
"""The derivation since which a view has an `index.json`."""


@dataclass(frozen=True)
class BuiltPortal:
    """What `view.json` says of the portal: who built it, {address that moved: where to}, and facts of its site."""

    builder: str
    moved: Mapping[str, str] = field(default_factory=dict)
    site: SiteFacts = field(default_factory=SiteFacts)


BuildPortal = Callable[[Path, Catalogue], BuiltPortal]
"""Writes the portal's pages into a folder and returns what `view.json` says of them."""


@dataclass(frozen=True)
class Served:
    """The latest version of a year as a view presents it: its summary and the names of its pages, sorted.

    `moved` are its pages and files that have moved, with where to, `former` the sections that only earlier versions
    have, and `files` what readers take away of it.
    """

    summary: YearSummary
    pages: tuple[str, ...]
    moved: Mapping[str, str] = field(default_factory=dict)
    former: tuple[FormerSection, ...] = ()
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What `view.json` says: everything besides the ledger from which the view was derived.

    `proof` is the SHA-256 of the proof page as it is without the hash that it shows, empty where there is none. `moved`
    are the portal's own pages that have moved, with where to, and `site` is what it tells of its site.
    """

    view: int
    base_address: str
    portal_fingerprint: str
    builder: str
    years: Mapping[int, Served]
    proof: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)
    derivation: int = derived.DERIVATION
    site: SiteFacts = field(default_factory=SiteFacts)

    def summaries(self) -> dict[int, YearSummary]:
        """Return the latest version's summary of every year."""
        return {year: served.summary for year, served in self.years.items()}

    def redirects(self) -> dict[str, str]:
        """Return {address that moved: where to}, below the root, of the portal and of every year."""
        of_years = {
            f"{year}/{old}": f"{year}/{new}" for year, served in self.years.items() for old, new in served.moved.items()
        }
        return {**self.moved, **of_years}


def served(
    summary: YearSummary,
    listed: Mapping[str, str],
    sizes: Mapping[str, int],
    moved: Mapping[str, str] | None = None,
    former: tuple[FormerSection, ...] = (),
) -> Served:
    """Return how a view presents a version.

    `listed` are {name: SHA-256 in hex} of the version's manifest, and `sizes` the sizes of these files in bytes.
    """
    prefix, led_on = f"{layout.CONTENT}/", moved or {}
    names = [name.removeprefix(prefix) for name in listed if name.startswith(prefix)]
    pages = tuple(name for name in derived.pages(names) if name not in led_on)
    files = tuple(StoredFile(name, sizes[f"{prefix}{name}"], listed[f"{prefix}{name}"]) for name in downloads(names))
    return Served(summary, pages, led_on, former, files)


def files_required(facts: Facts | None) -> tuple[str, ...]:
    """Return which of our files besides the ledger a view must have, by the rules that it was derived by."""
    old = facts is None or facts.derivation < _INDEX_SINCE
    return tuple(name for name in layout.VIEW_FILES[1:] if name != layout.INDEX or not old)


def facts_json(facts: Facts) -> bytes:
    """Return the bytes of `view.json`."""
    years = {
        str(year): {
            "summary": served.summary.model_dump(mode="json"),
            "pages": served.pages,
            "moved": dict(served.moved),
            "former": [section.model_dump(mode="json") for section in served.former],
            "files": [vars(file) for file in served.files],
        }
        for year, served in facts.years.items()
    }
    content = {
        "format": FORMAT,
        "view": facts.view,
        "base_address": facts.base_address,
        "portal_fingerprint": facts.portal_fingerprint,
        "builder": facts.builder,
        "proof": facts.proof,
        "moved": dict(facts.moved),
        "derivation": facts.derivation,
        "site": vars(facts.site) | {"licence": dict(facts.site.licence)},
        "years": years,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_facts(content: bytes) -> Facts:
    """Return what a `view.json` says. Raises ValueError for bytes that are none."""
    try:
        facts = json.loads(content)
        years = {int(year): _read_served(served) for year, served in facts["years"].items()}
        return Facts(
            view=int(facts["view"]),
            base_address=str(facts["base_address"]),
            portal_fingerprint=str(facts["portal_fingerprint"]),
            builder=str(facts["builder"]),
            years=years,
            proof=str(facts["proof"]),
            moved=_read_moved(facts["moved"]),
            derivation=int(facts["derivation"]),
            site=_read_site(facts.get("site", {})),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def own_files(facts: Facts, events: Sequence[Event], portal_names: Iterable[str]) -> dict[str, bytes]:
    """Return {name: bytes} of `layout.VIEW_FILES`, all of them derived.

    `portal_names` are the names of all files of the view; only pages among them count. Raises KeyError for a year of
    the ledger of which `facts` know nothing.
    """
    year_pages = {year: served.pages for year, served in facts.years.items()}
    files = {year: served.files for year, served in facts.years.items()}
    pages = derived.pages({*portal_names, *([layout.PROOF] if facts.proof else ())} - facts.moved.keys())
    return {
        layout.LEDGER: ledger.written(events),
        layout.VERSIONS: derived.versions_json(events),
        layout.TIMEMAP: derived.timemap_json(events, facts.base_address),
        layout.FEED: derived.feed_xml(events, facts.summaries(), facts.base_address),
        layout.SITEMAP: derived.sitemap_xml(events, pages, year_pages, facts.base_address),
        layout.LINKS: derived.links_text(derived.links(events)),
        layout.FACTS: facts_json(facts),
        layout.REDIRECTS: derived.redirects_map(facts.redirects()),
        layout.INDEX: index_json(events, facts.summaries(), files, facts.site, facts.base_address),
    }


def build_view(folder: Path, facts: Facts, events: Sequence[Event], build_portal: BuildPortal) -> bytes:
    """Build a view in `folder` (which must not exist), sync it and return its `SHA256SUMS`.

    The folder must lie two levels below the archive, as the finished view does, so that its links hold in both
    places. What `build_portal` returns goes into the facts. Raises Unfit where the portal holds links or takes one of
    our names.
    """
    durable.make_folder(folder)
    former = {year: served.former for year, served in facts.years.items()}
    built = build_portal(folder, derived.catalogue(events, facts.summaries(), former))
    names = _portal_names(folder, derived.links(events))
    proof = _proof(folder / layout.PROOF)
    facts = replace(facts, builder=built.builder, moved=built.moved, proof=proof, site=built.site)
    for name, content in own_files(facts, events, names).items():
        durable.write_file(folder / name, content)
    for name, target in derived.links(events).items():
        (folder / name).symlink_to(target)
    sums = manifest.written(manifest.hash_tree(folder, UNLISTED))
    durable.write_file(folder / layout.SUMS, sums)
    if facts.proof:
        page = (folder / layout.PROOF).read_bytes()
        durable.write_file(folder / layout.PROOF, page.replace(BLANK.encode(), sha256(sums).hexdigest().encode()))
    durable.set_modes(folder, FILE_MODE)
    durable.sync_tree(folder)
    return sums


def _read_served(facts: Mapping[str, Any]) -> Served:
    former = tuple(FormerSection.model_validate(section) for section in facts["former"])
    moved = _read_moved(facts["moved"])
    files = tuple(
        StoredFile(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in facts.get("files", ())
    )
    summary = YearSummary.model_validate(facts["summary"])
    return Served(summary, tuple(map(str, facts["pages"])), moved, former, files)


def _read_site(facts: Mapping[str, Any]) -> SiteFacts:
    licence = {str(name): str(text) for name, text in facts.get("licence", {}).items()}
    title, department = str(facts.get("title", "")), str(facts.get("department", ""))
    return SiteFacts(title, department, licence, int(facts.get("search_format", 0)))


def _read_moved(facts: Mapping[str, Any]) -> dict[str, str]:
    return {str(old): str(new) for old, new in facts.items()}


def without_hash(page: bytes, view_hash: str) -> str:
    """Return the SHA-256 in hex of a proof page as it was before the hash of its view was put in."""
    return sha256(page.replace(view_hash.encode(), BLANK.encode())).hexdigest()


def _proof(page: Path) -> str:
    (page.parent / f"{page.name}.gz").unlink(missing_ok=True)
    return sha256(page.read_bytes()).hexdigest() if page.is_file() else ""


def _portal_names(folder: Path, links: Mapping[str, str]) -> list[str]:
    for name in layout.VIEW_FILES:
        (folder / f"{name}.gz").unlink(missing_ok=True)
    entries = list(manifest.walk(folder))
    files = {*layout.VIEW_FILES, layout.SUMS}
    for entry in entries:
        if entry.kind not in ("file", "folder"):
            raise Unfit(entry.name, say("不是普通文件，而是链接或设备"))
        if entry.name in {*links, layout.HANDED_OVER} or (entry.kind == "folder" and entry.name in files):
            raise Unfit(entry.name, say("首页不能占用报告库的这个名字"))
    return [entry.name for entry in entries if entry.kind == "file"]
