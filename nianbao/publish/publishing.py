"""From sources to the archive: a year is built only when it is new, and the portal is renewed with it."""

from __future__ import annotations

import datetime
import tempfile
from contextlib import suppress
from pathlib import Path

from nianbao import __version__
from nianbao.publish import archive as store
from nianbao.publish.addresses import addressed
from nianbao.publish.archive.index import SiteFacts
from nianbao.publish.archive.ledger import Kept, kept, latest_versions
from nianbao.publish.archive.reading import read_content, read_portal_names, read_version
from nianbao.publish.archive.versions import ADDRESSES, changed_inputs, hash_inputs
from nianbao.publish.archive.withdrawal import remove_remains
from nianbao.publish.building import fingerprint
from nianbao.publish.downloads import QUANTITIES
from nianbao.publish.editions import Built, build_year, year_sources
from nianbao.publish.portal import build_portal, portal_fingerprint
from nianbao.publish.searching.shard import FORMAT
from nianbao.publish.two_years.narrative import narrative
from nianbao.report.catalogue import ROLE, Catalogue, PublishedYear, SectionEntry
from nianbao.report.checks import RULES
from nianbao.report.checks.rule import LAST_YEAR
from nianbao.report.edition import YearEdition
from nianbao.report.same_section import SectionText, YearText, is_narrative
from nianbao.report.site import Site
from nianbao.report.year_quantities import YearQuantities, read_quantities
from nianbao.sources.site import read_site


def publish_year(root: Path, archive: Path, year: int) -> store.Outcome:
    """Freeze a year as version 1 and renew the portal; the same sources again are no event.

    Raises Unusable or BuildFailed before anything is written, and what `archive.publish` raises.
    """
    version = latest_versions(store.read_events(archive)).get(year)
    if version is not None:
        try:
            _refuse_changes(root, archive, year, version)
        except store.Frozen:
            with suppress(store.Busy):
                remove_remains(archive, lambda: datetime.datetime.now(datetime.UTC))
            raise
        return _publish(root, archive, None)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as scratch:
        content = Path(scratch) / "content"
        built = build_year(root, year, content, archive=archive)
        return _publish(root, archive, staged_year(built, content))


def staged_year(built: Built, content: Path) -> store.Staged:
    """Return a built year as the archive takes it; `content` is the folder of its pages."""
    return store.Staged(
        year=built.edition.year,
        content=content,
        sources=built.sources,
        summary=built.edition.summary(),
        fingerprint=built.fingerprint,
        build={
            "engine": __version__,
            ADDRESSES: built.addresses.model_dump(mode="json"),
            **_told_of_last_year(built.edition),
        },
        epoch=built.epoch,
    )


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
    if stored.fingerprint == fingerprint(sources):
        return
    withdrawn = stored.withdrawn_sources
    changed = [name for name in changed_inputs(stored.inputs, hash_inputs(sources)) if name not in withdrawn]
    if changed or not withdrawn:
        raise store.Frozen(year, version, changed)


def portal_of(root: Path, archive: Path) -> store.Portal:
    """Return the portal of a site folder; raises Unusable for a `site.yml` that cannot be read.

    It keeps the addresses of the portal that `archive` shows when it is built.
    """

    def build(folder: Path, catalogue: Catalogue) -> store.BuiltPortal:
        figures = tuple(_published_figures(archive, entry) for entry in catalogue.years)
        texts = tuple(_published_text(archive, entry) for entry in catalogue.years)
        addresses = build_portal(root, catalogue, folder, addressed(read_portal_names(archive)), figures, texts)
        return store.BuiltPortal(__version__, addresses.moved, _told_of_site(read_site(root)))

    return store.Portal(build, portal_fingerprint(root), read_site(root).address)


def _told_of_site(site: Site) -> SiteFacts:
    """What programs are told of the site; a licence that is not stated has its words instead of a title."""
    licence = {"name": site.licence.name, "title": site.licence.told, "url": site.licence.url}
    return SiteFacts(site.title, site.department.name, licence, FORMAT)


def _published_figures(archive: Path, entry: PublishedYear) -> YearQuantities:
    """A year's quantities as its latest version tells them; none where that file was withdrawn or is damaged.

    Damage is told by the publication itself, and does not hold up the other years.
    """
    try:
        content = read_content(archive, kept(entry.events)[entry.year, entry.version], QUANTITIES)
        return read_quantities(content)
    except (store.Damaged, ValueError):
        return YearQuantities(entry.year, entry.version, {}, {})


def _published_text(archive: Path, entry: PublishedYear) -> YearText:
    """A year's narrative as its latest version tells it; pages that are damaged are told as such, not as empty."""
    version = kept(entry.events)[entry.year, entry.version]
    sections = (section for section in entry.summary.sections if is_narrative(section))
    return YearText(entry.year, tuple(_published_section(archive, version, section) for section in sections))


def _published_section(archive: Path, version: Kept, section: SectionEntry) -> SectionText:
    if section.withdrawn:
        return SectionText(section)
    try:
        return SectionText(section, narrative(read_content(archive, version, section.page).decode()))
    except (store.Damaged, ValueError):
        return SectionText(section, unread=True)


def _publish(root: Path, archive: Path, staged: store.Staged | None) -> store.Outcome:
    return store.publish(
        archive,
        staged,
        portal_of(root, archive),
        now=lambda: datetime.datetime.now(datetime.UTC),
        role=ROLE,
        reason="首次公开",
    )
