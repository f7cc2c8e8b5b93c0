"""Reading what is published, without verifying it: the ledger, the index of years, a version's sources."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import derived, layout, ledger, manifest, versions
from nianbao.publish.archive.inspection import read_regular
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.publish.archive.survey import current_view
from nianbao.publish.archive.tar import read_tar
from nianbao.report.addresses import Addresses
from nianbao.report.catalogue import Catalogue, Event, former_sections
from nianbao.wording.language import say
from nianbao.wording.system import refusal


def read_events(archive: Path) -> tuple[Event, ...]:
    """Return the ledger of the current view, oldest event first; empty where nothing was published.

    Raises Damaged where it cannot be read. Nothing else is verified.
    """
    try:
        number = current_view(archive)
        if number is None:
            return ()
        return ledger.read(read_regular(layout.view_path(archive, number) / layout.LEDGER))
    except (OSError, ValueError) as error:
        raise Damaged((Damage(f"{layout.CURRENT}/{layout.LEDGER}", _why(error)),)) from error


def read_catalogue(archive: Path) -> Catalogue:
    """Return what the portal knows of every published year, from the ledger and the versions' `build.json`.

    Raises Damaged where one of them cannot be read. Nothing else is verified.
    """
    events = read_events(archive)
    latest = ledger.latest_versions(events)
    every = {
        year: {version: read_version(archive, year, version).summary for version in range(1, newest + 1)}
        for year, newest in latest.items()
    }
    summaries = {year: of_year[latest[year]] for year, of_year in every.items()}
    return derived.catalogue(events, summaries, {year: former_sections(of_year) for year, of_year in every.items()})


def read_version(archive: Path, year: int, version: int) -> versions.Build:
    """Return what a stored version's `build.json` says. Raises Damaged where it cannot be read or is not there."""
    name = f"{_version_name(archive, year, version)}/{layout.BUILD}"
    try:
        return versions.read_build(read_regular(archive / name))
    except (OSError, ValueError) as error:
        raise Damaged((Damage(name, _why(error)),)) from error


def read_content(archive: Path, kept: ledger.Kept, name: str) -> bytes:
    """Return a file of a stored version's content, only as it was published.

    Raises Damaged where it is not there, or where file, list and commitment do not fit one another.
    """
    folder = archive / kept.name
    inside = f"{layout.CONTENT}/{name}"
    try:
        listed, nonce = (read_regular(folder / part) for part in (layout.MANIFEST, layout.NONCE))
        content = read_regular(folder / inside)
        committed = ledger.commitment(versions.read_nonce(nonce), listed) == kept.commitment
        fits = committed and manifest.read(listed).get(inside) == sha256(content).hexdigest()
    except (OSError, ValueError) as error:
        raise Damaged((Damage(f"{kept.name}/{inside}", _why(error)),)) from error
    if not fits:
        raise Damaged((Damage(f"{kept.name}/{inside}", say("内容与校验清单不符")),))
    return content


def read_sources(archive: Path, year: int, version: int) -> dict[str, bytes]:
    """Return {name: bytes} of the sources from which a stored version was made.

    Raises Damaged where they cannot be read or are not those that its `build.json` lists.
    """
    inputs = read_version(archive, year, version).inputs
    name = f"{_version_name(archive, year, version)}/{layout.SOURCES}"
    try:
        sources = read_tar(read_regular(archive / name))
    except (OSError, ValueError) as error:
        raise Damaged((Damage(name, _why(error)),)) from error
    if versions.hash_inputs(sources) != inputs:
        raise Damaged((Damage(name, say("与本版次登记的来源文件不符")),))
    return sources


def read_addresses(archive: Path, year: int) -> dict[int, Addresses]:
    """Return {version: the addresses it has} of a year; empty where it was never published.

    Raises Damaged where a `build.json` cannot be read.
    """
    latest = ledger.latest_versions(read_events(archive)).get(year, 0)
    return {version: read_version(archive, year, version).addresses for version in range(1, latest + 1)}


def read_portal_names(archive: Path) -> frozenset[str]:
    """Return the names of the files of the current portal; empty where nothing was published.

    Raises Damaged where its `SHA256SUMS` cannot be read.
    """
    name = f"{layout.CURRENT}/{layout.SUMS}"
    try:
        number = current_view(archive)
        if number is None:
            return frozenset()
        return frozenset(manifest.read(read_regular(archive / name))) - frozenset(layout.VIEW_FILES)
    except (OSError, ValueError) as error:
        raise Damaged((Damage(name, _why(error)),)) from error


def _version_name(archive: Path, year: int, version: int) -> str:
    kept = ledger.kept(read_events(archive)).get((year, version))
    return kept.name if kept else layout.version_name(year, version)


def _why(error: Exception) -> str:
    return refusal(error) if isinstance(error, OSError) else str(error)
