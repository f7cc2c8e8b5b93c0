"""From sources to the archive: a year is built only when it is new, and the portal is renewed with it."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from nianbao import __version__
from nianbao.publish import archive as store
from nianbao.publish.archive.reading import read_version
from nianbao.publish.archive.versions import changed_inputs, hash_inputs
from nianbao.publish.editions import build_portal, build_year, fingerprint, portal_fingerprint, year_sources
from nianbao.report.catalogue import Catalogue
from nianbao.sources.site import read_site

ROLE = "财务部门"
"""In whose name a first publication is recorded, where the caller names no other role."""


def publish_year(root: Path, archive: Path, year: int, *, role: str = ROLE) -> store.Outcome:
    """Freeze a year as version 1 and renew the portal; the same sources again are no event.

    Raises Unusable or BuildFailed before anything is written, and what `archive.publish` raises.
    """
    if _published(archive, year) is not None:
        return _compare(root, archive, year)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as scratch:
        content = Path(scratch) / "content"
        built = build_year(root, year, content)
        staged = store.Staged(
            year=year,
            content=content,
            sources=built.sources,
            summary=built.edition.summary(),
            fingerprint=built.fingerprint,
            build={"engine": __version__},
            epoch=built.epoch,
        )
        return _publish(root, archive, staged, role=role)


def renew_portal(root: Path, archive: Path) -> store.Outcome:
    """Build the portal anew over what is published, if anything it depends on has changed."""
    return _publish(root, archive, None, role=ROLE)


def _published(archive: Path, year: int) -> int | None:
    versions = [event.version for event in store.read_events(archive) if event.year == year]
    return max(versions, default=None)


def _compare(root: Path, archive: Path, year: int) -> store.Outcome:
    version = _published(archive, year) or 1
    stored = read_version(archive, year, version)
    sources = year_sources(root, year)
    if stored.fingerprint != fingerprint(sources):
        raise store.Frozen(year, version, changed_inputs(stored.inputs, hash_inputs(sources)))
    return renew_portal(root, archive)


def _publish(root: Path, archive: Path, staged: store.Staged | None, *, role: str) -> store.Outcome:
    def portal(folder: Path, catalogue: Catalogue) -> str:
        build_portal(root, catalogue, folder)
        return __version__

    return store.publish(
        archive,
        staged,
        portal,
        portal_fingerprint(root),
        base_address=read_site(root).address,
        now=lambda: datetime.datetime.now(datetime.UTC),
        role=role,
        reason="首次公开",
    )
