"""Withdrawing content of a published year: from what was asked for to the archive's own step."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from nianbao.publish import archive as store
from nianbao.publish.announcing import NotApproved, check_public_words, unknown_name
from nianbao.publish.archive import asides, layout, ledger, read_events
from nianbao.publish.archive.reading import read_sources, read_version
from nianbao.publish.archive.survey import Survey, unknown_versions
from nianbao.publish.archive.versions import Staged, build_json
from nianbao.publish.archive.withdrawal import Remains, withdraw
from nianbao.publish.compressed import is_twin
from nianbao.publish.publishing import portal_of
from nianbao.publish.withdrawing import residue
from nianbao.publish.withdrawing.quoting import Pages, aliases_in, take_aliases_out, take_quotes_out, without_quotes
from nianbao.publish.withdrawing.relisting import relisted
from nianbao.publish.withdrawing.remaining import Stored, TakenOut, bury, copy_content, staged, taken_out
from nianbao.publish.withdrawing.request import Request, chosen_version, named_content
from nianbao.publish.withdrawing.tombstone import Tombstone, is_tombstone, versions_in_words
from nianbao.report.catalogue import Catalogue
from nianbao.report.correction import day_of
from nianbao.report.finding import Blocked, Finding, Unusable
from nianbao.report.place import Place

Approve = Callable[[int, TakenOut, Mapping[str, int]], bool]
"""Asked before anything is withdrawn: the version, what leaves it, and {file: how many passages of it stand there}."""

_MANY = 3
"""A passage on so many pages belongs to all of them and tells nothing of one."""


def withdraw_content(root: Path, archive: Path, request: Request, approve: Approve) -> store.Outcome:
    """Take content out of a published version of a year, and out of every stored and served file.

    Numbers of persons in what is taken out, and the words of `request.gone`, must then be nowhere in the archive.

    Raises Unusable for a request that names what is not there, Blocked where such words would stay somewhere (with
    every place), NotApproved, and what `archive.withdraw` raises. Then nothing is changed.
    """
    check_public_words(request.year, reason=request.reason, role=request.role)
    version = chosen_version(request, (of for year, of in ledger.kept(read_events(archive)) if year == request.year))
    now = datetime.datetime.now(datetime.UTC)
    must_go: set[str] = set(request.gone)

    def take_out(found: Survey, scratch: Path) -> Mapping[int, Remains]:
        stored = _stored(archive, found, request.year, version)
        out = taken_out(stored, named_content(request, stored.names()), _named_sources(request, stored), request.whole)
        scope = request.scope(_titles(stored))
        tombstone = _tombstone(stored, version, now, request, scope)
        left = staged(stored, out, tombstone, scratch / str(version))
        unquoted = relisted(take_quotes_out(left, version, _pages_of(out)), stored.content)
        remains = {version: Remains(unquoted, scope)}
        remains |= _later_remains(archive, found, stored, out, scratch)
        removed = list(_removed(stored, out))
        must_go.update(residue.personal_words(removed))
        others = list(_others(archive, found, request.year, remains))
        _refuse_leftovers(request, residue.places_of(must_go, others))
        own = residue.passages_of(removed)
        if not approve(version, out, residue.places_of(own - _on_many_pages(left.content), others)):
            raise NotApproved
        written = filter(residue.is_written, own - _on_many_pages(stored.content))
        standing = versions_in_words(residue.places_of(written, others), layout.version_address(request.year, version))
        bury(stored, out, replace(tombstone, elsewhere=standing), left.content)
        return remains

    portal = portal_of(root, archive)

    def watched(folder: Path, catalogue: Catalogue) -> store.BuiltPortal:
        built = portal.build(folder, catalogue)
        _refuse_leftovers(request, residue.places_of(must_go, residue.folder_files(folder, "")))
        return built

    return withdraw(
        archive,
        request.year,
        take_out,
        replace(portal, build=watched),
        now=lambda: now,
        role=request.role,
        reason=request.reason,
    )


def _stored(archive: Path, found: Survey, year: int, version: int) -> Stored:
    folder = archive / ledger.kept(found.events)[year, version].name
    damages = found.versions[year, version].damages
    if damages:
        raise store.Damaged(damages)
    return Stored(folder, read_version(archive, year, version), read_sources(archive, year, version))


def _named_sources(request: Request, stored: Stored) -> frozenset[str]:
    unknown = [name for name in request.sources if name not in stored.sources]
    if unknown:
        raise Unusable(unknown_name(request.year, name, stored.sources.keys()) for name in unknown)
    return frozenset(request.sources)


def _tombstone(stored: Stored, version: int, now: datetime.datetime, request: Request, scope: str) -> Tombstone:
    department = stored.build.summary.department
    return Tombstone(department, request.year, version, day_of(now), request.reason, request.role, scope)


def _on_many_pages(content: Path) -> frozenset[str]:
    """The passages that pages have whatever they are about: navigation, notices, the office's name."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for name, data in residue.folder_files(content, ""):
        if name.endswith(".html") and not is_tombstone(data):
            pages[name] |= residue.passages_of([("", data)])
    seen = Counter(passage for passages in pages.values() for passage in passages)
    return frozenset(passage for passage, count in seen.items() if count >= _MANY)


def _removed(stored: Stored, out: TakenOut) -> Iterator[tuple[str, bytes]]:
    for name in sorted(out.content):
        if not is_twin(name):
            yield name, (stored.content / name).read_bytes()
    yield from ((name, stored.sources[name]) for name in sorted(out.sources))


def _others(archive: Path, found: Survey, year: int, remains: Mapping[int, Remains]) -> Iterator[tuple[str, bytes]]:
    """Everything that stays: what is left of the versions that are replaced, all others, and what nobody is served."""
    for version, left in remains.items():
        address = layout.version_address(year, version)
        yield from residue.folder_files(left.staged.content, f"{address}/")
        yield from residue.source_files(left.staged.sources, f"{address}/{layout.SOURCES}!")
        yield f"{address}/{layout.BUILD}", build_json(left.staged, version)
    for (of, version), kept in ledger.kept(found.events).items():
        if of != year or version not in remains:
            yield from residue.stored_files(archive, kept.name)
    beside = [
        name for folder in asides.folders(archive) for of, name in asides.versions_in(archive, folder) if of != year
    ]
    for name in (*unknown_versions(archive, found.events), *beside):
        with suppress(OSError, ValueError):  # What other ledgers left may be damaged; nobody is served it.
            yield from residue.stored_files(archive, name)


def _titles(stored: Stored) -> dict[str, str]:
    return {section.page: section.title for section in stored.build.summary.sections}


def _pages_of(out: TakenOut) -> Pages:
    return lambda page: f"{page}.html" in out.content


def _later_remains(
    archive: Path, found: Survey, stored: Stored, out: TakenOut, scratch: Path
) -> Iterator[tuple[int, Remains]]:
    """What stays of each later version that quotes what is taken out."""
    year, version = stored.build.year, stored.build.version
    for later in (later for later in found.versions_of(year) if later > version):
        without = _without_quotes(_stored(archive, found, year, later), stored, out, scratch)
        if without is not None:
            yield later, Remains(without, f"本版中引用的第{version}版内容")


def _without_quotes(later: Stored, stored: Stored, out: TakenOut, scratch: Path) -> Staged | None:
    """A later version without what it quotes of the withdrawn pages and their anchors; None where it has neither."""
    build, withdrawn, version = later.build, _pages_of(out), stored.build.version
    known = stored.build.addresses.pages
    gone = {name: frozenset(anchor.id for anchor in known[name]) for name in out.content & known.keys()}
    aliases = aliases_in(later.content, gone)
    corrections = build.summary.corrections
    if not aliases and corrections == without_quotes(corrections, version, withdrawn):
        return None
    folder = scratch / str(build.version)
    folder.mkdir()
    copy_content(later, frozenset(), folder)
    whole = Staged(build.year, folder, later.sources, build.summary, build.fingerprint, build.facts, build.epoch)
    return relisted(take_aliases_out(take_quotes_out(whole, version, withdrawn), aliases), later.content)


def _refuse_leftovers(request: Request, places: Mapping[str, int]) -> None:
    findings = [
        Finding("withdrawn_elsewhere", "error", Place(name), {"count": count})
        for name, count in places.items()
        if name not in request.stays
    ]
    if findings:
        raise Blocked(findings)
