"""Reading what is published, without verifying it: the ledger and the index of years."""

from __future__ import annotations

from pathlib import Path

from nianbao.publish.archive import derived, layout, ledger, versions
from nianbao.publish.archive.inspection import read_regular
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.publish.archive.survey import current_view
from nianbao.report.catalogue import Catalogue, Event


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
        raise Damaged((Damage(f"{layout.CURRENT}/{layout.LEDGER}", str(error)),)) from error


def read_catalogue(archive: Path) -> Catalogue:
    """Return what the portal knows of every published year, from the ledger and the latest versions' `build.json`.

    Raises Damaged where one of them cannot be read. Nothing else is verified.
    """
    events = read_events(archive)
    latest = ledger.latest_versions(events)
    summaries = {year: read_version(archive, year, version).summary for year, version in latest.items()}
    return derived.catalogue(events, summaries)


def read_version(archive: Path, year: int, version: int) -> versions.Build:
    """Return what a stored version's `build.json` says. Raises Damaged where it cannot be read."""
    name = f"{layout.version_name(year, version)}/{layout.BUILD}"
    try:
        return versions.read_build(read_regular(archive / name))
    except (OSError, ValueError) as error:
        raise Damaged((Damage(name, str(error)),)) from error
