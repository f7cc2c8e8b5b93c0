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
from nianbao.report.checks import RULES
from nianbao.report.checks.rule import LAST_YEAR
from nianbao.report.edition import YearEdition
from nianbao.sources.site import read_site

ROLE = "财务部门"
"""In whose name a first publication is recorded; a role, never a person."""


def publish_year(root: Path, archive: Path, year: int) -> store.Outcome:
    """Freeze a year as version 1 and renew the portal; the same sources again are no event.

    Raises Unusable or BuildFailed before anything is written, and what `archive.publish` raises.
    """
    versions = [event.version for event in store.read_events(archive) if event.year == year]
    if versions:
        _refuse_changes(root, archive, year, max(versions))
        return _publish(root, archive, None)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as scratch:
        content = Path(scratch) / "content"
        built = build_year(root, year, content, archive=archive)
        staged = store.Staged(
            year=year,
            content=content,
            sources=built.sources,
            summary=built.edition.summary(),
            fingerprint=built.fingerprint,
            build={"engine": __version__, **_told_of_last_year(built.edition)},
            epoch=built.epoch,
        )
        return _publish(root, archive, staged)


def _told_of_last_year(edition: YearEdition) -> dict[str, object]:
    """What the pages say of last year's report that is not in this year's sources: where it is from, and the values.

    Only acknowledged findings reach the pages, so that without any of them no state of the archive leaves a trace.
    """
    told = [finding for finding in edition.acknowledged if RULES[finding.rule].group == LAST_YEAR]
    if edition.before is None or not told:
        return {}
    findings = [
        {"rule": each.rule, "table": each.table, "key": each.key, "field": each.field, "values": dict(each.values)}
        for each in told
    ]
    return {"last_year": {"year": edition.before.year, "version": edition.before.version, "findings": findings}}


def _refuse_changes(root: Path, archive: Path, year: int, version: int) -> None:
    """Raise Frozen where the year's sources are no longer those of its published version."""
    stored, sources = read_version(archive, year, version), year_sources(root, year)
    if stored.fingerprint != fingerprint(sources):
        raise store.Frozen(year, version, changed_inputs(stored.inputs, hash_inputs(sources)))


def _publish(root: Path, archive: Path, staged: store.Staged | None) -> store.Outcome:
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
        role=ROLE,
        reason="首次公开",
    )
