"""One view: the whole site as readers meet it, portal pages and links to the stored versions of every year."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nianbao.publish.archive import derived, durable, layout, ledger, manifest
from nianbao.publish.archive.refusals import Unfit
from nianbao.report.catalogue import Catalogue, Event, YearSummary
from nianbao.wording.language import say

FORMAT = 1
"""The format of `view.json`."""

UNLISTED = frozenset({layout.SUMS})
"""The files of a view that its `SHA256SUMS` does not cover."""

FILE_MODE = 0o644

BuildPortal = Callable[[Path, Catalogue], str]
"""Writes the portal's pages into a folder and returns what built them, for `view.json`."""


@dataclass(frozen=True)
class Served:
    """The latest version of a year as a view presents it: its summary and the names of its pages, sorted."""

    summary: YearSummary
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What `view.json` says: everything besides the ledger from which the view was derived."""

    view: int
    base_address: str
    portal_fingerprint: str
    builder: str
    years: Mapping[int, Served]
    derivation: int = derived.DERIVATION

    def summaries(self) -> dict[int, YearSummary]:
        """Return the latest version's summary of every year."""
        return {year: served.summary for year, served in self.years.items()}


def served(summary: YearSummary, version_files: Iterable[str]) -> Served:
    """Return how a view presents a version; `version_files` are the names in the version's manifest."""
    prefix = f"{layout.CONTENT}/"
    names = (name.removeprefix(prefix) for name in version_files if name.startswith(prefix))
    return Served(summary, tuple(sorted(derived.pages(names))))


def facts_json(facts: Facts) -> bytes:
    """Return the bytes of `view.json`."""
    years = {
        str(year): {"summary": served.summary.model_dump(mode="json"), "pages": served.pages}
        for year, served in facts.years.items()
    }
    content = {
        "format": FORMAT,
        "view": facts.view,
        "base_address": facts.base_address,
        "portal_fingerprint": facts.portal_fingerprint,
        "builder": facts.builder,
        "derivation": facts.derivation,
        "years": years,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_facts(content: bytes) -> Facts:
    """Return what a `view.json` says. Raises ValueError for bytes that are none."""
    try:
        facts = json.loads(content)
        years = {
            int(year): Served(YearSummary.model_validate(served["summary"]), tuple(map(str, served["pages"])))
            for year, served in facts["years"].items()
        }
        return Facts(
            view=int(facts["view"]),
            base_address=str(facts["base_address"]),
            portal_fingerprint=str(facts["portal_fingerprint"]),
            builder=str(facts["builder"]),
            years=years,
            derivation=int(facts["derivation"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def own_files(facts: Facts, events: Sequence[Event], portal_names: Iterable[str]) -> dict[str, bytes]:
    """Return {name: bytes} of `layout.VIEW_FILES`, all of them derived.

    `portal_names` are the names of all files of the view; only pages among them count. Raises KeyError for a year of
    the ledger of which `facts` know nothing.
    """
    year_pages = {year: served.pages for year, served in facts.years.items()}
    return {
        layout.LEDGER: ledger.written(events),
        layout.VERSIONS: derived.versions_json(events),
        layout.TIMEMAP: derived.timemap_json(events, facts.base_address),
        layout.FEED: derived.feed_xml(events, facts.summaries(), facts.base_address),
        layout.SITEMAP: derived.sitemap_xml(events, derived.pages(portal_names), year_pages, facts.base_address),
        layout.LINKS: derived.links_text(derived.links(events)),
        layout.FACTS: facts_json(facts),
    }


def build_view(folder: Path, facts: Facts, events: Sequence[Event], build_portal: BuildPortal) -> bytes:
    """Build a view in `folder` (which must not exist), sync it and return its `SHA256SUMS`.

    The folder must lie two levels below the archive, as the finished view does, so that its links hold in both
    places. What `build_portal` returns becomes the facts' `builder`. Raises Unfit where the portal holds links or
    takes one of our names.
    """
    durable.make_folder(folder)
    catalogue = derived.catalogue(events, facts.summaries())
    facts = replace(facts, builder=build_portal(folder, catalogue))
    names = _portal_names(folder, derived.links(events))
    for name, content in own_files(facts, events, names).items():
        durable.write_file(folder / name, content)
    for name, target in derived.links(events).items():
        (folder / name).symlink_to(target)
    sums = manifest.written(manifest.hash_tree(folder, UNLISTED))
    durable.write_file(folder / layout.SUMS, sums)
    durable.set_modes(folder, FILE_MODE)
    durable.sync_tree(folder)
    return sums


def _portal_names(folder: Path, links: Mapping[str, str]) -> list[str]:
    for name in layout.VIEW_FILES:
        (folder / f"{name}.gz").unlink(missing_ok=True)
    entries = list(manifest.walk(folder))
    files = {*layout.VIEW_FILES, layout.SUMS}
    for entry in entries:
        if entry.kind not in ("file", "folder"):
            raise Unfit(entry.name, say("不是普通文件，而是链接或设备"))
        if entry.name in links or (entry.kind == "folder" and entry.name in files):
            raise Unfit(entry.name, say("首页不能占用报告库的这个名字"))
    return [entry.name for entry in entries if entry.kind == "file"]
